"""Labels that are alike: of one class and of similar size, so that each is judged by its own kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids

SIZES = 3
"""Size bands a class is cut into: small, middling, large for *this* class."""

LEAST_TO_CUT = 60
"""Members from which a class is cut into size bands; fewer would leave bands of a handful."""


def size_bands(category: NDArray[np.integer], area: NDArray[np.float64]) -> Ids:
    """(n,) number of the group each item is in: its class, cut into thirds by area where the class is large enough."""
    _, number, count = np.unique(category, return_inverse=True, return_counts=True)
    order = np.lexsort((area, number))
    place = np.empty(len(number), np.int64)
    place[order] = np.arange(len(number)) - np.repeat(np.cumsum(count) - count, count)
    bands = np.where(count >= LEAST_TO_CUT, SIZES, 1)
    band: Ids = number * SIZES + place * bands[number] // count[number]
    return band


def share_in_groups(group: Ids, is_member: Flags, *, prior: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """(n,) share of the members of each item's group, leaning on `prior` (n,) as if by `weight` more items."""
    count = np.bincount(group)[group]
    share: NDArray[np.float64] = (np.bincount(group, is_member)[group] + weight * prior) / (count + weight)
    return share


def median_in_groups(group: Ids, values: NDArray[np.float64], *, weight: float) -> NDArray[np.float64]:
    """(n,) median of each item's group, leaning on the median of all as if by `weight` more items."""
    order = np.lexsort((values, group))
    _, start, count = np.unique(group[order], return_index=True, return_counts=True)
    ranked = values[order]
    medians = (ranked[start + (count - 1) // 2] + ranked[start + count // 2]) / 2
    _, number = np.unique(group, return_inverse=True)
    trust = count / (count + weight)
    leaning: NDArray[np.float64] = (trust * medians + (1 - trust) * np.median(values))[number]
    return leaning
