"""Money identities of an 835: line, claim and payment. A break is a warning: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from interchange.x12.findings import Finding
from interchange.x12.kernels.filling import add_up
from interchange.x12.walking import Walked

Numbers = NDArray[np.int64]
UNPAID = "charge less adjustments is not what was paid"


def check_835(walked: Walked, control_numbers: Sequence[str], kept: NDArray[np.bool_]) -> list[Finding]:
    """Findings where SVC02 - CAS is not SVC03, CLP03 - CAS is not CLP04, or BPR02 is not the claims less PLB."""
    books = _Books(walked)
    found = [
        *books.unbalanced("x12_835_lines", "line_segment", "X12-835-LINE-BALANCE", "SVC"),
        *books.unbalanced("x12_835_claims", "claim_segment", "X12-835-CLAIM-BALANCE", "CLP"),
        *books.unbalanced_payments(),
    ]
    return [
        Finding(code, "warning", message, offset, ordinal, name, 0, loop, control_numbers[which])
        for which, (code, message, offset, ordinal, name, loop) in found
        if kept[which]
    ]


class _Books:
    """The walked cells of an 835, as cents."""

    def __init__(self, walked: Walked) -> None:
        self.walked = walked
        self.names = walked.program.names

    def _sums(self, table: str, column: str, owners: Numbers, by: str) -> Numbers:
        """For each owner, named by its ordinal, the cents of the rows that name it in the column ``by``."""
        sums, walked = np.zeros(len(owners), np.int64), self.walked
        named = walked.values(table, by), walked.valid(table, by)
        add_up(owners, *named, walked.values(table, column), walked.valid(table, column), sums)
        return sums

    def _cents(self, table: str, column: str) -> Numbers:
        return np.where(self.walked.valid(table, column) != 0, self.walked.values(table, column), 0)

    def unbalanced(
        self, table: str, by: str, code: str, id: str
    ) -> Iterator[tuple[int, tuple[str, str, int, int, str, str]]]:
        """Rows of claims or lines whose charge less adjustments is not what was paid, with their set."""
        ordinals = self.walked.values(table, "segment_ordinal")
        adjusted = self._sums("x12_835_adjustments", "amount", ordinals, by)
        wrong = self._cents(table, "charge_amount") - adjusted != self._cents(table, "paid_amount")
        for row in np.flatnonzero(wrong).tolist():
            yield self._set_of(table, row), (code, UNPAID, *self._place(table, row, id))

    def unbalanced_payments(self) -> Iterator[tuple[int, tuple[str, str, int, int, str, str]]]:
        """Sets whose payment is not the sum of their claims less the provider adjustments."""
        payments = self.walked.values("x12_835_payments", "segment_ordinal")
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
        offset = int(self.walked.values(table, "byte_offset")[row])
        node = {"SVC": "2110", "CLP": "2100", "BPR": "ST"}[id]
        return offset, int(self.walked.values(table, "segment_ordinal")[row]), id, node
