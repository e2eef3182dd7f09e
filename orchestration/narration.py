"""What people see while a long step runs: a progress bar, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]


class Silence:
    """Says nothing: for schedules, sensors and tests."""

    @contextmanager
    def step(self, title: str) -> Iterator[Progress]:  # noqa: ARG002 - the same door as Bars
        """Takes progress and drops it."""
        yield lambda done, total: None  # noqa: ARG005 - dropped on purpose


class Bars(Silence):
    """One progress bar a step, on standard error, with the seconds it took."""

    @contextmanager
    def step(self, title: str) -> Iterator[Progress]:
        """Shows a bar that runs until the block ends; steps without a count pulse."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description:<28}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
            task = bars.add_task(title, total=None)
            yield lambda done, total: bars.update(task, completed=done, total=total)
            total = bars.tasks[0].total or 1
            bars.update(task, completed=total, total=total)
