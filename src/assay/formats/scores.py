"""Looks at the scores of a whole file of predictions."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from assay.amounts import amount
from assay.formats.problems import ProblemLog


def out_of_range(what: str, score: float) -> str:
    """Why a score cannot be taken, and what would do where it looks like percent.

    >>> out_of_range("`score`", 93.5)
    '`score` must be from 0 to 1, got 93.5. If scores are percent, divide them by 100.'
    """
    remedy = " If scores are percent, divide them by 100." if 1 < score <= 100 else ""
    return f"{what} must be from 0 to 1, got {score:g}.{remedy}"


class ScoreCheck:
    """Tells a file whose scores are all 0 or 1: some tool rounded them, and no threshold can mean anything."""

    def __init__(self) -> None:
        self._seen: set[float] = set()
        self._count = 0

    def see(self, scores: pa.ChunkedArray) -> None:
        """Take note of a batch of scores."""
        self._count += len(scores)
        if len(self._seen) <= 2:
            self._seen.update(pc.unique(scores).to_pylist()[:3])

    def tell(self, place: str, problems: ProblemLog) -> None:
        """Report the file when each of its scores is 0 or 1."""
        if self._count and self._seen <= {0.0, 1.0}:
            message = (
                f"Every score is 0 or 1 ({amount(self._count, 'score')}). A model gives fractions: was a score rounded "
                "to a whole number? Results that depend on confidence mean nothing for this run."
            )
            problems.keep(place, "scores-all-0-or-1", message)
