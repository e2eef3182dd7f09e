"""The truth, apart from everything that is landed: chances, causes and outcomes, as Parquet."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.catalogue import LINE_REASONS, NUMBER, PAYERS, REASONS, REWORK
from simulator.chances import Judgement
from simulator.claims import ACTIVE, Claims
from simulator.columns import Floats, Ints
from simulator.denials import CODE_LIST, LEVEL_SHARE
from simulator.identity import control_numbers
from simulator.services import INPATIENT, LINE_OF, MINOR, OFFICE, PROCEDURES, SERVICE_LINES, SIDED
from simulator.story import Story
from simulator.texts import coded, dollars

FIXES = ("authorization", "modifier", "unbundling", "member_id", "eligibility")


def write_truth(folder: Path, story: Story) -> None:
    """Writes claims, lines, denials, underpayments, changes and faults into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "claims": _claims(story),
        "lines": _lines(story),
        "denials": _denials(story),
        "underpayments": _underpayments(story),
        "changes": _changes(story),
        "faults": _faults(story),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")


def _claims(story: Story) -> pa.Table:
    forecast, c = story.forecast, story.claims
    fix, after = best_fix(story)
    return pa.table(
        {
            "patient_control_number": control_numbers(np.arange(len(c))),
            "submitted_date": story.calendar.column(c.submitted),
            "first_reason": coded(REASONS, story.denials.reason).cast(pa.string()).fill_null(""),
            "best_probability": forecast.best,
            "true_probability": forecast.true,
            **{f"chance_{name}": forecast.first[row] for row, name in enumerate(REASONS)},
            "best_fix": coded(FIXES, fix).cast(pa.string()).fill_null(""),
            "probability_after_fix": after,
        }
    )


def best_fix(story: Story) -> tuple[Ints, Floats]:
    """Per claim the single change before sending that lowers the chance most (-1: none does), and the chance then."""
    best = np.full(len(story.claims), -1)
    after = story.forecast.best.copy()
    for number, name in enumerate(FIXES):
        fixed = _fixed(story.claims, name)
        chance = Judgement(story.world, story.calendar, fixed).forecast().best
        better = chance < after - 1e-9
        best[better], after[better] = number, chance[better]
    return best, after


def _fixed(c: Claims, fix: str) -> Claims:
    yes, no = np.ones(len(c), bool), np.zeros(len(c), bool)
    if fix == "authorization":
        return dataclasses.replace(c, has_authorization=yes, is_expired=no, is_for_other=no)
    if fix == "modifier":
        visit = (c.line == OFFICE) & (c.second == MINOR)
        side = c.modifier_side | SIDED[c.procedure]
        return dataclasses.replace(c, modifier_25=c.modifier_25 | visit, modifier_side=side, modifier_95=c.is_video)
    if fix == "unbundling":
        return dataclasses.replace(c, modifier_59=c.modifier_59 | (c.second >= 0))
    if fix == "member_id":
        return dataclasses.replace(c, has_short_id=no)
    return dataclasses.replace(c, eligibility=np.full(len(c), ACTIVE), asked=np.zeros(len(c), np.int64))


def _lines(story: Story) -> pa.Table:
    lines, first = story.lines, story.forecast.first
    by_line = np.zeros(len(lines.claim))
    for row, name in enumerate(REASONS):
        by_line += _reach(story, name) * first[row][lines.claim]
    return pa.table(
        {
            "patient_control_number": control_numbers(lines.claim),
            "line_number": lines.number,
            "best_probability": by_line,
            "is_denied": story.denials.hits(lines),
        }
    )


def _reach(story: Story, reason: str) -> Floats:
    """Per service line the chance that a denial of its claim for this reason hits the line too."""
    lines = story.lines
    if reason in LINE_REASONS:
        target = 2 if reason == "bundling" else 1
        return np.where((lines.number == target) | (story.claims.lines[lines.claim] == 1), 1.0, 0.0)
    stay = story.claims.line[lines.claim] == INPATIENT
    return np.where((reason == "necessity") & stay & (lines.number > 1), 1 - LEVEL_SHARE, 1.0)


def _denials(story: Story) -> pa.Table:
    lines, denials, lives, c = story.lines, story.denials, story.lives, story.claims
    row = np.flatnonzero(denials.hits(lines))
    claim = lines.claim[row]
    reason, code = denials.reason[claim], denials.code[claim]
    net = lines.allowed - lines.share
    worked = lives.work.day[claim] >= 0
    level, won = np.full(len(c), -1), np.zeros(len(c), bool)
    np.maximum.at(level, lives.appeals.claim, lives.appeals.level)
    np.logical_or.at(won, lives.appeals.claim, lives.appeals.is_won)
    ten_days = lives.answered[claim] * 0 + 10
    return pa.table(
        {
            "patient_control_number": control_numbers(claim),
            "line_number": lines.number[row],
            "denied_date": story.calendar.column(lives.answered[claim]),
            "reason": coded(REASONS, reason).cast(pa.string()),
            "group_code": coded([each.group for each in CODE_LIST], code).cast(pa.string()),
            "carc": coded([each.carc for each in CODE_LIST], code).cast(pa.string()),
            "denied_amount": dollars(lines.charge[row]),
            "net_collectible_amount": dollars(net[row]),
            "was_worked": worked,
            "highest_level": level[claim],
            "is_overturned": won[claim],
            "would_be_overturned": denials.overturns(claim, ten_days),
            "best_overturn_probability": denials.best_overturn[claim],
            "true_overturn_probability": denials.true_overturn[claim],
            "expected_minutes": np.array([REWORK[name].minutes for name in REASONS])[reason],
            "change": _change_of(story)[claim],
            "fault": lives.fault[claim],
        }
    )


def _change_of(story: Story) -> Ints:
    """The hidden change in force on each claim for the reason it was denied for, or -1."""
    found = np.full(len(story.claims), -1)
    for number, (change, hit) in enumerate(story.judgement.touched):
        found[hit[story.denials.reason[hit] == change.reason]] = number
    return found


def _underpayments(story: Story) -> pa.Table:
    lines = story.lines
    row = np.flatnonzero(lines.expected != lines.allowed)
    return pa.table(
        {
            "patient_control_number": control_numbers(lines.claim[row]),
            "line_number": lines.number[row],
            "expected_allowed_amount": dollars(lines.expected[row]),
            "allowed_amount": dollars(lines.allowed[row]),
            "cause": coded(("underpaid", "drg_downgraded"), lines.is_paid_down[row].astype(np.int64)).cast(pa.string()),
        }
    )


def _changes(story: Story) -> pa.Table:
    rows = [
        {
            "change": number,
            "payer_id": PAYERS[each.payer].id,
            "service_line": SERVICE_LINES[int(LINE_OF[each.procedures[0]])].name,
            "procedures": [PROCEDURES[place] for place in each.procedures],
            "reason": REASONS[each.reason],
            "start_date": story.calendar.on(each.start),
            "chance": each.odds,
            "is_planted": each.planted,
        }
        for number, each in enumerate(story.world.changes)
    ]
    return pa.Table.from_pylist(rows)


def _faults(story: Story) -> pa.Table:
    rows = [
        {
            "fault": number,
            "payer_id": PAYERS[each.payer].id,
            "service_line": SERVICE_LINES[each.line].name,
            "reason": REASONS[NUMBER["other"]],
            "start_date": story.calendar.on(each.start),
            "end_date": story.calendar.on(each.end),
            "chance": each.odds,
        }
        for number, each in enumerate(story.world.faults)
    ]
    return pa.Table.from_pylist(rows)
