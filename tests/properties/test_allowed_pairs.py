"""Laws of average precision with pairs of classes that may answer each other (F16)."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import ArrayError
from assay.evaluation.allowed_pairs import match_allowed
from assay.evaluation.coco import CocoArrays, CocoRows, evaluate_coco
from assay.evaluation.coco_config import CocoConfig
from assay.evaluation.keypoints import Keypoints

CLASSES = (1, 2, 3)
CONFIG = CocoConfig(ious=(0.3, 0.5), areas={"all": (0.0, 1e10), "small": (0.0, 16.0)}, max_detections=(1, 3))
NUMBER, SIDE = st.integers(0, 6), st.integers(1, 8)
ROW = st.tuples(st.integers(1, 2), st.sampled_from(CLASSES), NUMBER, NUMBER, SIDE, SIDE, st.integers(0, 4))
ROWS = st.lists(ROW, max_size=10)
ALLOWED = st.dictionaries(st.sampled_from(CLASSES), st.sets(st.sampled_from(CLASSES)))


def labels_of(rows: list[tuple[int, ...]]) -> CocoRows:
    table = np.array(rows, np.int64).reshape(-1, 7)
    area = (table[:, 4] * table[:, 5]).astype(float)
    return CocoRows(table[:, 0], table[:, 1], area, table[:, 2:6].astype(float), crowd=table[:, 6] == 0)


def predictions_of(rows: list[tuple[int, ...]]) -> CocoRows:
    table = np.array(rows, np.int64).reshape(-1, 7)
    area = (table[:, 4] * table[:, 5]).astype(float)
    return CocoRows(table[:, 0], table[:, 1], area, table[:, 2:6].astype(float), score=table[:, 6] / 4)


def counted(labels: CocoRows, predictions: CocoRows, allowed: dict[int, set[int]]) -> CocoArrays:
    return match_allowed(labels, predictions, class_ids=CLASSES, allowed=allowed, config=CONFIG).arrays()


@given(ROWS, ROWS)
def test_no_pairs_are_coco(labels: list[tuple[int, ...]], predictions: list[tuple[int, ...]]) -> None:
    truth, found = labels_of(labels), predictions_of(predictions)
    mine, coco = counted(truth, found, {}), evaluate_coco(truth, found, class_ids=CLASSES, config=CONFIG)
    for name in ("precision", "scores", "recall", "average", "support"):
        np.testing.assert_allclose(getattr(mine, name), getattr(coco, name), rtol=0, atol=1e-12, err_msg=name)


@given(ROWS, ROWS, ALLOWED)
def test_no_class_loses_by_a_pair(
    labels: list[tuple[int, ...]], predictions: list[tuple[int, ...]], allowed: dict[int, set[int]]
) -> None:
    truth, found = labels_of(labels), predictions_of(predictions)
    without, with_pairs = counted(truth, found, {}), counted(truth, found, allowed)
    assert (with_pairs.recall >= without.recall - 1e-12).all()
    assert (with_pairs.average >= without.average - 1e-12).all()


def test_an_allowed_prediction_answers_a_label_that_its_own_class_left() -> None:
    """A van on a car's label: right for car, and not held against van."""
    car, van = 1, 2
    labels = labels_of([(1, car, 0, 0, 4, 4, 1), (2, van, 0, 0, 4, 4, 1)])
    predictions = predictions_of([(1, van, 0, 0, 4, 4, 3), (2, van, 0, 0, 4, 4, 2)])
    assert counted(labels, predictions, {}).class_precision(iou=0.5)[:2] == pytest.approx([0, 0.5])
    assert counted(labels, predictions, {car: {van}}).class_precision(iou=0.5)[:2] == pytest.approx([1, 1])
    assert counted(labels, predictions, {van: {car}}).class_precision(iou=0.5)[:2] == pytest.approx([0, 0.5])


def test_only_boxes_have_pairs() -> None:
    rows = labels_of([])
    points = CocoRows(rows.image, rows.category, rows.area, Keypoints(np.empty((0, 17, 3)), np.empty((0, 4))))
    with pytest.raises(ArrayError, match="Only boxes"):
        match_allowed(points, points, class_ids=CLASSES, allowed={})


def test_every_pair_allowed_leaves_no_class_apart() -> None:
    """One label of each class, each answered by a prediction of another."""
    labels = labels_of([(image, klass, 0, 0, 4, 4, 1) for image, klass in enumerate(CLASSES)])
    predictions = predictions_of([(image, klass % 3 + 1, 0, 0, 4, 4, 2) for image, klass in enumerate(CLASSES)])
    pairs: dict[int, set[int]] = {}
    for label, answer in product(CLASSES, CLASSES):
        pairs.setdefault(label, set()).add(answer)
    assert counted(labels, predictions, pairs).average_precision(iou=0.5) == pytest.approx(1)
