from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from assay.detectors.objects import Objects
from assay.testing.views import images_table, labels_table, predictions_table, view_of

NAN = float("nan")


def predictions(probabilities: list[list[float] | None]) -> Objects:
    n = len(probabilities)
    vectors = pa.array(probabilities, pa.list_(pa.float32()))
    return Objects.of(predictions_table(range(n), np.ones((n, 4)), [0] * n, [0.5] * n, probabilities=vectors))


def test_null_boxes_stand_for_whole_images() -> None:
    objects = Objects.of(labels_table([0, 1], np.array([[NAN] * 4, [1, 2, 3, 4]]), [0, 1]))
    assert objects.whole.tolist() == [True, False]
    assert objects.boxes[1].tolist() == [1, 2, 3, 4]
    assert np.isnan(objects.score).all()
    assert objects.id.tolist() == [0, 1]


def test_crowds_are_ignored_and_so_is_what_is_marked_so() -> None:
    objects = Objects.of(
        labels_table([0] * 3, np.ones((3, 4)), [0] * 3, is_crowd=[True, False, False], ignore=[False, True, False])
    )
    assert objects.crowd.tolist() == [True, False, False]
    assert objects.ignored.tolist() == [True, True, False]


def test_class_probabilities_are_one_row_per_object() -> None:
    objects = predictions([[0.25, 0.75], [1.0, 0.0]])
    assert objects.has_probabilities
    assert objects.probabilities is not None
    assert objects.probabilities.tolist() == [[0.25, 0.75], [1.0, 0.0]]


@pytest.mark.parametrize(
    "vectors",
    [
        [],  # no prediction
        [[0.5, 0.5], None],  # one lacks them
        [[0.5, 0.5], [1.0]],  # of different lengths
        [[], []],  # of no class
    ],
)
def test_class_probabilities_that_do_not_line_up_are_none(vectors: list[list[float] | None]) -> None:
    assert not predictions(vectors).has_probabilities


def test_classes_stand_in_the_order_of_their_ids() -> None:
    view = view_of(images_table(0), classes=("cat", "dog"))
    assert view.class_ids.tolist() == [0, 1]
    assert view.class_names == {0: "cat", 1: "dog"}


def test_what_several_detectors_need_is_computed_once() -> None:
    view = view_of(images_table(1), labels_table([0], np.ones((1, 4)), [0]), predictions_table([], [], [], []))
    assert view.labels is view.labels
    assert view.overlaps is view.overlaps
    assert len(view.overlaps) == 0
