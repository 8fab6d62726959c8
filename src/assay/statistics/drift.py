"""How far two samples of a number lie apart, or two counts of categories (D2, D3).

Samples are given sorted, none of their values NaN: every measure here reads them in order, and sorting costs more than
all of them together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.statistics.strata import quantile_edges

Sorted = NDArray[np.float64]
"""(n,) float64, rising."""

EXACT_PAIRS = 10_000
"""Up to so many pairs of values a p-value of Kolmogorov and Smirnov is exact, as in R; beyond it is asymptotic."""

EPSILON = 1e-4
"""The least share of a bin that the population stability index reckons with, so that an empty bin has a logarithm."""

INDEX_BINS = 10
"""Into how many bins of equal mass the reference is cut for the population stability index."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Two cumulative distributions: every value of either sample, rising, each once, of k.

    first, second : (k,) how many values of each sample are at most as great. The last are the sizes of the samples.
    """

    values: Sorted
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    @property
    def sizes(self) -> tuple[int, int]:
        """How many values each sample has."""
        return (int(self.first[-1]), int(self.second[-1])) if len(self.values) else (0, 0)


def steps(first: Sorted, second: Sorted) -> Steps:
    """The cumulative distributions of two samples, side by side."""
    values = np.concatenate((first, second))
    order = np.argsort(values, kind="stable")  # two runs in order, which are merged rather than sorted
    values = values[order]
    below = np.cumsum(order < len(first))
    is_last = np.append(values[1:] != values[:-1], True)[: len(values)]
    return Steps(values[is_last], below[is_last], (np.arange(1, len(values) + 1) - below)[is_last])


def kolmogorov_smirnov(both: Steps) -> tuple[float, float]:
    """The greatest distance of the two cumulative distributions, 0 to 1, and its p-value; NaN where one is empty.

    D = sup |F₁ - F₂|, two-sided. Up to `EXACT_PAIRS` pairs the p-value is exact: the share of all orders of the pooled
    sample in which the distance is D or more (Hodges 1958; with ties it is an upper bound). Beyond it is that of the
    limiting distribution, Q(D·√(nm / (n + m))) with Q(x) = 2·Σ (-1)^(k-1)·exp(-2k²x²) (Smirnov 1948).
    """
    n, m = both.sizes
    if not n or not m:
        return math.nan, math.nan
    # In whole numbers, so that equal distances are equal to the last bit.
    reach = int(np.abs(both.first * m - both.second * n).max())
    distance = reach / (n * m)
    if n * m <= EXACT_PAIRS:
        return distance, _exact_p(n, m, reach)
    return distance, _limiting_p(distance * math.sqrt(n * m / (n + m)))


def wasserstein(both: Steps) -> float:
    """The area between the two cumulative distributions, ∫ |F₁ - F₂| dx, in the unit of the values (D3).

    It is how far the values of one sample must be moved on average to become the other. NaN where one is empty.
    """
    n, m = both.sizes
    if not n or not m:
        return math.nan
    apart = np.abs(both.first / n - both.second / m)
    return float(apart[:-1] @ np.diff(both.values))


def binned_shares(reference: Sorted, current: Sorted) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(b,) shares of both samples in b <= `INDEX_BINS` bins of nearly equal mass in the reference, which is not empty.

    Values that are equal are never parted. The first and the last bin are open, so that what the reference never
    had counts too.
    """
    inner = quantile_edges(reference, INDEX_BINS)[1:-1]
    both = []
    for values in (reference, current):
        ends = np.concatenate(([0], np.searchsorted(values, inner), [len(values)]))
        both.append(np.diff(ends) / max(len(values), 1))
    return both[0], both[1]


def stability_index(reference: NDArray[Any], current: NDArray[Any]) -> float:
    """The population stability index of shares (b,): Σ (c - r)·ln(c / r), 0 where they are equal (D3).

    A share below `EPSILON` counts as `EPSILON`. By custom, below 0.1 is no shift, and above 0.25 a large one.
    """
    r, c = np.maximum(reference, EPSILON), np.maximum(current, EPSILON)
    return float(((c - r) * np.log(c / r)).sum())


