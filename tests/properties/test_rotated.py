"""Laws of rotated boxes, and agreement with shapely, which clips any polygon (E12, F11)."""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assay.evaluation.overlaps import find_overlaps
from assay.geometry.boxes import to_corners
from assay.geometry.iou import paired_iou
from assay.geometry.rotated import paired_rotated_iou, rotated_bounds, rotated_corners

Rows = NDArray[np.float64]

# Turns by eighths of a circle make sides that lie on each other and corners that touch; any others are the rule.
ANGLE = st.floats(-7, 7, allow_subnormal=False) | st.integers(-8, 8).map(lambda n: n * pi / 4)
PLACE = st.integers(-10, 10).map(float) | st.floats(-10, 10, allow_subnormal=False)
EXTENT = st.integers(1, 12).map(float) | st.floats(0.1, 12)
BOX = st.tuples(PLACE, PLACE, EXTENT, EXTENT, ANGLE)
PAIRS = st.lists(st.tuples(BOX, BOX), min_size=1, max_size=8).map(lambda rows: np.array(rows, float))


def iou_of(pairs: Rows) -> Rows:
    return paired_rotated_iou(pairs[:, 0, :4], pairs[:, 0, 4], pairs[:, 1, :4], pairs[:, 1, 4])


@given(PAIRS)
def test_iou_is_that_of_the_polygons(pairs: Rows) -> None:
    a, b = (shapely.polygons(rotated_corners(pairs[:, side, :4], pairs[:, side, 4])) for side in (0, 1))
    shared = shapely.area(shapely.intersection(a, b))
    expected = shared / ((pairs[:, :, 2] * pairs[:, :, 3]).sum(axis=1) - shared)
    assert iou_of(pairs) == pytest.approx(expected, abs=1e-9)


@given(PAIRS)
def test_iou_is_symmetric_and_between_0_and_1(pairs: Rows) -> None:
    iou = iou_of(pairs)
    assert ((iou >= 0) & (iou <= 1)).all()
    assert iou == pytest.approx(iou_of(pairs[:, ::-1]), abs=1e-9)


@given(PAIRS, st.integers(-3, 3))
def test_a_box_overlaps_itself_wholly_and_half_a_turn_later_too(pairs: Rows, halves: int) -> None:
    pairs[:, 1] = pairs[:, 0]
    pairs[:, 1, 4] += halves * pi
    assert iou_of(pairs) == pytest.approx(np.ones(len(pairs)), abs=1e-9)


@given(PAIRS, PLACE, PLACE, ANGLE)
def test_iou_does_not_change_when_both_are_moved_and_turned(pairs: Rows, x: float, y: float, angle: float) -> None:
    centres = pairs[:, :, :2] + pairs[:, :, 2:4] / 2
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    moved = pairs.copy()
    moved[:, :, :2] = centres @ turn + (x, y) - pairs[:, :, 2:4] / 2
    moved[:, :, 4] += angle
    assert iou_of(moved) == pytest.approx(iou_of(pairs), abs=1e-9)


@given(PAIRS)
def test_boxes_that_are_not_turned_overlap_as_upright_ones(pairs: Rows) -> None:
    pairs[:, :, 4] = 0
    assert (iou_of(pairs) == paired_iou(pairs[:, 0, :4], pairs[:, 1, :4])).all()
    pairs[:, 0, 4] = 2 * pi  # the same, the long way round
    assert iou_of(pairs) == pytest.approx(paired_iou(pairs[:, 0, :4], pairs[:, 1, :4]), abs=1e-9)


@given(PAIRS, st.sampled_from([2, 3]), st.sampled_from([0.0, -1.0, np.nan]))
def test_a_box_without_extent_overlaps_nothing(pairs: Rows, side: int, extent: float) -> None:
    pairs[:, 1, side] = extent
    assert (iou_of(pairs) == 0).all()


@given(PAIRS)
def test_bounds_hold_every_corner(pairs: Rows) -> None:
    rows = pairs[:, 0]
    bounds = to_corners(rotated_bounds(rows[:, :4], rows[:, 4]))
    corners = rotated_corners(rows[:, :4], rows[:, 4])
    assert (corners >= bounds[:, None, :2] - 1e-9).all()
    assert (corners <= bounds[:, None, 2:] + 1e-9).all()


@given(PAIRS, st.sampled_from([0.0, 0.3]), st.booleans())
def test_overlaps_of_an_image_compare_rotated_boxes_as_they_lie(pairs: Rows, least: float, is_crowd: bool) -> None:
    """E12: pairs, their order and their overlap; a crowd by the share of the prediction that it covers."""
    labels, predictions = pairs[:, 0], pairs[:, 1]
    labels[0, 4] = np.nan  # not turned
    count, image = len(pairs), np.zeros(len(pairs), np.int64)
    found = find_overlaps(
        label_image=image,
        label_boxes=labels[:, :4],
        label_crowd=np.full(count, is_crowd),
        pred_image=image,
        pred_boxes=predictions[:, :4],
        label_rotation=labels[:, 4],
        pred_rotation=predictions[:, 4],
        least=least,
    )
    every: list[tuple[int, int]] = [(p, g) for p in range(count) for g in range(count)]
    straight = np.nan_to_num(labels)
    iou = {(p, g): overlap(straight[g], predictions[p], is_crowd=is_crowd) for p, g in every}
    sure = {pair for pair in every if iou[pair] > least + 1e-9}
    told: dict[Any, float] = dict(
        zip(zip(found.prediction.tolist(), found.label.tolist(), strict=True), found.iou.tolist(), strict=True)
    )
    assert list(told) == sorted(told)
    assert sure <= set(told)
    assert all(v == pytest.approx(iou[pair], abs=1e-9) and v >= least for pair, v in told.items())


def overlap(label: Rows, prediction: Rows, *, is_crowd: bool) -> float:
    a, b = (shapely.Polygon(rotated_corners(row[None, :4], row[4:])[0]) for row in (label, prediction))
    shared = a.intersection(b).area
    return float(shared / (b.area if is_crowd else a.area + b.area - shared))
