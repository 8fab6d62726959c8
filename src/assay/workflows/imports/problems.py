"""Collect what was wrong with the rows of a source, by row, without ever stopping the batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.model.problem import RowProblem
from assay.model.spelling import spelled_twice

LISTED_PER_CODE = 1000
"""How many problems of one code are listed row by row; all of them are counted."""

WHOLE_FILE = frozenset(
    {
        "box-form",
        "box-form-unused",
        "class-ids-shifted",
        "class-left-out",
        "class-spelled-twice",
        "image-sizes-swapped",
        "logits",
        "probabilities-sum",
        "scores-all-0-or-1",
        "unread-labels",
    }
)
"""Codes of problems that concern a file as a whole: they are listed before those of single rows."""


class Problems:
    """Problems by row: every one counted, the first `LISTED_PER_CODE` of each code listed."""

    def __init__(self) -> None:
        self._rows: list[RowProblem] = []
        self._counts: Counter[str] = Counter()
        self._skipped = 0

    def extend(self, problems: Iterable[RowProblem]) -> None:
        """Take over problems that a reader reported."""
        for problem in problems:
            self._count(problem.code, 1, skipped=problem.skipped)
            if self._counts[problem.code] <= LISTED_PER_CODE:
                self._rows.append(problem)

    def tell_spellings(self, file: str, names: Iterable[str]) -> None:
        """Of class names that differ only in how their accents are stored: they are one class."""
        for name in spelled_twice(names):
            message = f"{name} is written in two ways that look the same, its accents stored apart or not: one class."
            self.extend([RowProblem(file, "all rows", "class-spelled-twice", message, skipped=False)])

    def add_rows(
        self,
        rows: pa.Table,
        where: NDArray[np.bool_],
        *,
        place: str,
        code: str,
        say: Callable[[int], str],
        skipped: bool,
    ) -> None:
        """One problem for each row of `rows` where the mask is set; `say(index)` words it.

        `rows` has the columns `file` and `row`; `place` turns the latter into words.
        """
        found = np.flatnonzero(where)
        room = max(0, LISTED_PER_CODE - self._counts[code])
        self._count(code, len(found), skipped=skipped)
        listed = found[:room]
        if not len(listed):
            return
        named = rows.select(["file", "row"]).take(pa.array(listed)).to_pydict()
        self._rows.extend(
            RowProblem(file, place.format(row), code, say(int(index)), skipped)
            for index, file, row in zip(listed, named["file"], named["row"], strict=True)
        )

    def _count(self, code: str, count: int, *, skipped: bool) -> None:
        if count:
            self._counts[code] += count
        self._skipped += count if skipped else 0

    @property
    def rows(self) -> tuple[RowProblem, ...]:
        """The listed problems: those of whole files first, each kind in the order they were met."""
        return tuple(sorted(self._rows, key=lambda problem: problem.code not in WHOLE_FILE))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many problems of each code there were in all."""
        return dict(self._counts)

    @property
    def skipped(self) -> int:
        """How many rows were left out."""
        return self._skipped
