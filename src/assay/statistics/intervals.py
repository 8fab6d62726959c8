"""Intervals of shares and of their differences."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.errors import ArrayError

Interval = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Low and high ends, each of the shape of what they bound."""


def wilson(successes: NDArray[Any] | int, total: NDArray[Any] | int, *, level: float = 0.95) -> Interval:
    """The score interval of a share successes / total, in 0..1; NaN where the total is 0 (Wilson 1927).

    With p the share, n the total and z the normal quantile of the level:
    (p + z²/2n ± z·√(p(1 - p)/n + z²/4n²)) / (1 + z²/n). It stays within 0..1 and is sound for few rows and for
    shares near 0 and 1, where p ± z·√(p(1 - p)/n) is not.

    Raises
    ------
    ArrayError : when `level` is not in (0, 1), or successes are fewer than 0 or more than the total.
    """
    z2 = normal_quantile(level) ** 2
    k, n = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(total, np.float64))
    if ((k < 0) | (k > n)).any():
        raise ArrayError("`successes` must lie between 0 and `total`, row by row.")
    n = np.where(n > 0, n, np.nan)
    middle = (k + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    return middle - half, np.where(k == n, 1.0, middle + half)  # at the upper end rounding would miss 1


def newcombe(successes: tuple[float, float], total: tuple[int, int], *, level: float = 0.95) -> tuple[float, float]:
    """The interval of a difference of two shares, first - second; NaN where a total is 0.

    Method 10 of Newcombe, "Interval estimation for the difference between independent proportions" (1998): with the
    shares p₁, p₂, their Wilson intervals (l₁, u₁), (l₂, u₂) and d = p₁ - p₂, the ends are
    d - √((p₁ - l₁)² + (u₂ - p₂)²) and d + √((u₁ - p₁)² + (p₂ - l₂)²).
    """
    low, high = wilson(np.array(successes), np.array(total), level=level)
    first, second = (s / n if n else float("nan") for s, n in zip(successes, total, strict=True))
    difference = first - second
    return (
        float(difference - np.hypot(first - low[0], high[1] - second)),
        float(difference + np.hypot(high[0] - first, second - low[1])),
    )


def normal_quantile(level: float) -> float:
    """How many standard deviations about the mean hold `level` of a normal distribution: 1.96 for 0.95."""
    if not 0 < level < 1:
        raise ArrayError(f"`level` must lie between 0 and 1, got {level}.", hint="0.95 is usual.")
    return NormalDist().inv_cdf((1 + level) / 2)
