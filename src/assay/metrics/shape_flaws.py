"""Which labels have which flaw of shape: 1 or 0 each, NaN where a label cannot have it.

The names are those of the columns of `geometry_flaws`, `outline_flaws` and `stray_keypoints`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.geometry.boxes import clip_boxes
from assay.geometry.iou import paired_iou
from assay.geometry.masks import mask_areas, mask_bounds
from assay.geometry.polygons import ring_areas, ring_bounds, rings_that_cross, signed_areas
from assay.geometry.rings import Rings, read_masks, read_rings
from assay.metrics.metric import Output
from assay.metrics.skeletons import Skeletons
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

Flaws = Mapping[str, NDArray[np.float64]]

LEAST_SIDE = 1.0
"""Side in px below which nothing can be seen."""

ROUNDING = 1.0
"""Pixels by which rounding moves a side."""

LEAST_OVERLAP = 0.9
"""IoU of a box with the box around its shape below which the two contradict each other."""

FULL_TURN = 2 * np.pi
"""Rotation in radians beyond which an angle is in other units."""

HABITS = frozenset({"geometry_repeats", "geometry_winding"})
"""Flaws that some tools write by habit, and to which no format gives a meaning."""


def flaw_output(name: str, title: str, meaning: str) -> Output:
    """The column of one flaw."""
    return Output(name, title=title, meaning=meaning, type=MetricType.FLAG, high=1.0, bad=BadEnd.HIGH)


def box_flaws(view: View) -> Flaws:
    """A box without numbers, without extent, beyond its image, turned by more than a full turn."""
    labels, size = view.labels, view.frame_size(Level.ANNOTATION)
    finite = np.asarray(np.isfinite(labels.boxes).all(axis=1))
    with np.errstate(invalid="ignore"):
        clipped = clip_boxes(labels.boxes, *np.ascontiguousarray(size.T))
        beyond = np.abs(clipped - labels.boxes).max(axis=1) > ROUNDING
        small = labels.boxes[:, 2:].min(axis=1) < LEAST_SIDE
    return {
        "geometry_not_finite": _flags(~finite, ~labels.whole),
        "geometry_no_extent": _flags(small, finite & ~labels.whole),
        "geometry_outside": _flags(beyond, finite & ~labels.whole & (size > 0).all(axis=1)),
        "geometry_turned": _flags(np.abs(np.nan_to_num(labels.rotation)) > FULL_TURN, ~labels.whole),
    }


def outline_flaws(view: View) -> Flaws:
    """A polygon or mask that is empty, unlike its box, crossing itself, badly written."""
    count = len(view.labels)
    rings = read_rings(view.labels.rows)
    rows, masks = read_masks(view.labels.rows)
    has_rings, has_mask = _marked(rings.row, count), _marked(rows, count)
    area = np.bincount(rings.row, ring_areas(rings.points, rings.starts), minlength=count)
    area[rows] = mask_areas(masks)
    around = _bounds(rings, count)
    around[rows] = mask_bounds(masks)
    boxes = view.labels.boxes
    with np.errstate(invalid="ignore"):
        apart = np.abs(boxes - around).max(axis=1) > 2 * ROUNDING
    few = _marked(rings.row[np.diff(rings.starts) < 3], count)
    crossing = _marked(rings.row[rings_that_cross(rings.points, rings.starts)], count)
    has_shape = has_rings | has_mask
    comparable = has_shape & (area > 0) & np.isfinite(boxes).all(axis=1)
    return {
        "geometry_few_corners": _flags(few, has_rings),
        "geometry_crosses": _flags(crossing, has_rings),
        "geometry_empty": _flags(area <= 0, has_shape),
        "geometry_mismatch": _flags((paired_iou(boxes, around) < LEAST_OVERLAP) & apart, comparable),
        "geometry_repeats": _flags(_marked(rings.row[_repeat_corners(rings)], count), has_rings),
        "geometry_winding": _flags(_mixed_winding(rings, count), has_rings),
    }


def keypoint_flaws(view: View) -> Flaws:
    """A visible keypoint outside the box."""
    labels, skeletons = view.labels, Skeletons.of(view.labels)
    x, y, visible = skeletons.points.T
    boxes = labels.boxes[skeletons.row]
    near, far = boxes[:, :2] - ROUNDING, boxes[:, :2] + boxes[:, 2:] + ROUNDING
    outside = (x < near[:, 0]) | (y < near[:, 1]) | (x > far[:, 0]) | (y > far[:, 1])
    has_points = _marked(skeletons.row, len(labels)) & np.isfinite(labels.boxes).all(axis=1)
    stray = _marked(skeletons.row[outside & (visible > 0)], len(labels))
    return {"geometry_stray_point": _flags(stray, has_points)}


def _flags(has: Flags, can: Flags) -> NDArray[np.float64]:
    return np.where(can, has, np.nan)


def _marked(rows: Ids, count: int) -> Flags:
    marked = np.zeros(count, np.bool_)
    marked[rows] = True
    return marked


def _bounds(rings: Rings, count: int) -> NDArray[np.float64]:
    """(n, 4) the box around all polygons of each label; NaN where it has none."""
    bounds = ring_bounds(rings.points, rings.starts)
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.fmin.at(low, rings.row, bounds[:, :2])
    np.fmax.at(high, rings.row, bounds[:, :2] + bounds[:, 2:])
    has = np.isfinite(low).all(axis=1)[:, None]
    return np.column_stack((np.where(has, low, np.nan), np.where(has, high - np.where(has, low, 0), np.nan)))


def _repeat_corners(rings: Rings) -> Ids:
    """Rings of which a corner is the same as the one before it; that the last closes the ring is no flaw."""
    ring = np.repeat(np.arange(len(rings.row)), np.diff(rings.starts))
    same = (rings.points[1:] == rings.points[:-1]).all(axis=1) & (ring[1:] == ring[:-1])
    return np.unique(ring[1:][same])


def _mixed_winding(rings: Rings, count: int) -> Flags:
    sense = np.sign(signed_areas(rings.points, rings.starts))
    return _marked(rings.row[sense > 0], count) & _marked(rings.row[sense < 0], count)
