"""Laws of boxes, overlaps, polygons and masks, and agreement with pycocotools, which others call the truth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as coco_mask

from assay.geometry.boxes import box_areas, clip_boxes
from assay.geometry.iou import paired_iou, pairwise_iou
from assay.geometry.masks import mask_areas, mask_bounds
from assay.geometry.polygons import ring_areas, ring_bounds, rings_that_cross

PLACE = st.floats(-100, 100, allow_subnormal=False)
EXTENT = st.floats(0.5, 200, allow_subnormal=False)
BOX = st.tuples(PLACE, PLACE, EXTENT, EXTENT)
BOXES = st.lists(BOX, min_size=1, max_size=8).map(lambda rows: np.array(rows, float))
CORNERS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=0, max_size=8)
MASK = arrays(np.uint8, st.tuples(st.integers(1, 7), st.integers(1, 7)), elements=st.integers(0, 1))


@given(BOXES, BOXES)
def test_iou_is_symmetric_and_between_0_and_1(a: Any, b: Any) -> None:
    iou = pairwise_iou(a, b)
    assert ((iou >= 0) & (iou <= 1 + 1e-12)).all()
    assert iou == pytest.approx(pairwise_iou(b, a).T, abs=1e-12)


@given(BOXES)
def test_a_box_overlaps_itself_wholly(boxes: Any) -> None:
    assert paired_iou(boxes, boxes) == pytest.approx(np.ones(len(boxes)))


@given(BOXES, BOXES, st.floats(-50, 50), st.floats(0.5, 20))
def test_iou_does_not_change_when_everything_is_moved_and_scaled(a: Any, b: Any, by: float, factor: float) -> None:
    moved = pairwise_iou(a * factor + [by, by, 0, 0], b * factor + [by, by, 0, 0])
    assert moved == pytest.approx(pairwise_iou(a, b), abs=1e-6)


@given(BOXES, BOXES, st.data())
def test_iou_is_that_of_pycocotools_crowds_included(a: Any, b: Any, data: st.DataObject) -> None:
    crowd = data.draw(arrays(np.bool_, len(b)))
    assert pairwise_iou(a, b, crowd=crowd) == pytest.approx(coco_mask.iou(a, b, crowd.astype(np.uint8)), abs=1e-9)


@given(BOXES, st.floats(1, 150), st.floats(1, 150))
def test_what_is_left_of_a_box_lies_in_the_image_and_in_the_box(boxes: Any, width: float, height: float) -> None:
    clipped = clip_boxes(boxes, np.full(len(boxes), width), np.full(len(boxes), height))
    assert (clipped[:, :2] >= 0).all()
    assert (clipped[:, 2:] >= 0).all()
    assert (clipped[:, 0] + clipped[:, 2] <= width + 1e-9).all()
    assert (clipped[:, 1] + clipped[:, 3] <= height + 1e-9).all()
    assert (box_areas(clipped) <= box_areas(boxes) + 1e-9).all()
    assert clip_boxes(clipped, np.full(len(boxes), width), np.full(len(boxes), height)) == pytest.approx(clipped)


@given(st.lists(CORNERS, max_size=5))
def test_many_rings_at_once_are_each_ring_alone(outlines: Any) -> None:
    points = np.array([corner for outline in outlines for corner in outline], float).reshape(-1, 2)
    starts = np.cumsum([0, *(len(outline) for outline in outlines)])
    alone = [(np.array(outline, float).reshape(-1, 2), np.array([0, len(outline)])) for outline in outlines]
    assert ring_areas(points, starts) == pytest.approx([float(ring_areas(*one)[0]) for one in alone])
    assert rings_that_cross(points, starts).tolist() == [bool(rings_that_cross(*one)[0]) for one in alone]


@given(CORNERS, st.integers(0, 7))
def test_where_a_ring_begins_and_which_way_it_runs_make_no_difference(outline: Any, turn: int) -> None:
    starts = np.array([0, len(outline)])
    points = np.array(outline, float).reshape(-1, 2)
    other = np.roll(points, turn, axis=0)[::-1]
    assert ring_areas(points, starts) == pytest.approx(ring_areas(other, starts))
    assert rings_that_cross(points, starts).tolist() == rings_that_cross(other, starts).tolist()


@given(CORNERS)
def test_a_ring_that_crosses_itself_is_not_simple(outline: Any) -> None:
    """Held against shapely, which also calls touching not simple: crossing is the narrower claim."""
    shapely = pytest.importorskip("shapely", reason="shapely is the authority here, and is not installed")
    assume(len(set(outline)) >= 3)
    points = np.array(outline, float)
    if rings_that_cross(points, np.array([0, len(points)]))[0]:
        assert not shapely.LinearRing(points).is_simple


@given(st.lists(st.floats(1, 50), min_size=3, max_size=12))
def test_area_and_bounds_are_those_of_shapely(radii: Any) -> None:
    """Star-shaped outlines, which never cross themselves."""
    shapely = pytest.importorskip("shapely", reason="shapely is the authority here, and is not installed")
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    points = np.array(radii)[:, None] * np.column_stack((np.cos(angles), np.sin(angles)))
    starts = np.array([0, len(points)])
    polygon = shapely.Polygon(points)
    assert ring_areas(points, starts)[0] == pytest.approx(polygon.area)
    assert not rings_that_cross(points, starts)[0]
    low_x, low_y, high_x, high_y = polygon.bounds
    assert ring_bounds(points, starts)[0] == pytest.approx([low_x, low_y, high_x - low_x, high_y - low_y])


@given(MASK)
def test_area_and_bounds_of_a_mask_are_those_of_its_pixels(pixels: Any) -> None:
    mask = coco_mask.encode(np.asfortranarray(pixels))
    as_text = {"size": mask["size"], "counts": mask["counts"].decode()}
    rows, columns = np.nonzero(pixels)
    assert mask_areas([as_text]).tolist() == [pixels.sum()]
    bounds = mask_bounds([as_text])[0].tolist()
    if len(rows):
        assert bounds == [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
    else:
        assert bounds[2:] == [0, 0]
