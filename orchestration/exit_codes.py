"""The exit codes of ``overturn``, and the errors that end in them."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says when it ends; the docstring of each is its line in docs/cli.md."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOTHING_THERE = 3
    CHECKS_FAILED = 4
    MODEL_OUTDATED = 5
    FILE_REFUSED = 65
    BUSY = 75

    @property
    def meaning(self) -> str:
        """One sentence for the documentation."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "All done. Files that were quarantined do not change this: the reason is in the output.",
    ExitCode.FAILED: "Something failed that should not; `overturn doctor` may say what.",
    ExitCode.USAGE: "The command line was not understood, or names what does not exist.",
    ExitCode.NOTHING_THERE: "What was asked for is not there yet: no lake, no build, nothing published.",
    ExitCode.CHECKS_FAILED: "A test or a quality check failed; nothing was published.",
    ExitCode.MODEL_OUTDATED: "The champion learnt from features that the build no longer has: `overturn train`.",
    ExitCode.FILE_REFUSED: "The file given is not X12, is damaged, or has findings of severity error.",
    ExitCode.BUSY: "Another process is writing to the lake and did not finish in time; try again.",
}


class OverturnError(Exception):
    """An end with a message for people and an exit code."""

    code = ExitCode.FAILED


class NothingThereError(OverturnError):
    """What was asked for does not exist yet."""

    code = ExitCode.NOTHING_THERE


class ChecksFailedError(OverturnError):
    """A test or a check of severity error failed."""

    code = ExitCode.CHECKS_FAILED


class FileRefusedError(OverturnError):
    """A file cannot be read as X12, or breaks its rules."""

    code = ExitCode.FILE_REFUSED
