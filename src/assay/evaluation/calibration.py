"""Whether a confidence of 0.8 is right eight times in ten: reliability bins and what follows from them (E9, F8).

Works for any claim with a confidence: the likeliest class of an item, or a prediction that is correct or not.
Bins are cut by value, so equal confidences share a bin whatever the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Scores, check_same_length
from assay.errors import ArrayError


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Claims by their confidence, b bins that are not empty, rising.

    low, high : (b,) ends of each bin; it holds low < confidence <= high, the first one `low` too.
    count : (b,) claims. correct : (b,) those that are right. confidence : (b,) mean confidence.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    count: Ids
    correct: Ids
    confidence: NDArray[np.float64]

    @property
    def accuracy(self) -> NDArray[np.float64]:
        """(b,) share of the claims of each bin that are right."""
        return self.correct / self.count

    @property
    def expected_error(self) -> float:
        """ECE: mean distance of confidence and accuracy, bins weighed by their claims; NaN without claims."""
        total = int(self.count.sum())
        return float((self.count * self._gaps()).sum() / total) if total else float("nan")

    @property
    def largest_error(self) -> float:
        """MCE: the largest distance of confidence and accuracy in any bin; NaN without claims."""
        return float(self._gaps().max()) if len(self.count) else float("nan")

    def _gaps(self) -> NDArray[np.float64]:
        return np.abs(self.accuracy - self.confidence)


def equal_mass_edges(confidence: Scores, bins: int = 15) -> NDArray[np.float64]:
    """(bins + 1,) rising edges between which lie equally many of the confidences, up to ties (Nguyen & O'Connor 2015).

    Edges may repeat where many confidences are equal; the bins between them are empty.
    """
    told = confidence[~np.isnan(confidence)]
    return np.quantile(told, np.linspace(0, 1, bins + 1)) if len(told) else np.linspace(0, 1, bins + 1)


def equal_width_edges(bins: int = 15) -> NDArray[np.float64]:
    """(bins + 1,) evenly spaced edges from 0 to 1, as Guo et al. ("On Calibration of Modern Neural Networks", 2017)."""
    return np.linspace(0, 1, bins + 1)


def reliability(confidence: Scores, correct: Flags, *, edges: NDArray[np.float64] | None = None) -> Reliability:
    """Claims of `confidence` (n,) by bins, and how many of them are `correct` (n,).

    Bins lie between `edges`, 15 of equal mass unless told otherwise. Rows whose confidence is NaN are left out.

    Raises
    ------
    ArrayError : when lengths differ or there are fewer than two edges.
    """
    check_same_length(confidence=confidence, correct=correct)
    confidence, correct = np.asarray(confidence, np.float64), np.asarray(correct, bool)
    edges = equal_mass_edges(confidence) if edges is None else edges
    if len(edges) < 2:
        raise ArrayError(f"`edges` must hold at least 2 values, got {len(edges)}.", hint="b bins have b + 1 edges.")
    told = ~np.isnan(confidence)
    confidence, correct = confidence[told], correct[told]
    bin_of = np.searchsorted(edges[1:-1], confidence)
    count = np.bincount(bin_of, minlength=len(edges) - 1)
    kept = count > 0
    return Reliability(
        low=edges[:-1][kept],
        high=edges[1:][kept],
        count=count[kept],
        correct=np.bincount(bin_of[correct], minlength=len(count))[kept],
        confidence=np.bincount(bin_of, confidence, minlength=len(count))[kept] / count[kept],
    )


def brier_error(confidence: Scores, correct: Flags) -> float:
    """Mean squared distance of each confidence from 1 where it is right and 0 where not, 0..1; NaN without claims."""
    check_same_length(confidence=confidence, correct=correct)
    distance = (np.asarray(confidence, np.float64) - np.asarray(correct, bool)) ** 2
    told = distance[~np.isnan(distance)]
    return float(told.mean()) if len(told) else float("nan")
