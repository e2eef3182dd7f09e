"""What the charts share: axes in short dollars and percents, and the numbers that a chart can draw."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd

SHORT_DOLLARS = "datum.value == 0 ? '$0' : replace(format(datum.value, '$.2~s'), 'G', 'B')"
Layered = alt.LayerChart | alt.FacetChart
AXIS_FORMAT = {"share": ".0%", "usd": "$.2~s", "days": ".0f", "count": ",.0f"}
TIP_FORMAT = {"share": ".1%", "usd": "$,.2f", "days": ",.1f", "count": ",.0f"}


def dollars_axis(**options: Any) -> alt.Axis:
    """An axis of dollars to two digits."""
    return alt.Axis(labelExpr=SHORT_DOLLARS, **{"tickCount": 4, **options})


def unit_axis(unit: str) -> alt.Axis:
    """An axis in a KPI's unit."""
    return dollars_axis() if unit == "usd" else alt.Axis(format=AXIS_FORMAT.get(unit, ",.2~f"), tickCount=5)


def tip(field: str, title: str, unit: str) -> alt.Tooltip:
    """A tooltip's line in a unit, in full."""
    return alt.Tooltip(f"{field}:Q", title=title, format=TIP_FORMAT.get(unit, ",.2f"))


def drawable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with decimals as floats, which is all a picture needs, and days as timestamps."""
    shown = frame.copy()
    for name in map(str, shown.columns):
        if name.endswith(("_date", "_start", "_end")):
            shown[name] = pd.to_datetime(shown[name])
        elif shown[name].map(lambda each: isinstance(each, Decimal)).any():
            shown[name] = shown[name].astype(float)
    return shown
