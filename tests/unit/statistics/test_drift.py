"""Measures of drift on samples whose answer is known (D2, D3)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.statistics import drift


def test_a_sample_does_not_differ_from_itself() -> None:
    values = np.arange(50.0)
    assert drift.kolmogorov_smirnov(drift.steps(values, values)) == (0.0, 1.0)
    assert drift.wasserstein(drift.steps(values, values)) == 0.0
    shares = drift.binned_shares(values, values)
    assert drift.stability_index(*shares) == 0.0
    assert drift.jensen_shannon(*shares) == 0.0
    assert drift.chi_square(np.array([3, 4]), np.array([6, 8]))[2] == pytest.approx(0.0, abs=1e-12)


def test_samples_that_share_nothing_are_as_far_apart_as_can_be() -> None:
    low, high = np.arange(10.0), np.arange(100.0, 110.0)
    distance, p_value = drift.kolmogorov_smirnov(drift.steps(low, high))
    assert distance == 1.0
    assert p_value == pytest.approx(2 / 184_756)  # 2 of C(20, 10) orders
    assert drift.wasserstein(drift.steps(low, high)) == pytest.approx(100.0)
    assert drift.chi_square(np.array([9, 0]), np.array([0, 4]))[2] == 1.0
    assert drift.jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 1.0


def test_an_empty_side_has_no_distance() -> None:
    some, none = np.arange(3.0), np.empty(0)
    assert np.isnan(drift.kolmogorov_smirnov(drift.steps(some, none))).all()
    assert np.isnan(drift.wasserstein(drift.steps(none, some)))
    assert np.isnan(drift.chi_square(np.array([1, 2]), np.array([0, 0]))).all()


def test_an_empty_bin_counts_as_the_least_share() -> None:
    """D3: the rule for zeros is stated: a share below 1e-4 is 1e-4."""
    index = drift.stability_index(np.array([0.5, 0.5, 0.0]), np.array([0.5, 0.4, 0.1]))
    assert index == pytest.approx((0.4 - 0.5) * np.log(0.4 / 0.5) + (0.1 - 1e-4) * np.log(0.1 / 1e-4))


def test_values_beyond_the_reference_fall_into_its_outer_bins() -> None:
    reference, current = np.arange(100.0), np.array([-50.0, 500.0])
    shares, moved = drift.binned_shares(reference, current)
    assert shares == pytest.approx([0.1] * 10)
    assert moved.tolist() == [0.5, *[0.0] * 8, 0.5]


def test_equal_values_share_a_bin_of_the_reference() -> None:
    shares, _ = drift.binned_shares(np.zeros(30), np.ones(2))
    assert shares.tolist() == [1.0]


def test_many_tests_are_corrected_step_by_step() -> None:
    """Holm 1979; a field without a test is not one of them."""
    corrected = drift.holm(np.array([0.04, np.nan, 0.01, 0.9, 0.03]))
    assert corrected == pytest.approx([0.09, np.nan, 0.04, 0.9, 0.09], nan_ok=True)
    assert drift.holm(np.array([0.6, 0.7])).tolist() == [1.0, 1.0]
