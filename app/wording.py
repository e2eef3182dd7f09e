"""Figures and names as a person reads them: short dollars, percents, plain text that no markdown can bend."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
DASH = "\N{EN DASH}"


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
    if amount is None:
        return DASH
    return f"{'-' if amount < 0 else ''}${abs(Decimal(amount)):,.2f}"


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
    if abs(amount) >= Decimal(10) ** 10:
        return f"{float(amount):.3e}"
    return f"{int(amount):,}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def say_value(value: Decimal | float | None, unit: str) -> str:
    """A KPI's value in its unit: dollars short, shares as percents, days with one decimal."""
    if value is None:
        return DASH
    says = {"usd": say_dollars, "share": say_share, "days": say_days}
    return says.get(unit, say_count)(value)


def say_exact_value(value: Decimal | float | None, unit: str) -> str:
    """A KPI's value in full, as it is shown on hover."""
    if value is None:
        return DASH
    return say_exact_dollars(value) if unit == "usd" else f"{float(value):.4%}" if unit == "share" else f"{value:,}"


def say_days(days: Decimal | float | None) -> str:
    """A time in days with one decimal."""
    return DASH if days is None else f"{float(days):,.1f} days"


def say_date(day: dt.date | dt.datetime | None) -> str:
    """A date such as 30 Jun 2026."""
    return DASH if day is None else f"{day:%d %b %Y}".lstrip("0")


def plain(text: object) -> str:
    """Data as text that Streamlit's markdown shows letter by letter."""
    return MARKUP.sub(r"\\\1", " ".join(str(text).split()))
