"""How far a rate differs between groups, such as cameras, sites or the people in the pictures (E17, F17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, check_same_length
from assay.errors import ArrayError
from assay.statistics.intervals import newcombe, wilson

MINIMUM = 30
"""Rows that a group needs: below, its rate says more of chance than of the group."""


@dataclass(frozen=True, slots=True, eq=False)
class FairnessGap:
    """The best and the worst served of g groups.

    rate : (g,) rates in 0..1. low, high : (g,) their Wilson intervals. enough : (g,) groups with enough rows; only
    these are compared. best, worst : indices of the groups with the highest and the lowest rate; None where fewer than
    two are compared. gap : highest - lowest. gap_low, gap_high : its interval (Newcombe). ratio : lowest / highest,
    1 where all are served alike; NaN where the highest is 0.

    The interval is that of two groups named beforehand; picked as best and worst of many, they lie apart by chance
    too, so the interval promises a little too much.
    """

    rate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    enough: Flags
    best: int | None
    worst: int | None
    gap: float
    gap_low: float
    gap_high: float
    ratio: float


def gaps(
    rate_by_group: NDArray[np.float64], n_by_group: NDArray[Any], *, minimum: int = MINIMUM, level: float = 0.95
) -> FairnessGap:
    """Compare the rates (g,) of groups of `n_by_group` (g,) rows; groups below `minimum` rows are left out, and told.

    Raises
    ------
    ArrayError : when lengths differ or a rate lies outside 0..1. A rate may be NaN; then the group is left out.
    """
    check_same_length(rate_by_group=rate_by_group, n_by_group=n_by_group)
    rate, n = np.asarray(rate_by_group, np.float64), np.asarray(n_by_group, np.int64)
    if ((rate < 0) | (rate > 1)).any():
        raise ArrayError(f"Rates must lie in 0..1, got {np.nanmin(rate)} to {np.nanmax(rate)}.")
    low, high = wilson(rate * n, n, level=level)
    enough = ~np.isnan(rate) & (n >= max(minimum, 1))
    compared = np.flatnonzero(enough)
    if len(compared) < 2:
        nan = float("nan")
        return FairnessGap(rate, low, high, enough, None, None, nan, nan, nan, nan)
    best, worst = int(compared[rate[compared].argmax()]), int(compared[rate[compared].argmin()])
    both = [best, worst]
    gap_low, gap_high = newcombe(tuple((rate * n)[both].tolist()), tuple(n[both].tolist()), level=level)
    ratio = float(rate[worst] / rate[best]) if rate[best] else float("nan")
    gap = float(rate[best] - rate[worst])
    return FairnessGap(rate, low, high, enough, best, worst, gap, gap_low, gap_high, ratio)


def equal_opportunity(
    correct: NDArray[Any], labels: NDArray[Any], *, minimum: int = MINIMUM, level: float = 0.95
) -> FairnessGap:
    """The equal-opportunity difference: the gap in recall, of what there is, how much is found (Hardt et al. 2016).

    correct, labels : (g,) labels found and labels there are, in each group.
    """
    return gaps(_shares(correct, labels), labels, minimum=minimum, level=level)


def demographic_parity(
    predicted: NDArray[Any], items: NDArray[Any], *, minimum: int = MINIMUM, level: float = 0.95
) -> FairnessGap:
    """The demographic-parity difference: the gap in how often a class is predicted, right or wrong (Dwork et al. 2012).

    predicted, items : (g,) items (images, or objects that were classified) given the class, and all, in each group.
    """
    return gaps(_shares(predicted, items), items, minimum=minimum, level=level)


def _shares(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):  # 0 of 0 is NaN
        return np.asarray(part, np.float64) / np.asarray(whole, np.float64)
