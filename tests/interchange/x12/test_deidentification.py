"""De-identification: nobody is left in the file, and all that is counted stays as it was."""

from __future__ import annotations

import datetime as dt
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from interchange import x12
from interchange.x12 import Finding, Reading, X12Error, deidentification
from interchange.x12.content import normalise
from interchange.x12.deidentification import Pseudonyms, deidentify
from interchange.x12.deidentification.columns import identifying_columns
from interchange.x12.deidentification.pseudonyms import REMOVED, SMALL_AREAS
from interchange.x12.deidentification.treatments import TREATMENTS, WORDS
from interchange.x12.tokens import tokenize
from simulator import simulate

GOLDEN = Path(__file__).parents[2] / "golden" / "835"
KEY, OTHER_KEY = b"a key for tests, of 32 bytes ...", b"another key for tests, 32 bytes."
PSEUDONYMS = Pseudonyms(KEY)
ENVELOPES = {
    "x12_interchanges": {"sender_id", "receiver_id", "control_number"},
    "x12_groups": {"sender_code", "receiver_code", "control_number"},
    "x12_sets": {"control_number"},
}
CONTROL_NUMBERS = {"set_control_number", "acknowledged_control_number", "group_control_number"}
# Whatever the table of treatments says, these name somebody.
SURELY_IDENTIFYING = (
    "x12_835_claims patient_last_name patient_first_name patient_id patient_control_number payer_claim_control_number",
    "x12_835_payments payee_name payee_id trace_number",
    "x12_835_provider_adjustments reference_id provider_id",
    "x12_837_billing_providers name npi tax_id city postal_code",
    "x12_837_subscribers last_name first_name member_id birth_date group_number",
    "x12_837_patients last_name first_name birth_date",
    "x12_837_claims patient_control_number medical_record_number",
    "x12_837_lines line_control_number",
    "x12_271_subscribers last_name id address city postal_code birth_date",
    "x12_277ca_patients last_name id",
    "x12_278_reviews authorization_number",
    "x12_999_element_errors bad_value",
)
DATES_AS_TEXT = frozenset({"interchange_date", "group_date", "code_date", "acknowledged_date"})
ANY_ELEMENT = frozenset(f"element_{position}" for position in range(1, 31))  # a date in one segment, a code in another
PLACES = frozenset({"byte_offset", "byte_count"})


def golden_files() -> list[Path]:
    return sorted(path for path in GOLDEN.glob("*/input/*") if path.suffix in (".835", ".837"))


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp("simulated")
    simulate(claims=150, seed=23, profile="hospital", out=out / "files", truth=out / "truth")
    files = sorted((out / "files").rglob("*.edi"))
    return [next(path for path in files if path.name.startswith(kind)) for kind in ("835", "837P", "837I")]


def of_people(table: str) -> set[str]:
    """The columns of a table that name somebody, or that number an envelope."""
    named = {column for of, column in identifying_columns() if of == table}
    return named | ENVELOPES.get(table, set()) | CONTROL_NUMBERS


def people(reading: Reading) -> Iterator[tuple[str, str]]:
    for table, rows in reading.tables.items():
        for column in sorted(of_people(table).intersection(rows.column_names)):
            yield from ((f"{table}.{column}", str(value)) for value in rows.column(column).to_pylist() if value)


def all_else(reading: Reading) -> Iterator[tuple[str, object]]:
    for table, rows in reading.tables.items():
        for column in sorted(set(rows.column_names) - of_people(table) - DATES_AS_TEXT - PLACES - ANY_ELEMENT):
            yield from ((f"{table}.{column}", said(value, column)) for value in rows.column(column).to_pylist())


def said(value: object, column: str) -> object:
    """A code with a space in it is no code: whatever it is does not leave the house."""
    is_code = isinstance(value, str) and "payer" not in column
    return REMOVED if is_code and " " in str(value) else value


