"""Whether the order of a set says something of its items: gaps between neighbours in it, against random orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids

ORDERS = 499
"""Random orders that the order at hand is compared with."""

_MOST = 4_000_000  # gaps of all random orders together: more tell nothing new
_SEED = 0


@dataclass(frozen=True, slots=True)
class OrderTest:
    """What a comparison with random orders told.

    gap : the mean gap of the set. p : the share of orders, this one among them, with one as small.
    usual_low : the 5 % quantile of the gap of one item in random orders.
    """

    gap: float
    p: float
    usual_low: float


def order_gaps(neighbours: Ids) -> NDArray[np.float64]:
    """(n,) mean of |i - j| / n over the neighbours j of item i; NaN for an item without any.

    neighbours : (n, k) places in the order, -1 where there are not so many.
    """
    return _gaps(neighbours, np.arange(len(neighbours)))


def order_test(neighbours: Ids) -> OrderTest:
    """Are neighbours nearer each other in the order than in random ones? A permutation test, seeded."""
    rng = np.random.default_rng(_SEED)
    gap = float(np.nanmean(order_gaps(neighbours)))
    orders = max(99, min(ORDERS, _MOST // max(neighbours.size, 1)))
    drawn = [_gaps(neighbours, rng.permutation(len(neighbours))) for _ in range(orders)]
    below = sum(float(np.nanmean(gaps)) <= gap for gaps in drawn)
    usual = float(np.nanquantile(np.concatenate(drawn[:20]), 0.05))
    return OrderTest(gap, (1 + below) / (1 + orders), usual)


def _gaps(neighbours: Ids, place: Ids) -> NDArray[np.float64]:
    there = neighbours >= 0
    apart = np.abs(place[neighbours] - place[:, None]) * there
    count = there.sum(axis=1)
    gaps: NDArray[np.float64] = np.where(count > 0, apart.sum(axis=1) / np.maximum(count, 1), np.nan) / len(neighbours)
    return gaps
