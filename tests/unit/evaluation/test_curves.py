"""Curves against confidence, worked by hand and held against COCO's (E2, F7)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.evaluation.curves import (
    RECALLS,
    confidence_curve,
    counted_predictions,
    precision_recall_curve,
    score_histogram,
)
from assay.evaluation.outcomes import BACKGROUND, CONFUSION, CORRECT, DUPLICATE, IGNORED, MISSED, MatchArrays

SCORE = np.array([0.9, 0.8, 0.8, 0.4, 0.2])
RIGHT = np.array([True, True, False, True, False])


def test_predictions_on_ignored_labels_do_not_count() -> None:
    """Labels 0 to 2 and predictions 0 to 4: 0, 2 and 4 are wrong, each in its own way, 3 is ignored."""
    matches = MatchArrays(
        label_index=np.array([0, 1, 2, -1, -1, -1]),
        pred_index=np.array([1, -1, 2, 0, 3, 4]),
        iou=np.array([0.9, np.nan, 0.8, np.nan, np.nan, np.nan]),
        outcome=np.array([CORRECT, MISSED, CONFUSION, BACKGROUND, IGNORED, DUPLICATE], np.int8),
    )
    rows, correct = counted_predictions(matches)
    assert rows.tolist() == [1, 2, 0, 4]
    assert correct.tolist() == [True, False, False, False]


def test_rates_at_every_distinct_score() -> None:
    """Five labels: at .8 three predictions pass, two of them correct."""
    curve = confidence_curve(SCORE, RIGHT, labels=5)
    assert curve.confidence.tolist() == [0.2, 0.4, 0.8, 0.9]
    assert curve.precision == pytest.approx([3 / 5, 3 / 4, 2 / 3, 1])
    assert curve.recall == pytest.approx([3 / 5, 3 / 5, 2 / 5, 1 / 5])
    assert curve.f == pytest.approx([6 / 10, 6 / 9, 4 / 8, 2 / 6])
    assert curve.best is not None
    assert (curve.best.confidence, curve.best.precision, curve.best.recall) == (0.4, 0.75, 0.6)


def test_the_best_threshold_depends_on_what_recall_is_worth() -> None:
    precise = confidence_curve(SCORE, RIGHT, labels=5, beta=0.1).best
    assert precise is not None
    assert precise.confidence == 0.9


def test_of_equally_good_thresholds_the_highest_is_best() -> None:
    best = confidence_curve(np.array([0.9, 0.5, 0.4]), np.array([True, False, True]), labels=2).best
    assert best is not None
    assert best.confidence == 0.4
    best = confidence_curve(np.array([0.9, 0.5, 0.4, 0.3]), np.array([True, False, False, True]), labels=2).best
    assert best is not None
    assert (best.confidence, best.f) == (0.9, 2 / 3)


def test_without_a_correct_prediction_no_threshold_is_best() -> None:
    assert confidence_curve(np.array([0.5]), np.array([False]), labels=3).best is None
    empty = confidence_curve(np.zeros(0), np.zeros(0, bool), labels=3)
    assert empty.best is None
    assert len(empty.confidence) == 0


def test_precision_is_monotone_and_zero_where_recall_is_not_reached() -> None:
    """Recall .2 at precision 1, up to .6 at .75, no further."""
    curve = precision_recall_curve(SCORE, RIGHT, labels=5)
    assert curve.precision[RECALLS <= 0.2] == pytest.approx(1)
    assert curve.precision[(RECALLS > 0.2) & (RECALLS <= 0.6)] == pytest.approx(0.75)
    assert (curve.precision[RECALLS > 0.6] == 0).all()
    assert curve.score[[0, 20, 30, 60]].tolist() == [0.9, 0.9, 0.8, 0.4]
    assert np.isnan(curve.score[61:]).all()
    assert curve.area == pytest.approx((21 * 1 + 40 * 0.75) / 101)


def test_without_labels_the_curve_is_not_told() -> None:
    curve = precision_recall_curve(SCORE, np.zeros(5, bool), labels=0)
    assert np.isnan(curve.area)
    assert np.isnan(curve.precision).all()
    nothing = precision_recall_curve(np.zeros(0), np.zeros(0, bool), labels=3)
    assert nothing.area == 0


def test_the_histogram_counts_correct_and_wrong_apart() -> None:
    histogram = score_histogram(
        np.array([0.0, 0.49, 0.5, 1.0, np.nan]), np.array([True, False, True, True, True]), bins=2
    )
    assert histogram.edges.tolist() == [0, 0.5, 1]
    assert histogram.correct.tolist() == [1, 2]
    assert histogram.wrong.tolist() == [1, 0]


def test_the_histogram_widens_for_scores_outside_0_to_1() -> None:
    histogram = score_histogram(np.array([-1.0, 3.0]), np.array([True, False]), bins=4)
    assert histogram.edges.tolist() == [-1, 0, 1, 2, 3]
    assert score_histogram(np.zeros(0), np.zeros(0, bool), bins=1).edges.tolist() == [0, 1]
