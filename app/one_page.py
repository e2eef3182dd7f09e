"""Pages to print: the Overview and the Huddle, each on one sheet of A4, with the figures of the screen."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.page import Build
from app.queries.published import records
from app.theme import printed
from app.wording import say_date, say_dollars

if TYPE_CHECKING:
    import pandas as pd

    from app.figures import Figure

A4 = (8.27, 11.69)
LEFT, RIGHT = 0.08, 0.92
CARD_WIDTH, CARD_HEIGHT = 0.285, 0.142


def overview_pdf(
    build: Build,
    *,
    cards: Sequence[Figure],
    points: pd.DataFrame,
    payers: pd.DataFrame,
    changes: Sequence[str],
    shown: str,
) -> bytes:
    """The Overview's bytes. Takes K2 by month (period_start, value, is_mature), the split by payer, and the filters."""
    sheet = _sheet(build, "Denials overview", shown)
    for number, card in enumerate(cards[:6]):
        _draw_card(sheet, LEFT + CARD_WIDTH * (number % 3), 0.87 - CARD_HEIGHT * (number // 3), card)
    _draw_trend(sheet.add_axes((LEFT, 0.425, RIGHT - LEFT, 0.14)), points)
    _draw_payers(sheet.add_axes((LEFT + 0.25, 0.225, RIGHT - LEFT - 0.25, 0.14)), payers)
    _write_list(sheet, 0.18, "What changed since last week", changes)
    return _bytes(sheet, "Denials overview")


def huddle_pdf(build: Build, parts: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """The Huddle's bytes: each part a heading and its points."""
    sheet = _sheet(build, "Weekly huddle", f"Four weeks to {say_date(build.through)} against the four before")
    y = 0.865
    for heading, points in parts:
        y = _write_list(sheet, y, heading, points, size=11) - 0.035
    return _bytes(sheet, "Weekly huddle")


def _sheet(build: Build, title: str, under: str) -> Any:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure as Sheet

    sheet = Sheet(figsize=A4)
    FigureCanvasPdf(sheet)
    published = build.publication
    _write(sheet, LEFT, 0.945, title, size=20, weight="bold")
    stamp = f"Data through {say_date(published.data_through)}, published {say_date(published.published_at)}"
    lines = [f"{stamp}, build {published.build_id}. All figures synthetic.", *textwrap.wrap(under, 130)]
    for number, line in enumerate(lines[:3]):
        _write(sheet, LEFT, 0.926 - 0.012 * number, line, size=7.5)
    return sheet


def _bytes(sheet: Any, title: str) -> bytes:
    out = io.BytesIO()
    sheet.savefig(out, format="pdf", metadata={"Title": title, "CreationDate": None})
    return out.getvalue()


def _write(sheet: Any, x: float, y: float, words: str, **style: Any) -> None:
    sheet.text(x, y, words, color=printed("text"), parse_math=False, **style)


def _write_list(sheet: Any, y: float, heading: str, points: Sequence[str], *, size: float = 8.5) -> float:
    """A heading and its points, each wrapped to the sheet's width; returns where the next thing may stand."""
    _write(sheet, LEFT, y, heading, size=size + 2.5, weight="bold")
    step, y = size * 0.0018, y - size * 0.0024
    for point in points or ["Nothing."]:
        for number, line in enumerate(textwrap.wrap(point, int(890 / size))):
            _write(sheet, LEFT + (0.015 if number else 0), y, line if number else f"\N{BULLET} {line}", size=size)
            y -= step
        y -= step * 0.3
    return y


def _draw_card(sheet: Any, x: float, y: float, card: Figure) -> None:
    _write(sheet, x, y, card.name, size=8)
    _write(sheet, x, y - 0.028, card.said, size=18, weight="bold")
    lines = [card.change or "", *card.notes, card.target, card.benchmark]
    wrapped = [line for words in lines if words for line in textwrap.wrap(words, 47)]
    for number, line in enumerate(wrapped[:8]):
        _write(sheet, x, y - 0.042 - 0.0115 * number, line, size=6)


def _draw_trend(axes: Any, points: pd.DataFrame) -> None:
    rows = records(points)
    days, rates = [row["period_start"] for row in rows], [float(row["value"]) * 100 for row in rows]
    known = sum(bool(row["is_mature"]) for row in rows)
    axes.plot(days, rates, color=printed("main"), linestyle=":", linewidth=1)
    axes.plot(days[:known], rates[:known], color=printed("main"))
    if 0 < known < len(rows):
        axes.axvspan(days[known - 1], days[-1], hatch="///", facecolor="none", edgecolor=printed("muted"), alpha=0.4)
    axes.set_ylim(bottom=0)
    axes.set_title("Initial denial rate, % of dollars, by month; hatched: answers still coming", size=9, loc="left")
    axes.tick_params(labelsize=7)
    axes.yaxis.set_major_formatter("{x:.0f}%")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_xticks(days[::3], [f"{day:%b %Y}" for day in days[::3]])
    axes.spines[["top", "right"]].set_visible(False)


def _draw_payers(axes: Any, payers: pd.DataFrame) -> None:
    top = records(payers.head(6))[::-1]
    drawn = axes.barh(range(len(top)), [float(row["denied"]) for row in top], color=printed("main"))
    axes.bar_label(drawn, [say_dollars(row["denied"]) for row in top], size=7, padding=3, parse_math=False)
    axes.set_yticks(range(len(top)), [str(row["name"])[:32] for row in top], size=7, parse_math=False)
    axes.set_title("Denied dollars by payer", size=9, loc="left")
    axes.set_xticks([])
    axes.spines[["top", "right", "bottom"]].set_visible(False)