def moved(value: object) -> object:
    return PSEUDONYMS.day(value) if isinstance(value, dt.date) else value


def in_full(path: Path) -> tuple[Reading, bytes, Reading]:
    shared = deidentify(path.read_bytes(), PSEUDONYMS)
    return x12.read(path.read_bytes()), shared, x12.read(shared)


def assert_nobody_is_left(path: Path) -> None:
    before, shared, after = in_full(path)
    elements = {part for token in tokenize(shared) for cell in token.elements for part in re.split(rb"[:^>]", cell)}
    payers = {row.get("payer_id") for rows in before.tables.values() for row in rows.to_pylist()}
    for column, value in people(before):
        assert len(value) < 3 or value in payers or value.encode() not in elements, column
    assert [column for column, _ in people(before)] == [column for column, _ in people(after)]


def assert_all_else_is_as_it_was(path: Path) -> None:
    before, shared, after = in_full(path)
    assert [place(finding) for finding in before.findings] == [place(finding) for finding in after.findings]
    assert segment_count(path.read_bytes()) == segment_count(shared)
    assert [(column, moved(value)) for column, value in all_else(before)] == list(all_else(after))


def segment_count(content: bytes) -> int:
    return sum(1 for _ in tokenize(normalise(content)[0]))


def place(finding: Finding) -> tuple[str, int]:
    """A segment that has no name becomes one that has a name unknown to all."""
    code = finding.code.replace("X12-SEGMENT-MALFORMED", "X12-SEGMENT-UNKNOWN")
    return code, finding.segment_ordinal


