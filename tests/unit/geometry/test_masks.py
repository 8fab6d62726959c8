from __future__ import annotations

import numpy as np

from assay.geometry.masks import mask_areas, mask_bounds

BAR = {"size": [10, 20], "counts": [32, 3, 165]}
"""Three pixels of the fourth column, rows 2 to 4."""

BAR_AS_TEXT = {"size": [10, 20], "counts": "P13U5"}
EMPTY = {"size": [10, 20], "counts": [200]}


def test_lists_and_text_are_read_alike() -> None:
    assert mask_areas([BAR, BAR_AS_TEXT, EMPTY]).tolist() == [3, 3, 0]
    assert mask_bounds([BAR, BAR_AS_TEXT, EMPTY]).tolist() == [[3, 2, 1, 3], [3, 2, 1, 3], [0, 0, 0, 0]]


def test_no_masks() -> None:
    assert mask_areas([]).shape == (0,)
    assert mask_bounds([]).shape == (0, 4)
    assert mask_bounds([]).dtype == np.float64


def test_there_may_be_more_masks_than_fit_in_a_byte() -> None:
    """pycocotools 2.0.11 raises OverflowError for 256 of them."""
    mask = {"size": [2, 3], "counts": [1, 4, 1]}
    assert mask_areas([mask] * 600).tolist() == [4.0] * 600
    assert len(mask_bounds([mask] * 600)) == 600
