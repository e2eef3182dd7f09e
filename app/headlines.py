"""The six figures a CFO opens the day with, under the page's filters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from app import proof
from app.charts.trends import Limits
from app.figures import Figure, say_benchmark, say_figure, say_missing, say_target
from app.page import Build
from app.queries import denials, dollars, figures
from app.queries.published import has, records
from app.queries.scope import Chosen
from app.wording import say_date, say_dollars, say_share, say_value

NEEDED = ("marts.rpt_denials", "marts.rpt_claims")


def headlines(build: Build, chosen: Chosen) -> list[Figure]:
    """Six figures: at risk, denied at first, written off, cash to come, avoidable, recovered."""
    return list(_headlines(build, chosen))


def _headlines(build: Build, chosen: Chosen) -> Iterator[Figure]:
    kpis = {row["kpi_id"]: row for row in records(figures.figures(build.at))}
    if has(build.at, *NEEDED):
        yield _at_risk(build, chosen)
        yield _initial_rate(build, kpis["K2"], chosen)
    yield _written_off(build, kpis["K5"], chosen)
    if has(build.at, "marts.rpt_cash_forecasts"):
        yield _cash(build, chosen)
    if has(build.at, *NEEDED):
        yield _avoidable(build, chosen)
        yield _recovered(build, kpis["K21"], chosen)


def _at_risk(build: Build, chosen: Chosen) -> Figure:
    found = denials.totals(build.at, chosen, any_denial=True)
    note = (
        f"Denied and unpaid, at what payers allow. {say_dollars(found['open'])} as charged; "
        f"{say_dollars(found['closed_net'])} past every appeal deadline."
    )
    spark = dollars.open_by_week(build.at, chosen, build.through)
    prove = partial(proof.open_denials, build, "Net dollars at risk", _WORDS["at_risk"], chosen, kind="open")
    return _denied_dollars("at_risk", "Net dollars at risk", found["open_net"], note=note, spark=spark, prove=prove)


def _denied_dollars(key: str, name: str, amount: Any, *, note: str, spark: pd.DataFrame, **more: Any) -> Figure:
    """A card of dollars that should fall, with their weeks."""
    return Figure(
        key,
        name,
        "usd",
        amount,
        say_dollars(amount),
        target="No target set; lower is better",
        notes=[note],
        change=_change(spark, "usd", "on the week before"),
        falls_well=True,
        spark=spark,
        **more,
    )


def _initial_rate(build: Build, row: dict[str, Any], chosen: Chosen) -> Figure:
    shown = {**row, **dollars.initial_denials(build.at, chosen)} if chosen else row
    months = dollars.initial_denials_by(build.at, chosen, build.through, "month")
    limits = None if chosen else limits_of(build, "K2", "week")
    within = f"A week between {_say_limits(limits, 'share')} is ordinary." if limits else ""
    return Figure(
        "K2",
        "Initial denial rate, % of dollars",
        "share",
        shown["value"],
        say_figure(shown),
        target=say_target(shown),
        benchmark=say_benchmark(build, "K2"),
        notes=[within] if within else [],
        change=_change(months, "share", "on the month before", "%b %Y"),
        falls_well=True,
        spark=dollars.initial_denials_by(build.at, chosen, build.through),
        limits=limits,
        prove=partial(proof.open_figure, build, "K2", str(row["name"])),
    )


def limits_of(build: Build, kpi: str, grain: str) -> Limits | None:
    """The natural limits of a KPI's periods."""
    found = figures.limits(build.at, kpi, grain)
    return (found["low_value"], found["high_value"]) if found else None


def _say_limits(limits: Limits, unit: str) -> str:
    return f"{say_value(limits[0], unit)} and {say_value(limits[1], unit)}"


def _written_off(build: Build, row: dict[str, Any], chosen: Chosen) -> Figure:
    points = figures.trend(build.at, "K5", "month", build.through)
    notes = [] if row["value"] is not None else [f"{say_missing(row)}."]
    return Figure(
        "K5",
        "Final write-offs, % of net revenue",
        "share",
        row["value"],
        say_figure(row),
        target=say_target(row),
        benchmark=say_benchmark(build, "K5"),
        notes=[*notes, *_unfiltered(chosen)],
        change=_change(points, "share", "on the month before", "%b %Y"),
        falls_well=True,
        spark=points.tail(18) if len(points) else None,
        prove=partial(proof.open_figure, build, "K5", str(row["name"])),
    )


