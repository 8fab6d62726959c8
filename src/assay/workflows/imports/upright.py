"""Labels of stored images as labels of the displayed ones, for formats that know no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from assay.media.orientation import displayed_size, orient_angle, orient_box, orient_points

DISPLAYED_FORMATS = frozenset({"yolo"})
"""Formats whose labels are drawn on the displayed image: their shares are of the picture that a trainer loads."""


def upright(images: pa.Table, labels: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Rows of IMAGES and ANNOTATIONS, those of images that EXIF turns as they are displayed.

    Boxes, outlines, keypoints and angles are turned. Masks of run lengths stay: none of `DISPLAYED_FORMATS` has any.
    """
    turned = images.filter(pc.not_equal(images.column("orientation"), 1))
    if not turned.num_rows:
        return images, labels
    frames = {row["id"]: row for row in turned.select(["id", "orientation", "width", "height"]).to_pylist()}
    shown = [_displayed_image(row) for row in images.select(["width", "height", "orientation"]).to_pylist()]
    drawn = [
        _displayed_label(row, frames.get(row["image_id"])) for row in labels.select(["image_id", *_DRAWN]).to_pylist()
    ]
    return _with(images, shown), _with(labels, drawn)


_DRAWN = ("x", "y", "w", "h", "rotation", "segmentation", "keypoints")


def _displayed_image(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["width"] is None or row["height"] is None:
        return dict(row)
    width, height = displayed_size(row["width"], row["height"], row["orientation"] or 1)
    return {"width": width, "height": height, "orientation": 1}


def _displayed_label(row: Mapping[str, Any], image: Mapping[str, Any] | None) -> dict[str, Any]:
    shape = {name: row[name] for name in _DRAWN}
    if image is None or image["width"] is None or image["height"] is None:
        return shape
    frame = image["orientation"], image["width"], image["height"]
    if None not in (row["x"], row["y"], row["w"], row["h"]):
        shape |= dict(zip("xywh", orient_box((row["x"], row["y"], row["w"], row["h"]), *frame), strict=True))
    if row["rotation"] is not None:
        shape["rotation"] = orient_angle(row["rotation"], image["orientation"])
    rings = orjson.loads(row["segmentation"]) if row["segmentation"] else None
    if isinstance(rings, list):
        shape["segmentation"] = orjson.dumps([_points(ring, 2, *frame) for ring in rings]).decode()
    if row["keypoints"]:
        shape["keypoints"] = _points(row["keypoints"], 3, *frame)
    return shape


def _points(flat: Sequence[float], size: int, orientation: int, width: int, height: int) -> list[float]:
    """x, y and, with a `size` of 3, visibility of each point, as displayed."""
    points = np.array(flat[: len(flat) // size * size], dtype=np.float64).reshape(-1, size)
    points[:, :2] = orient_points(points[:, :2], orientation, width, height)
    turned: list[float] = points.ravel().tolist()
    return turned


def _with(table: pa.Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """`table` with the columns that the rows have in place of its own."""
    for name in rows[0] if rows else ():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, pa.array([row[name] for row in rows], table.schema.field(name).type))
    return table
