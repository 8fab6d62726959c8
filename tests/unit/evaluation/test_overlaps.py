from __future__ import annotations

import numpy as np
import pytest

from assay.evaluation.overlaps import find_overlaps, find_own_overlaps
from assay.geometry.iou import pairwise_iou

NAN = float("nan")


def test_every_overlapping_pair_of_one_image_is_found() -> None:
    """Held against all pairs compared one by one; more pairs than the first buffer holds."""
    rng = np.random.default_rng(0)
    boxes = np.column_stack((rng.uniform(0, 50, (300, 2)), rng.uniform(1, 40, (300, 2))))
    image = rng.integers(0, 4, 300)
    crowd = rng.random(150) < 0.1
    pairs = find_overlaps(
        label_image=image[:150],
        label_boxes=boxes[:150],
        label_crowd=crowd,
        pred_image=image[150:],
        pred_boxes=boxes[150:],
    )
    iou = pairwise_iou(boxes[150:], boxes[:150], crowd=crowd).T * (image[:150, None] == image[None, 150:])
    assert len(pairs) == (iou > 0).sum() > 1024
    assert iou[pairs.label, pairs.prediction] == pytest.approx(pairs.iou)


def test_pairs_below_the_least_overlap_are_left_out() -> None:
    a, b = np.array([[0.0, 0, 10, 10]]), np.array([[5.0, 0, 10, 10]])
    image, crowd = np.array([1]), np.array([False])
    for least, count in ((0.3, 1), (0.34, 0)):
        pairs = find_overlaps(
            label_image=image, label_boxes=a, label_crowd=crowd, pred_image=image, pred_boxes=b, least=least
        )
        assert len(pairs) == count


def test_whole_images_overlap_each_other_and_no_box() -> None:
    boxes = np.array([[NAN] * 4, [0, 0, 9, 9]])
    image = np.array([5, 5])
    pairs = find_overlaps(
        label_image=image, label_boxes=boxes, label_crowd=np.zeros(2, bool), pred_image=image, pred_boxes=boxes
    )
    assert list(zip(pairs.label, pairs.prediction, pairs.iou, strict=True)) == [(0, 0, 1.0), (1, 1, 1.0)]


def test_of_one_table_each_pair_stands_once_and_no_row_with_itself() -> None:
    boxes = np.array([[0, 0, 10, 10], [0, 0, 10, 9], [0, 0, 10, 10]], float)
    pairs = find_own_overlaps(image=np.array([1, 1, 2]), boxes=boxes)
    assert list(zip(pairs.label, pairs.prediction, strict=True)) == [(0, 1)]
    assert pairs.iou.tolist() == [0.9]


def test_nothing_overlaps_nothing() -> None:
    none = np.zeros(0, np.int64)
    assert len(find_own_overlaps(image=none, boxes=np.zeros((0, 4)))) == 0
