"""Intervals of shares (E14, F18)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.statistics.intervals import newcombe, normal_quantile, wilson


def test_the_example_of_the_literature() -> None:
    """Newcombe 1998: 81 of 263 has the Wilson interval .2553 to .3662, and 0 of 20 reaches .1611."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)


def test_a_difference_of_shares_from_the_literature() -> None:
    """Newcombe 1998, table II (a), method 10: 56/70 - 48/80 lies between .0524 and .3339."""
    assert newcombe((56, 48), (70, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe((48, 56), (80, 70)) == pytest.approx((-0.3339, -0.0524), abs=5e-5)


def test_shares_come_in_any_shape_and_nothing_of_nothing_is_not_told() -> None:
    low, high = wilson(np.array([[0, 3], [5, 0]]), np.array([[4, 3], [10, 0]]))
    assert low.shape == high.shape == (2, 2)
    assert (low[0, 0], high[0, 1]) == (0, 1)
    assert np.isnan([low[1, 1], high[1, 1], *newcombe((1, 0), (2, 0))]).all()


def test_all_and_none_reach_the_end_exactly() -> None:
    """Rounding of the formula would miss it for every other total."""
    total = np.arange(1, 1000)
    assert (wilson(total, total)[1] == 1).all()
    assert (wilson(np.zeros(999), total)[0] == 0).all()


def test_a_higher_level_is_wider() -> None:
    (low, high), (lower, higher) = wilson(5, 10, level=0.9), wilson(5, 10, level=0.99)
    assert lower < low < 0.5 < high < higher


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Over 20,000 draws at a rate where p ± 1.96·s covers 88 % only."""
    drawn = np.random.default_rng(0).binomial(30, 0.05, 20_000)
    low, high = wilson(drawn, 30)
    assert ((low <= 0.05) & (high >= 0.05)).mean() > 0.93


def test_levels_and_counts_out_of_range_are_refused() -> None:
    with pytest.raises(ArrayError, match="between 0 and 1, got 95"):
        normal_quantile(95)
    with pytest.raises(ArrayError, match="between 0 and `total`"):
        wilson(3, 2)
