"""FHIR R4 resources as NDJSON: the bulk-export view of patients, coverage, visits, claims, answers, requests, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from interchange.x12.batches import texts
from interchange.x12.cells import Cell, concatenate, spread
from simulator.authorization_files import ASKED_BEFORE
from simulator.catalogue import PAYERS
from simulator.claim_files import DIAGNOSES, FIRST_DIAGNOSIS, PAYER_IDS
from simulator.columns import Ints
from simulator.drops import Schedule, runs, stamp
from simulator.identity import birth_dates, control_numbers, first_names, full_member_ids, last_names
from simulator.services import INPATIENT, INSTITUTIONAL, PROCEDURES
from simulator.story import Story
from simulator.texts import coded, dollars, numbered

SYSTEM = "https://overturn.example/"
TEMPLATES = {
    "Patient": '{"resourceType":"Patient","id":"@patient@","identifier":[{"system":"'
    + SYSTEM
    + 'mrn","value":"@mrn@"}],'
    '"name":[{"family":"@last@","given":["@first@"]}],"gender":"@gender@","birthDate":"@born@"}',
    "Coverage": '{"resourceType":"Coverage","id":"cov-@patient@","status":"active","subscriberId":"@member@",'
    '"beneficiary":{"reference":"Patient/@patient@"},"payor":[{"identifier":{"value":"@payer@"},"display":"@payer_name@"}]}',
    "Encounter": '{"resourceType":"Encounter","id":"enc-@claim@","status":"finished","class":{"system":'
    '"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"@class@"},"subject":{"reference":"Patient/@patient@"},'
    '"period":{"start":"@served@","end":"@served@"}}',
    "Claim": '{"resourceType":"Claim","id":"clm-@claim@","identifier":[{"system":"'
    + SYSTEM
    + 'pcn","value":"@claim@"}],'
    '"status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"@type@"}]},'
    '"use":"claim","patient":{"reference":"Patient/@patient@"},"created":"@sent@","provider":{"display":"LAKESIDE"},'
    '"priority":{"coding":[{"code":"normal"}]},"diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"system":'
    '"http://hl7.org/fhir/sid/icd-10-cm","code":"@diagnosis@"}]}}],"insurance":[{"sequence":1,"focal":true,"coverage":'
    '{"reference":"Coverage/cov-@patient@"}}],"total":{"value":@charge@,"currency":"USD"}}',
    "ClaimResponse": '{"resourceType":"ClaimResponse","id":"clr-@claim@","status":"active","type":{"coding":[{"system":'
    '"http://terminology.hl7.org/CodeSystem/claim-type","code":"@type@"}]},"use":"claim","patient":{"reference":'
    '"Patient/@patient@"},"created":"@answered@","insurer":{"identifier":{"value":"@payer@"}},"request":{"reference":'
    '"Claim/clm-@claim@"},"outcome":"complete","disposition":"@disposition@"}',
    "ServiceRequest": '{"resourceType":"ServiceRequest","id":"srq-@claim@","status":"active","intent":"order","code":'
    '{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"@procedure@"}]},"subject":{"reference":'
    '"Patient/@patient@"},"authoredOn":"@asked@"}',
    "DocumentReference": '{"resourceType":"DocumentReference","id":"doc-@claim@","status":"current","subject":'
    '{"reference":"Patient/@patient@"},"date":"@served@T12:00:00Z","content":[{"attachment":{"contentType":"text/plain","data":'
    '"@note@"}}],"context":{"encounter":[{"reference":"Encounter/enc-@claim@"}]}}',
}
# Short notes in base64: complete, thin, template only. They show the provider's habit, never the hidden strength.
NOTES = (
    "SGlzdG9yeSwgZXhhbSBhbmQgcGxhbiBhcmUgc2V0IG91dCBpbiBmdWxsLg==",
    "UGxhbiBub3RlZDsgaGlzdG9yeSBpcyBicmllZi4=",
    "VGVtcGxhdGUgbm90ZS4=",
)


def write_resources(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Every NDJSON file, in ``fhir/`` of its drop."""
    first = np.unique(story.claims.patient, return_index=True)[1]
    authorized = np.flatnonzero(story.claims.has_authorization)
    every = np.arange(len(story.claims))
    c, answered = story.claims, story.lives.answered
    for name, claim, days in (
        ("Patient", first, c.day[first]),
        ("Coverage", first, c.day[first]),
        ("Encounter", every, c.day),
        ("Claim", every, c.submitted),
        ("ClaimResponse", every, answered),
        ("ServiceRequest", authorized, np.maximum(c.day[authorized] - ASKED_BEFORE, 0)),
        ("DocumentReference", every, c.day),
    ):
        kept = np.flatnonzero(days < story.calendar.days)
        order = kept[np.argsort(days[kept], kind="stable")]
        lines = fill(TEMPLATES[name], _columns(story, claim[order]), len(order))
        yield from _write(out, name, lines, schedule.of(days[order]), schedule)


def _write(out: Path, name: str, lines: pa.Array, drops: Ints, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    for number, rows in runs(drops):
        drop = schedule.drop(number)
        path = out / drop.folder / "fhir" / f"{name}_{drop.date:%Y%m%d}.ndjson"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines[rows].to_pylist()) + "\n")
        yield path, stamp(path, drop)


def fill(template: str, columns: Mapping[str, Cell], rows: int) -> pa.Array:
    """The template once a row, each ``@name@`` replaced; values are codes and names that JSON needs no escape for."""
    parts: list[Cell] = []
    for place, piece in enumerate(re.split(r"@(\w+)@", template)):
        parts.append(texts(columns[piece]) if place % 2 else piece)
    return spread(concatenate(parts), rows)


def _columns(story: Story, claim: Ints) -> dict[str, Cell]:
    c, lines = story.claims, story.lines
    patient, stay = c.patient[claim], (c.line[claim] == INPATIENT).astype(np.int64)
    denied = story.denials.is_denied[claim]
    partly = denied & ~story.denials.is_whole[claim]
    column = story.calendar.column
    return {
        "patient": numbered("Z", patient, 8),
        "mrn": numbered("MRN", patient, 8),
        "last": last_names(patient),
        "first": first_names(patient),
        "gender": coded(("female", "male"), patient % 2),
        "born": _iso(birth_dates(story.calendar, patient, c.age[claim])),
        "member": full_member_ids(patient),
        "payer": coded(PAYER_IDS, c.payer[claim]),
        "payer_name": coded([each.name for each in PAYERS], c.payer[claim]),
        "claim": control_numbers(claim),
        "class": coded(("AMB", "IMP"), stay),
        "type": coded(("professional", "institutional"), INSTITUTIONAL[c.line[claim]].astype(np.int64)),
        "served": _iso(column(c.day[claim])),
        "sent": _iso(column(c.submitted[claim])),
        "answered": _iso(column(story.lives.answered[claim])),
        "asked": _iso(column(np.maximum(c.day[claim] - ASKED_BEFORE, 0))),
        "diagnosis": coded(DIAGNOSES, FIRST_DIAGNOSIS[c.line[claim]] + c.diagnosis[claim]),
        "procedure": coded(PROCEDURES, c.procedure[claim]),
        "charge": dollars(lines.per_claim(lines.charge)[claim]),
        "disposition": coded(("paid", "denied", "denied in part"), np.where(partly, 2, denied.astype(np.int64))),
        "note": coded(NOTES, np.digitize(-c.charting[claim], (-0.3, 0.9))),
    }


def _iso(dates: pa.Array) -> pa.Array:
    return dates.cast(pa.string())
