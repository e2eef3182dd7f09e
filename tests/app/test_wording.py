"""Figures and names as a person reads them, and that no name bends the page."""

from __future__ import annotations

from decimal import Decimal

from app.wording import plain, say_dollars, say_exact_dollars, say_value


def test_no_name_is_markup() -> None:
    assert plain("![x](http://y) <b>*z*") == "\\!\\[x\\]\\(http\\://y\\) \\<b\\>\\*z\\*"


def test_dollars_are_short_and_exact_where_asked() -> None:
    assert [say_dollars(Decimal(n)) for n in ("999", "12345", "1234567", "-2500000000")] == [
        "$999",
        "$12.3K",
        "$1.23M",
        "-$2.50B",
    ]
    assert say_exact_dollars(Decimal("1234567.8")) == "$1,234,567.80"


def test_a_value_is_said_in_its_unit() -> None:
    assert say_value(Decimal("0.209"), "share") == "20.9%"
    assert say_value(Decimal("17.25"), "days") == "17.2 days"
    assert say_value(None, "usd") == "\N{EN DASH}"
