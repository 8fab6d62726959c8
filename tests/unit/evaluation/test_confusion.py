from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.evaluation.confusion import class_rates, confusion_matrix, summarise
from assay.evaluation.outcomes import BACKGROUND, CONFUSION, CORRECT, IGNORED, MISSED, MatchArrays

ROWS = MatchArrays(
    label_index=np.array([0, 1, 2, 3, 4, -1, -1]),
    pred_index=np.array([0, 1, -1, 2, -1, 3, 4]),
    iou=np.array([0.9, 0.8, np.nan, 0.7, np.nan, np.nan, np.nan]),
    outcome=np.array([CORRECT, CONFUSION, MISSED, CORRECT, IGNORED, BACKGROUND, IGNORED], np.int8),
)
LABEL_CLASS = np.array([4, 4, 4, 9, 9], np.int32)
PRED_CLASS = np.array([4, 9, 9, 4, 4], np.int32)
CLASSES = [4, 9]
MATRIX = [[1, 1, 1], [0, 1, 0], [1, 0, 0]]


def test_rows_are_labels_columns_predictions_and_the_last_of_each_background() -> None:
    matrix = confusion_matrix(ROWS, label_class=LABEL_CLASS, pred_class=PRED_CLASS, class_ids=CLASSES)
    assert matrix.tolist() == MATRIX


def test_classes_stand_in_the_order_given_even_those_nobody_used() -> None:
    matrix = confusion_matrix(ROWS, label_class=LABEL_CLASS, pred_class=PRED_CLASS, class_ids=[7, 9, 4])
    assert matrix.tolist() == [[0, 0, 0, 0], [0, 1, 0, 0], [0, 1, 1, 1], [0, 0, 1, 0]]


def test_a_class_outside_the_list_is_named() -> None:
    with pytest.raises(ArrayError, match=r"Class ids \[9\] are not among"):
        confusion_matrix(ROWS, label_class=LABEL_CLASS, pred_class=PRED_CLASS, class_ids=[4])


def test_a_confusion_counts_against_precision_and_against_recall() -> None:
    """E5, with precision = tp / (tp + fp + confusions) and recall = tp / (tp + fn + confusions)."""
    summary = summarise(np.array(MATRIX), ["cat", "dog"])
    assert (summary.tp, summary.fp, summary.fn, summary.confusions) == (2, 1, 1, 1)
    assert summary.precision == pytest.approx(2 / 4)
    assert summary.recall == pytest.approx(2 / 4)
    assert summary.f1 == pytest.approx(2 / 4)
    assert summary.matrix == ((1, 1, 1), (0, 1, 0), (1, 0, 0))


def test_rates_without_a_denominator_are_none_not_zero() -> None:
    empty = summarise(np.zeros((2, 2), np.int64), ["cat"])
    assert (empty.precision, empty.recall, empty.f1) == (None, None, None)
    only_labels = summarise(np.array([[0, 3], [0, 0]]), ["cat"])
    assert (only_labels.precision, only_labels.recall, only_labels.f1) == (None, 0.0, 0.0)


def test_a_matrix_of_other_size_than_its_classes_is_refused() -> None:
    with pytest.raises(ArrayError, match=r"must have shape \(2, 2\) for 1 classes"):
        summarise(np.zeros((3, 3), np.int64), ["cat"])


def test_rates_per_class() -> None:
    rates = class_rates(np.array([[1, 1, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]))
    assert rates.support.tolist() == [3, 1, 0]
    assert rates.precision == pytest.approx(np.array([0.5, 0.5, np.nan]), nan_ok=True)
    assert rates.recall == pytest.approx(np.array([1 / 3, 1, np.nan]), nan_ok=True)
    assert rates.f1 == pytest.approx(np.array([2 / 5, 2 / 3, np.nan]), nan_ok=True)
