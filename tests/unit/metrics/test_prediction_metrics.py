"""Metrics of predictions and of images by them: M80-M87 and M90-M95, by hand-made cases and their authorities."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import entropy

from assay.errors import ArrayError
from assay.metrics.builtin.predictions import PREDICTION_METRICS
from assay.metrics.builtin.predictions.calibration_gap import calibration_gap
from assay.metrics.builtin.predictions.chance_entropy import chance_entropy
from assay.metrics.builtin.predictions.chance_margin import chance_margin
from assay.metrics.builtin.predictions.chance_variance import chance_variance
from assay.metrics.builtin.predictions.disagreement import disagreement
from assay.metrics.builtin.predictions.flicker import flicker
from assay.metrics.builtin.predictions.label_overlap import label_overlap
from assay.metrics.builtin.predictions.least_confidence import least_confidence
from assay.metrics.builtin.predictions.mean_object_confidence import mean_object_confidence
from assay.metrics.builtin.predictions.model_disagreement import model_disagreement
from assay.metrics.builtin.predictions.prediction_loss import prediction_loss
from assay.metrics.builtin.predictions.votes import votes
from assay.metrics.metric import Metric, Values
from assay.metrics.view import Objects, View
from assay.model.level import Level
from assay.schema.tables import MATCHES
from assay.testing.views import predictions_table
from tests.unit.metrics.metric_views import WHOLE, column, view_of

BOX = (10, 10, 100, 100)
P, I = Level.PREDICTION, Level.IMAGE  # noqa: E741 - as short as the tables they stand in


def of_run(
    image: Sequence[int],
    score: Sequence[float],
    *,
    boxes: Sequence[Sequence[float]] | None = None,
    category: Sequence[int] | None = None,
    images: int | None = None,
    **columns: Any,
) -> View:
    """A view without labels whose run has these predictions."""
    count = images if images is not None else 1 + max(image, default=0)
    view = view_of([], [], images=count)
    found = predictions_table(
        image, [BOX] * len(image) if boxes is None else boxes, category or [0] * len(image), score
    )
    for name, values in columns.items():
        at = found.schema.get_field_index(name)
        found = found.set_column(at, found.schema.field(name), pa.array(values, found.schema.field(name).type))
    return replace(view, predictions=Objects.of(found, view.images))


def with_matches(view: View, rows: Sequence[tuple[int, int | None, str]]) -> View:
    """`rows` are (prediction id, class of the label it took, outcome)."""
    told = [
        {
            "evaluation_id": 1,
            "run_id": 1,
            "image_id": 0,
            "annotation_id": None if category is None else 7,
            "prediction_id": prediction,
            "category_id": category,
            "predicted_category_id": 0,
            "outcome": outcome,
            "iou": None,
        }
        for prediction, category, outcome in rows
    ]
    return replace(view, matches=pa.Table.from_pylist(told, MATCHES.arrow))


def values(metric: Metric, view: View, level: Level, **parameters: Any) -> list[float]:
    assert metric.measure_rows is not None
    found: Values = metric.measure_rows(view, level=level, **parameters)
    return [float(value) for value in found]


VECTORS = [[0.7, 0.2, 0.1], [0.25, 0.25, 0.5], [0.0, 0.0, 1.0]]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        pytest.param(least_confidence, [0.3, 0.5, 0.0], id="M81"),
        pytest.param(chance_margin, [0.5, 0.25, 1.0], id="M82"),
        pytest.param(chance_entropy, [entropy(p, base=3) for p in VECTORS], id="M83"),
        pytest.param(chance_variance, [np.var(p) for p in VECTORS], id="M84"),
    ],
)
def test_uncertainty_of_a_class_vector_is_that_of_its_definition(metric: Metric, expected: list[float]) -> None:
    view = of_run([0, 0, 1], [0.7, 0.5, 1.0], probabilities=VECTORS)
    assert values(metric, view, P) == pytest.approx(expected, abs=1e-6)
    halves = of_run([0, 0, 1], [0.7, 0.5, 1.0], probabilities=[[p / 2 for p in row] for row in VECTORS])
    assert values(metric, halves, P) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (least_confidence, 0.2),
        (chance_margin, 0.6),
        (chance_entropy, entropy([0.8, 0.2], base=2)),
        (chance_variance, 0.09),
    ],
)
def test_a_prediction_without_a_class_vector_has_its_confidence_and_the_rest(metric: Metric, expected: float) -> None:
    assert values(metric, of_run([0], [0.8]), P) == pytest.approx([expected])
    beside = of_run([0, 0], [0.8, 0.9], probabilities=[None, [0.9, 0.05, 0.05]])
    assert values(metric, beside, P)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("mean", 0.2), ("sum", 0.4), ("max", 0.3), ("count_weighted", 0.2 * math.log2(3))],
)
def test_an_image_gets_the_aggregation_that_was_chosen_and_nothing_without_predictions(
    aggregation: str, expected: float
) -> None:
    """M86"""
    found = values(least_confidence, of_run([0, 0], [0.9, 0.7], images=2), I, aggregation=aggregation)
    assert found[0] == pytest.approx(expected)
    assert math.isnan(found[1])


def test_an_aggregation_that_is_none_is_told() -> None:
    with pytest.raises(ArrayError, match="median"):
        values(least_confidence, of_run([0], [0.9]), I, aggregation="median")


def test_mean_confidence_of_an_image_without_predictions_is_unknown() -> None:
    """M85: Encord Active gives 0."""
    found = values(mean_object_confidence, of_run([1, 1], [0.9, 0.5], images=3), I)
    assert math.isnan(found[0])
    assert math.isnan(found[2])
    assert found[1] == pytest.approx(0.7)


def test_votes_that_contradict_each_other_are_told_from_votes_that_are_unsure() -> None:
    """M87"""
    told = [[[1, 0], [0, 1]], [[0.5, 0.5], [0.5, 0.5]], [[1, 0], [1, 0], [0, 1]], "many", [[0, 0]], None]
    attributes = [None if cast is None else json.dumps({"votes": cast}) for cast in told]
    view = of_run([0] * 6, [0.5] * 6, attributes=attributes)
    assert column(votes, view, "bald", P)[:2] == pytest.approx([1.0, 0.0])
    assert column(votes, view, "variation_ratio", P)[:3] == pytest.approx([0.5, 0.0, 1 / 3])
    assert np.isnan(column(votes, view, "bald", P)[3:]).all()


MET = [(0, 0, "correct"), (1, None, "background"), (2, 1, "confusion"), (3, None, "ignored")]


def test_disagreement_is_the_confidence_of_what_is_wrong() -> None:
    """M90; a prediction that was not compared is unknown."""
    view = with_matches(of_run([0] * 5, [0.9, 0.9, 0.6, 0.8, 0.1]), MET)
    found = values(disagreement, view, P)
    assert found[:3] == pytest.approx([0.1, 0.9, 0.6])
    assert np.isnan(found[3:]).all()


def test_loss_is_the_cross_entropy_with_the_class_of_the_label() -> None:
    """M91"""
    plain = values(prediction_loss, with_matches(of_run([0] * 3, [0.9, 0.9, 0.6]), MET[:3]), P)
    assert plain == pytest.approx([-math.log(0.9), -math.log(0.1), -math.log(0.4)])
    vectors = [[0.9, 0.1, 0], [0.9, 0.1, 0], [0.6, 0.3, 0.1]]
    told = values(prediction_loss, with_matches(of_run([0] * 3, [0.9, 0.9, 0.6], probabilities=vectors), MET[:3]), P)
    assert told == pytest.approx([-math.log(0.9), -math.log(0.1), -math.log(0.3)], rel=1e-5)


def test_overlap_with_labels_knows_the_class_and_the_size() -> None:
    """M92: the first sits on a label of another class and is four times as large, the second stands alone."""
    view = view_of(
        [0],
        [(0, 0, 50, 50)],
        [1],
        predictions=([0, 0, 0], [(0, 0, 100, 100), (200, 200, 9, 9), WHOLE], [0, 1, 1], [0.9] * 3),
    )
    assert column(label_overlap, view, "iou_same_class", P)[:2] == [0.0, 0.0]
    assert column(label_overlap, view, "iou_any_class", P)[:2] == [0.25, 0.0]
    assert column(label_overlap, view, "size_difference", P)[0] == pytest.approx(math.log(4))
    assert np.isnan(column(label_overlap, view, "size_difference", P)[1:]).all()
    assert math.isnan(column(label_overlap, view, "iou_any_class", P)[2])


def test_the_mean_calibration_gap_is_no_less_than_the_calibration_error() -> None:
    """M95: predictions of .9 of which half are right are .4 off."""
    view = of_run([0] * 40, [0.9] * 40)
    matches = [(at, None if at % 2 else 0, "background" if at % 2 else "correct") for at in range(40)]
    assert values(calibration_gap, with_matches(view, matches), P) == pytest.approx([0.4] * 40)
    assert np.isnan(values(calibration_gap, view, P)).all()


def test_runs_that_see_the_same_agree_and_those_with_nothing_in_common_do_not() -> None:
    """M93"""
    boxes = [(0, 0, 50, 50), (100, 0, 50, 50), (0, 0, 50, 50)]
    ours = of_run([0, 0, 1], [0.9, 0.8, 0.7], boxes=boxes, images=4)
    other = of_run([0, 1, 2], [0.9, 0.8, 0.7], boxes=[boxes[0], (300, 300, 9, 9), boxes[0]], images=4)
    view = replace(ours, other_runs=lambda: [other.objects(P)])
    assert values(model_disagreement, view, I) == pytest.approx([1 / 3, 1.0, 1.0, 0.0])
    assert np.isnan(values(model_disagreement, ours, I)).all()


def film(boxes: Sequence[Sequence[Sequence[float]]], category: Sequence[Sequence[int]]) -> View:
    """One frame per list of predicted boxes."""
    image = [frame for frame, found in enumerate(boxes) for _ in found]
    flat = [box for found in boxes for box in found]
    return of_run(
        image, [0.9] * len(image), boxes=flat, category=[c for row in category for c in row], images=len(boxes)
    )


def test_an_object_lost_for_one_frame_flickers_and_a_class_that_changes_for_one_flips() -> None:
    """M94"""
    still = film([[BOX]] * 5, [[0]] * 5)
    assert column(flicker, still, "flicker", I)[1:4] == [0, 0, 0]
    assert np.isnan(column(flicker, still, "flicker", I)[0::4]).all()
    lost = film([[BOX], [BOX], [], [BOX], [BOX]], [[0], [0], [], [0], [0]])
    assert column(flicker, lost, "flicker", I)[1:4] == [0, 1, 0]
    flips = film([[BOX]] * 5, [[0], [0], [1], [0], [0]])
    assert column(flicker, flips, "class_flips", I)[1:4] == [0, 1, 0]
    assert column(flicker, flips, "flicker", I)[1:4] == [0, 0, 0]
    ends = film([[BOX], [BOX], [], []], [[0], [0], [], []])
    assert column(flicker, ends, "flicker", I)[1:3] == [0, 0]


@pytest.mark.parametrize("metric", PREDICTION_METRICS, ids=lambda metric: metric.slug)
def test_a_view_without_predictions_gives_no_values_and_no_error(metric: Metric) -> None:
    assert metric.measure_rows is not None
    for level in metric.levels:
        found = np.asarray(metric.measure_rows(view_of([0], [BOX], images=2), level=level))
        assert np.isnan(found).all()
