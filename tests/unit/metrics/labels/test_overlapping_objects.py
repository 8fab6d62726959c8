"""Duplicates and conflicts of class (M35, M36)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.metrics.builtin.labels.annotation_duplicate import annotation_duplicate
from assay.metrics.builtin.labels.class_conflict import class_conflict
from assay.model.level import Level
from tests.unit.metrics.metric_views import WHOLE, column, view_of

RING = "[[10, 10, 50, 10, 50, 50, 10, 50]]"
UPPER = "[[10, 10, 50, 10, 50, 30, 10, 30]]"


def test_the_injected_duplicate_pair_tops_the_list_and_is_told_once() -> None:
    """V2.3, M35: among many objects with chance overlaps, the later of the two stands first, the earlier does not."""
    rng = np.random.default_rng(3)
    boxes = np.column_stack((rng.uniform(0, 500, (60, 2)), rng.uniform(20, 90, (60, 2)))).tolist()
    boxes[41] = [boxes[17][0] + 1, *boxes[17][1:]]
    view = view_of([0] * 60, boxes)
    once = np.array(column(annotation_duplicate, view, "annotation_duplicate_once"))
    assert once.argmax() == 41
    assert once[41] >= 0.6
    assert once[17] < 0.6
    both = np.array(column(annotation_duplicate, view, "annotation_duplicate"))
    assert sorted(np.argsort(-both)[:2].tolist()) == [17, 41]


def test_no_overlap_is_above_1() -> None:
    """Areas of equal boxes differ in the last digit when one is computed from its corners."""
    boxes = np.random.default_rng(5).uniform(0.1, 300, (400, 4)).repeat(2, axis=0).tolist()
    view = view_of([at // 2 for at in range(800)], boxes, [0, 0, 0, 1] * 200)
    assert max(column(annotation_duplicate, view, "annotation_duplicate")) == 1
    assert max(column(class_conflict, view, "class_conflict")) == 1


def test_of_three_copies_two_are_surplus() -> None:
    view = view_of([0] * 3, [[0, 0, 9, 9]] * 3)
    assert column(annotation_duplicate, view, "annotation_duplicate_once") == [0, 1, 1]


def test_another_class_is_a_conflict_and_no_duplicate() -> None:
    """M36."""
    view = view_of([0, 0, 1], [[0, 0, 9, 9]] * 3, [0, 1, 1])
    assert column(annotation_duplicate, view, "annotation_duplicate") == [0, 0, 0]
    assert column(class_conflict, view, "class_conflict") == [1, 1, 0]


def test_masks_are_compared_by_their_pixels() -> None:
    """Two outlines in one box, of which one is half the other."""
    view = view_of([0, 0], [[10, 10, 40, 40]] * 2, segmentation=[RING, UPPER], kind="polygon")
    assert column(annotation_duplicate, view, "annotation_duplicate") == [pytest.approx(0.5, abs=0.02)] * 2


def test_turned_boxes_are_compared_as_they_lie() -> None:
    view = view_of([0, 0], [[0, 0, 2, 2]] * 2, rotation=[0.0, np.pi / 4], kind="rotated_box")
    assert column(annotation_duplicate, view, "annotation_duplicate")[0] == pytest.approx(2**-0.5, abs=1e-9)


def test_a_whole_image_may_have_several_classes_but_each_once() -> None:
    view = view_of([0, 0, 0], [WHOLE] * 3, [0, 1, 0])
    assert column(annotation_duplicate, view, "annotation_duplicate_once") == [0, 0, 1]
    assert np.isnan(column(class_conflict, view, "class_conflict")).all()


def test_predictions_have_duplicates_too() -> None:
    """M35 is of objects and of predictions."""
    view = view_of([], [], predictions=([0, 0], [[0, 0, 4, 4]] * 2, [0, 0], [0.5, 0.4]), images=1)
    assert column(annotation_duplicate, view, "annotation_duplicate_once", Level.PREDICTION) == [0, 1]


def test_a_segmentation_that_cannot_be_read_counts_as_its_box() -> None:
    view = view_of([0, 0], [[10, 10, 40, 40]] * 2, segmentation=["nonsense", RING], kind="polygon")
    assert column(annotation_duplicate, view, "annotation_duplicate") == [pytest.approx(1.0)] * 2
