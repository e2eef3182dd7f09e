"""Money identities of an 835: line, claim and payment. A break is a warning: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interchange.x12.columns import Walked
from interchange.x12.findings import Finding

if TYPE_CHECKING:
    from interchange.x12.sets import FoundSet

Cents = NDArray[np.int64]
UNPAID = "charge less adjustments is not what was paid"


def check_835(walked: Walked, sets: Sequence[FoundSet], kept: NDArray[np.bool_]) -> list[Finding]:
    """Findings where SVC02 - CAS is not SVC03, CLP03 - CAS is not CLP04, or BPR02 is not the claims less PLB."""
    books = _Books(walked)
    found = [
        *books.unbalanced("x12_835_lines", "line_segment", "X12-835-LINE-BALANCE", "SVC"),
        *books.unbalanced("x12_835_claims", "claim_segment", "X12-835-CLAIM-BALANCE", "CLP"),
        *books.unbalanced_payments(),
    ]
    return [
        Finding(code, "warning", message, offset, ordinal, name, 0, loop, sets[which].control_number)
        for which, (code, message, offset, ordinal, name, loop) in found
        if kept[which]
    ]


class _Books:
    """The walked cells of an 835, as cents."""

    def __init__(self, walked: Walked) -> None:
        self.walked = walked
        self.names = walked.program.names

    def _count(self, table: str) -> int:
        return int(self.walked.rows[self.names.index(table)])

    def _cents(self, table: str, column: str) -> Cents:
        base, count = self.walked.cells.base[self.walked.program.slots[table, column]], self._count(table)
        return self.walked.cells.wide[base : base + count, 0].view(np.int64)

    def _marks(self, table: str, column: str) -> NDArray[np.int32]:
        """Ordinals of a column; 0 where it is empty."""
        base, count = self.walked.cells.base[self.walked.program.slots[table, column]], self._count(table)
        return self.walked.cells.narrow[base : base + count]

    def _sums(self, table: str, column: str, owners: NDArray[np.int32], by: str) -> Cents:
        """For each owner, named by its ordinal, the cents of the rows that name it in the column ``by``."""
        sums = np.zeros(len(owners), np.int64)
        named = self._marks(table, by)
        rows = np.flatnonzero(named)
        if len(rows) and len(owners):
            np.add.at(sums, np.searchsorted(owners, named[rows]), self._cents(table, column)[rows])
        return sums

    def unbalanced(
        self, table: str, by: str, code: str, id: str
    ) -> Iterator[tuple[int, tuple[str, str, int, int, str, str]]]:
        """Rows of claims or lines whose charge less adjustments is not what was paid, with their set."""
        ordinals = self._marks(table, "segment_ordinal")
        adjusted = self._sums("x12_835_adjustments", "amount", ordinals, by)
        wrong = self._cents(table, "charge_amount") - adjusted != self._cents(table, "paid_amount")
        for row in np.flatnonzero(wrong).tolist():
            yield self._set_of(table, row), (code, UNPAID, *self._place(table, row, id))

    def unbalanced_payments(self) -> Iterator[tuple[int, tuple[str, str, int, int, str, str]]]:
        """Sets whose payment is not the sum of their claims less the provider adjustments."""
        payments = self._marks("x12_835_payments", "segment_ordinal")
        claims = self._sums("x12_835_claims", "paid_amount", payments, "set_segment")
        taken = self._sums("x12_835_provider_adjustments", "amount", payments, "set_segment")
        message = "the payment is not the sum of its claims less the provider adjustments"
        for row in np.flatnonzero(self._cents("x12_835_payments", "payment_amount") != claims - taken).tolist():
            place = self._place("x12_835_payments", row, "BPR")
            yield row, ("X12-835-PAYMENT-BALANCE", message, *place)

    def _set_of(self, table: str, row: int) -> int:
        starts = self.walked.rows_at[:, self.names.index(table)]
        return int(np.searchsorted(starts, row, "right")) - 1

    def _place(self, table: str, row: int, id: str) -> tuple[int, int, str, str]:
        offset = int(self.walked.offsets[self.names.index(table), row])
        node = {"SVC": "2110", "CLP": "2100", "BPR": "ST"}[id]
        return offset, int(self._marks(table, "segment_ordinal")[row]), id, node
