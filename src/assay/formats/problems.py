"""Collects the problems of one source file while it is read."""

from __future__ import annotations

from reprlib import Repr

from assay.model.problem import RowProblem

_LONGEST = 120


class ProblemLog:
    """The problems of one file, in the order they were met. `take` hands them out and forgets them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[RowProblem] = []

    def skip(self, place: str, code: str, message: str) -> None:
        """The row at `place` is left out."""
        self._problems.append(RowProblem(self.file, place, code, message, skipped=True))

    def keep(self, place: str, code: str, message: str) -> None:
        """The row at `place` is taken, but a person should know."""
        self._problems.append(RowProblem(self.file, place, code, message, skipped=False))

    def add(self, problem: RowProblem) -> None:
        """A problem that was put into words elsewhere."""
        self._problems.append(problem)

    def take(self) -> tuple[RowProblem, ...]:
        """What was met since the last call."""
        taken, self._problems = tuple(self._problems), []
        return taken

    def __len__(self) -> int:
        return len(self._problems)


_SHORT = Repr()
_SHORT.maxlevel, _SHORT.maxlist, _SHORT.maxdict, _SHORT.maxstring, _SHORT.maxother = 3, 6, 4, 60, 60


def shown(value: object) -> str:
    """`value` as a short piece of a message, however large it is."""
    text = _SHORT.repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
