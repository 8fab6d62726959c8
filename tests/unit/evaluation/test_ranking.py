"""Cumulative counts, ROC curves and average precision, worked by hand (E9, F8)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.evaluation.ranking import average_precision, ranked, roc_curve, spread

SCORE = np.array([0.2, 0.9, 0.5, 0.5, np.nan])
POSITIVE = np.array([False, True, True, False, True])


def test_equal_scores_pass_together_and_nan_never() -> None:
    ranking = ranked(SCORE, POSITIVE)
    assert ranking.score.tolist() == [0.9, 0.5, 0.2]
    assert ranking.counted.tolist() == [1, 3, 4]
    assert ranking.found.tolist() == [1, 2, 2]


def test_the_area_is_the_chance_of_the_right_order() -> None:
    """Four pairs of a positive and a negative: three in order, one tied."""
    curve = roc_curve(SCORE, POSITIVE)
    assert curve.true_rate.tolist() == [0, 0.5, 1, 1]
    assert curve.false_rate.tolist() == [0, 0, 0.5, 1]
    assert curve.area == 3.5 / 4


def test_average_precision_adds_up_steps() -> None:
    assert average_precision(SCORE, POSITIVE) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)


def test_without_positives_or_negatives_there_is_no_curve() -> None:
    only = roc_curve(np.array([0.1, 0.2]), np.array([True, True]))
    assert np.isnan(only.area)
    assert only.thinned(10) is only
    assert np.isnan(average_precision(np.array([0.1]), np.array([False])))
    empty = roc_curve(np.zeros(0), np.zeros(0, bool))
    assert np.isnan(empty.area)


def test_a_thinned_roc_curve_keeps_its_ends_and_its_area() -> None:
    random = np.random.default_rng(0)
    score = random.random(5000)
    curve = roc_curve(score, random.random(5000) < score)
    thin = curve.thinned(100)
    assert 50 <= len(thin.threshold) <= 100
    assert thin.area == curve.area
    assert [thin.true_rate[0], thin.false_rate[0], thin.true_rate[-1], thin.false_rate[-1]] == [0, 0, 1, 1]
    assert np.trapezoid(thin.true_rate, thin.false_rate) == pytest.approx(curve.area, abs=2e-3)


def test_too_few_points_are_refused() -> None:
    with pytest.raises(ArrayError, match="at least 4, got 3"):
        spread(np.arange(9.0), np.arange(9.0), points=3)


def test_lengths_must_agree() -> None:
    with pytest.raises(ArrayError, match="score has 2, positive has 1"):
        ranked(np.zeros(2), np.zeros(1, bool))