def jensen_shannon(first: NDArray[Any], second: NDArray[Any]) -> float:
    """The Jensen-Shannon distance of shares (b,): 0 where they are equal, 1 where they share no bin (D3).

    The root of the mean of both divergences from the middle, with logarithms to base 2 (Endres and Schindelin 2003).
    """
    middle = (first + second) / 2
    divergence = (_relative_entropy(first, middle) + _relative_entropy(second, middle)) / 2
    return math.sqrt(max(divergence, 0.0))


def chi_square(first: NDArray[Any], second: NDArray[Any]) -> tuple[float, float, float]:
    """Pearson's χ² of two rows of counts (k,), its p-value, and Cramér's V, 0 to 1; NaN where a row is empty (D3).

    Categories that neither row has are left out. There is no correction for continuity. V = √(χ² / n), n being all
    that was counted: with two rows, that is Cramér's V whatever the number of categories.
    """
    table = np.stack([first, second]).astype(np.float64)
    table = table[:, table.sum(axis=0) > 0]
    total, sides = table.sum(), table.sum(axis=1)
    if not sides.all():
        return math.nan, math.nan, math.nan
    expected = np.outer(sides, table.sum(axis=0)) / total
    statistic = float(((table - expected) ** 2 / expected).sum())
    return statistic, chi_square_p(statistic, table.shape[1] - 1), math.sqrt(min(statistic / total, 1.0))


def chi_square_p(statistic: float, degrees: int) -> float:
    """The chance that χ² with so many degrees of freedom is at least `statistic`.

    The finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5: exp(-x)·Σ xⁱ/i! for even degrees, and
    erfc(√x) + exp(-x)·Σ x^(i-½)/Γ(i+½) for odd ones, with x half the statistic.
    """
    if degrees < 1 or statistic <= 0:
        return 1.0
    half, is_odd = statistic / 2, degrees % 2
    powers = np.arange(degrees // 2) + is_odd / 2
    gammas = np.array([math.lgamma(power + 1) for power in powers])
    tail = math.erfc(math.sqrt(half)) if is_odd else 0.0
    return min(tail + float(np.exp(powers * math.log(half) - half - gammas).sum()), 1.0)


def holm(p_values: NDArray[Any]) -> NDArray[np.float64]:
    """(n,) the p-values corrected for being many, so that the chance of any false alarm keeps its level (Holm 1979).

    Sorted from the least, the i-th of m becomes the greatest of (m - j + 1)·pⱼ for j <= i, and 1 at most. A NaN stays,
    and is not one of the m.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(3)
    array([0.03, 0.06, 0.06])
    """
    p_values = np.asarray(p_values, np.float64)
    order = np.argsort(p_values, kind="stable")[: np.count_nonzero(~np.isnan(p_values))]
    corrected = np.full(len(p_values), np.nan)
    steps = p_values[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected


def _exact_p(n: int, m: int, reach: int) -> float:
    """The chance that the n·m-fold distance of two samples in random order is `reach` or more.

    A random order is a walk from (0, 0) to (n, m) whose next step is one of those left, each as likely. What is
    summed is the chance that the walk is at (i, j) and was never far enough before: terms are never negative, so
    that small p-values keep their digits.
    """
    here, far = np.zeros(n + 1), 0.0  # here[i]: at (i, step - i)
    here[0] = 1.0
    i = np.arange(n + 1)
    for step in range(n + m):
        j = step - i
        to_first = here * np.maximum(n - i, 0) / (n + m - step)
        here = here * np.maximum(m - j, 0) / (n + m - step)
        here[1:] += to_first[:-1]
        is_far = np.abs(i * m - (j + 1) * n) >= reach
        far += float(here[is_far].sum())
        here[is_far] = 0.0
    return min(far, 1.0)


def _limiting_p(x: float) -> float:
    """Kolmogorov's distribution beyond x; for small x by the series of theta functions, which converges there."""
    k = np.arange(1, 101)
    if x < 1:
        below = (
            math.sqrt(2 * math.pi) / max(x, 1e-9) * np.exp(-(((2 * k - 1) * math.pi) ** 2) / (8 * max(x, 1e-9) ** 2))
        )
        return float(1 - below.sum())
    return float(2 * ((-1.0) ** (k - 1) * np.exp(-2 * (k * x) ** 2)).sum())


def _relative_entropy(shares: NDArray[Any], other: NDArray[Any]) -> float:
    """Kullback and Leibler's divergence in bits; `other` is nowhere 0 where the shares are not."""
    known = shares > 0
    return float((shares[known] * np.log2(shares[known] / other[known])).sum())
