"""What takes the place of an identifying value: keyed pseudonyms, the same for the same value in every file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac

from interchange.x12.findings import X12Error

REMOVED = "REMOVED"
SHORTEST_KEY = 16
SHORTEST_IDENTIFIER = 9
OLDEST = 89
MOST_WEEKS = 104
CONSONANTS, VOWELS = "BDFGHJKLMNPRSTVWXZCQ", "AEIOU"
NINE_DIGITS, HALF = 10**9, 31_623
# Areas of three digits where 20,000 people or fewer live, by the censuses of 2000, 2010 or 2020.
SMALL_AREAS = frozenset(
    "036 059 063 102 202 203 204 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893".split()  # noqa: SIM905
)


class Pseudonyms:
    """Pseudonyms of one key. Without the key they can be neither made nor undone; ``whole_years`` cuts every date."""

    def __init__(self, key: bytes, *, whole_years: bool = False) -> None:
        if len(key) < SHORTEST_KEY:
            raise X12Error("X12-DEIDENTIFY-KEY", f"the key has fewer than {SHORTEST_KEY} bytes")
        self.key = key
        self.whole_years = whole_years
        self.moved = dt.timedelta(weeks=1 + self._number("weeks", "") % MOST_WEEKS)

    def _digest(self, domain: str, value: str) -> bytes:
        return hmac.digest(self.key, f"{domain}\0{value}".encode(), hashlib.sha256)

    def _number(self, domain: str, value: str) -> int:
        return int.from_bytes(self._digest(domain, value)[:16], "big")

    def name(self, value: str) -> str:
        """A word that can be said, of eight letters."""
        number, letters = self._number("name", value.strip().upper()), ""
        for _ in range(4):
            number, syllable = divmod(number, len(CONSONANTS) * len(VOWELS))
            letters += CONSONANTS[syllable // len(VOWELS)] + VOWELS[syllable % len(VOWELS)]
        return letters

    def identifier(self, value: str) -> str:
        """Twelve letters and digits."""
        return base64.b32encode(self._digest("id", value.strip())[:8]).decode()[:12]

    def digits(self, value: str) -> str:
        """As many digits as there were; where there were other signs an identifier that is no longer than its place."""
        plain = value.strip()
        if plain.isdigit():
            return f"{self._number('digits', plain):039d}"[-len(plain) :]
        return self.identifier(plain)[: max(SHORTEST_IDENTIFIER, len(plain))]

    def social_security(self, value: str) -> str:
        """Nine digits that begin with 9, as no such number does."""
        return f"9{self._number('ssn', value.strip()) % 10**8:08d}"

    def npi(self, value: str) -> str:
        """Ten digits with a right check digit; an identifier where the value was no such number."""
        plain = value.strip()
        if len(plain) != 10 or not plain.isdigit():
            return self.identifier(plain)
        body = f"1{self._number('npi', plain) % 10**8:08d}"
        return body + _check_digit("80840" + body)

    def control(self, value: str) -> str:
        """Nine digits, another for each other number; an identifier where the value was no number."""
        plain = value.strip()
        if not plain.isdigit() or len(plain) > 9:
            return self.identifier(plain)[:9]
        number = self._permuted(int(plain))
        while number >= NINE_DIGITS:
            number = self._permuted(number)
        return f"{number:09d}"

    def _permuted(self, number: int) -> int:
        left, right = divmod(number, HALF)
        for turn in range(6):
            left, right = right, (left + self._number("control", f"{turn}:{right}")) % HALF
        return left * HALF + right

    def day(self, value: dt.date) -> dt.date:
        """A date moved back by the key's whole weeks, so that weekdays and intervals stay; or its year's first day."""
        return value.replace(month=1, day=1) if self.whole_years else value - self.moved

    def birth(self, value: dt.date, seen: dt.date) -> str:
        """The first of January of the birth year; of ninety years ago where somebody was over 89 when last seen."""
        age = seen.year - value.year - ((seen.month, seen.day) < (value.month, value.day))
        year = self.day(value).year if age <= OLDEST else self.day(seen).year - OLDEST - 1
        return f"{year}0101"

    def postal(self, value: str) -> str:
        """The first three digits and 00, all noughts for a small area or for what is not a number."""
        area = value.strip()[:3]
        return f"{area}00" if area.isdigit() and len(area) == 3 and area not in SMALL_AREAS else "00000"

    def text(self, value: str) -> str:  # noqa: ARG002 - every method has the same form
        """One word in the place of any text."""
        return REMOVED

    def contact(self, value: str) -> str:
        """Noughts for a number, one word for an address."""
        return "0000000000" if value.strip().isdigit() else REMOVED


class Mask(Pseudonyms):
    """Dots in the place of every name, number and address; dates stay. For the eyes of one who reads the file."""

    DOTS = "•••"

    def __init__(self) -> None:
        super().__init__(bytes(SHORTEST_KEY))
        self.moved = dt.timedelta()

    def _dots(self, value: str) -> str:  # noqa: ARG002 - every method has the same form
        return self.DOTS

    name = identifier = digits = social_security = npi = postal = text = contact = _dots

    def birth(self, value: dt.date, seen: dt.date) -> str:  # noqa: ARG002 - as above
        """Dots: with a postal code and a sex, a birth date is a name."""
        return self.DOTS

    def control(self, value: str) -> str:
        """Control numbers are shown: they say which interchange, group and set, not who."""
        return value


def _check_digit(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
