"""Frames and labels of Scalabel -> rows as COCO has them, which are then checked like those of COCO."""

from __future__ import annotations

from typing import Any

from assay.formats.coco.annotations import PREDICTION_KEYS
from assay.formats.coco.mending import number_fault
from assay.formats.problems import ProblemLog, shown
from assay.formats.scalabel.outline import rings

Row = dict[str, Any]
_SIDES = ("x1", "y1", "x2", "y2")
_IN_METADATA = ("videoName", "frameIndex", "timestamp", "url")
_READ = frozenset({"id", "category", "attributes", "score", "box2d", "poly2d", "rle"})


def image_row(frame: Row, place: str, default_size: Any, problems: ProblemLog) -> Row | None:
    """The frame as an image: its name is its id, what it says of itself its metadata. None when it has no name."""
    name, video = frame.get("name"), frame.get("videoName")
    if not isinstance(name, str) or not name:
        problems.skip(f"{place}.name", "missing-key", f"`name` must be a text, got {shown(name)}.")
        return None
    key = f"{video}/{name}" if isinstance(video, str) and video and not _begins_with(name, video) else name
    given = frame.get("attributes")
    metadata = {**(given if isinstance(given, dict) else {}), **{key: frame.get(key) for key in _IN_METADATA}}
    size = frame.get("size") or default_size
    sides = [size.get(side) for side in ("width", "height")] if isinstance(size, dict) else _size_of_masks(frame)
    return {
        "id": key,
        "file_name": key,
        "width": sides[0],
        "height": sides[1],
        "metadata": {name: value for name, value in metadata.items() if value is not None},
    }


def _size_of_masks(frame: Row) -> list[Any]:
    """Width and height of a frame that states none, by the first mask on it."""
    labels = frame.get("labels")
    for label in labels if isinstance(labels, list) else []:
        mask = label.get("rle") if isinstance(label, dict) else None
        size = mask.get("size") if isinstance(mask, dict) else None
        if isinstance(size, list) and len(size) == 2 and all(type(side) is int and side > 0 for side in size):
            return [size[1], size[0]]
    return [None, None]


def _begins_with(name: str, video: str) -> bool:
    """Whether a frame carries the name of its video already, as those of BDD100K do."""
    return name.startswith(video) and not name[len(video) : len(video) + 1].isalnum()


def label_row(label: Any, image: Row, place: str, problems: ProblemLog) -> Row | None:
    """The label as a row of COCO; None when it has no box and no outline, which is told.

    In a video the id of a label names its track; a label's own id is then that of its frame and of the track.
    """
    if not isinstance(label, dict):
        problems.skip(place, "not-an-object", f"Expected an object, got {shown(label)}.")
        return None
    row: Row = {"image_id": image["id"], "category_id": label.get("category")}
    row |= _shape(label, place, problems)
    if not row.keys() & {"bbox", "segmentation"}:
        has = ", ".join(f"`{name}`" for name in ("box2d", "poly2d", "rle", "box3d", "graph") if label.get(name))
        message = (
            f"A label needs a `box2d`, a closed `poly2d` or an `rle`; what it has cannot be read: {has or 'none'}."
        )
        problems.skip(place, "missing-key", message)
        return None
    if label.get("id") is not None:
        row["id"] = f"{image['id']}/{label['id']}"
        if "videoName" in image["metadata"]:
            row["track_id"] = label["id"]
    if label.get("score") is not None:
        row["score"] = label["score"]
    given = label.get("attributes")
    attributes = dict(given) if isinstance(given, dict) else {}
    row |= {
        "iscrowd": int(attributes.pop("crowd", False) is True),
        "ignore": int(attributes.pop("ignored", False) is True),
    }
    more = {name: value for name, value in label.items() if name not in _READ and value is not None}
    return row | {name: value for name, value in {**more, **attributes}.items() if name not in PREDICTION_KEYS}


def _shape(label: Row, place: str, problems: ProblemLog) -> Row:
    shape: Row = {}
    box = label.get("box2d")
    sides: list[Any] = [box.get(side) for side in _SIDES] if isinstance(box, dict) else []
    if box is not None and (not sides or any(map(number_fault, sides))):
        message = f"`box2d` must have the numbers x1, y1, x2 and y2, got {shown(box)}: read without it."
        problems.keep(f"{place}.box2d", "bad-bbox", message)
    elif sides:
        left, top, right, bottom = sides
        shape["bbox"] = [left, top, right - left, bottom - top]
    outlines = rings(label["poly2d"]) if label.get("poly2d") is not None else []
    if outlines is None:
        message = f"`poly2d` must be a list of vertices, got {shown(label['poly2d'])}: read without it."
        problems.keep(f"{place}.poly2d", "bad-segmentation", message)
    if outlines or label.get("rle"):
        shape["segmentation"] = outlines or label["rle"]
    return shape
