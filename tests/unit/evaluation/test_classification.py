"""Metrics of whole items where nothing is defined, where they tie, and what they refuse (E9).

Their values are held against scikit-learn in tests/golden/test_classification_authority.py.
"""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.evaluation import classification

COUNTS = np.array([[3, 1, 0], [1, 4, 0], [0, 0, 0]])
"""Nine items; the third class neither occurs nor is predicted."""


def test_rows_are_true_classes_and_columns_predicted_ones() -> None:
    counts = classification.class_counts(np.array([0, 0, 1]), np.array([0, 2, 2]), classes=3)
    assert counts.tolist() == [[1, 0, 1], [0, 0, 1], [0, 0, 0]]


def test_numbers_worked_by_hand() -> None:
    assert classification.accuracy(COUNTS) == 7 / 9
    assert classification.balanced_accuracy(COUNTS) == pytest.approx((3 / 4 + 4 / 5) / 2)
    assert classification.cohen_kappa(COUNTS) == pytest.approx((7 / 9 - 41 / 81) / (1 - 41 / 81))
    assert classification.matthews_correlation(COUNTS) == pytest.approx((3 * 4 - 1) / 20)


def test_what_is_not_defined_is_not_told() -> None:
    """Without items nothing is; where all are of one class and called so, chance explains the agreement."""
    none, same = np.zeros((2, 2), np.int64), np.array([[5, 0], [0, 0]])
    metrics = (classification.accuracy, classification.balanced_accuracy)
    assert all(np.isnan(metric(none)) for metric in metrics)
    assert all(metric(same) == 1 for metric in metrics)
    for metric in (classification.cohen_kappa, classification.matthews_correlation):
        assert np.isnan(metric(none))
        assert np.isnan(metric(same))
    nobody, nothing = np.zeros(0, np.int64), np.zeros((0, 2))
    for measure in (classification.log_loss, classification.brier_score):
        assert np.isnan(measure(nobody, nothing))
    assert np.isnan(classification.top_k_accuracy(nobody, nothing, k=1))
    assert np.isnan(classification.roc_areas(nobody, nothing)).all()


def test_of_equal_probabilities_the_lower_class_comes_first() -> None:
    """So top-1 is the accuracy of `argmax`."""
    probabilities = np.array([[0.4, 0.4, 0.2]] * 3)
    assert classification.places(np.arange(3), probabilities).tolist() == [0, 1, 2]
    assert classification.top_k_accuracy(np.arange(3), probabilities, k=2) == 2 / 3


def test_one_sure_mistake_does_not_make_log_loss_infinite() -> None:
    assert classification.log_loss(np.array([1]), np.array([[1.0, 0.0]])) == pytest.approx(52 * np.log(2))


def test_a_class_that_no_item_has_has_no_curve() -> None:
    true, probabilities = np.array([0, 1]), np.array([[0.7, 0.2, 0.1], [0.3, 0.6, 0.1]])
    np.testing.assert_array_equal(classification.roc_areas(true, probabilities), [1, 1, np.nan])
    np.testing.assert_array_equal(classification.average_precisions(true, probabilities), [1, 1, np.nan])


def test_classes_and_probabilities_out_of_form_are_refused() -> None:
    with pytest.raises(ArrayError, match="`true` must hold classes 0 to 1, got 0 to 2"):
        classification.class_counts(np.array([0, 2]), np.array([0, 1]), classes=2)
    with pytest.raises(ArrayError, match=r"`probabilities` must have shape \(n, k\)"):
        classification.log_loss(np.array([0]), np.array([0.5]))
    with pytest.raises(ArrayError, match="NaN"):
        classification.brier_score(np.array([0]), np.array([[0.5, np.nan]]))
    with pytest.raises(ArrayError, match="same length"):
        classification.places(np.array([0, 1]), np.array([[0.5, 0.5]]))
