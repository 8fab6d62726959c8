"""Reliability bins and calibration errors, worked by hand (E9, F8)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.evaluation.calibration import brier_error, equal_mass_edges, equal_width_edges, reliability

CONFIDENCE = np.array([0.1, 0.3, 0.6, 0.8, 0.9, 1.0])
CORRECT = np.array([False, True, False, True, True, True])


def test_calibration_errors_worked_by_hand() -> None:
    """Two bins: 2 claims at mean .2 of which half are right, 4 at mean .825 of which three quarters are."""
    bins = reliability(CONFIDENCE, CORRECT, edges=equal_width_edges(2))
    assert bins.low.tolist() == [0, 0.5]
    assert bins.high.tolist() == [0.5, 1]
    assert bins.count.tolist() == [2, 4]
    assert bins.correct.tolist() == [1, 3]
    assert bins.confidence == pytest.approx([0.2, 0.825])
    assert bins.expected_error == pytest.approx((2 * 0.3 + 4 * 0.075) / 6)
    assert bins.largest_error == pytest.approx(0.3)
    assert brier_error(CONFIDENCE, CORRECT) == pytest.approx((0.01 + 0.49 + 0.36 + 0.04 + 0.01) / 6)


def test_bins_of_equal_mass_hold_equally_many() -> None:
    """E9: fifteen of them unless told otherwise, however the confidences crowd."""
    confidence = np.linspace(0, 1, 300) ** 5
    assert reliability(confidence, confidence > 0.5).count.tolist() == [20] * 15
    assert reliability(confidence, confidence > 0.5, edges=equal_width_edges()).count.max() > 150


def test_equal_confidences_share_a_bin_whatever_the_order() -> None:
    """Half of the claims are at .5; split by rank, the error would depend on which of them come first."""
    confidence = np.array([0.1, 0.2, 0.5, 0.5, 0.5, 0.5, 0.7, 0.9])
    correct = np.array([False, False, True, True, False, False, True, True])
    bins = reliability(confidence, correct, edges=equal_mass_edges(confidence, 4))
    assert bins.count.max() >= 4
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(8)
        again = reliability(confidence[order], correct[order], edges=equal_mass_edges(confidence[order], 4))
        assert again.count.tolist() == bins.count.tolist()
        assert again.expected_error == pytest.approx(bins.expected_error, abs=1e-15)


def test_a_bin_holds_its_high_end() -> None:
    """As Guo et al. have it: ((m - 1)/M, m/M]."""
    bins = reliability(np.array([0.0, 0.5, 0.51]), np.array([True, True, True]), edges=equal_width_edges(2))
    assert bins.count.tolist() == [2, 1]


def test_a_model_right_as_often_as_it_says_has_no_error() -> None:
    bins = reliability(np.repeat([0.25, 0.75], 4), np.array([1, 0, 0, 0, 1, 1, 1, 0], bool))
    assert bins.expected_error == 0


def test_without_claims_nothing_is_told() -> None:
    nothing = reliability(np.array([np.nan]), np.array([True]))
    assert len(nothing.count) == 0
    assert np.isnan([nothing.expected_error, nothing.largest_error, brier_error(np.zeros(0), np.zeros(0, bool))]).all()


def test_one_edge_makes_no_bin() -> None:
    with pytest.raises(ArrayError, match="at least 2 values, got 1"):
        reliability(CONFIDENCE, CORRECT, edges=np.array([0.0]))
