from __future__ import annotations

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.geometry.iou import paired_iou, pairwise_iou

BOX = [0.0, 0.0, 10.0, 10.0]


@pytest.mark.parametrize(
    ("other", "iou"),
    [
        ([0, 0, 10, 10], 1.0),  # the same box
        ([5, 0, 10, 10], 1 / 3),  # half of each
        ([10, 0, 10, 10], 0.0),  # they share an edge, which has no area
        ([2, 2, 5, 5], 0.25),  # one inside the other
        ([0, 0, 0, 10], 0.0),  # no extent
        ([5, 5, -5, -5], 0.0),  # negative extent is no extent, not a box to the left
        ([np.nan] * 4, 0.0),  # a whole image is no box
        ([0, 0, 1e300, 1e300], 0.0),  # beyond measure
    ],
)
def test_iou_of_a_pair(other: list[float], iou: float) -> None:
    assert paired_iou(np.array([BOX]), np.array([other])).tolist() == pytest.approx([iou])
    assert paired_iou(np.array([other]), np.array([BOX])).tolist() == pytest.approx([iou])


def test_of_a_crowd_region_the_share_of_the_prediction_inside_it_counts() -> None:
    """E1: crowd IoU = inter / area(prediction)."""
    predictions = np.array([BOX, [5.0, 0.0, 10.0, 10.0]])
    labels = np.array([[0.0, 0.0, 10.0, 100.0], BOX])
    iou = pairwise_iou(predictions, labels, crowd=np.array([True, False]))
    assert iou == pytest.approx(np.array([[1.0, 1.0], [0.5, 1 / 3]]))


def test_pairwise_of_nothing_is_empty() -> None:
    assert pairwise_iou(np.zeros((0, 4)), np.array([BOX])).shape == (0, 1)


def test_pairs_of_different_lengths_are_refused() -> None:
    with pytest.raises(ArrayError, match="boxes has 1, others has 2"):
        paired_iou(np.array([BOX]), np.array([BOX, BOX]))
