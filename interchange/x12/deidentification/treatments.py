"""What is done to each element of each segment before a file may leave the house: the table that says it.

One word an element, in order; a last word with ``*`` goes on to the end. What stands beyond a segment's words, and
every segment that is not listed, is emptied: an element is kept because it is named here, never because it was
forgotten.
"""

from __future__ import annotations

WORDS = {
    "keep": "a code, an amount or a count: kept",
    "text": "free text: replaced by REMOVED",
    "name": "a name: replaced by a coined word, the same for the same name",
    "id": "an identifier: replaced by a keyed pseudonym, the same for the same identifier wherever it stands",
    "digits": "a number of an account or an office: replaced by keyed digits of the same length",
    "npi": "a provider's number: replaced by a keyed one with a right check digit",
    "control": "a control number: replaced by a keyed one; no two become the same",
    "date": "a date: moved by the key's weeks, or cut to its year",
    "period": "a date or range, in the form that the element before says: as date",
    "birth": "a birth date: as date, then the first of January; over 89 becomes 90",
    "address": "a street or a city: replaced by a word",
    "postal": "a postal code: its first three digits and 00; 00000 where 20,000 people or fewer live there",
    "contact": "a telephone number, a mail or web address: replaced",
    "party": "an identifier by the qualifier before it: kept for a payer",
    "party_name": "a name: kept for a payer",
    "reference": "an identifier by its qualifier: kept where it names a payer or a programme",
    "taxonomy": "a taxonomy code: kept; other provider numbers as id",
    "service": "a procedure: code and modifiers kept, description removed",
    "code": "a diagnosis or other code: kept, its date as period",
    "reason": "a reason code, kept, and an identifier, as id",
    "ids": "pairs of qualifier and identifier, the identifier as id",
    "context": "the name of an element, kept, and its value, as id",
    "isa_name": "a sender's or receiver's number: as id, padded to its width",
    "blank": "a password or the like: blanked",
}

_TABLE = """
ISA keep blank keep blank keep isa_name keep isa_name date keep keep keep control keep keep keep
IEA keep control
GS  keep id id date keep control keep keep
GE  keep control
ST  keep control keep
SE  keep control
TA1 control date keep keep keep
AK1 keep control keep
AK2 keep control keep
AK3 keep*
AK4 keep keep keep text
AK5 keep*
AK9 keep*
IK3 keep*
IK4 keep keep keep text
IK5 keep*
CTX context keep*
BHT keep keep id date keep keep
BGN keep id date keep keep id keep keep keep
BPR keep keep keep keep keep keep digits keep digits digits digits keep digits keep digits date keep keep digits keep digits
TRN keep id digits digits
CUR keep*
REF keep reference text ids
N9  keep id text date keep keep ids
DTM keep date keep keep keep period
DTP keep keep period
G62 keep date keep keep
N1  keep party_name keep party
N2  name name
N3  address address
N4  address keep postal keep keep text keep
PER keep name keep contact keep contact keep contact
RDM keep name text
NM1 keep keep party_name name name name name keep party keep keep name
DMG keep birth keep keep keep keep keep keep keep
PAT keep keep keep keep keep period keep keep keep
INS keep keep keep keep keep keep keep keep keep keep keep period keep text keep keep keep
SBR keep keep id name keep keep keep keep keep
COB keep id keep
PRV keep keep taxonomy keep
HL  keep*
LX  keep
TS2 keep*
TS3 npi keep date keep*
CLP id keep keep keep keep keep id keep*
CAS keep*
MIA keep*
MOA keep*
SVC service keep keep keep keep service keep
LQ  keep*
PLB npi date reason keep reason keep reason keep reason keep reason keep reason keep
CLM id keep*
CL1 keep*
CN1 keep keep keep id keep id
PWK keep keep keep keep keep id text
AMT keep*
QTY keep*
NTE keep text
K3  text text text
MSG text text text
CR1 keep keep keep keep keep keep address address text text
CR2 keep keep keep keep keep keep keep keep keep text text keep
CR3 keep*
CRC keep*
HI  code code code code code code code code code code code code
HCP keep keep keep id keep*
OI  keep*
MEA keep*
PS1 id keep keep
LIN keep*
CTP keep*
FRM keep keep text date keep
TOO keep*
DN1 keep keep keep text
DN2 keep*
SV1 service keep*
SV2 keep service keep*
SV3 service keep keep keep keep keep text keep*
SV4 id service keep text keep*
SV5 service keep*
SV6 service keep*
SVD keep keep service keep*
UR  keep*
LS  keep
LE  keep
HSD keep*
EQ  keep service keep*
EB  keep keep keep keep text keep keep keep keep keep keep keep service keep
III keep keep keep text keep*
AAA keep*
MPI keep keep keep text keep keep period
STC keep date keep keep keep date keep date id keep keep text
UM  keep*
HCR keep id keep keep
CR6 keep date keep period date keep keep keep date keep keep date keep period keep date date date date date date
CR5 keep*
CAT keep*
OOI keep id keep keep
"""  # noqa: E501 - a segment is a line

TREATMENTS: dict[str, tuple[str, ...]] = {
    words[0]: tuple(words[1:]) for words in (line.split() for line in _TABLE.splitlines()) if words
}

PAYERS = frozenset({"PR", "TT", "X3", "PRP", "SEP", "TTP"})
PROGRAMME_REFERENCES = frozenset({"2U", "4N", "87", "BLT", "EO", "F5", "HI", "NF", "PXC"})
TAXONOMIES = frozenset({"PXC", "ZZ"})


def treatment(segment_id: str, position: int) -> str:
    """The word for an element, its position counted from 1; "" where it is emptied."""
    words = TREATMENTS.get(segment_id, ())
    if position <= len(words):
        return words[position - 1].removesuffix("*")
    return words[-1].removesuffix("*") if words and words[-1].endswith("*") else ""
