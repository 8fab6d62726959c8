"""Laws of curves and statistics, held against `match`, scipy, scikit-learn and plain Python (F7, E14-E17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from sklearn.metrics import mutual_info_score

from assay.evaluation.calibration import equal_mass_edges, reliability
from assay.evaluation.curves import confidence_curve, counted_predictions, precision_recall_curve
from assay.evaluation.outcomes import CORRECT, IGNORED, MatchArrays
from assay.evaluation.ranking import ranked, spread
from assay.statistics import importance, resampling, strata
from assay.statistics.intervals import newcombe, wilson
from tests.properties.test_matching import CLASSES, SCENES, THRESHOLDS, Scene

CLOSE: dict[str, Any] = {"rtol": 0, "atol": 1e-12}
NUMBERS = st.lists(st.integers(-3, 3).map(float) | st.just(float("nan")) | st.floats(-5, 5), max_size=40).map(np.array)
PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3) | st.floats(0, 1)), min_size=1, max_size=40)


@given(SCENES, THRESHOLDS, st.sampled_from([0.0, 0.25, 0.5, 0.6, 1.0]))
def test_the_match_at_a_threshold_is_the_match_at_zero_without_what_lies_below(
    scene: Scene, iou: float, confidence: float
) -> None:
    """F1, F7: so one match gives the whole curve. Prediction by prediction: its label, its IoU, its outcome."""
    confident = np.flatnonzero(scene.pred_score >= confidence)
    whole = _of_predictions(scene.match(iou=iou, confidence=0), len(scene.pred_score))
    part = _of_predictions(scene.match(iou=iou, confidence=confidence), len(scene.pred_score))
    np.testing.assert_array_equal(whole[confident], part[confident])
    assert np.isnan(np.delete(part, confident, axis=0)).all()


def _of_predictions(matches: MatchArrays, predictions: int) -> NDArray[np.float64]:
    """(p, 3) label, IoU and outcome of each prediction, all NaN where it is in no row."""
    told = np.full((predictions, 3), np.nan)
    there = matches.pred_index >= 0
    columns = (matches.label_index, matches.iou, matches.outcome)
    told[matches.pred_index[there]] = np.stack([column[there].astype(float) for column in columns], axis=1)
    return told


@given(SCENES, THRESHOLDS, st.sampled_from([None, *CLASSES]))
def test_every_point_of_the_curve_is_a_match_at_that_threshold(scene: Scene, iou: float, category: int | None) -> None:
    """E5, F7: precision, recall and F1 of one class or of all, from a match at confidence 0."""
    matches = scene.match(iou=iou, confidence=0)
    rows, correct = counted_predictions(matches)
    mine = np.full(len(rows), True) if category is None else scene.pred_class[rows] == category
    wanted = ~scene.label_ignore if category is None else (scene.label_class == category) & ~scene.label_ignore
    labels = int(wanted.sum())
    curve = confidence_curve(scene.pred_score[rows][mine], correct[mine], labels=labels)
    for i, threshold in enumerate(curve.confidence):
        there = scene.match(iou=iou, confidence=threshold)
        counted = (there.pred_index >= 0) & (there.outcome != IGNORED)
        if category is not None:
            counted &= scene.pred_class[there.pred_index] == category
        right, predicted = int((there.outcome[counted] == CORRECT).sum()), int(counted.sum())
        assert curve.precision[i] == right / predicted
        np.testing.assert_equal(curve.recall[i], right / labels if labels else np.nan)
        assert curve.f[i] == 2 * right / (predicted + labels)
    if curve.best:
        assert curve.best.f == curve.f.max()
        assert curve.best.confidence == curve.confidence[curve.f == curve.f.max()].max()
    else:
        assert not correct[mine].any()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80), st.integers(5, 20))
def test_a_thinned_curve_keeps_its_best_point_and_its_ends(rows: list[tuple[float, bool]], points: int) -> None:
    score, correct = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    whole = confidence_curve(score, correct, labels=50, points=1000)
    thin = confidence_curve(score, correct, labels=50, points=points)
    assert len(thin.confidence) <= points
    assert thin.best == whole.best
    assert thin.f.max() == whole.f.max()
    assert set(thin.confidence.tolist()) <= set(whole.confidence.tolist())
    assert thin.confidence[[0, -1]].tolist() == whole.confidence[[0, -1]].tolist()


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=40), st.integers(0, 5))
def test_precision_at_a_recall_is_the_best_at_any_recall_beyond(rows: list[tuple[int, bool]], missed: int) -> None:
    """E2: by its definition, in plain Python."""
    score, correct = np.array([row[0] / 8 for row in rows]), np.array([row[1] for row in rows], bool)
    labels = int(correct.sum()) + missed
    curve = precision_recall_curve(score, correct, labels=labels)
    seen = ranked(score, correct)
    for recall, precision in zip(curve.recall, curve.precision, strict=True):
        beyond = [f / c for f, c in zip(seen.found, seen.counted, strict=True) if labels and f / labels >= recall]
        assert np.isnan(precision) if not labels else precision == max(beyond, default=0)
    assert labels == 0 or (np.diff(curve.precision) <= 0).all()


@given(st.integers(2, 400), st.integers(4, 50), st.randoms(use_true_random=False))
def test_spread_points_rise_and_hold_both_ends(count: int, points: int, random: Any) -> None:
    steps = np.array([random.choice([(0, 1), (1, 0), (3, 0), (0, 9), (1, 1)]) for _ in range(count)], float)
    kept = spread(*np.cumsum(steps, axis=0).T, points=points)
    assert len(kept) <= points
    assert (np.diff(kept) > 0).all()
    assert kept[[0, -1]].tolist() == [0, count - 1]


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_wilson_equals_scipy(successes: int, failures: int, level: float) -> None:
    """E14, F18."""
    total = successes + failures
    low, high = wilson(successes, total, level=level)
    if total:
        theirs = stats.binomtest(successes, total).proportion_ci(level, method="wilson")
        np.testing.assert_allclose([low, high], theirs, **CLOSE)
    else:
        assert np.isnan([low, high]).all()


@given(st.tuples(*[st.integers(0, 60)] * 4))
def test_the_interval_of_a_difference_holds_it_and_turns_round_with_it(counts: tuple[int, int, int, int]) -> None:
    """E17."""
    a, b = (counts[0], counts[0] + counts[1] + 1), (counts[2], counts[2] + counts[3] + 1)
    low, high = newcombe((a[0], b[0]), (a[1], b[1]))
    assert -1 <= low <= a[0] / a[1] - b[0] / b[1] <= high <= 1
    assert newcombe((b[0], a[0]), (b[1], a[1])) == pytest.approx((-high, -low), abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1, max_size=60), st.integers(1, 15), st.data())
def test_calibration_does_not_depend_on_the_order_of_rows(
    rows: list[tuple[int, bool]], bins: int, data: st.DataObject
) -> None:
    """E9: with ties everywhere; every claim stands in one bin, and equal confidences in the same."""
    told = []
    for order in (rows, data.draw(st.permutations(rows))):
        confidence, correct = np.array([row[0] / 10 for row in order]), np.array([row[1] for row in order])
        told.append(reliability(confidence, correct, edges=equal_mass_edges(confidence, bins)))
    first, second = told
    assert first.count.sum() == len(rows)
    assert first.count.tolist() == second.count.tolist()
    assert first.correct.tolist() == second.correct.tolist()
    np.testing.assert_allclose(first.expected_error, second.expected_error, **CLOSE)
    assert 0 <= first.expected_error <= first.largest_error + 1e-12 <= 1 + 1e-12


@given(PAIRS)
def test_spearman_equals_scipy(rows: list[tuple[int, float]]) -> None:
    """E15: with ties; NaN for a constant column."""
    a, b = np.array(rows, float).T
    if len(set(a)) > 1 and len(set(b)) > 1:
        np.testing.assert_allclose(importance.spearman(a, b), stats.spearmanr(a, b).statistic, **CLOSE)
    else:
        assert np.isnan(importance.spearman(a, b))


@given(PAIRS)
def test_information_is_that_of_scikit_learn_less_its_bias(rows: list[tuple[int, float]]) -> None:
    """E15."""
    a, b = np.array(rows, float).T
    a_bin, b_bin = (strata.assign(x, strata.quantile_edges(x, 4)) for x in (a, b))
    bias = a_bin.max() * b_bin.max() / (2 * len(rows))
    theirs = max(0.0, mutual_info_score(a_bin, b_bin) - bias)
    np.testing.assert_allclose(importance.mutual_information(a, b, bins=4), theirs, **CLOSE)


@given(NUMBERS, st.integers(1, 8))
def test_strata_cover_every_number_once_and_none_is_empty(values: NDArray[np.float64], bins: int) -> None:
    """E14: NaN apart, equal values together, each bin what its ends say."""
    edges = strata.quantile_edges(values, bins)
    stratum = strata.assign(values, edges)
    assert ((stratum == strata.NO_VALUE) == np.isnan(values)).all()
    there = len(edges) - 1 if len(edges) else 0
    assert set(stratum[stratum >= 0].tolist()) == set(range(there))
    assert there <= bins
    for i in range(there):
        upper = values <= edges[i + 1] if i == there - 1 else values < edges[i + 1]
        assert ((stratum == i) == ((values >= edges[i]) & upper)).all()


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60, unique=True), st.integers(1, 8))
def test_strata_of_distinct_numbers_are_equally_large(numbers: list[int], bins: int) -> None:
    values = np.array(numbers, float)
    count = np.bincount(strata.assign(values, strata.quantile_edges(values, bins)))
    assert count.max() - count.min() <= 1 or len(values) < bins


@given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=1, max_size=4), st.integers(0, 9))
def test_shuffled_tables_keep_both_margins(rows: list[list[int]], seed: int) -> None:
    table = np.array(rows)
    margins = [table.sum(axis=axis) for axis in (1, 0)]
    drawn = importance.shuffled_tables(*(tuple(sums.tolist()) for sums in margins), repeats=20, seed=seed)
    assert (drawn >= 0).all()
    assert (drawn.sum(axis=2) == margins[0]).all()
    assert (drawn.sum(axis=1) == margins[1]).all()


@given(st.integers(1, 30), st.integers(1, 20), st.integers(0, 5))
def test_a_resample_holds_as_many_images_and_sums_are_those_of_the_images_drawn(
    images: int, repeats: int, seed: int
) -> None:
    """F18."""
    counts = np.random.default_rng(seed).integers(0, 9, (images, 2))
    weights = resampling.image_weights(images, repeats=repeats, seed=seed)
    assert weights.shape == (repeats, images)
    assert (weights.sum(axis=1) == images).all()
    assert np.array_equal(weights, resampling.image_weights(images, repeats=repeats, seed=seed))
    drawn = [np.repeat(counts, row, axis=0).sum(axis=0) for row in weights]
    assert np.array_equal(resampling.resampled_sums(counts, weights), drawn)


@given(st.lists(st.integers(0, 4) | st.just(float("nan")), min_size=1, max_size=30), st.sampled_from([0.5, 0.9, 0.95]))
def test_the_interval_is_numpys_quantiles_of_the_resamples_that_have_a_value(values: list[float], level: float) -> None:
    column = np.array(values, float)
    both = np.stack([column, np.arange(len(column))], axis=1)
    low, high = resampling.interval(both, level=level)
    told = column[~np.isnan(column)]
    ends = [(1 - level) / 2, (1 + level) / 2]
    expected = np.quantile(told, ends) if len(told) else [np.nan, np.nan]
    np.testing.assert_allclose([low[0], high[0]], expected, **CLOSE)
    np.testing.assert_allclose([low[1], high[1]], np.quantile(both[:, 1], ends), **CLOSE)


CAUSES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "rising": lambda x: 1 / (1 + np.exp(-2 * x)),
    "falling": lambda x: 1 / (1 + np.exp(2 * x)),
    "both ends are hard": lambda x: np.exp(-(x**2)),
    "hard beyond a step": lambda x: np.where(x > 1, 0.2, 0.9),
}


@pytest.mark.parametrize("shape", CAUSES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=15)
def test_importance_ranks_the_injected_cause_first(shape: str, seed: int) -> None:
    """V2.7: errors made by one metric among columns that follow it more or less closely, and columns of noise."""
    random = np.random.default_rng(seed)
    objects = 2000
    cause = random.normal(size=objects)
    columns = {"cause": np.exp(cause)}  # what matters is order, not scale
    for share in (0.3, 0.5, 0.7, 0.8):
        columns[f"follows by {share}"] = share * cause + np.sqrt(1 - share**2) * random.normal(size=objects)
    columns |= {f"noise {i}": random.normal(size=objects) for i in range(5)}
    columns["noise in few values"] = random.integers(0, 3, objects)
    correct = random.random(objects) < CAUSES[shape](cause)
    outcome = correct * random.uniform(0.5, 1, objects)
    told = {name: importance.importance(column, outcome, repeats=200) for name, column in columns.items()}
    assert max(told, key=lambda name: told[name].mutual_information) == "cause"
    assert told["cause"].p_value == 1 / 201
