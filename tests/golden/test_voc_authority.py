"""VOC's average precision held against its algorithm as the textbook has it, in exact fractions (E4)."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.evaluation.coco import CocoRows, evaluate_coco
from assay.evaluation.coco_config import VOC07, VOC12, CocoConfig

Box = tuple[float, float, float, float]


class Label(NamedTuple):
    image: int
    klass: int
    box: Box
    difficult: bool = False


class Prediction(NamedTuple):
    image: int
    klass: int
    box: Box
    score: float


def overlap(a: Box, b: Box) -> float:
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / (a[2] * a[3] + b[2] * b[3] - wide * high)


def textbook(labels: list[Label], predictions: list[Prediction], klass: int) -> tuple[Fraction, Fraction] | None:
    """AP of a class at eleven recalls and under the whole curve; None where no label counts."""
    truth = [label for label in labels if label.klass == klass]
    positives = sum(not label.difficult for label in truth)
    if positives == 0:
        return None
    found: set[int] = set()
    right, points = [], []
    ranked = sorted((p for p in predictions if p.klass == klass), key=lambda p: (-p.score, p.image))
    for prediction in ranked:
        candidates = [
            (overlap(prediction.box, label.box), -at)
            for at, label in enumerate(truth)
            if label.image == prediction.image
        ]
        most, at = max(candidates, default=(0.0, 0))
        if most >= 0.5:
            if truth[-at].difficult:
                continue
            right.append(-at not in found)
            found.add(-at)
        else:
            right.append(False)
        hits = sum(right)
        points.append((Fraction(hits, positives), Fraction(hits, len(right))))
    at_recalls = [max((p for r, p in points if r >= Fraction(k, 10)), default=Fraction(0)) for k in range(11)]
    whole, before = Fraction(0), Fraction(0)
    for recall in sorted({r for r, _ in points}):
        whole += (recall - before) * max(p for r, p in points if r >= recall)
        before = recall
    return sum(at_recalls, Fraction(0)) / 11, whole


def ours(
    labels: list[Label], predictions: list[Prediction], config: CocoConfig, *, classes: tuple[int, ...] = (1, 2, 3)
) -> list[float]:
    def rows(of: list[Label] | list[Prediction]) -> dict[str, np.ndarray]:
        shapes = np.array([row.box for row in of], float).reshape(-1, 4)
        return {
            "image": np.array([row.image for row in of], np.int64),
            "category": np.array([row.klass for row in of], np.int64),
            "area": shapes[:, 2] * shapes[:, 3],
            "shapes": shapes,
        }

    difficult = np.array([label.difficult for label in labels], bool)
    found = evaluate_coco(
        CocoRows(**rows(labels), ignore=difficult),
        CocoRows(**rows(predictions), score=np.array([p.score for p in predictions], float)),
        class_ids=classes,
        config=config,
    )
    told: list[float] = found.class_precision().tolist()
    return told


IMAGE, CLASS = st.integers(1, 3), st.integers(1, 2)
BOX = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 8), st.integers(1, 8))
LABELS = st.lists(st.builds(Label, IMAGE, CLASS, BOX, st.booleans()), max_size=14)
PREDICTIONS = st.lists(st.builds(Prediction, IMAGE, CLASS, BOX, st.integers(0, 4).map(lambda n: n / 4)), max_size=14)


@settings(max_examples=300)
@given(LABELS, PREDICTIONS)
def test_both_protocols_are_the_textbook(labels: list[Label], predictions: list[Prediction]) -> None:
    """Difficult labels, ties of score and of overlap, second detections, classes without labels."""
    expected = [textbook(labels, predictions, klass) for klass in (1, 2, 3)]
    for config, which in ((VOC07, 0), (VOC12, 1)):
        told = [np.nan if one is None else float(one[which]) for one in expected]
        np.testing.assert_allclose(ours(labels, predictions, config), told, rtol=0, atol=1e-12)


def test_real_detections(shared_data: Path) -> None:
    """The first 200 images of VOC 2007, a third of whose labels are difficult, and YOLOv2's boxes above .05."""
    folder = shared_data / "voc07_test_eval"
    truth = json.loads((folder / "instances_voc2007_test.json").read_text())
    results = json.loads((folder / "detections_yolov2_htt1084_ep150.json").read_text())
    images = {row["id"] for row in truth["images"][:200]}
    labels = [
        Label(row["image_id"], row["category_id"], tuple(row["bbox"]), bool(row["difficult"]))
        for row in truth["annotations"]
        if row["image_id"] in images
    ]
    predictions = [
        Prediction(row["image_id"], row["category_id"], tuple(row["bbox"]), row["score"])
        for row in results
        if row["image_id"] in images and row["score"] > 0.05
    ]
    classes = tuple(range(1, 21))
    expected = [textbook(labels, predictions, klass) for klass in classes]
    for config, which in ((VOC07, 0), (VOC12, 1)):
        told = [np.nan if one is None else float(one[which]) for one in expected]
        np.testing.assert_allclose(ours(labels, predictions, config, classes=classes), told, rtol=0, atol=1e-12)


HERE, THERE = (0, 0, 10, 10), (30, 0, 10, 10)


def ap(labels: list[Label], predictions: list[Prediction]) -> tuple[float, float]:
    return ours(labels, predictions, VOC07)[0], ours(labels, predictions, VOC12)[0]


def test_a_second_detection_of_a_label_is_wrong() -> None:
    labels = [Label(1, 1, HERE), Label(1, 1, THERE)]
    twice = [Prediction(1, 1, HERE, 0.9), Prediction(1, 1, HERE, 0.8), Prediction(1, 1, THERE, 0.7)]
    # Right, wrong, right: precision 1 up to recall .5, then 2/3. Six of eleven recalls lie up to .5.
    assert ap(labels, twice) == pytest.approx(((6 + 5 * 2 / 3) / 11, 0.5 + 0.5 * 2 / 3))


def test_a_prediction_on_a_difficult_label_counts_for_nothing() -> None:
    labels = [Label(1, 1, HERE), Label(1, 1, THERE, difficult=True)]
    first_on_difficult = [Prediction(1, 1, THERE, 0.9), Prediction(1, 1, THERE, 0.8), Prediction(1, 1, HERE, 0.7)]
    assert ap(labels, first_on_difficult) == pytest.approx((1, 1))


def test_a_prediction_is_held_against_the_label_it_overlaps_most_alone() -> None:
    """COCO would give the second prediction the other label, which it overlaps by more than half too."""
    labels = [Label(1, 1, (0, 0, 10, 10)), Label(1, 1, (2, 0, 10, 10))]
    predictions = [Prediction(1, 1, (0, 0, 10, 10), 0.9), Prediction(1, 1, (0, 0, 10, 10), 0.8)]
    assert ap(labels, predictions) == pytest.approx((6 / 11, 0.5))
    assert ours(labels, predictions, CocoConfig(ious=(0.5,)))[0] == pytest.approx(1)


def test_a_recall_of_exactly_three_tenths_reaches_the_recall_of_three_tenths() -> None:
    """0.1 * 3 is a little more than 0.3 in floating point, on which others lose a point of eleven."""
    labels = [Label(image, 1, HERE) for image in range(10)]
    predictions = [Prediction(image, 1, HERE, 0.9) for image in range(3)]
    assert ap(labels, predictions) == pytest.approx((4 / 11, 0.3))
