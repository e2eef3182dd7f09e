"""Figures and names as a person reads them: short dollars, percents, plain text that no markdown can bend."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
DASH = "\N{EN DASH}"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def say_dollars(amount: Decimal | float | None) -> str:
    """Dollars to three or four digits, such as $1.24M; a dash where there are none to speak of."""
    if amount is None:
        return DASH
    value, sign = abs(float(amount)), "-" if amount < 0 else ""
    for limit, divisor, suffix in ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "K")):
        if value >= limit:
            return f"{sign}${value / divisor:,.2f}{suffix}" if suffix != "K" else f"{sign}${value / divisor:,.1f}K"
    return f"{sign}${value:,.0f}"


def say_exact_dollars(amount: Decimal | float | None) -> str:
    """Dollars to the cent."""
    return DASH if amount is None else f"${Decimal(amount):,.2f}"


def say_share(share: Decimal | float | None) -> str:
    """A share of one as a percent with one decimal."""
    return DASH if share is None else f"{float(share) * 100:.1f}%"


def say_count(count: int | Decimal | float | None) -> str:
    """A whole number with thousands separated."""
    return DASH if count is None else f"{int(count):,}"


def say_amount(amount: Decimal | None) -> str:
    """What a KPI counts: whole numbers without a point, dollars to the cent, squares of dollars in powers of ten."""
    if amount is None:
        return DASH
    if abs(amount) >= Decimal(10) ** 12:
        return f"{float(amount):.3e}"
    return f"{int(amount):,}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def say_value(value: Decimal | float | None, unit: str) -> str:
    """A KPI's value in its unit."""
    if unit == "usd":
        return say_dollars(value)
    return say_share(value) if unit == "share" else say_count(value)


def say_date(day: dt.date | dt.datetime | None) -> str:
    """A date such as 30 Jun 2026."""
    return DASH if day is None else f"{day:%d %b %Y}".lstrip("0")


def plain(text: object) -> str:
    """Data as text that Streamlit's markdown shows letter by letter."""
    return MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def neutralise(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
