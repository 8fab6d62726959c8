"""Precision, recall, F and their averages, worked by hand (E5, X5)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.evaluation.rates import average_rates, divided, mean_told, rates


def test_f1_below_one_half_is_the_harmonic_mean() -> None:
    """X5: P = 1/5, R = 1/4, F1 = 2/9; with max(P + R, 1) below the line it would be told as 1/10."""
    found = rates(np.array(1), np.array(5), support=4)
    assert found.precision == 0.2
    assert found.recall == 0.25
    assert found.f == pytest.approx(2 / 9, abs=1e-15)


def test_f_is_zero_where_precision_and_recall_both_are() -> None:
    assert rates(np.array(0), np.array(3), support=2).f == 0


@pytest.mark.parametrize(("beta", "expected"), [(0.5, 5 / 7), (1.0, 2 / 3), (2.0, 5 / 8)])
def test_beta_weighs_recall(beta: float, expected: float) -> None:
    """E5: P = 3/4, R = 3/5: (1 + β²)·PR / (β²·P + R)."""
    assert rates(np.array(3), np.array(4), support=5, beta=beta).f == pytest.approx(expected, abs=1e-15)


def test_a_rate_without_a_denominator_is_not_told() -> None:
    """A class without labels has no recall, one never predicted no precision, one with neither no F."""
    found = rates(np.array([0, 0, 0]), np.array([2, 0, 0]), support=np.array([0, 2, 0]))
    np.testing.assert_array_equal(found.precision, [0, np.nan, np.nan])
    np.testing.assert_array_equal(found.recall, [np.nan, 0, np.nan])
    np.testing.assert_array_equal(found.f, [0, 0, np.nan])


def test_averages_leave_out_what_is_not_told() -> None:
    """E5: classes of 4, 0 and 6 labels; the second is predicted once, wrongly, the third never."""
    averages = average_rates(np.array([2, 0, 0]), np.array([4, 1, 0]), support=np.array([4, 0, 6]))
    macro, weighted, micro = averages["macro"], averages["weighted"], averages["micro"]
    assert (macro.precision, macro.recall) == (0.25, 0.25)
    assert macro.f == pytest.approx(0.5 / 3)
    assert (weighted.precision, weighted.recall, weighted.f) == (0.5, 0.2, 0.2)
    assert (micro.precision, micro.recall) == (0.4, 0.2)
    assert micro.f == pytest.approx(4 / 15)


def test_a_mean_of_nothing_is_not_told() -> None:
    nan = np.array([np.nan, np.nan])
    assert np.isnan(mean_told(nan))
    assert np.isnan(mean_told(np.array([np.nan, 0.5]), weights=np.array([3, 0])))
    np.testing.assert_array_equal(divided(np.array([1, 0]), 0), nan)
