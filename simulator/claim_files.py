"""837P and 837I: the claims that one billing provider sent on one day make a set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12 import Batch, Batches
from simulator.catalogue import NUMBER, PAYERS
from simulator.claims import Claims, places_of
from simulator.columns import Bools, Ints
from simulator.drops import Feed, Group, Schedule, chunks, grouped, write_feed
from simulator.identity import (
    CLEARINGHOUSE,
    CONTACT,
    FACILITIES,
    FACILITY_NPIS,
    FACILITY_PLACE,
    GROUP,
    HOSPITAL,
    PLACE,
    PROVIDER_NPIS,
    SUBMITTER,
    birth_dates,
    control_numbers,
    first_names,
    full_member_ids,
    last_names,
    member_ids,
    payer_numbers,
    provider_names,
    sexes,
)
from simulator.lines import DAYS
from simulator.lives import REPLACEMENT
from simulator.services import INPATIENT, INSTITUTIONAL, MINOR, OFFICE, PLACES, PROCEDURES, SERVICE_LINES, STAY_REVENUE
from simulator.story import Story
from simulator.texts import coded, dollars, joined, numbered, only

PAYER_IDS = tuple(payer.id for payer in PAYERS)
SUBSCRIBER, CLAIM = "2000A/2000B", "2000A/2000B/2300"
DIAGNOSES = tuple(code for line in SERVICE_LINES for code in line.diagnoses)
FIRST_DIAGNOSIS = np.cumsum([0, *(len(line.diagnoses) for line in SERVICE_LINES[:-1])])
KINDS = ("837P", "837I")
OTHER_COVERAGE = ("MERIDIAN RETIREE PLAN", "99001")


def write_claims(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Every 837P and 837I file; gives each path and its size."""
    sent = story.lives.submissions
    for kind in KINDS:
        feed = Feed(kind, kind, SUBMITTER, CLEARINGHOUSE)
        rows = np.flatnonzero(INSTITUTIONAL[story.claims.line[sent.claim]] == (kind == "837I"))
        order, _ = grouped(schedule.of(sent.day[rows]), sent.day[rows])
        rows = rows[order]
        drops = schedule.of(sent.day[rows])
        for part in chunks(drops):
            _, sets = grouped(drops[part], sent.day[rows[part]])
            batches = _Claims(story, rows[part], sets, is_institutional=kind == "837I").batches()
            yield from write_feed(out, feed, batches, sets.drops, schedule)


