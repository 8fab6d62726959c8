from __future__ import annotations

import numpy as np

from assay.geometry.rings import read_masks, read_rings
from assay.testing.views import labels_table

TEXTS = [
    "[[0, 0, 4, 0, 4.5, 4]]",
    None,
    '{"size": [10, 20], "counts": "P13U5"}',
    "[[1, 1, 2, 1, 2, 2], [5, 5, 6, 5, 6]]",  # the last number of the second ring has no partner
    "[]",
    "[[]]",
]
LABELS = labels_table(np.zeros(6, np.int64), np.ones((6, 4)), np.zeros(6), segmentation=TEXTS)


def test_rings_know_their_label() -> None:
    rings = read_rings(LABELS)
    assert rings.row.tolist() == [0, 3, 3, 5]
    assert rings.starts.tolist() == [0, 3, 6, 8, 8]
    assert rings.points[:3].tolist() == [[0, 0], [4, 0], [4.5, 4]]
    assert rings.points[6:].tolist() == [[5, 5], [6, 5]]


def test_masks_know_their_label() -> None:
    rows, masks = read_masks(LABELS)
    assert rows.tolist() == [2]
    assert masks[0]["size"] == [10, 20]


def test_a_set_without_outlines() -> None:
    boxes = labels_table(np.zeros(2, np.int64), np.ones((2, 4)), np.zeros(2))
    assert len(read_rings(boxes).row) == 0
    assert read_rings(boxes).starts.tolist() == [0]
    assert len(read_masks(boxes)[0]) == 0