@pytest.mark.parametrize("path", golden_files(), ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_golden_files_keep_all_but_people(path: Path) -> None:
    assert_nobody_is_left(path)
    assert_all_else_is_as_it_was(path)


def test_a_simulated_hospital_keeps_all_but_people(simulated: list[Path]) -> None:
    for path in simulated:
        assert_nobody_is_left(path)
        assert_all_else_is_as_it_was(path)


def test_published_samples_keep_all_but_people(samples: Path) -> None:
    kept = 0
    for path in sorted((samples / "x12").rglob("*.*")):
        try:
            deidentify(path.read_bytes(), PSEUDONYMS)
            findings = x12.read(path.read_bytes()).findings
        except X12Error:
            continue
        if not any(finding.code == "X12-SE02-CONTROL" for finding in findings):
            assert_all_else_is_as_it_was(path)
            kept += 1
    assert kept


WRITTEN_OUT = {
    "names": "NM1*QC*1*CANARYA*CANARYB*CANARYC*CANARYD*CANARYE*MI*CANARYF***CANARYG~"
    "N1*PE*CANARYH*FI*CANARYI~N2*CANARYJ~"
    "NM1*IL*1*CANARYK****CANARYL*34*111223333~NM1*82*1*CANARYM~PER*IC*CANARYN*TE*5551234567*EM*CANARY@X.EXAMPLE~"
    "SBR*P*18*CANARYO*CANARYP~RDM*EM*CANARYQ*CANARYR~NM1*PR*1*CANARYS****CANARYT*PI*CANARYU~",
    "places": "N3*CANARY STREET 1*CANARY FLAT~"
    "N4*CANARYTOWN*NY*99997*US*CY*CANARYCOUNTY~CR1*LB*1*I*A*DH*1*CANARY*CANARY~",
    "numbers": "REF*SY*111223333~REF*EA*CANARY1*CANARY2*0B:CANARY3~CLP*CANARY4*1*5*5**12*CANARY5~CLM*CANARY6*5~"
    "TRN*1*CANARY7*1999888777*CANARY8~PWK*OZ*EL***AC*CANARY9*CANARY~"
    "BHT*0019*00*CANARY10~HCR*A1*CANARY11~PS1*CANARY12*5~"
    "PLB*1902844178*19510203*WO:CANARY13*5~COB*P*CANARY14~STC*A1:19*19510203*WQ*5*****CANARY15***CANARY TEXT~"
    "SV4*CANARY16~REF*D9*CANARY17~REF*G1*CANARY18~REF*1L*CANARY19~HCP*00*1*1*CANARY20~CN1*01***CANARY21**CANARY~",
    "words": "NTE*ADD*CANARY WROTE THIS~K3*CANARY~MSG*CANARY~SVC*HC:99213::::::CANARY DESCRIBED*5*5~"
    "III*ZZ*1**CANARY~"
    "SV1*HC:99213:::::CANARY DESCRIBED*5~IK4*1**7*CANARY~CTX*CLM01:CANARY~XXX*CANARY~EB*1**30**CANARY PLAN~"
    "MPI*A*B*C*CANARY~"
    "HI*BK:CANARY IS NOT A CODE~CAS*CO*CANARY IS NOT A REASON~CANARY~CL1*1*1*01*CANARY~FRM*1**CANARY~",
    "dates": "DMG*D8*19510203~DTP*435*D8*19510203~DTP*434*RD8*19510203-19510203~DTM*232*19510203~PAT*****D8*19510203~"
    "DTP*096*DT*195102031430~DTP*096*TM*195102031430~HI*BH:11:D8:19510203~INS*Y*18*********D8*19510203~",
}


@pytest.mark.parametrize("kind", WRITTEN_OUT)
def test_no_canary_leaves_the_house(kind: str) -> None:
    sent = GOLDEN.joinpath("full_denial", "input", "remittance.835").read_bytes()
    told = sent.replace(b"\nSE*", b"\n" + WRITTEN_OUT[kind].encode() + b"\nSE*")
    shared = deidentify(told, PSEUDONYMS)
    for canary in (b"CANARY", b"111223333", b"1999888777", b"5551234567", b"99997", b"19510203", b"1902844178"):
        assert canary not in shared, canary
    assert segment_count(shared) == segment_count(told)


def test_every_element_that_is_not_kept_changes() -> None:
    sent = GOLDEN.joinpath("full_denial", "input", "remittance.835").read_bytes()
    head = sent[: sent.index(b"GS*")]
    for segment, words in TREATMENTS.items():
        if segment == "ISA":
            continue
        told = b"*".join([segment.encode(), *(b"CANARY WORD" for _ in range(len(words) + 2))])
        assert b"CANARY" not in deidentify(head + told + b"~", PSEUDONYMS), segment


@pytest.mark.parametrize("line", SURELY_IDENTIFYING)
def test_what_surely_names_somebody_is_known_to(line: str) -> None:
    table, *columns = line.split()
    assert set(columns) <= of_people(table)


def test_every_word_of_the_table_is_explained() -> None:
    assert {word.removesuffix("*") for words in TREATMENTS.values() for word in words} == set(WORDS)


def test_the_same_person_is_the_same_in_claim_and_remittance() -> None:
    case = GOLDEN / "full_denial" / "input"
    claims, remittance = (in_full(case / name)[2] for name in ("claims.837", "remittance.835"))
    sent = claims.tables["x12_837_claims"].column("patient_control_number").to_pylist()
    assert remittance.tables["x12_835_claims"].column("patient_control_number").to_pylist() == sent
    people = claims.tables["x12_837_subscribers"]
    paid = remittance.tables["x12_835_claims"]
    assert paid.column("patient_id").to_pylist() == people.column("member_id").to_pylist()
    assert paid.column("patient_last_name").to_pylist() == people.column("last_name").to_pylist()


def test_another_key_gives_other_pseudonyms() -> None:
    path = GOLDEN / "full_denial" / "input" / "remittance.835"
    ours, theirs = (deidentify(path.read_bytes(), Pseudonyms(key)) for key in (KEY, OTHER_KEY))
    for column in ("patient_last_name", "patient_id", "patient_control_number"):
        first, second = (x12.read(each).tables["x12_835_claims"].column(column).to_pylist() for each in (ours, theirs))
        assert not set(first) & set(second)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(X12Error, match="X12-DEIDENTIFY-KEY"):
        Pseudonyms(b"short")


def test_dates_keep_weekday_and_interval() -> None:
    first, last = dt.date(2025, 12, 30), dt.date(2026, 3, 1)
    assert PSEUDONYMS.day(last) - PSEUDONYMS.day(first) == last - first
    assert PSEUDONYMS.day(first).weekday() == first.weekday()
    assert PSEUDONYMS.day(first) < first


def test_whole_years_leave_no_day_of_anybody() -> None:
    for path in golden_files()[:6]:
        after = x12.read(deidentify(path.read_bytes(), Pseudonyms(KEY, whole_years=True)))
        days = [value for _, value in all_else(after) if isinstance(value, dt.date)]
        assert days
        assert {(day.month, day.day) for day in days} == {(1, 1)}


def test_nobody_is_older_than_ninety() -> None:
    seen = dt.date(2026, 2, 10)
    whole = Pseudonyms(KEY, whole_years=True)
    assert whole.birth(dt.date(1936, 2, 11), seen) == "19360101"
    assert whole.birth(dt.date(1936, 2, 10), seen) == "19360101"
    assert whole.birth(dt.date(1935, 2, 10), seen) == "19360101"
    assert whole.birth(dt.date(1890, 5, 5), seen) == "19360101"


def test_small_areas_lose_their_postal_code() -> None:
    assert {PSEUDONYMS.postal(f"{area}01") for area in SMALL_AREAS} == {"00000"}
    assert PSEUDONYMS.postal("606011234") == "60600"
    assert PSEUDONYMS.postal("H0H 0H0") == "00000"


def test_control_numbers_never_meet() -> None:
    found = {PSEUDONYMS.control(f"{number:04d}") for number in range(1, 3000)}
    assert len(found) == 2999
    assert all(re.fullmatch(r"\d{9}", each) for each in found)


def test_provider_numbers_keep_a_right_check_digit() -> None:
    number = PSEUDONYMS.npi("1902844178")
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed("80840" + number))]
    assert sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def test_other_delimiters_and_encodings_are_kept_apart_from_the_data() -> None:
    sent = (GOLDEN / "full_denial" / "input" / "remittance.835").read_bytes()
    other = sent.replace(b":", b">").replace(b"*", b"|").replace(b"~\n", b"!")
    assert deidentify(other, PSEUDONYMS) == deidentify(sent, PSEUDONYMS).replace(b":", b">").replace(
        b"*", b"|"
    ).replace(b"~\n", b"!")
    assert deidentify(sent.decode().encode("utf-16"), PSEUDONYMS) == deidentify(sent, PSEUDONYMS)


def test_hours_and_numbers_of_programmes_name_nobody_and_stay() -> None:
    sent = (GOLDEN / "full_denial" / "input" / "claims.837").read_bytes()
    start = sent.index(b"CLM*")
    start = sent.index(b"\n", start) + 1
    kept = b"DTP*096*TM*1130~\nREF*4N*3~\n"
    hidden = deidentify(sent[:start] + kept + sent[start:], PSEUDONYMS)
    assert kept in hidden
    assert b"REF*F8*3~" not in deidentify(sent[:start] + b"REF*F8*3~\n" + sent[start:], PSEUDONYMS)


def test_an_attachment_is_refused() -> None:
    sent = (GOLDEN / "full_denial" / "input" / "remittance.835").read_bytes()
    with pytest.raises(X12Error, match="X12-DEIDENTIFY-BINARY"):
        deidentify(sent.replace(b"\nSE*", b"\nBIN*4*ABCD~\nSE*"), PSEUDONYMS)


def test_the_documented_example_holds() -> None:
    assert doctest.testmod(deidentification).failed == 0
    assert REMOVED in deidentify((GOLDEN / "full_denial/input/claims.837").read_bytes(), PSEUDONYMS).decode()
