"""Labels and predictions as they are drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import isnan
from typing import Any, Literal

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.server.replies import ImageObject
from assay.server.show.frames import Frames
from assay.server.show.shapes import displayed_angle, displayed_keypoints, displayed_polygons

Source = Literal["label", "prediction"]

_MIX = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], dtype=np.uint64)


def show_objects(rows: pa.Table, source: Source, frames: Frames) -> list[ImageObject]:
    """Rows of labels or predictions (with an `outcome` column) for drawing, without their outlines."""
    image_ids: Ids = rows.column("image_id").to_numpy()
    boxes = frames.displayed(_boxes(rows), image_ids)
    count = rows.num_rows
    versions = _versions(boxes, frames.stamps(image_ids))
    angles = (
        [
            None if angle is None else displayed_angle(angle, frames, image_id)
            for angle, image_id in zip(rows.column("rotation").to_pylist(), image_ids.tolist(), strict=True)
        ]
        if rows.column("rotation").null_count < count
        else [None] * count
    )
    x, y, w, h = (_column(boxes[:, axis]) for axis in range(4))
    return [
        {
            "id": id_,
            "source": source,
            "class_id": class_id,
            "kind": kind,
            "x": x_,
            "y": y_,
            "w": w_,
            "h": h_,
            "rotation": angle,
            "score": score,
            "outcome": outcome,
            "is_crowd": is_crowd,
            "ignore": ignore,
            "changed_by": changed_by,
            "polygons": None,
            "keypoints": None,
            "attributes": None,
            "v": f"{version:x}",
        }
        for id_, class_id, kind, is_crowd, ignore, outcome, score, changed_by, x_, y_, w_, h_, angle, version in zip(
            *(_plain(rows, name) for name in ("id", "category_id", "kind", "is_crowd", "ignore")),
            *(_optional(rows, name) for name in ("outcome", "score", "changed_by")),
            x,
            y,
            w,
            h,
            angles,
            versions.tolist(),
            strict=True,
        )
    ]


def show_outlined(rows: pa.Table, source: Source, frames: Frames) -> list[ImageObject]:
    """As `show_objects`, with polygons, keypoints and attributes."""
    shown = show_objects(rows, source, frames)
    for item, row in zip(shown, rows.to_pylist(), strict=True):
        geometry = frames.geometry(row["image_id"])
        item["polygons"] = displayed_polygons(row["segmentation"], *geometry)
        item["keypoints"] = displayed_keypoints(row["keypoints"], *geometry)
        item["attributes"] = orjson.loads(row["attributes"]) if row["attributes"] else None
    return shown


def by_image(rows: pa.Table, shown: Iterable[ImageObject]) -> dict[int, list[ImageObject]]:
    """Shown objects grouped by the image they lie in; an image without any has an empty list."""
    grouped: dict[int, list[ImageObject]] = defaultdict(list)
    for image_id, item in zip(rows.column("image_id").to_pylist(), shown, strict=True):
        grouped[image_id].append(item)
    return grouped


def _boxes(rows: pa.Table) -> Boxes:
    """(n, 4), NaN where the row has no box."""
    if not rows.num_rows:
        return np.empty((0, 4))
    return np.stack([rows.column(name).to_numpy(zero_copy_only=False) for name in "xywh"], axis=1).astype(np.float64)


def _versions(boxes: Boxes, stamps: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number per object that changes with its box or its image, 48 bits long."""
    bits = np.ascontiguousarray(boxes).view(np.uint64).reshape(-1, 4)
    mixed = np.bitwise_xor.reduce((bits ^ (bits >> np.uint64(29))) * _MIX, axis=1) + stamps * _MIX[0]
    versions: NDArray[np.uint64] = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(16)
    return versions


def _column(values: NDArray[np.float64]) -> list[float | None]:
    """Floats with None for NaN."""
    if not np.isnan(values).any():
        plain: list[float | None] = values.tolist()
        return plain
    return [None if isnan(value) else value for value in values.tolist()]


def _plain(rows: pa.Table, name: str) -> list[Any]:
    values: list[Any] = rows.column(name).to_pylist()
    return values


def _optional(rows: pa.Table, name: str) -> list[Any]:
    return _plain(rows, name) if name in rows.column_names else [None] * rows.num_rows
