"""ObjectLab's scores beside cleanlab's own (M46-M50, G2)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.evaluation.label_quality import LabelQuality, QualityRules, label_quality

rank = pytest.importorskip("cleanlab.object_detection.rank")

IMAGES, CLASSES = 40, 4


def _set(seed: int) -> dict[str, np.ndarray]:
    """Labels, predictions near them that are often sure, and predictions anywhere; some boxes with two classes."""
    rng = np.random.default_rng(seed)
    label_image = np.sort(rng.integers(0, IMAGES, 160))
    boxes = np.column_stack((rng.uniform(0, 300, (160, 2)), rng.uniform(8, 120, (160, 2))))
    category = rng.integers(0, CLASSES, 160)
    twins = np.flatnonzero(np.diff(label_image, prepend=-1) == 0)[:10]
    boxes[twins] = boxes[twins - 1]
    near = rng.integers(0, 160, 300)
    pred_boxes = boxes[near] + rng.normal(0, 6, (300, 4)) * [1, 1, 0.3, 0.3]
    pred_boxes[:90] = np.column_stack((rng.uniform(0, 300, (90, 2)), rng.uniform(8, 60, (90, 2))))
    pred_boxes[:, 2:] = np.maximum(pred_boxes[:, 2:], 2)
    return {
        "label_image": label_image,
        "label_boxes": boxes,
        "label_class": category,
        "label_ignored": np.zeros(160, bool),
        "pred_image": label_image[near],
        "pred_boxes": pred_boxes,
        "pred_class": np.where(rng.random(300) < 0.7, category[near], rng.integers(0, CLASSES, 300)),
        "pred_score": np.where(rng.random(300) < 0.5, rng.uniform(0.95, 1, 300), rng.random(300)),
    }


def _corners(boxes: np.ndarray) -> np.ndarray:
    return np.column_stack((boxes[:, :2], boxes[:, :2] + boxes[:, 2:]))


def _for_cleanlab(rows: dict[str, np.ndarray]) -> tuple[list[Any], list[Any], np.ndarray]:
    """cleanlab's labels and predictions, and the rows of our predictions in its order."""
    labels, predictions, order = [], [], []
    for image in range(IMAGES):
        mine = rows["label_image"] == image
        labels.append({"bboxes": _corners(rows["label_boxes"][mine]), "labels": rows["label_class"][mine]})
        by_class = []
        for category in range(CLASSES):
            at = np.flatnonzero((rows["pred_image"] == image) & (rows["pred_class"] == category))
            order.append(at)
            by_class.append(np.column_stack((_corners(rows["pred_boxes"][at]), rows["pred_score"][at])))
        predictions.append(np.array([*by_class, None], dtype=object)[:-1])
    return labels, predictions, np.concatenate(order)


def _ours(rows: dict[str, np.ndarray], rules: QualityRules | None = None) -> LabelQuality:
    return label_quality(images=IMAGES, rules=rules, **rows)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_with_cleanlabs_constants_every_score_is_cleanlabs(seed: int) -> None:
    """M46-M50: distances in pixels and the smallest similarity of the set give what cleanlab 2.9 gives."""
    rows = _set(seed)
    labels, predictions, order = _for_cleanlab(rows)
    floor = float(rank._get_min_possible_similarity(0.9, predictions, labels))
    ours = _ours(rows, QualityRules(in_diagonals=False, floor=floor))
    inputs = {"labels": labels, "predictions": predictions}
    overlooked = np.concatenate(rank.compute_overlooked_box_scores(**inputs))
    np.testing.assert_allclose(ours.overlooked[order], overlooked, rtol=1e-6, atol=1e-15)  # it rounds, by 1 - (1 - x)
    np.testing.assert_allclose(ours.location, np.concatenate(rank.compute_badloc_box_scores(**inputs)), rtol=1e-6)
    np.testing.assert_allclose(ours.swapped, np.concatenate(rank.compute_swap_box_scores(**inputs)), rtol=1e-6)
    whole = rank.get_label_quality_scores(**inputs, verbose=False)
    np.testing.assert_allclose(ours.image, whole, rtol=1e-6, atol=1e-8)
    assert np.isfinite(overlooked).any()
    assert (ours.swapped < 0.5).any()
    assert (ours.location < 0.9).any()
