"""Outliers of a column: what lies outside the fences around its middle half (D1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODERATE, SEVERE = 1.5, 2.5
"""How many interquartile ranges beyond the quartiles the two pairs of fences stand."""


@dataclass(frozen=True, slots=True)
class Fences:
    """Where outliers begin: below the first number of a pair, or above the second.

    What lies outside of `severe` is a severe outlier; what lies outside of `moderate` alone is a moderate one.
    """

    moderate: tuple[float, float]
    severe: tuple[float, float]


def fences(values: NDArray[Any]) -> Fences | None:
    """The fences of `values` (n,), none of them NaN: Q1 - k·(Q3 - Q1) and Q3 + k·(Q3 - Q1), k 1.5 and 2.5 (D1).

    Quartiles are interpolated linearly between the sorted values (type 7 of Hyndman and Fan 1996, what numpy, pandas
    and R do when not told otherwise). None where there are no values, and where Q1 = Q3: at least half of the values
    are equal then, so that there is no spread to tell by what is far, and any other value would be severe.

    >>> fences(np.arange(9.0))
    Fences(moderate=(-4.0, 12.0), severe=(-8.0, 16.0))
    >>> fences(np.array([3.0, 3.0, 3.0, 3.0, 9.0])) is None
    True
    """
    if not len(values):
        return None
    low, high = (float(quartile) for quartile in np.percentile(values, (25, 75)))
    spread = high - low
    if not (spread > 0 and np.isfinite(spread)):
        return None
    moderate, severe = ((low - k * spread, high + k * spread) for k in (MODERATE, SEVERE))
    return Fences(moderate, severe)
