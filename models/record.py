"""What every record shares: frozen, no unknown fields, money as Decimal with two places, provenance in the file."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Money = Annotated[Decimal, Field(max_digits=18, decimal_places=2)]
"""US dollars and cents; DECIMAL(18,2) in the lake."""

Amount = Annotated[Decimal, Field(max_digits=38, decimal_places=4)]
"""A sum or a product of money, or a count, in a KPI's numerator or denominator; DECIMAL(38,4) in the lake."""

Figure = Annotated[Decimal, Field(max_digits=38, decimal_places=6)]
"""A KPI's value: a share in 0..1 or dollars; DECIMAL(38,6) in the lake."""

Quantity = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
"""Units of service; DECIMAL(18,4) in the lake."""

Probability = Annotated[float, Field(ge=0, le=1)]
"""A share of one; DOUBLE in the lake."""


class Record(BaseModel):
    """A row that does not change once it is made; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TracedRecord(Record):
    """A row that names the segment it came from: file, ordinal (ISA is 1) and offset in the decompressed content."""

    file_id: int
    byte_offset: int
    segment_ordinal: int
