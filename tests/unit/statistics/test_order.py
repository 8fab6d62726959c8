"""Whether the order of a set says something (M70)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.statistics.order import order_gaps, order_test


def test_neighbours_that_lie_side_by_side_are_no_chance() -> None:
    """Bursts of ten: each image's neighbours are those of its burst."""
    burst = np.arange(300) // 10 * 10
    neighbours = burst[:, None] + (np.arange(300)[:, None] + np.arange(1, 6)) % 10
    test = order_test(neighbours)
    assert test.p == 1 / 500
    assert test.gap < 0.02 < test.usual_low
    shuffle = np.random.default_rng(1).permutation(300)
    mixed = np.argsort(shuffle)[neighbours[shuffle]]
    assert order_test(mixed).p > 0.05


@given(st.integers(2, 40), st.integers(1, 5), st.integers(0, 5))
def test_gaps_lie_in_0_to_1_and_do_not_depend_on_direction(n: int, k: int, seed: int) -> None:
    neighbours = np.random.default_rng(seed).integers(-1, n, (n, k))
    gaps = order_gaps(neighbours)
    there = (neighbours >= 0).any(axis=1)
    assert (np.isnan(gaps) == ~there).all()
    assert ((gaps[there] >= 0) & (gaps[there] < 1)).all()
    turned = np.where(neighbours >= 0, n - 1 - neighbours, -1)[::-1]
    assert np.allclose(order_gaps(turned)[::-1], gaps, equal_nan=True)
