"""Shapes that people draw, as columns of a label; and labels moved by their box, or drawn between two others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.amounts import amount, listed
from assay.arrays import Flags
from assay.errors import EditInvalid
from assay.geometry.keyhole import keyhole
from assay.geometry.masks import mask_areas, mask_bounds
from assay.geometry.outlines import decode_rle
from assay.geometry.polygons import ring_areas, ring_bounds
from assay.model.category import Category
from assay.model.drawn_shape import DrawnShape
from assay.model.shape import ShapeKind
from assay.model.skeleton import skeleton_of

Columns = dict[str, Any]
"""The columns of a label that say where it is and what shape it has."""

_BARE: Columns = {"rotation": None, "segmentation": None, "keypoints": None}


def check_box(box: Sequence[float] | NDArray[np.float64]) -> None:
    """Raise `EditInvalid` unless `box` is four finite numbers with a positive width and height."""
    if len(box) != 4 or not np.isfinite(box).all() or box[2] <= 0 or box[3] <= 0:
        told = ", ".join(f"{value:g}" for value in box)
        raise EditInvalid(
            f"A box must be four finite numbers x, y, width, height with a positive size, got {told}.",
            hint="Draw it from corner to corner.",
        )


def columns_of(shape: DrawnShape) -> Columns:
    """The columns of a label of that shape: its box and area follow from what was drawn.

    Raises
    ------
    EditInvalid : the shape has no area, or numbers that are none.
    """
    match shape.kind:
        case ShapeKind.BOX | ShapeKind.ROTATED_BOX:
            return _box_columns(shape)
        case ShapeKind.POLYGON:
            return _polygon_columns(shape)
        case ShapeKind.MASK:
            return _mask_columns(shape)
        case ShapeKind.KEYPOINTS:
            return _keypoint_columns(shape)
        case ShapeKind.WHOLE_IMAGE:
            return _BARE | {"kind": ShapeKind.WHOLE_IMAGE.value} | dict.fromkeys(("x", "y", "w", "h", "area"))


def moved(row: Mapping[str, Any], box: Sequence[float]) -> Columns:
    """The columns of a label with another box: polygons, masks and keypoints are moved and scaled with it.

    Raises
    ------
    EditInvalid : the box has no area, or the label is one of a whole image.
    """
    check_box(box)
    x, y, w, h = (float(value) for value in box)
    there: Columns = {"x": x, "y": y, "w": w, "h": h}
    if row["kind"] == ShapeKind.WHOLE_IMAGE or not row["w"] or not row["h"]:
        raise EditInvalid(f"Label {row['id']} has no box that could be moved.", hint="Delete it and draw a new box.")
    scale = (w / row["w"], h / row["h"])
    if row["kind"] == ShapeKind.MASK:
        return _moved_mask(row, (x, y, w, h))
    there["area"] = row["area"] * scale[0] * scale[1] if row["segmentation"] and row["area"] is not None else w * h
    if row["segmentation"]:
        there["segmentation"] = json.dumps(
            [_carried(ring, 2, row, there, scale) for ring in json.loads(row["segmentation"])]
        )
    if row["keypoints"]:
        there["keypoints"] = _carried(row["keypoints"], 3, row, there, scale)
    return there


def between(first: Mapping[str, Any], last: Mapping[str, Any], share: float) -> Columns:
    """The columns of a label a `share` (0 to 1) of the way from one to the other.

    Boxes, angles, keypoints, and polygons of as many corners go in a straight line; any other pair of shapes gives the
    first one moved and scaled into the box between.
    """
    box = [(1 - share) * first[side] + share * last[side] for side in "xywh"]
    there = moved(first, box)
    if first["kind"] != last["kind"]:
        return there
    if first["rotation"] is not None and last["rotation"] is not None:
        turn = (last["rotation"] - first["rotation"] + np.pi) % (2 * np.pi) - np.pi
        there["rotation"] = first["rotation"] + share * float(turn)
    if first["kind"] == ShapeKind.POLYGON:
        rings, goals = (json.loads(row["segmentation"]) for row in (first, last))
        if [len(ring) for ring in rings] == [len(ring) for ring in goals]:
            drawn = tuple(tuple(_mixed(ring, goal, share)) for ring, goal in zip(rings, goals, strict=True))
            return columns_of(DrawnShape(ShapeKind.POLYGON, rings=drawn))
    if first["keypoints"] and last["keypoints"] and len(first["keypoints"]) == len(last["keypoints"]):
        mixed = _mixed(first["keypoints"], last["keypoints"], share)
        mixed[2::3] = first["keypoints"][2::3]
        there["keypoints"] = mixed
    return there


def _box_columns(shape: DrawnShape) -> Columns:
    x, y, w, h = box = shape.box or (0.0, 0.0, 0.0, 0.0)
    check_box(box)
    if not np.isfinite(shape.rotation):
        raise EditInvalid(f"A rotation must be a finite number of radians, got {shape.rotation}.")
    turned = shape.kind is ShapeKind.ROTATED_BOX
    return _BARE | {
        "kind": shape.kind.value,
        "x": x,
        "y": y,
        "w": w,
        "h": h,
        "area": w * h,
        "rotation": shape.rotation if turned else None,
    }


def _polygon_columns(shape: DrawnShape) -> Columns:
    parts, holes = ([_ring(flat) for flat in rings] for rings in (shape.rings, shape.holes))
    if not parts:
        raise EditInvalid("A polygon needs at least one part.", hint="Click its corners, then close it.")
    starts = np.concatenate(([0], np.cumsum([len(part) for part in parts])))
    bounds = ring_bounds(np.concatenate(parts), starts)
    lies_in = [_part_around(hole, bounds) for hole in holes]
    rings = [
        keyhole(part, [hole for hole, at in zip(holes, lies_in, strict=True) if at == number])
        for number, part in enumerate(parts)
    ]
    area = ring_areas(np.concatenate(rings), np.concatenate(([0], np.cumsum([len(ring) for ring in rings])))).sum()
    low, high = bounds[:, :2].min(axis=0), (bounds[:, :2] + bounds[:, 2:]).max(axis=0)
    if area <= 0:
        raise EditInvalid("The polygon has no area.", hint="Draw its corners around the object.")
    return _BARE | {
        "kind": ShapeKind.POLYGON.value,
        **dict(zip("xywh", [*low.tolist(), *(high - low).tolist()], strict=True)),
        "area": float(area),
        "segmentation": json.dumps([ring.ravel().tolist() for ring in rings]),
    }


def _part_around(hole: NDArray[np.float64], bounds: NDArray[np.float64]) -> int:
    """The smallest part whose box holds the hole; raise `EditInvalid` when none does."""
    inside = (hole.min(axis=0) >= bounds[:, :2]) & (hole.max(axis=0) <= bounds[:, :2] + bounds[:, 2:])
    around = np.flatnonzero(inside.all(axis=1))
    if not len(around):
        raise EditInvalid("A hole lies outside every part of its polygon.", hint="Draw it within one of them.")
    return int(around[bounds[around, 2:].prod(axis=1).argmin()])


def _ring(flat: Sequence[float]) -> NDArray[np.float64]:
    if len(flat) % 2 or len(flat) < 6 or not np.isfinite(flat).all():
        raise EditInvalid(
            f"A part of a polygon must be at least three finite corners x, y, got {amount(len(flat), 'number')}.",
            hint="Click at least three corners.",
        )
    return np.array(flat, dtype=np.float64).reshape(-1, 2)


def _mask_columns(shape: DrawnShape) -> Columns:
    pixels = decode_rle(shape.mask or {})
    if not pixels.any():
        raise EditInvalid("The mask is empty.", hint="Delete the label if there is nothing to mark.")
    return _BARE | _drawn_mask(pixels)


def _drawn_mask(pixels: Flags) -> Columns:
    """The columns of a label of these pixels (height, width)."""
    from pycocotools import mask as coco_mask

    packed = coco_mask.encode(np.asfortranarray(pixels.astype(np.uint8)))
    mask = {"size": [int(side) for side in packed["size"]], "counts": packed["counts"].decode()}
    return {
        "kind": ShapeKind.MASK.value,
        **dict(zip("xywh", mask_bounds([mask])[0].tolist(), strict=True)),
        "area": float(mask_areas([mask])[0]),
        "segmentation": json.dumps(mask),
    }


def _moved_mask(row: Mapping[str, Any], box: tuple[float, float, float, float]) -> Columns:
    """The pixels of a mask drawn into another box, each from the nearest one; what leaves the image is cut off."""
    pixels = decode_rle(json.loads(row["segmentation"]))
    height, width = pixels.shape
    left, top, w, h = (round(value) for value in box)
    goal = np.zeros_like(pixels)
    rows, columns = (
        np.arange(max(low, 0), min(low + max(size, 1), limit))
        for low, size, limit in ((top, h, height), (left, w, width))
    )
    from_rows = row["y"] + (rows + 0.5 - top) * row["h"] / max(h, 1)
    from_columns = row["x"] + (columns + 0.5 - left) * row["w"] / max(w, 1)
    if len(rows) and len(columns):
        at = np.ix_(from_rows.astype(np.int64).clip(0, height - 1), from_columns.astype(np.int64).clip(0, width - 1))
        goal[np.ix_(rows, columns)] = pixels[at]
    if not goal.any():
        raise EditInvalid("Nothing of the mask would be left in the image.", hint="Move it less far.")
    return _drawn_mask(goal)


def _keypoint_columns(shape: DrawnShape) -> Columns:
    points = np.array(shape.keypoints, dtype=np.float64)
    if not len(points) or len(points) % 3 or not np.isfinite(points).all():
        raise EditInvalid(f"Keypoints must be finite triples x, y, visibility, got {amount(len(points), 'number')}.")
    triples = points.reshape(-1, 3)
    if not np.isin(triples[:, 2], (0, 1, 2)).all():
        raise EditInvalid("The visibility of a keypoint must be 0, 1 or 2.", hint="0 not labelled, 1 hidden, 2 seen.")
    labelled = triples[triples[:, 2] > 0, :2]
    if shape.box is None and len(np.unique(labelled, axis=0)) < 2:
        raise EditInvalid("Two keypoints must be labelled at least, or a box be given.", hint="Place another one.")
    low, high = (labelled.min(axis=0), labelled.max(axis=0)) if shape.box is None else (None, None)
    # Points in one line have a box too: it is one pixel across.
    box = shape.box if low is None or high is None else (*low.tolist(), *np.maximum(high - low, 1.0).tolist())
    assert box is not None
    return _BARE | {
        "kind": ShapeKind.KEYPOINTS.value,
        **dict(zip("xywh", (float(side) for side in box), strict=True)),
        "area": float(box[2] * box[3]),
        "keypoints": points.tolist(),
    }


def check_skeleton(shape: DrawnShape, category: Category) -> None:
    """Raise `EditInvalid` unless drawn keypoints are as many as their class has, where it says how many."""
    points = skeleton_of(category).points
    count = len(shape.keypoints) // 3
    if shape.kind is ShapeKind.KEYPOINTS and points and count != len(points):
        few = listed(points, 3)
        raise EditInvalid(
            f"Class {category.name} has {amount(len(points), 'keypoint')} ({few}), got {count}.",
            hint="Give all of them in that order: 0, 0, 0 is one that is not labelled.",
        )


def _carried(
    flat: Sequence[float], size: int, row: Mapping[str, Any], there: Mapping[str, Any], scale: tuple[float, float]
) -> list[float]:
    """Points that lie in the box of `row` as they lie in the other box; `size` numbers each, the first two x and y."""
    points = np.array(flat[: len(flat) // size * size], dtype=np.float64).reshape(-1, size)
    points[:, :2] = (points[:, :2] - (row["x"], row["y"])) * scale + (there["x"], there["y"])
    moved_points: list[float] = points.ravel().tolist()
    return moved_points


def _mixed(first: Sequence[float], last: Sequence[float], share: float) -> list[float]:
    mixed: list[float] = ((1 - share) * np.array(first) + share * np.array(last)).tolist()
    return mixed
