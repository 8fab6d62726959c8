"""COCO annotations and results -> object records, whole columns at a time.

`object_columns` takes rows that are as COCO wants them and refuses the whole batch otherwise; then `mending`
looks at each row by itself, reports and repairs or drops it, and the batch comes back clean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.formats.coco import segmentation as outline
from assay.formats.json_text import is_deep, to_json
from assay.formats.tables import object_table
from assay.model.shape import ShapeKind

LABEL_KEYS = frozenset(
    {"id", "image_id", "category_id", "bbox", "segmentation", "area", "iscrowd", "keypoints", "ignore", "track_id"}
)
"""Members of a label that have a column; the others go to `attributes`."""

VECTOR_KEYS = ("scores", "class_pdf", "logits", "probabilities")
"""Members that hold one number per class; of several the last one is read."""

PREDICTION_KEYS = LABEL_KEYS | {"score", *VECTOR_KEYS}
"""The same for a prediction."""


class NotClean(Exception):
    """Some row of the batch is not as COCO wants it."""


@dataclass(frozen=True, slots=True)
class RowStyle:
    """Which members the rows of a file may have, and what the file is called in problems."""

    known: frozenset[str]
    file: str


def object_rows(rows: list[dict[str, Any]], indexes: Sequence[int], style: RowStyle) -> pa.Table:
    """Object records of `rows`. Raises `NotClean` when a row is not as it should be."""
    given, has_unknown = columns_of(rows, style.known)
    absent = [None] * len(rows)
    columns: dict[str, Any] = {
        "row": np.asarray(indexes, dtype=np.int32),
        "image_key": identifiers(given.get("image_id", absent)),
        "category_key": identifiers(given.get("category_id", absent)),
        "kind": ShapeKind.BOX.value,
    }
    for name, member in (("reference_id", "id"), ("track_id", "track_id")):
        if member in given:
            columns[name] = identifiers(given[member], nullable=True)
    for name, member in (("is_crowd", "iscrowd"), ("ignore", "ignore")):
        if member in given:
            columns[name] = _flags(given[member])
    if "area" in given:
        columns["area"] = numbers(given["area"], nullable=True)
    if "score" in style.known:
        columns |= _prediction_columns(given, absent)
    columns |= _shape_columns(given, absent)
    if has_unknown:
        columns["attributes"] = unknown_members(rows, _with_counted(rows, style.known))
    return object_table(len(rows), columns, file=style.file)


def columns_of(rows: list[dict[str, Any]], known: frozenset[str]) -> tuple[dict[str, list[Any]], bool]:
    """The known members of the rows, one list each (None where a row lacks it), and whether there are others.

    Raises `NotClean` when a row is not an object.
    """
    if set(map(type, rows)) - {dict}:
        raise NotClean
    if not rows:
        return {}, False
    first = rows[0]
    has_unknown = not first.keys() <= known
    try:
        if sum(map(len, rows)) == len(first) * len(rows):  # and no KeyError: every row has the members of the first
            for key in first.keys() - known:
                list(map(itemgetter(key), rows))
            return {key: list(map(itemgetter(key), rows)) for key in first.keys() & known}, has_unknown
    except KeyError:
        pass
    members: set[str] = set().union(*rows)
    return {key: [row.get(key) for row in rows] for key in members & known}, not members <= known


def identifiers(values: list[Any], *, nullable: bool = False) -> pa.Array:
    """Whole numbers or texts as text. Raises `NotClean` for anything else."""
    kinds = set(map(type, values))
    if nullable:
        kinds.discard(type(None))
    try:
        if kinds <= {int}:
            return pa.array(values, pa.int64()).cast(pa.string())
        if kinds <= {str}:
            return pa.array(values, pa.string())
        if kinds <= {int, str}:
            return pa.array([value if value is None else str(value) for value in values], pa.string())
    except (pa.ArrowInvalid, OverflowError) as error:
        raise NotClean from error
    raise NotClean


def numbers(values: list[Any], *, nullable: bool = False) -> pa.Array:
    """Finite numbers as float64. Raises `NotClean` for anything else."""
    kinds = set(map(type, values))
    if not kinds <= {int, float} | ({type(None)} if nullable else set()):
        raise NotClean
    given = [value for value in values if value is not None]
    absent = np.fromiter((value is None for value in values), dtype=np.bool_, count=len(values))
    array = np.zeros(len(values))
    array[~absent] = _finite(given, len(given))
    return pa.array(array, mask=absent)


def unknown_members(rows: list[dict[str, Any]], known: frozenset[str]) -> pa.Array:
    """What each row has beside the known members, as JSON text; NULL where it has nothing more."""
    rest = [{key: value for key, value in row.items() if key not in known} for row in rows]
    if any(map(is_deep, rest)):
        raise NotClean
    return pa.array([to_json(extra).decode() if extra else None for extra in rest], pa.string())


def _with_counted(rows: list[dict[str, Any]], known: frozenset[str]) -> frozenset[str]:
    """The known members, and `num_keypoints` where it says no more than the keypoints do."""
    counted = [row for row in rows if "num_keypoints" in row]
    is_count = all(
        row.get("keypoints") and row["num_keypoints"] == sum(v > 0 for v in row["keypoints"][2::3]) for row in counted
    )
    return known | {"num_keypoints"} if is_count else known


def _finite(values: Sequence[float], count: int) -> NDArray[np.float64]:
    try:
        array = np.fromiter(values, dtype=np.float64, count=count)
    except (ValueError, TypeError, OverflowError) as error:
        raise NotClean from error
    if not np.isfinite(array).all():
        raise NotClean
    return array


def _flags(values: list[Any]) -> pa.Array:
    if set(map(type, values)) - {int, bool, type(None)} or set(values) - {0, 1, None}:
        raise NotClean
    return pa.array([value == 1 for value in values], pa.bool_())


def _prediction_columns(given: dict[str, list[Any]], absent: list[None]) -> dict[str, Any]:
    scores = given.get("score", absent)
    if set(map(type, scores)) - {int, float}:
        raise NotClean
    array = _finite(scores, len(scores))
    if ((array < 0) | (array > 1)).any():
        raise NotClean
    columns: dict[str, Any] = {"score": pa.array(array)}
    for member in VECTOR_KEYS:
        if member in given:
            columns["probabilities"] = _number_lists(given[member]).cast(pa.list_(pa.float32()))
    return columns


def _number_lists(values: list[Any]) -> pa.Array:
    if set(map(type, values)) - {list, type(None)}:
        raise NotClean
    flat = list(chain.from_iterable(value for value in values if value))
    if set(map(type, flat)) - {int, float}:
        raise NotClean
    offsets = np.cumsum([0, *(len(value or ()) for value in values)], dtype=np.int32)
    absent = pa.array([not value for value in values], pa.bool_())
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(_finite(flat, len(flat))), mask=absent)


def _shape_columns(given: dict[str, list[Any]], absent: list[None]) -> dict[str, Any]:
    boxes: list[Any] = given.get("bbox", absent)
    columns: dict[str, Any] = {}
    kinds: list[str] | None = None
    outlines = given.get("segmentation", absent)
    if any(outlines):
        columns["segmentation"], kinds = _outlines(outlines)
        boxes = _derived(boxes, outlines, outline.bounds_of)
    if "keypoints" in given:
        points = given["keypoints"]
        columns["keypoints"] = _number_lists(points)
        if any(len(one) % 3 for one in points if one):
            raise NotClean
        boxes = _derived(boxes, points, keypoint_bounds)
        kinds = _marked(kinds, ShapeKind.KEYPOINTS, [bool(one) and any(one[2::3]) for one in points])
    if set(map(type, boxes)) == {list}:
        columns |= _box_columns(boxes)
    else:
        columns |= _sparse_boxes(boxes)
        kinds = _marked(kinds, ShapeKind.WHOLE_IMAGE, [box is None for box in boxes])
    return columns if kinds is None else {**columns, "kind": kinds}


def _marked(kinds: list[str] | None, kind: ShapeKind, where: list[bool]) -> list[str]:
    """The kinds with `kind` at the marked rows; rows are boxes so far when there are no kinds yet."""
    return [
        kind.value if here else old
        for here, old in zip(where, kinds or [ShapeKind.BOX.value] * len(where), strict=True)
    ]


def _outlines(outlines: list[Any]) -> tuple[list[str | None], list[str]]:
    texts: list[str | None] = []
    kinds: list[str] = []
    for one in outlines:
        shape = outline.shape_of(one) if one else ShapeKind.BOX
        text = outline.as_json(one) if one and shape else None
        if shape is None or (one and text is None):
            raise NotClean
        texts.append(text)
        kinds.append(shape.value)
    if not outline.fits(outlines):
        raise NotClean
    return texts, kinds


def _derived(boxes: list[Any], sources: list[Any], bounds: Callable[[Any], outline.Bounds | None]) -> list[Any]:
    """The boxes; a row that lacks one gets the one around its outline or keypoints."""
    if all(boxes):
        return boxes
    found = [bounds(source) if source and not box else None for box, source in zip(boxes, sources, strict=True)]
    return [list(new) if new else old for old, new in zip(boxes, found, strict=True)]


def keypoint_bounds(keypoints: list[float]) -> outline.Bounds | None:
    """The box around the labelled points of x, y, visibility triples; None when none is labelled."""
    points = np.asarray(keypoints, dtype=np.float64).reshape(-1, 3)
    return outline.bounds_of_points(points[points[:, 2] > 0, :2])


def _box_columns(boxes: list[list[float]]) -> dict[str, Any]:
    if set(map(len, boxes)) != {4}:
        raise NotClean
    flat = list(chain.from_iterable(boxes))
    if set(map(type, flat)) - {int, float}:
        raise NotClean
    array = np.ascontiguousarray(_finite(flat, len(flat)).reshape(-1, 4).T)
    if (array[2:] < 0).any():
        raise NotClean
    return {name: pa.array(array[place]) for place, name in enumerate("xywh")}


def _sparse_boxes(boxes: list[Any]) -> dict[str, Any]:
    given = [box for box in boxes if box is not None]
    if any(not box for box in given):
        raise NotClean
    columns = _box_columns(given) if given else {}
    places = np.full(len(boxes), -1)
    places[[index for index, box in enumerate(boxes) if box is not None]] = np.arange(len(given))
    take = pa.array(places, mask=places < 0)
    return {name: column.take(take) for name, column in columns.items()}
