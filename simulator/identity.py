"""Invented names, numbers and places; nobody real, every identifier with a valid check digit."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from simulator.calendar import Calendar
from simulator.claims import Claims
from simulator.columns import Ints
from simulator.rules import PROVIDERS_PER_LINE
from simulator.services import SERVICE_LINES
from simulator.texts import coded, joined, numbered

_LAST = (
    "ALDER BIRCH CEDAR DOGWOOD ELM FERN GORSE HAZEL IVY JUNIPER LARCH MAPLE OAK PINE ROWAN SORREL ASPEN BRACKEN CLOVER"
    " DAMSON ELDER FOXGLOVE GENTIAN HEATHER IRIS JASMINE LINDEN MYRTLE NETTLE OLIVE POPLAR QUINCE RUSHES SEDGE TANSY"
    " VERVAIN WILLOW YARROW"
)
_FIRST = (
    "AVERY BLAKE CASEY DREW ELLIS FINLEY GRAY HARPER INDIGO JORDAN KAI LOGAN MORGAN NOEL QUINN RILEY SAGE TATUM URI"
    " VALE WREN ADDISON BAILEY CAMERON DEVON EMERSON FRANKIE HOLLIS JULES KENDALL LANE MARLOW"
)
LAST_NAMES, FIRST_NAMES = tuple(_LAST.split()), tuple(_FIRST.split())
FACILITIES = ("LAKESIDE SURGERY CENTER", "LAKESIDE IMAGING", "LAKESIDE CLINIC NORTH", "LAKESIDE CLINIC SOUTH")
PLACE = {"address": "1 HARBOR ROAD", "city": "LAKESIDE", "state": "OH", "postal_code": "440010000"}
FACILITY_PLACE = {f"service_facility_{name}": value for name, value in PLACE.items()}
PAYER_PLACE = {f"payer_{name}": value for name, value in {**PLACE, "address": "2 PAYER PLAZA"}.items()}
CONTACT = {"name": "CUSTOMER SERVICE", "way_1": "TE", "number_1": "5550100000"}
SUBMITTER, CLEARINGHOUSE = "LAKESIDE", "MERIDIAN"


def npi(number: int) -> str:
    """A ten-digit identifier with a valid check digit (Luhn over the prefix 80840)."""
    base = f"1{number:08d}"
    total = 24
    for place, digit in enumerate(reversed(base)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return base + str(-total % 10)


def bank_number(number: int) -> str:
    """A nine-digit routing number with a valid check digit (weights 3, 7, 1); those from 81 to 99 name no bank."""
    digits = [int(digit) for digit in f"{number:08d}"]
    return f"{number:08d}{-sum(digit * weight for digit, weight in zip(digits, (3, 7, 1) * 3, strict=False)) % 10}"


GROUP = {"name": "LAKESIDE MEDICAL GROUP", "npi": npi(60000001), "tax_id": "990000001", "taxonomy_code": "261QM1300X"}
HOSPITAL = {"name": "LAKESIDE HOSPITAL", "npi": npi(60000002), "tax_id": "990000002", "taxonomy_code": "282N00000X"}
PROVIDER_NPIS = tuple(npi(70000000 + number) for number in range(len(SERVICE_LINES) * PROVIDERS_PER_LINE))
FACILITY_NPIS = tuple(npi(61000000 + number) for number in range(len(FACILITIES)))


def control_numbers(claims: Ints) -> pa.Array:
    """CLM01 and CLP01 of each claim."""
    return numbered("OT", claims, 8)


def account_numbers(claims: Ints) -> pa.Array:
    """The provider's own number of each claim's account."""
    return numbered("", claims + 200_000_000, 9)


def patient_numbers(patients: Ints) -> pa.Array:
    """The provider's own number of each patient."""
    return numbered("Z", patients, 8)


def payer_numbers(payer_ids: tuple[str, ...], payer: Ints, claims: Ints, suffix: str = "") -> pa.Array:
    """The payers' own claim numbers."""
    return joined(coded(payer_ids, payer).cast(pa.string()), numbered("", claims, 8), suffix)


def last_names(patient: Ints) -> pa.Array:
    """Each patient's last name."""
    return coded(LAST_NAMES, patient % len(LAST_NAMES))


def first_names(patient: Ints) -> pa.Array:
    """Each patient's first name."""
    return coded(FIRST_NAMES, patient // 7 % len(FIRST_NAMES))


def sexes(patient: Ints) -> pa.Array:
    """F or M."""
    return coded(("F", "M"), patient % 2)


def birth_dates(calendar: Calendar, patient: Ints, age: Ints) -> pa.Array:
    """A date that makes the patient that old on the world's first day."""
    return calendar.column(-(age * 365 + age // 4 + patient % 360))


def member_ids(c: Claims, rows: Ints) -> pa.Array:
    """The member number as the desk wrote it down: digits are lost where it is short."""
    patient = c.patient[rows]
    short = numbered("M", patient % 1_000_000, 6)
    return pc.if_else(pa.array(c.has_short_id[rows]), short, full_member_ids(patient))


def full_member_ids(patient: Ints) -> pa.Array:
    """The member number as the payer has it."""
    return numbered("M", patient + 10_000_000, 9)


def provider_names(provider: Ints) -> tuple[pa.Array, pa.Array]:
    """Last and first name of each provider."""
    return coded(LAST_NAMES, provider * 5 % len(LAST_NAMES)), coded(FIRST_NAMES, provider * 3 % len(FIRST_NAMES))
