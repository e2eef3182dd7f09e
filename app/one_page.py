"""The Overview on one printable page: the same figures, trend, payers and changes, as a PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.page import Build
from app.queries.published import records
from app.theme import printed
from app.wording import say_date, say_dollars, say_value

if TYPE_CHECKING:
    import pandas as pd

    from app.figures import Figure

A4 = (8.27, 11.69)
LEFT, RIGHT = 0.08, 0.92


def to_pdf(
    build: Build, *, cards: Sequence[Figure], points: pd.DataFrame, payers: pd.DataFrame, changes: Sequence[str]
) -> bytes:
    """The page's bytes. Takes the trend's points (period_start, value, is_mature) and the split by payer."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure as Sheet

    sheet = Sheet(figsize=A4)
    FigureCanvasPdf(sheet)
    published = build.publication
    _write(sheet, LEFT, 0.945, "Denials overview", size=20, weight="bold")
    stamp = f"Data through {say_date(published.data_through)}, published {say_date(published.published_at)}"
    _write(sheet, LEFT, 0.92, f"{stamp}, build {published.build_id}. All figures synthetic.", size=8)
    for number, card in enumerate(cards[:6]):
        _draw_card(sheet, LEFT + 0.285 * (number % 3), 0.86 - 0.105 * (number // 3), card)
    _draw_trend(sheet.add_axes((LEFT, 0.44, RIGHT - LEFT, 0.17)), points)
    _draw_payers(sheet.add_axes((LEFT + 0.25, 0.215, RIGHT - LEFT - 0.25, 0.155)), payers)
    _write(sheet, LEFT, 0.17, "What changed in the last week", size=11, weight="bold")
    for number, words in enumerate(changes):
        _write(sheet, LEFT, 0.145 - 0.022 * number, words, size=9)
    out = io.BytesIO()
    sheet.savefig(out, format="pdf", metadata={"Title": "Denials overview", "CreationDate": None})
    return out.getvalue()


def _write(sheet: Any, x: float, y: float, words: str, **style: Any) -> None:
    sheet.text(x, y, words, color=printed("text"), parse_math=False, **style)


def _draw_card(sheet: Any, x: float, y: float, card: Figure) -> None:
    _write(sheet, x, y, card.name[:38], size=8)
    _write(sheet, x, y - 0.03, say_value(card.value, card.unit), size=18, weight="bold")
    for number, note in enumerate(card.notes[:2]):
        _write(sheet, x, y - 0.047 - 0.013 * number, note.replace("\\", "").replace("**", "")[:52], size=6.5)


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
    axes.spines[["top", "right"]].set_visible(False)


def _draw_payers(axes: Any, payers: pd.DataFrame) -> None:
    top = records(payers.head(6))[::-1]
    drawn = axes.barh(range(len(top)), [float(row["denied"]) for row in top], color=printed("main"))
    axes.bar_label(drawn, [say_dollars(row["denied"]) for row in top], size=7, padding=3, parse_math=False)
    axes.set_yticks(range(len(top)), [str(row["name"])[:32] for row in top], size=7, parse_math=False)
    axes.set_title("Denied dollars by payer", size=9, loc="left")
    axes.set_xticks([])
    axes.spines[["top", "right", "bottom"]].set_visible(False)
