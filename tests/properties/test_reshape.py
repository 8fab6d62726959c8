"""Laws of drawn shapes: what is drawn is what is stored, moved there and back, cut out, and drawn between (I3)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from assay.errors import EditInvalid
from assay.geometry.keyhole import keyhole
from assay.geometry.outlines import decode_rle, runs_of
from assay.geometry.polygons import ring_areas
from assay.model.drawn_shape import DrawnShape
from assay.model.shape import ShapeKind
from assay.workflows.edits.reshape import between, columns_of, moved

SIDE = 40

sides = st.integers(2, 20).map(float)
places = st.integers(0, 15).map(float)
cells = st.integers(0, 2)
keypoints = st.tuples(places, places, st.sampled_from([0.0, 1.0, 2.0]))
boxes = st.tuples(places, places, sides, sides)


@st.composite
def masks(draw: st.DrawFn) -> NDArray[np.bool_]:
    """A few rectangles in a small image, one pixel set at least."""
    pixels = np.zeros((draw(st.integers(1, 12)), draw(st.integers(1, 12))), np.bool_)
    for _ in range(draw(st.integers(1, 3))):
        top, left = draw(st.integers(0, pixels.shape[0] - 1)), draw(st.integers(0, pixels.shape[1] - 1))
        pixels[top : top + draw(st.integers(1, 6)), left : left + draw(st.integers(1, 6))] = True
    return pixels


def rectangle(x: float, y: float, w: float, h: float) -> NDArray[np.float64]:
    return np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])


def label(shape: DrawnShape) -> dict[str, Any]:
    return {"id": 1} | columns_of(shape)


def drawn(segmentation: str) -> NDArray[np.bool_]:
    """The pixels of polygons, as COCO's own tool draws them."""
    rings = json.loads(segmentation)
    packed = coco_mask.merge(coco_mask.frPyObjects(rings, SIDE, SIDE))
    return decode_rle({"size": packed["size"], "counts": packed["counts"].decode()})


@given(holes=st.lists(st.tuples(cells, cells), min_size=1, max_size=5, unique=True), flip=st.booleans())
def test_a_part_with_holes_covers_the_part_without_them(holes: list[tuple[int, int]], flip: bool) -> None:
    """Area, and COCO's own pixels: none of a hole, all of the rest."""
    part = rectangle(2, 2, 36, 36)
    cut = [rectangle(4 + 11 * column, 4 + 11 * row, 8, 8)[:: -1 if flip else 1] for column, row in holes]
    ring = keyhole(part, cut)
    assert len(ring) == 4 + 6 * len(cut)
    assert ring_areas(ring, np.array([0, len(ring)]))[0] == pytest.approx(36 * 36 - 64 * len(cut))
    shape = DrawnShape(
        ShapeKind.POLYGON, rings=(tuple(part.ravel()),), holes=tuple(tuple(hole.ravel()) for hole in cut)
    )
    row = label(shape)
    assert row["area"] == pytest.approx(36 * 36 - 64 * len(cut))
    expected = np.zeros((SIDE, SIDE), np.bool_)
    expected[2:38, 2:38] = True
    for column, line in holes:
        expected[4 + 11 * line : 12 + 11 * line, 4 + 11 * column : 12 + 11 * column] = False
    assert (drawn(row["segmentation"]) == expected).all()


@given(pixels=masks())
def test_run_lengths_there_and_back(pixels: NDArray[np.bool_]) -> None:
    assert (decode_rle(runs_of(pixels)) == pixels).all()


@given(pixels=masks())
def test_a_drawn_mask_is_stored_pixel_by_pixel(pixels: NDArray[np.bool_]) -> None:
    row = label(DrawnShape(ShapeKind.MASK, mask=runs_of(pixels)))
    assert (decode_rle(json.loads(row["segmentation"])) == pixels).all()
    ys, xs = np.nonzero(pixels)
    assert [row[side] for side in "xywh"] == [xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1]
    assert row["area"] == pixels.sum()


@given(pixels=masks(), by=st.tuples(st.integers(-3, 3), st.integers(-3, 3)))
def test_a_mask_moved_is_the_same_pixels_elsewhere(pixels: NDArray[np.bool_], by: tuple[int, int]) -> None:
    row = label(DrawnShape(ShapeKind.MASK, mask=runs_of(np.pad(pixels, 4))))
    there = moved(row, [row["x"] + by[0], row["y"] + by[1], row["w"], row["h"]])
    shifted = np.roll(np.pad(pixels, 4), (by[1], by[0]), axis=(0, 1))
    assert (decode_rle(json.loads(there["segmentation"])) == shifted).all()


@given(box=boxes, other=boxes, points=st.lists(keypoints, min_size=3, max_size=6))
def test_a_shape_moved_there_and_back_is_where_it_was(
    box: tuple[float, float, float, float],
    other: tuple[float, float, float, float],
    points: list[tuple[float, float, float]],
) -> None:
    flat = tuple(value for point in points for value in point)
    shapes = [
        DrawnShape(ShapeKind.BOX, box),
        DrawnShape(ShapeKind.ROTATED_BOX, box, 0.4),
        DrawnShape(ShapeKind.POLYGON, rings=(tuple(rectangle(*box).ravel()),)),
        DrawnShape(ShapeKind.KEYPOINTS, box, keypoints=flat),
    ]
    for shape in shapes:
        row = label(shape)
        again = moved(row | moved(row, other), [row[side] for side in "xywh"])
        for name in ("x", "y", "w", "h", "area", "keypoints"):
            assert np.allclose((row | again)[name] or 0, row[name] or 0)
        if row["segmentation"]:
            assert np.allclose(json.loads(again["segmentation"]), json.loads(row["segmentation"]))


@given(box=boxes, other=boxes)
def test_between_two_labels_the_ends_are_the_labels(
    box: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> None:
    for kind in (ShapeKind.BOX, ShapeKind.POLYGON):
        first, last = (label(DrawnShape(kind, one, rings=(tuple(rectangle(*one).ravel()),))) for one in (box, other))
        for share, end in ((0.0, first), (1.0, last)):
            there = between(first, last, share)
            assert [there[side] for side in "xywh"] == pytest.approx([end[side] for side in "xywh"])
        half = between(first, last, 0.5)
        assert half["w"] == pytest.approx((box[2] + other[2]) / 2)


@pytest.mark.parametrize(
    "shape",
    [
        DrawnShape(ShapeKind.BOX, (1.0, 2.0, 0.0, 4.0)),
        DrawnShape(ShapeKind.BOX, (1.0, 2.0, float("nan"), 4.0)),
        DrawnShape(ShapeKind.POLYGON),
        DrawnShape(ShapeKind.POLYGON, rings=((0.0, 0.0, 1.0, 1.0),)),
        DrawnShape(ShapeKind.POLYGON, rings=((0.0, 0.0, 1.0, 1.0, 2.0, 2.0),)),
        DrawnShape(ShapeKind.POLYGON, rings=((0.0, 0.0, 4.0, 0.0, 4.0, 4.0),), holes=((8.0, 8.0, 9.0, 8.0, 9.0, 9.0),)),
        DrawnShape(ShapeKind.MASK, mask={"size": [2, 2], "counts": [4]}),
        DrawnShape(ShapeKind.KEYPOINTS, keypoints=(1.0, 2.0, 3.0)),
        DrawnShape(ShapeKind.KEYPOINTS, keypoints=(1.0, 2.0, 2.0)),
    ],
)
def test_what_has_no_area_or_no_numbers_is_refused(shape: DrawnShape) -> None:
    with pytest.raises(EditInvalid):
        columns_of(shape)
