from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.confident import class_thresholds, confident_classes, confident_errors, confident_joint

P = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.1, 0.9], [0.4, 0.6]])
Y = np.array([0, 0, 0, 1, 1])


def test_a_threshold_is_how_sure_the_model_is_of_a_class_on_average() -> None:
    assert class_thresholds(Y, P) == pytest.approx(np.array([0.6, 0.75]))


def test_an_item_below_every_threshold_is_confidently_of_no_class() -> None:
    assert confident_classes(P, class_thresholds(Y, P)).tolist() == [0, 0, 1, 1, -1]


def test_the_joint_counts_labels_by_confident_class_and_is_calibrated_to_the_labels() -> None:
    assert confident_joint(Y, P).tolist() == [[2, 1], [0, 2]]


def test_a_label_confidently_of_another_class_is_wrong() -> None:
    assert confident_errors(Y, P).tolist() == [False, False, True, False, False]


def test_a_class_that_nobody_is_labelled_with_is_never_reached() -> None:
    thresholds = class_thresholds(np.array([0, 0]), np.array([[0.5, 0.5], [0.1, 0.9]]))
    assert confident_classes(np.array([[0.1, 0.9]]), thresholds).tolist() == [-1]
