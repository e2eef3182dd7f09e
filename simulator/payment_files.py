"""835: what one payer paid one provider in one drop makes a set; every claim and payment balances to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from interchange.x12 import Batch, Batches
from simulator.catalogue import MEDIGAP, NEEDS_REMARK, NUMBER, PAYERS
from simulator.claim_files import PAYER_IDS
from simulator.columns import Bools, Ints
from simulator.denials import CODE_LIST, PENDED, PRIOR_PAYER
from simulator.denials import MASKED as MASKED_CODE
from simulator.drops import Feed, Schedule, chunks, write_feed
from simulator.identity import (
    CLEARINGHOUSE,
    CONTACT,
    GROUP,
    HOSPITAL,
    PAYER_PLACE,
    PROVIDER_NPIS,
    SUBMITTER,
    bank_number,
    control_numbers,
    first_names,
    full_member_ids,
    last_names,
    payer_numbers,
    provider_names,
)
from simulator.lives import FIRST, HELD, MASKED, PAID, SECONDARY, TAKEN, TWICE
from simulator.services import INPATIENT, INSTITUTIONAL, PROCEDURES, SERVICE_LINES, STAY_REVENUE, STAYS
from simulator.settlement import Settlement, settle
from simulator.story import Story
from simulator.texts import coded, dollars, joined, numbered, only

TWICE_CODE, TAKEN_CODE = 2 * NUMBER["duplicate"], 2 * NUMBER["authorization"] + 1
WHOLE = {HELD: PENDED, MASKED: MASKED_CODE, TWICE: TWICE_CODE, TAKEN: TAKEN_CODE}
RESPONSIBILITY = (("PR", "1"), ("PR", "2"), ("PR", "3"))
PAIRS = (*((code.group, code.carc) for code in CODE_LIST), *RESPONSIBILITY)
CONTRACTUAL, DEDUCTIBLE = MASKED_CODE, len(CODE_LIST)
# CLP06 has no code for what SBR09 calls commercial or Blue Cross.
PLAN_CODES = {"CI": "15", "BL": "12"}


def write_payments(story: Story, out: Path, schedule: Schedule) -> Iterator[tuple[Path, int]]:
    """Every 835 file; gives each path and its size."""
    feed = Feed("835", "835", CLEARINGHOUSE, SUBMITTER)
    settlement = settle(story, schedule)
    sets = settlement.sets
    for part in chunks(sets.drops[sets.set_of]):
        first, end = sets.set_of[part.start], sets.set_of[part.stop - 1] + 1
        batches = _Payments(story, settlement, part, slice(int(first), int(end))).batches()
        yield from write_feed(out, feed, batches, sets.drops[first:end], schedule)


class _Payments:
    """The batches of some remittances: a slice of the settlement's answers in order, and the sets that they make."""

    def __init__(self, story: Story, settlement: Settlement, part: slice, sets: slice) -> None:
        self.story, self.settlement, self.sets, self.c = story, settlement, sets, story.claims
        self.adjustments = settlement.adjustments.among(sets.start, sets.stop)
        self.set_of = settlement.sets.set_of[part] - sets.start
        self.set_first = settlement.sets.first[sets] - part.start
        rows, answers = settlement.order[part], story.lives.answers
        self.payer, self.interest = settlement.payer[rows], settlement.interest[rows]
        self.claim, self.kind, self.day = answers.claim[rows], answers.kind[rows], answers.day[rows]
        self.is_reversal, self.is_second = answers.is_reversal[rows], answers.is_second[rows]
        counts = self.c.lines[self.claim]
        self.of = np.repeat(np.arange(len(rows)), counts)
        self.first = np.cumsum(counts) - counts
        within = np.arange(len(self.of)) - self.first[self.of]
        self.line = story.lines.first[self.claim][self.of] + within
        self.sign = np.where(self.is_reversal, -1, 1)
        self._judge()

    def _judge(self) -> None:
        """Line by line: what is contractual, what the patient owes, what is denied with which code."""
        lines, row = self.story.lines, self.line
        kind = self.kind[self.of]
        charge, allowed = lines.charge[row], lines.allowed[row]
        denials, claim = self.story.denials, self.claim[self.of]
        hit = (kind == FIRST) & self.story.denials.hits(lines)[row]
        whole = np.isin(kind, list(WHOLE))
        paying = ~hit & ~whole & (kind != SECONDARY)
        split = hit & (claim % 8 == 0) & (charge > allowed)
        rest = np.where(hit, np.where(split, allowed, charge), np.where(whole, charge, 0))
        second = hit & (denials.second_code[claim] >= 0) & (rest > 200)
        self.other = np.where(second, rest // 4, 0)
        self.denied = np.where(kind == SECONDARY, charge - lines.share[row], rest - self.other)
        table = np.full(max(WHOLE) + 1, -1)
        table[list(WHOLE)] = list(WHOLE.values())
        self.code = np.where(
            hit, denials.code[claim], np.where(kind == SECONDARY, PRIOR_PAYER, table[np.minimum(kind, len(table) - 1)])
        )
        self.other_code = denials.second_code[claim]
        self.contractual = np.where(paying | split, charge - allowed, 0)
        self.owed = [np.where(paying, part[row], 0) for part in (lines.deductible, lines.coinsurance, lines.copay)]
        self.is_hit = hit | whole
        self.charge = charge
        self.paid = charge - self.contractual - self.denied - self.other - sum(self.owed)

    def _sum(self, values: Ints) -> Ints:
        return np.asarray(np.add.reduceat(values, self.first)) * self.sign

    def batches(self) -> Batches:
        """Every loop of these sets."""
        self.total = self._sum(self.paid)
        return {
            "ST": self._heads(),
            "contacts_payer": Batch(np.arange(len(self.set_first)), {"function_code": "BL", **CONTACT}),
            "provider_adjustments": self._provider_adjustments(),
            "2100": Batch(self.set_of, self._answers()),
            "2100/moa_remarks": self._claim_remarks(),
            "2100/2110": Batch(self.of, self._lines()),
            "2100/2110/adjustments": self._adjustments(),
            "2100/2110/lq_remarks": self._remarks(),
        }

    def _is_institutional(self) -> Ints:
        """Of every set, whether it pays the hospital (1) or the group (0)."""
        return self.settlement.sets.key[self.sets] % 2

    def _heads(self) -> Batch:
        payment, payer = self.settlement.payment[self.sets], self.settlement.sets.key[self.sets] // 2
        column = self.story.calendar.column(self.settlement.days[self.sets])
        paid_to = self._is_institutional()
        columns = {
            **_transfer(payment, payer, paid_to),
            "payment_date": column,
            "trace_number": numbered("", self.settlement.traces[self.sets], 8),
            "originating_company_id": joined("1", _tax_ids(payer)),
            "production_date": column,
            "payer_name": coded([each.name for each in PAYERS], payer),
            "payer_id": coded(PAYER_IDS, payer),
            **PAYER_PLACE,
            "payee_name": coded((GROUP["name"], HOSPITAL["name"]), paid_to),
            "payee_id_qualifier": "XX",
            "payee_id": coded((GROUP["npi"], HOSPITAL["npi"]), paid_to),
            "payee_tax_id": coded((GROUP["tax_id"], HOSPITAL["tax_id"]), paid_to),
        }
        return Batch(np.zeros(len(payment), np.int64), columns)

    def _provider_adjustments(self) -> Batch:
        """PLB: interest, recoveries and balances forward, each with the claim or the trace that it is about."""
        entries, settlement = self.adjustments, self.settlement
        payer = settlement.sets.key[self.sets][entries.of] // 2
        years = settlement.days[self.sets][entries.of]
        claims = payer_numbers(PAYER_IDS, payer, np.maximum(entries.claim, 0))
        traces = numbered("", settlement.traces[np.maximum(entries.trace, 0)], 8)
        columns = {
            "provider_id": coded((GROUP["npi"], HOSPITAL["npi"]), self._is_institutional()[entries.of]),
            "fiscal_period_date": joined(pc.year(self.story.calendar.column(years)).cast(pa.string()), "1231"),
            "reason_code": coded(("L6", "WO", "FB"), entries.why),
            "reference_id": pc.if_else(pa.array(entries.claim >= 0), claims, traces),
            "amount": dollars(entries.cents),
        }
        return Batch(entries.of, columns)

    def _answers(self) -> dict[str, pa.Array | str]:
        c, claim, lines = self.c, self.claim, self.story.lines
        crosses = self._crosses()
        status = np.select(
            [self.is_reversal, self.kind == SECONDARY, crosses, self._sum(self.paid) != 0, self.kind == PAID],
            [4, 1, 3, 0, 0], 2,
        )  # fmt: skip
        share = self._sum(np.sum(self.owed, axis=0))
        down = lines.is_paid_down[lines.first[claim]] & (self.kind == PAID)
        numbers = payer_numbers(PAYER_IDS, self.payer, claim)
        drg = np.where(c.line[claim] == INPATIENT, c.procedure[claim] + np.where(down, len(PROCEDURES), 0), -1)
        return {
            "patient_control_number": control_numbers(claim),
            "claim_status_code": coded(("1", "2", "4", "19", "22"), status),
            "charge_amount": dollars(self._sum(self.charge)),
            "paid_amount": dollars(self.total),
            "patient_responsibility_amount": dollars(share, share > 0),
            "filing_indicator_code": coded([PLAN_CODES.get(p.filing_code, p.filing_code) for p in PAYERS], self.payer),
            "payer_claim_control_number": pc.if_else(pa.array(self.is_second), joined(numbers, "D"), numbers),
            "facility_type_code": coded([line.place[:2] for line in SERVICE_LINES], c.line[claim]),
            "frequency_code": "1",
            "drg_code": coded([*PROCEDURES, *(STAYS.get(code, (0, 0, code))[2] for code in PROCEDURES)], drg),
            "patient_last_name": last_names(c.patient[claim]),
            "patient_first_name": first_names(c.patient[claim]),
            "patient_id": full_member_ids(c.patient[claim]),
            "rendering_npi": coded(PROVIDER_NPIS, c.provider[claim]),
            "rendering_last_name": provider_names(c.provider[claim])[0],
            "rendering_first_name": provider_names(c.provider[claim])[1],
            "crossover_payer_name": coded((PAYERS[MEDIGAP].name,), np.where(crosses, 0, -1)),
            "crossover_payer_id": coded((PAYERS[MEDIGAP].id,), np.where(crosses, 0, -1)),
            "statement_from_date": self.story.calendar.column(c.day[claim]),
            "received_date": self.story.calendar.column(c.submitted[claim]),
            "interest_amount": dollars(self.interest, self.interest > 0),
        }

    def _crosses(self) -> Bools:
        answers = self.story.lives.answers
        crossed = np.zeros(len(self.c), bool)
        crossed[answers.claim[answers.kind == SECONDARY]] = True
        return np.asarray((self.kind == PAID) & crossed[self.claim] & ~self.is_reversal)

    def _claim_remarks(self) -> Batch:
        """MA130 beside half of the denials that call a claim unprocessable."""
        denied = (self.kind == FIRST) & (self.story.denials.code[self.claim] == 2 * NUMBER["registration"] + 1)
        rows = np.flatnonzero(denied & ~self.is_reversal & (self.claim % 2 == 0))
        return Batch(rows, {"rarc": "MA130"})

    def _lines(self) -> dict[str, pa.Array | str]:
        lines, row, c = self.story.lines, self.line, self.c
        claim, sign = self.claim[self.of], self.sign[self.of]
        stay = lines.procedure[row] < 0
        names = (*PROCEDURES, *(code for code, _ in STAY_REVENUE))
        allowed = (self.charge - self.contractual) * sign
        revenue = np.where(stay | ~INSTITUTIONAL[c.line[claim]], -1, c.line[claim])
        return {
            "procedure_qualifier": coded(("HC", "NU"), stay.astype(np.int64)),
            "procedure_code": coded(names, np.where(stay, len(PROCEDURES) + lines.revenue[row], lines.procedure[row])),
            "charge_amount": dollars(self.charge * sign),
            "paid_amount": dollars(self.paid * sign),
            "revenue_code": coded([line.revenue_code for line in SERVICE_LINES], revenue),
            "paid_units": pa.array(lines.units[row]),
            "service_date": self.story.calendar.column(c.day[claim]),
            "line_control_number": joined(
                pa.array(claim).cast(pa.string()), "L", pa.array(lines.number[row]).cast(pa.string())
            ),
            "allowed_amount": dollars(allowed, (self.paid > 0) & (sign > 0) & (self.kind[self.of] != SECONDARY)),
        }

    def _adjustments(self) -> Batch:
        """Every reason of every line, those of one group together."""
        parts = [
            (self.contractual, np.full(len(self.of), CONTRACTUAL)),
            (self.denied, self.code),
            (self.other, self.other_code),
            *((amount, np.full(len(self.of), DEDUCTIBLE + place)) for place, amount in enumerate(self.owed)),
        ]
        amounts = np.stack([amount for amount, _ in parts], axis=1)
        pairs = np.stack([pair for _, pair in parts], axis=1)
        row, column = np.nonzero(amounts)
        pair = pairs[row, column]
        group = np.array([("CO", "OA", "PR").index(name) for name, _ in PAIRS])[pair]
        order = np.lexsort((column, group, row))
        row, column, pair = row[order], column[order], pair[order]
        columns = {
            "group_code": coded([name for name, _ in PAIRS], pair),
            "carc": coded([carc for _, carc in PAIRS], pair),
            "amount": dollars(amounts[row, column] * self.sign[self.of][row]),
        }
        return Batch(row, columns)

    def _remarks(self) -> Batch:
        """The remark of the line's first reason, on most lines and wherever the reason asks for one."""
        asked = np.array([code.carc in NEEDS_REMARK for code in CODE_LIST])[self.code]
        told = self.is_hit & ~self.is_reversal[self.of] & (asked | (self.claim[self.of] % 5 > 0))
        rarc = coded([code.rarc for code in CODE_LIST], np.where(told, self.code, -1))
        rows = np.flatnonzero(~np.asarray(rarc.is_null()))
        return Batch(rows, {"rarc": rarc.take(pa.array(rows))})


def _transfer(payment: Ints, payer: Ints, paid_to: Ints) -> dict[str, pa.Array | str]:
    """BPR: an electronic payment between two invented accounts, or none where nothing is paid."""
    none = (payment == 0).astype(np.int64)
    told = np.where(payment == 0, -1, 0)
    return {
        "handling_code": coded(("I", "H"), none),
        "payment_amount": dollars(payment),
        "credit_debit_code": "C",
        "payment_method_code": coded(("ACH", "NON"), none),
        "payment_format_code": coded(("CCP",), told),
        "sender_bank_qualifier": coded(("01",), told),
        "sender_bank_number": coded((bank_number(99_000_001),), told),
        "sender_account_qualifier": coded(("DA",), told),
        "sender_account_number": only(payment != 0, numbered("7", payer, 8)),
        "payer_identifier": only(payment != 0, joined("1", _tax_ids(payer))),
        "receiver_bank_qualifier": coded(("01",), told),
        "receiver_bank_number": coded((bank_number(99_000_002),), told),
        "receiver_account_qualifier": coded(("DA",), told),
        "receiver_account_number": only(payment != 0, numbered("8", paid_to, 8)),
    }


def _tax_ids(payer: Ints) -> pa.Array:
    return numbered("", payer + 980_000_000, 9)
