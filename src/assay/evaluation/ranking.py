"""A score held against a yes or no: what every threshold finds, the ROC curve, average precision (E9, F8).

Rows of equal score pass a threshold together, so no number depends on the order of the rows. Rows whose score is NaN
are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, check_same_length
from assay.errors import ArrayError
from assay.evaluation.rates import divided


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """What lies at or above each distinct score, m scores, falling.

    score : (m,) the distinct scores. counted : (m,) rows with at least this score. found : (m,) the positive ones.
    """

    score: NDArray[np.float64]
    counted: Ids
    found: Ids


def ranked(score: NDArray[np.float64], positive: Flags) -> Ranking:
    """Count `positive` (n,) at or above each distinct value of `score` (n,); one sort of the rows.

    Raises
    ------
    ArrayError : when the two differ in length.
    """
    check_same_length(score=score, positive=positive)
    score, positive = np.asarray(score, np.float64), np.asarray(positive, bool)
    order = np.argsort(-score)
    order = order[: len(score) - int(np.isnan(score).sum())]  # NaN sorts last
    ordered = score[order]
    ends = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=ends[:-1])
    last = np.flatnonzero(ends)
    return Ranking(ordered[last], last + 1, np.cumsum(positive[order], dtype=np.int64)[last])


@dataclass(frozen=True, slots=True, eq=False)
class RocCurve:
    """Share of the positives and of the negatives at or above each threshold, and the area below the curve.

    threshold : (m + 1,) falling from infinity. true_rate, false_rate : (m + 1,) rising from 0 to 1, NaN where there
    are no positives, or no negatives. area : chance that a positive scores above a negative, equal scores counted half.
    """

    threshold: NDArray[np.float64]
    true_rate: NDArray[np.float64]
    false_rate: NDArray[np.float64]
    area: float

    def thinned(self, points: int = 200) -> RocCurve:
        """The curve drawn with at most `points` points; its area stays that of the whole."""
        if np.isnan(self.area):
            return self
        kept = spread(self.true_rate, self.false_rate, points=points)
        return RocCurve(self.threshold[kept], self.true_rate[kept], self.false_rate[kept], self.area)


def roc_curve(score: NDArray[np.float64], positive: Flags) -> RocCurve:
    """The ROC curve of `score` (n,) for `positive` (n,), with a point for every distinct score (Fawcett 2006)."""
    ranking = ranked(score, positive)
    found, wrong = np.append(0, ranking.found), np.append(0, ranking.counted - ranking.found)
    true_rate, false_rate = divided(found, found[-1]), divided(wrong, wrong[-1])
    return RocCurve(
        threshold=np.append(np.inf, ranking.score),
        true_rate=true_rate,
        false_rate=false_rate,
        area=float(divided(np.trapezoid(found, wrong), found[-1] * wrong[-1])),
    )


def average_precision(score: NDArray[np.float64], positive: Flags) -> float:
    """Area below precision against recall as steps, Σ (Rₙ - Rₙ₋₁)·Pₙ; NaN when nothing is positive.

    Not the 101-point AP of COCO, which makes precision monotone first.
    """
    ranking = ranked(score, positive)
    steps = np.diff(ranking.found, prepend=0)
    total = int(steps.sum())
    return float((steps * ranking.found / ranking.counted).sum() / total) if total else float("nan")


def spread(*axes: NDArray[np.float64], points: int) -> Ids:
    """Which points of a curve to draw: at most `points` indices, rising, evenly spread along each of its axes.

    Each axis is (m,), rises, and shares no flat stretch with all the others; then both ends are among them.

    Raises
    ------
    ArrayError : when `points` is less than two for each axis.
    """
    if points < 2 * len(axes):
        raise ArrayError(f"`points` must be at least {2 * len(axes)}, got {points}.", hint="A few hundred fill a plot.")
    if len(axes[0]) <= points:
        return np.arange(len(axes[0]))
    steps = points // len(axes)
    return np.unique([np.searchsorted(axis, np.linspace(axis[0], axis[-1], steps)) for axis in axes])
