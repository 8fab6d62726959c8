"""How unlike all others an item is, by its nearest neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Neighbours

COUNT = 10
"""Neighbours whose mean distance tells how lonely an item is (M24)."""

LEAST_ITEMS = 20
"""Among fewer items none is odd."""

FENCE, SURE_FENCE = 2.5, 8.0
"""Spreads above the upper quartile from which an item is odd, and at which that is as sure as it gets (D1)."""

LEAST_CHANCE, MOST_CHANCE = 0.1, 0.6
"""Chance of an error at the two: most odd items are rare, not wrong."""


def loneliness(neighbours: Neighbours) -> NDArray[np.float64]:
    """(n,) mean distance to the `COUNT` nearest others; NaN for an item with none."""
    apart = neighbours.distances[:, :COUNT]
    known = np.isfinite(apart)
    total, count = np.where(known, apart, 0).sum(axis=1), known.sum(axis=1)
    lonely: NDArray[np.float64] = np.divide(total, count, out=np.full(len(apart), np.nan), where=count > 0)
    return lonely


def error_chances(lonely: NDArray[np.float64], group: Ids) -> NDArray[np.float64]:
    """(n,) chance that an item is odd because it is wrong: 0 up to the fence of its `group`, then rising with distance.

    The fence is the upper quartile and `FENCE` times the spread between the quartiles; a group of fewer than
    `LEAST_ITEMS` is measured by all items.
    """
    chance = np.zeros(len(lonely))
    known = np.isfinite(lonely)
    for number in np.unique(group[known]):
        inside = known & (group == number)
        measured = inside if inside.sum() >= LEAST_ITEMS else known
        if measured.sum() < LEAST_ITEMS:
            continue
        low, high = np.percentile(lonely[measured], [25, 75])
        over = (lonely[inside] - high) / max(high - low, 1e-9)
        rise = np.clip((over - FENCE) / (SURE_FENCE - FENCE), 0, 1)
        chance[inside] = np.where(over > FENCE, LEAST_CHANCE + (MOST_CHANCE - LEAST_CHANCE) * rise, 0)
    return chance
