"""Progress: all that a workflow needs in order to report what it is doing."""

from __future__ import annotations

from typing import Final, Protocol


class Progress(Protocol):
    """Hears of long work. The command line draws bars, the server sends events, tests listen.

    A workflow calls `stage` when it begins something a person would recognise, then `advance` as it goes.
    A new stage ends the one before. Both are called from the thread that runs the workflow.
    """

    def stage(self, title: str, total: int | None = None) -> None:
        """Begin a stage; `title` is for people ("Reading image headers"), `total` its number of steps if known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Say that `steps` more steps of the current stage are done."""
        ...


class QuietProgress:
    """Progress that nobody watches.

    >>> quiet.stage("Reading image headers", 3)
    >>> quiet.advance(2)
    """

    def stage(self, title: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""


quiet: Final[Progress] = QuietProgress()
"""The progress that workflows use when none is given."""
