"""Object and image records -> rows of COCO files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import pyarrow as pa

from assay.formats.coco.spelling import Spelling
from assay.formats.json_text import object_of
from assay.model.shape import ShapeKind

_AT_ONCE = 10_000


def distinct_ids(texts: Sequence[str | None], member: str, spelling: Spelling) -> tuple[list[int | str], list[str]]:
    """An id for each row, and the ids that had to be replaced because an earlier row has them.

    A row keeps its own id; rows without one get whole numbers above all others.
    """
    ids: list[int | str | None] = []
    seen: set[str] = set()
    replaced: list[str] = []
    for text in texts:
        if text is None or text in seen:
            replaced += [text] if text is not None else []
            ids.append(None)
        else:
            seen.add(text)
            ids.append(spelling.identifier(text, member))
    following = max((value for value in ids if isinstance(value, int)), default=0) + 1
    numbered: list[int | str] = []
    for value in ids:
        if value is None:
            numbered.append(following)
            following += 1
        else:
            numbered.append(value)
    return numbered, replaced


def image_rows(images: pa.Table, ids: Sequence[int | str]) -> Iterator[dict[str, Any]]:
    """The `images` of a COCO file."""
    place = 0
    for batch in images.to_batches(_AT_ONCE):
        for row in batch.to_pylist():
            found = {"id": ids[place], "file_name": row["file_name"], "width": row["width"], "height": row["height"]}
            found |= {"split": row["split"], "metadata": object_of(row["metadata"]) or None}
            yield {**object_of(row["extra"]), **{key: value for key, value in found.items() if value is not None}}
            place += 1


def object_rows(
    objects: pa.Table,
    ids: Sequence[int | str],
    image_ids: Sequence[int | str],
    category_ids: dict[str, int | str],
    *,
    spelling: Spelling,
) -> Iterator[dict[str, Any]]:
    """The `annotations` of a COCO file."""
    for place, row in enumerate(_rows(objects)):
        found: dict[str, Any] = {
            "id": ids[place],
            "image_id": image_ids[place],
            "category_id": category_ids[row["category_key"]],
        }
        group = "crowd." if row["is_crowd"] else ""
        found |= shape_members(row, spelling, group)
        if row["area"] is not None:
            found["area"] = spelling.number(row["area"], f"{group}area")
        found["iscrowd"] = int(row["is_crowd"])
        if row["ignore"]:
            found["ignore"] = 1
        if row["track_id"] is not None:
            found["track_id"] = spelling.identifier(row["track_id"], "tracks")
        unknown = object_of(row["attributes"])
        if row["keypoints"]:
            found["num_keypoints"] = unknown.get("num_keypoints", sum(value > 0 for value in row["keypoints"][2::3]))
        yield {**unknown, **found}


def result_rows(
    objects: pa.Table, image_ids: Sequence[int | str], category_ids: dict[str, int | str]
) -> Iterator[dict[str, Any]]:
    """The rows of a COCO result file."""
    spelling = Spelling()
    for place, row in enumerate(_rows(objects)):
        found: dict[str, Any] = {"image_id": image_ids[place], "category_id": category_ids[row["category_key"]]}
        found |= shape_members(row, spelling, "")
        found["score"] = row["score"]
        if row["probabilities"] is not None:
            found["probabilities"] = row["probabilities"]
        yield {**object_of(row["attributes"]), **found}


def shape_members(row: dict[str, Any], spelling: Spelling, group: str) -> dict[str, Any]:
    """`bbox`, `segmentation` and `keypoints` of a row, as far as it has them."""
    members: dict[str, Any] = {}
    if row["kind"] == ShapeKind.ROTATED_BOX and row["rotation"]:
        corners = rotated_corners(row["x"], row["y"], row["w"], row["h"], angle=row["rotation"])
        xs, ys = corners[0::2], corners[1::2]
        return {"bbox": [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)], "segmentation": [corners]}
    if row["x"] is not None:
        members["bbox"] = [spelling.number(row[name], f"{group}bbox") for name in "xywh"]
    if row["segmentation"]:
        members["segmentation"] = orjson.Fragment(row["segmentation"])
    points = row["keypoints"]
    if points:
        members["keypoints"] = [_keypoint_number(value, place, spelling, group) for place, value in enumerate(points)]
    return members


def rotated_corners(x: float, y: float, w: float, h: float, *, angle: float) -> list[float]:
    """x1, y1, …, x4, y4 of a box turned clockwise (y points down) by `angle` radians about its centre."""
    cos, sin = math.cos(angle), math.sin(angle)
    centre_x, centre_y = x + w / 2, y + h / 2
    corners: list[float] = []
    for across, down in ((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)):
        corners += [centre_x + across * cos - down * sin, centre_y + across * sin + down * cos]
    return corners


def _keypoint_number(value: float, place: int, spelling: Spelling, group: str) -> float:
    if place % 3 == 2 and value.is_integer():
        return int(value)
    return spelling.number(value, f"{group}keypoints")


def _rows(objects: pa.Table) -> Iterator[dict[str, Any]]:
    wanted = objects.drop_columns(["file", "row", "image_key"])
    for batch in wanted.to_batches(_AT_ONCE):
        yield from batch.to_pylist()