class _Claims:
    """The batches of some submissions; ``rows`` are those of the story's submissions, in order of set."""

    def __init__(self, story: Story, rows: Ints, sets: Group, *, is_institutional: bool) -> None:
        self.story, self.sets, self.is_institutional = story, sets, is_institutional
        sent = story.lives.submissions
        self.day, self.claim = sent.day[rows], sent.claim[rows]
        self.is_replacement = sent.frequency[rows] == REPLACEMENT
        self.c: Claims = story.claims
        counts = self.c.lines[self.claim]
        self.of = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(len(self.of)) - np.repeat(np.cumsum(counts) - counts, counts)
        self.line = story.lines.first[self.claim][self.of] + within

    def batches(self) -> Batches:
        """Every loop of these sets."""
        each = np.arange(len(self.claim))
        found = {
            "ST": self._heads(),
            "contacts": Batch(np.arange(len(self.sets)), {"function_code": "IC", **CONTACT}),
            "2000A": Batch(np.arange(len(self.sets)), dict(HOSPITAL if self.is_institutional else GROUP) | PLACE),
            SUBSCRIBER: Batch(self.sets.set_of, self._subscribers()),
            CLAIM: Batch(each, self._claims()),
            f"{CLAIM}/codes": self._codes(),
            f"{CLAIM}/2400": Batch(self.of, self._lines()),
        }
        insured = np.flatnonzero(self.c.has_other_payer[self.claim])
        if len(insured):
            found[f"{CLAIM}/2320"] = Batch(insured, _other_payer(self.c.patient[self.claim[insured]]))
        return found

    def _heads(self) -> Batch:
        day = self.day[self.sets.first]
        columns = {
            "structure_code": "0019",
            "purpose_code": "00",
            "reference_id": numbered("B", day, 6),
            "created_date": self.story.calendar.column(day),
            "created_time": "0600",
            "transaction_type_code": "CH",
            "submitter_name": "LAKESIDE BILLING",
            "submitter_id": SUBMITTER,
            "receiver_name": "MERIDIAN CLEARING",
            "receiver_id": CLEARINGHOUSE,
        }
        return Batch(np.zeros(len(day), np.int64), columns)

    def _subscribers(self) -> dict[str, pa.Array | str]:
        c, claim = self.c, self.claim
        mended = self._is_mended("registration")
        ids = pc.if_else(pa.array(mended), full_member_ids(c.patient[claim]), member_ids(c, claim))
        return {
            "payer_responsibility_code": "P",
            "relationship_code": "18",
            "filing_indicator_code": coded([payer.filing_code for payer in PAYERS], c.payer[claim]),
            "payer_name": coded([payer.name for payer in PAYERS], c.payer[claim]),
            "payer_id": coded(PAYER_IDS, c.payer[claim]),
            "member_id": ids,
            "last_name": last_names(c.patient[claim]),
            "first_name": first_names(c.patient[claim]),
            "birth_date": birth_dates(self.story.calendar, c.patient[claim], c.age[claim]),
            "sex": sexes(c.patient[claim]),
        }

    def _is_mended(self, reason: str) -> Bools:
        """Replacement claims whose first fault was of this kind: the desk has put it right."""
        return np.asarray(self.is_replacement & (self.story.denials.reason[self.claim] == NUMBER[reason]))

    def _claims(self) -> dict[str, pa.Array | str]:
        c, claim, story = self.c, self.claim, self.story
        charge = story.lines.per_claim(story.lines.charge)[claim]
        columns: dict[str, pa.Array | str] = {
            "patient_control_number": control_numbers(claim),
            "charge_amount": dollars(charge),
            "facility_code": coded(PLACES, places_of(self.c)[self.claim]),
            "facility_code_qualifier": "A" if self.is_institutional else "B",
            "frequency_code": coded(("1", "7"), self.is_replacement.astype(np.int64)),
            "original_reference_number": only(self.is_replacement, payer_numbers(PAYER_IDS, c.payer[claim], claim)),
            "prior_authorization_number": only(c.has_authorization[claim], numbered("AUTH", claim, 8)),
            "medical_record_number": numbered("MRN", c.patient[claim], 8),
        }
        last, first = provider_names(c.provider[claim])
        who = "attending" if self.is_institutional else "rendering"
        columns |= {f"{who}_last_name": last, f"{who}_first_name": first}
        columns[f"{who}_npi"] = coded(PROVIDER_NPIS, c.provider[claim])
        return columns | (self._stay() if self.is_institutional else self._professional())

    def _stay(self) -> dict[str, pa.Array | str]:
        c, claim = self.c, self.claim
        inpatient = c.line[claim] == INPATIENT
        last = c.day[claim] + np.where(inpatient, DAYS[c.procedure[claim]], 0)
        column = self.story.calendar.column
        return {
            "statement_from_date": column(c.day[claim]),
            "statement_to_date": column(last),
            "admission_date": pc.if_else(pa.array(inpatient), column(c.day[claim]), pa.scalar(None, pa.date32())),
            "admission_type_code": coded(("3", "1"), (c.line[claim] != INPATIENT).astype(np.int64)),
            "admission_source_code": "1",
            "patient_status_code": "01",
        }

    def _professional(self) -> dict[str, pa.Array | str]:
        c, claim = self.c, self.claim
        elsewhere = np.array([line.place != "11" for line in SERVICE_LINES])[c.line[claim]]
        facility = np.where(elsewhere, c.provider[claim] % len(FACILITIES), -1)
        return {
            "rendering_taxonomy_code": coded([line.taxonomy for line in SERVICE_LINES], c.line[claim]),
            "service_facility_name": coded(FACILITIES, facility),
            "service_facility_npi": coded(FACILITY_NPIS, facility),
            **{name: coded((value,), np.minimum(facility, 0)) for name, value in FACILITY_PLACE.items()},
        }

    def _codes(self) -> Batch:
        """The diagnosis, and on a stay the DRG."""
        c, claim = self.c, self.claim
        stays = np.flatnonzero(c.line[claim] == INPATIENT)
        parent = np.concatenate((np.arange(len(claim)), stays))
        order = np.argsort(parent, kind="stable")
        diagnosis = coded(DIAGNOSES, FIRST_DIAGNOSIS[c.line[claim]] + c.diagnosis[claim]).cast(pa.string())
        drg = coded(PROCEDURES, c.procedure[claim][stays]).cast(pa.string())
        codes = pa.concat_arrays([diagnosis, drg]).take(pa.array(order))
        return Batch(
            parent[order], {"qualifier": coded(("ABK", "DR"), (order >= len(claim)).astype(np.int64)), "code": codes}
        )

    def _lines(self) -> dict[str, pa.Array | str]:
        lines, row, claim = self.story.lines, self.line, self.claim[self.of]
        c = self.c
        has_procedure = lines.procedure[row] >= 0
        stay_unit = (~has_procedure) & (lines.number[row] == 1)
        columns: dict[str, pa.Array | str] = {
            "line_number": pa.array(lines.number[row]),
            "procedure_qualifier": coded(("HC",), np.where(has_procedure, 0, -1)),
            "procedure_code": coded(PROCEDURES, lines.procedure[row]),
            "charge_amount": dollars(lines.charge[row]),
            "unit_code": coded(("UN", "DA"), stay_unit.astype(np.int64)),
            "units": pa.array(lines.units[row]),
            "service_date": self.story.calendar.column(c.day[claim]),
            "line_control_number": joined(
                pa.array(claim).cast(pa.string()), "L", pa.array(lines.number[row]).cast(pa.string())
            ),
            **self._modifiers(row, claim),
        }
        if self.is_institutional:
            columns["revenue_code"] = _revenue(c, lines.revenue[row], claim)
            return columns
        return columns | {
            "place_of_service": coded(PLACES, places_of(self.c)[claim]),
            "diagnosis_pointer_1": "1",
        }

    def _modifiers(self, row: Ints, claim: Ints) -> dict[str, pa.Array]:
        """At most two a line that has a procedure: on the first line 25, 95 or a side and 76; on the second 59."""
        c, lines = self.c, self.story.lines
        number = np.where(lines.procedure[row] >= 0, lines.number[row], 0)
        mended = (self._is_mended("modifier"))[self.of]
        unbundled = self._is_mended("bundling")[self.of]
        needs_25 = (c.line[claim] == OFFICE) & (c.second[claim] == MINOR)
        first = np.select(
            [
                c.modifier_25[claim] | (mended & needs_25),
                c.modifier_95[claim] | (mended & c.is_video[claim]),
                c.modifier_side[claim] | (mended & ~needs_25 & ~c.is_video[claim]),
            ],
            [0, 1, 2 + c.patient[claim] % 2],
            np.where(c.modifier_76[claim], 4, -1),
        )
        second = np.where(c.modifier_59[claim] | unbundled, 5, -1)
        names = ("25", "95", "LT", "RT", "76", "59")
        repeat = np.where(c.modifier_76[claim] & (first >= 0) & (first != 4), 4, -1)
        return {
            "modifier_1": coded(names, np.where(number == 1, first, np.where(number == 2, second, -1))),
            "modifier_2": coded(names, np.where(number == 1, repeat, -1)),
        }


def _revenue(c: Claims, stay: Ints, claim: Ints) -> pa.Array:
    names = [*(code for code, _ in STAY_REVENUE), *(line.revenue_code for line in SERVICE_LINES)]
    return coded(names, np.where(stay >= 0, stay, len(STAY_REVENUE) + c.line[claim]))


def _other_payer(patient: Ints) -> dict[str, pa.Array | str]:
    return {
        "benefits_assigned": "Y",
        "release_code": "Y",
        "subscriber_last_name": last_names(patient),
        "subscriber_first_name": first_names(patient),
        "subscriber_id": numbered("S", patient, 9),
        "payer_responsibility_code": "S",
        "relationship_code": "18",
        "filing_indicator_code": "CI",
        "payer_name": OTHER_COVERAGE[0],
        "payer_id": OTHER_COVERAGE[1],
    }
