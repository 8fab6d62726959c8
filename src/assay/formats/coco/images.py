"""The `images` of a COCO file -> image records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from assay.formats.coco.annotations import NotClean, RowStyle, identifiers, unknown_members
from assay.formats.coco.mending import as_identifier, mend_unknown, number_fault
from assay.formats.json_text import is_deep, to_json
from assay.formats.problems import ProblemLog, shown
from assay.formats.tables import image_table

IMAGE_KEYS = frozenset({"id", "file_name", "width", "height", "split", "metadata"})
"""Members of an image that have a column; the others go to `extra`."""

_MAX_SIDE = (1 << 31) - 1


def image_rows(rows: list[dict[str, Any]], indexes: Sequence[int], style: RowStyle) -> pa.Table:
    """Image records of `rows`, not yet located. Raises `NotClean` when a row is not as it should be."""
    if set(map(type, rows)) - {dict}:
        raise NotClean
    ids = identifiers([row.get("id") for row in rows])
    columns: dict[str, Any] = {
        "row": np.asarray(indexes, dtype=np.int32),
        "key": ids,
        "foreign_id": ids,
        "file_name": _texts([row.get("file_name") for row in rows]),
        "width": _sides([row.get("width") for row in rows]),
        "height": _sides([row.get("height") for row in rows]),
    }
    members = set().union(*rows)
    if "split" in members:
        columns["split"] = _texts([row.get("split") for row in rows], nullable=True)
    if "metadata" in members:
        columns["metadata"] = _objects([row.get("metadata") for row in rows])
    if members - style.known:
        columns["extra"] = unknown_members(rows, style.known)
    return image_table(len(rows), columns, file=style.file)


def mend_images(
    rows: list[Any], indexes: Sequence[int], problems: ProblemLog
) -> tuple[list[dict[str, Any]], list[int]]:
    """The images that can be taken, each valid, and their indexes."""
    kept: list[dict[str, Any]] = []
    kept_indexes: list[int] = []
    for row, index in zip(rows, indexes, strict=True):
        mended = _mend(row, f"$.images[{index}]", problems)
        if mended is not None:
            kept.append(mended)
            kept_indexes.append(index)
    return kept, kept_indexes


def _mend(row: Any, place: str, problems: ProblemLog) -> dict[str, Any] | None:
    if not isinstance(row, dict):
        problems.skip(place, "not-an-object", f"Expected an object, got {shown(row)}.")
        return None
    mended = {key: value for key, value in row.items() if value is not None or key not in IMAGE_KEYS}
    for member in ("id", "file_name"):
        if member not in mended:
            problems.skip(place, "missing-key", f"`{member}` is missing.")
            return None
    found = as_identifier(mended["id"])
    if found is None:
        problems.skip(f"{place}.id", "bad-id", f"`id` must be a whole number or a text, got {shown(mended['id'])}.")
        return None
    mended["id"] = found
    name = mended["file_name"]
    if not isinstance(name, str) or not name:
        problems.skip(f"{place}.file_name", "bad-file-name", f"`file_name` must be a text, got {shown(name)}.")
        return None
    for member in ("width", "height"):
        _mend_side(mended, member, place, problems)
    mend_unknown(mended, IMAGE_KEYS, place, problems)
    _mend_kind(mended, "split", str, place, problems)
    _mend_kind(mended, "metadata", dict, place, problems)
    return mended


def _mend_side(row: dict[str, Any], member: str, place: str, problems: ProblemLog) -> None:
    value = row.get(member)
    if value is None:
        return
    if not number_fault(value) and value == int(value) and 0 < value <= _MAX_SIDE:
        row[member] = int(value)
        return
    message = f"`{member}` must be a whole number of pixels, got {shown(row.pop(member))}: read without it."
    problems.keep(f"{place}.{member}", number_fault(value) or "bad-size", message)


def _mend_kind(row: dict[str, Any], member: str, wanted: type, place: str, problems: ProblemLog) -> None:
    if member in row and (not isinstance(row[member], wanted) or is_deep(row[member])):
        message = f"`{member}` is not taken as {member} of the image, got {shown(row.pop(member))}: read without it."
        problems.keep(f"{place}.{member}", f"bad-{member}", message)


def _texts(values: list[Any], *, nullable: bool = False) -> pa.Array:
    if set(map(type, values)) - ({str, type(None)} if nullable else {str}) or "" in values:
        raise NotClean
    return pa.array(values, pa.string())


def _sides(values: list[Any]) -> pa.Array:
    if set(map(type, values)) - {int, type(None)}:
        raise NotClean
    given = [value for value in values if value is not None]
    if given and (min(given) <= 0 or max(given) > _MAX_SIDE):
        raise NotClean
    return pa.array(values, pa.int32())


def _objects(values: list[Any]) -> pa.Array:
    if set(map(type, values)) - {dict, type(None)}:
        raise NotClean
    if any(map(is_deep, values)):
        raise NotClean
    return pa.array([to_json(value).decode() if value else None for value in values], pa.string())
