"""Masks beside predicted masks of the same object (M46, M48, M63, of masks)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from assay.detectors.outline_fit import drawn_mask, outline_fit
from assay.detectors.view import DatasetView
from assay.testing.views import images_table, labels_table, predictions_table, view_of
from tests.unit.detectors.builtin.raised import find

BOX = [100.0, 100.0, 100.0, 100.0]


def rectangle(x: float, y: float, w: float, h: float) -> str:
    return json.dumps([[x, y, x + w, y, x + w, y + h, x, y + h]])


def one_odd(shape: str, *, box: list[float] = BOX, count: int = 40, **columns: Any) -> DatasetView:
    """Labels whose mask is up to 3 px off the predicted one, and one more with the mask `shape`."""
    shapes = [rectangle(100 + 3 * at / count, 100, 100, 100) for at in range(count)] + [shape]
    n, boxes = count + 1, np.tile(BOX, (count + 1, 1))
    drawn = boxes.copy()
    drawn[-1] = box
    return view_of(
        images_table(n),
        labels_table(np.arange(n), drawn, np.zeros(n), kind="polygon", segmentation=shapes, **columns),
        predictions_table(
            np.arange(n), boxes, np.zeros(n), np.full(n, 0.9), first=1000, kind="polygon",
            segmentation=[rectangle(*BOX)] * n,
        ),
        classes=("dog",),
    )  # fmt: skip


def test_two_masks_drawn_by_hand_have_the_overlaps_and_the_distance_that_one_can_count() -> None:
    """6 x 6 beside 6 x 4 of it: 24 of 36 pixels; bands one pixel deep share 6 + 3 + 3 of 20 + 16 - 12 ones."""
    window = (10, 20, 30, 40)
    one, other = (drawn_mask(rectangle(12, 22, 6, high), (60, 80), window) for high in (6, 4))
    assert one is not None
    assert other is not None
    assert (one.sum(), other.sum()) == (36, 24)
    found = outline_fit(one, other, depth=1, corner=(10, 20))
    assert found is not None
    assert found.iou == pytest.approx(24 / 36)
    assert found.boundary_iou == pytest.approx(12 / 24)
    assert found.hausdorff == pytest.approx(2)
    assert (found.spilt, found.lacking, found.place) == (12, 0, [12, 26, 6, 2])
    assert found.side == pytest.approx(np.sqrt(24))
    # Squares: of the label's 20 outline pixels 6 are 2 px below and 2 are 1 px below; of the other's 16 two are 1 px
    # and two are 2 px inside. Their sum is 36, and so is their number.
    assert found.off == pytest.approx(1)


def test_a_mask_of_another_size_or_no_mask_at_all_is_not_drawn() -> None:
    runs = json.dumps({"size": [5, 5], "counts": "05C1"})
    assert drawn_mask(runs, (60, 80), (0, 0, 10, 10)) is None
    assert drawn_mask("no mask", (60, 80), (0, 0, 10, 10)) is None


def test_a_mask_that_leaks_is_found_with_the_place_where_it_does() -> None:
    (suspect,) = find("loose_mask", one_odd(rectangle(100, 100, 140, 100), box=[100, 100, 140, 100]))
    assert (suspect.label, suspect.prediction) == (40, 1040)
    assert suspect.evidence["hausdorff"] == pytest.approx(40, abs=1)
    assert suspect.evidence["other_boxes"] == [[200, 100, 40, 100]]
    assert "leaks up to 40 px" in suspect.sentence


def test_a_mask_that_lacks_half_of_its_object_is_found_though_its_box_is_right() -> None:
    """No score of boxes sees it: the box is that of the object."""
    triangle = json.dumps([[100, 100, 200, 100, 100, 200]])
    view = one_odd(triangle)
    assert find("loose_box", view) == []
    (suspect,) = find("loose_mask", view)
    assert suspect.evidence["iou"] == pytest.approx(0.5, abs=0.01)
    assert "falls short by" in suspect.sentence


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (one_odd(rectangle(102, 100, 100, 100)), "it is as good as the others"),
        (one_odd(rectangle(100, 100, 50, 100), ignore=[False] * 40 + [True]), "it does not count"),
        (one_odd("[]"), "there is nothing painted to compare"),
        (one_odd("not a mask"), "it cannot be read"),
    ],
)
def test_what_is_not_raised(view: DatasetView, why: str) -> None:
    assert find("loose_mask", view) == [], why
