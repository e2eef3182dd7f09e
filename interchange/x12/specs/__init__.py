"""One file per transaction set; a new set is a new file and a line here."""

from __future__ import annotations

from interchange.x12.spec import TransactionSet
from interchange.x12.specs.s270 import S270, S271
from interchange.x12.specs.s276 import S276, S277
from interchange.x12.specs.s277ca import S277CA
from interchange.x12.specs.s278 import S278
from interchange.x12.specs.s835 import S835
from interchange.x12.specs.s837 import S837D, S837I, S837P
from interchange.x12.specs.s999 import S997, S999

SPECS: tuple[TransactionSet, ...] = (S835, S837P, S837I, S837D, S277, S277CA, S276, S270, S271, S278, S999, S997)


def spec_for(code: str, *, guide: str = "") -> TransactionSet | None:
    """The spec for an ST01 code and the guide named by ST03 or GS08; None where we do not read that set.

    Where the guide is none that we know, the first spec of that code.
    """
    of_code = [spec for spec in SPECS if spec.code == code]
    return next((spec for spec in of_code if spec.follows(guide)), of_code[0] if of_code else None)


def is_guide_known(code: str, guide: str) -> bool:
    """Whether the guide says which of the sets of one code it is; where there is only one, nobody need say."""
    of_code = [spec for spec in SPECS if spec.code == code]
    return len(of_code) == 1 or any(spec.follows(guide) for spec in of_code)


def spec_of_type(type_: str) -> TransactionSet:
    """The spec named by our own type, such as 837P; KeyError where there is none."""
    return {spec.type: spec for spec in SPECS}[type_]
