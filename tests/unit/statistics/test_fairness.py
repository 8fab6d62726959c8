"""Gaps between groups (E17, F17, V4.8)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.statistics.fairness import demographic_parity, equal_opportunity, gaps
from assay.statistics.intervals import newcombe, wilson

RATE, COUNT = np.array([0.6, 0.8, 0.0, 0.7]), np.array([80, 70, 5, 100])


def test_the_gap_is_that_of_the_best_and_the_worst_group() -> None:
    found = gaps(RATE, COUNT)
    assert (found.best, found.worst) == (1, 0)
    assert found.gap == pytest.approx(0.2)
    assert found.ratio == pytest.approx(0.75)
    assert (found.gap_low, found.gap_high) == pytest.approx(newcombe((56, 48), (70, 80)))


def test_a_small_group_is_told_apart_and_left_out() -> None:
    """V4.8: the group of 5 has rate 0, and an interval up to .43 that says how little that means."""
    found = gaps(RATE, COUNT)
    assert found.enough.tolist() == [True, True, False, True]
    assert found.rate[2] == 0
    assert found.high[2] == pytest.approx(0.4345, abs=1e-3)
    assert gaps(RATE, COUNT, minimum=5).worst == 2


def test_each_group_has_its_interval() -> None:
    found = gaps(RATE, COUNT)
    np.testing.assert_allclose([found.low, found.high], wilson(RATE * COUNT, COUNT))


def test_one_group_alone_has_no_gap() -> None:
    found = gaps(np.array([0.5, np.nan, 0.2]), np.array([50, 0, 3]))
    assert found.best is None
    assert found.worst is None
    assert np.isnan([found.gap, found.gap_low, found.gap_high, found.ratio]).all()


def test_equal_opportunity_compares_recall_and_parity_how_often_a_class_is_predicted() -> None:
    """E17: two groups of 100 images with 40 and 50 labels; 30 and 45 are found, 60 and 50 predicted."""
    labels, items = np.array([40, 50]), np.array([100, 100])
    assert equal_opportunity(np.array([30, 45]), labels).gap == pytest.approx(0.9 - 0.75)
    parity = demographic_parity(np.array([60, 50]), items)
    assert parity.gap == pytest.approx(0.1)
    assert (parity.best, parity.worst) == (0, 1)


def test_a_group_without_labels_is_left_out() -> None:
    found = equal_opportunity(np.array([30, 45, 0]), np.array([40, 50, 0]), minimum=0)
    assert found.enough.tolist() == [True, True, False]
    assert np.isnan(found.rate[2])


def test_where_nobody_is_served_there_is_no_ratio() -> None:
    found = gaps(np.zeros(2), np.array([50, 60]))
    assert found.gap == 0
    assert np.isnan(found.ratio)


def test_rates_out_of_range_are_refused() -> None:
    with pytest.raises(ArrayError, match=r"0\.\.1, got 0\.5 to 60"):
        gaps(np.array([0.5, 60.0]), np.array([50, 50]))