def _cash(build: Build, chosen: Chosen) -> Figure:
    coming = dollars.cash_expected(build.at)
    first = coming[0] if coming else {"expected_amount": None}
    later = [
        f"{each['horizon_days']} days: {say_dollars(each['expected_amount'])}{_interval(each)}." for each in coming
    ]
    return Figure(
        "cash",
        "Cash expected in 30 days",
        "usd",
        first["expected_amount"],
        say_dollars(first["expected_amount"]),
        target="No target set",
        notes=[" ".join(later), *_unfiltered(chosen)] if later else ["Too few answers to forecast from yet."],
        spark=_cash_spark(dollars.cash_forecasts(build.at)),
        prove=partial(proof.open_cash, build, _WORDS["cash"]),
    )


def _interval(row: dict[str, Any]) -> str:
    if row["low_amount"] is None:
        return ""
    return f" ({say_dollars(row['low_amount'])} to {say_dollars(row['high_amount'])})"


def _cash_spark(forecasts: pd.DataFrame) -> pd.DataFrame | None:
    """Cash that came in 30 days from each past day, and what is expected from those whose 30 days still run."""
    month = forecasts[forecasts["horizon_days"] == 30].iloc[::-1].tail(26)
    if month.empty:
        return None
    came = month["received_amount"].notna()
    values = month["received_amount"].where(came, month["expected_amount"])
    return pd.DataFrame({"period_start": month["as_of_date"], "value": values, "is_mature": came})


def _avoidable(build: Build, chosen: Chosen) -> Figure:
    found = denials.totals(build.at, chosen)
    spark = dollars.avoidable_by_week(build.at, chosen, build.through)
    share = found["avoidable"] / found["denied"] if found["denied"] else None
    note = (
        f"Charges denied for a preventable reason, {say_share(share)} of all denied; "
        f"{say_dollars(found['partly_avoidable'])} more in part."
    )
    return _denied_dollars(
        "avoidable",
        "Avoidable dollars",
        found["avoidable"],
        note=note,
        spark=spark,
        benchmark=say_benchmark(build, "avoidable"),
        prove=partial(proof.open_denials, build, "Avoidable dollars", _WORDS["avoidable"], chosen, kind="avoidable"),
    )


def _recovered(build: Build, row: dict[str, Any], chosen: Chosen) -> Figure:
    value = denials.totals(build.at, chosen, any_denial=True)["recovered"] if chosen else row["value"]
    spark = dollars.recovered_by_week(build.at, chosen, build.through)
    return Figure(
        "K21",
        "Recovered",
        "usd",
        value,
        say_dollars(value),
        target=say_target({**row, "value": value}),
        benchmark=say_benchmark(build, "K21"),
        notes=["Paid after a denial, net of what was taken back later."],
        change=_change(spark, "usd", "on the week before"),
        spark=spark,
        prove=partial(proof.open_figure, build, "K21", str(row["name"])),
    )


def _unfiltered(chosen: Chosen) -> list[str]:
    return ["For the whole house: the filters do not split it."] if chosen else []


def _change(points: pd.DataFrame, unit: str, words: str, day: str = "") -> str | None:
    """The last complete period against the one before."""
    mature = points[points["is_mature"].astype(bool)] if len(points) else points
    if len(mature) < 2:
        return None
    now, before = mature["value"].iloc[-1], mature["value"].iloc[-2]
    said = f"{float(now - before) * 100:+.1f} points" if unit == "share" else _signed_dollars(now - before)
    last = mature["period_start"].iloc[-1]
    return f"{said} {words} ({last.strftime(day) if day else say_date(last)})"


def _signed_dollars(amount: Any) -> str:
    return f"{'-' if amount < 0 else '+'}{say_dollars(abs(amount))}"


_WORDS = {
    "at_risk": (
        "Denials on which nothing was paid since, each at the part of its charge that its payer allows of the charges "
        "it pays. Initial and later denials alike."
    ),
    "avoidable": "Charges denied at first whose code is marked as fully preventable in the mapping of codes.",
    "cash": (
        "Claims already sent, by payer and age, times the cash that charges of that payer and age brought before. The "
        "interval (80 %) is how far the same forecast was off on earlier days, using only what was known on each."
    ),
}
