"""Looks at COCO rows one by one: reports what is wrong with them and drops or repairs them.

Only batches that are not clean come here. A row is dropped when it cannot be placed (no image, no class, no valid
box); a lesser member that is wrong is left out and the row is kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from assay.formats.coco import segmentation as outline
from assay.formats.coco.annotations import (
    PREDICTION_KEYS,
    VECTOR_KEYS,
    NotClean,
    RowStyle,
    keypoint_bounds,
    object_rows,
)
from assay.formats.json_stream import Chunk
from assay.formats.json_text import is_deep, is_finite
from assay.formats.problems import ProblemLog, shown
from assay.formats.scores import out_of_range

_EXACT = 1 << 53
_SCORE_SLACK = 1e-6  # float32 arithmetic of the model


class RowMender:
    """Mends the rows of one array; `path` is how problems name it (`$.annotations`)."""

    def __init__(self, path: str, problems: ProblemLog, *, scored: bool) -> None:
        self._path = path
        self._problems = problems
        self._scored = scored
        self._place = path

    def mend(self, rows: list[Any], indexes: Sequence[int]) -> tuple[list[dict[str, Any]], list[int]]:
        """The rows that can be taken, each valid, and their indexes."""
        kept: list[dict[str, Any]] = []
        kept_indexes: list[int] = []
        for row, index in zip(rows, indexes, strict=True):
            self._place = f"{self._path}[{index}]"
            mended = self._mend_row(row)
            if mended is not None:
                kept.append(mended)
                kept_indexes.append(index)
        return kept, kept_indexes

    def _mend_row(self, row: Any) -> dict[str, Any] | None:
        if not isinstance(row, dict):
            self._skip("", "not-an-object", f"Expected an object, got {shown(row)}.")
            return None
        mended = {key: value for key, value in row.items() if value is not None or key not in PREDICTION_KEYS}
        for member in ("image_id", "category_id"):
            if not self._mend_identifier(mended, member):
                return None
        if self._scored and not self._mend_score(mended):
            return None
        self._mend_lesser(mended)
        mend_unknown(mended, PREDICTION_KEYS, self._place, self._problems)
        self._mend_outline(mended)
        self._mend_keypoints(mended)
        return mended if self._mend_box(mended) else None

    def _skip(self, member: str, code: str, message: str) -> None:
        self._problems.skip(self._place + member, code, message)

    def _mend_identifier(self, row: dict[str, Any], member: str) -> bool:
        value = row.get(member)
        if value is None:
            beside = ", and so is `category_name`" if member == "category_id" else ""
            self._skip("", "missing-key", f"`{member}` is missing{beside}.")
            return False
        found = as_identifier(value)
        if found is None:
            self._skip(f".{member}", "bad-id", f"`{member}` must be a whole number or a text, got {shown(value)}.")
            return False
        row[member] = found
        return True

    def _mend_score(self, row: dict[str, Any]) -> bool:
        score = row.get("score")
        if score is None:
            self._skip("", "missing-key", "`score` is missing.")
            return False
        fault = number_fault(score)
        if fault:
            self._skip(".score", fault, f"`score` must be a number from 0 to 1, got {shown(score)}.")
            return False
        if not -_SCORE_SLACK <= score <= 1 + _SCORE_SLACK:
            self._skip(".score", "score-range", out_of_range("`score`", score))
            return False
        row["score"] = min(max(score, 0), 1)
        return True

    def _mend_lesser(self, row: dict[str, Any]) -> None:
        for member in ("id", "track_id"):
            if member in row:
                found = as_identifier(row[member])
                if found is None:
                    self._leave_out(row, member, "bad-id", "a whole number or a text")
                else:
                    row[member] = found
        for member in ("iscrowd", "ignore"):
            if member in row and not (isinstance(row[member], (int, float)) and row[member] in (0, 1)):
                self._leave_out(row, member, "bad-flag", "0 or 1")
            elif member in row:
                row[member] = int(row[member])
        if "area" in row and (fault := number_fault(row["area"])):
            self._leave_out(row, "area", fault, "a number")
        for member in VECTOR_KEYS:
            if member in row and (fault := list_fault(row[member])):
                self._leave_out(row, member, fault, "a list of numbers")

    def _leave_out(self, row: dict[str, Any], member: str, code: str, wanted: str) -> None:
        message = f"`{member}` must be {wanted}, got {shown(row.pop(member))}: read without it."
        self._problems.keep(f"{self._place}.{member}", code, message)

    def _mend_outline(self, row: dict[str, Any]) -> None:
        value = row.get("segmentation")
        if not value:
            return
        if outline.shape_of(value) is None or outline.as_json(value) is None:
            wanted = "a list of polygons (an even number of numbers each) or an RLE with `size` and `counts`"
            self._leave_out(row, "segmentation", "bad-segmentation", wanted)
        elif not outline.fits([value]):
            self._leave_out(row, "segmentation", "bad-segmentation", "an RLE whose runs fit into its `size`")

    def _mend_keypoints(self, row: dict[str, Any]) -> None:
        value = row.get("keypoints")
        if value is None or value == []:
            return
        fault = list_fault(value) or ("keypoints-length" if len(value) % 3 else None)
        if fault:
            self._leave_out(row, "keypoints", fault, "triples of x, y, visibility")

    def _mend_box(self, row: dict[str, Any]) -> bool:
        box = row.get("bbox")
        if box in (None, []):
            row.pop("bbox", None)
            return True
        if not isinstance(box, list) or len(box) != 4:
            code = "bbox-length" if isinstance(box, list) else "bad-bbox"
            return self._box_from_shape(row, code, f"`bbox` must be x, y, width, height, got {shown(box)}.")
        for index, number in enumerate(box):
            if fault := number_fault(number):
                return self._box_from_shape(
                    row, fault, f"`bbox` must hold four numbers, got {shown(number)}.", f"[{index}]"
                )
        if box[2] < 0 or box[3] < 0:
            message = f"Width and height must not be negative, got {shown(box)} (x, y, width, height)."
            return self._box_from_shape(row, "negative-size", message)
        return True

    def _box_from_shape(self, row: dict[str, Any], code: str, message: str, member: str = "") -> bool:
        """A wrong box is replaced by the one around the row's outline or keypoints, if it has any."""
        bounds = outline.bounds_of(row["segmentation"]) if row.get("segmentation") else None
        if bounds is None and row.get("keypoints"):
            bounds = keypoint_bounds(row["keypoints"])
        place = f"{self._place}.bbox{member}"
        if bounds is None:
            self._problems.skip(place, code, message)
            return False
        self._problems.keep(place, code, f"{message} Read as the box around its shape.")
        row["bbox"] = list(bounds)
        return True


def object_table(chunk: Chunk, style: RowStyle, mender: RowMender) -> tuple[pa.Table, list[dict[str, Any]]]:
    """Object records of a chunk, and its rows as they were taken: as they stand when all are clean, else mended."""
    rows, indexes = _named(chunk.rows), chunk.indexes
    if chunk.is_finite:
        try:
            return object_rows(rows, indexes, style), rows
        except NotClean:
            pass
    rows, indexes = mender.mend(rows, indexes)
    return object_rows(rows, indexes, style), rows


def _named(rows: list[Any]) -> list[Any]:
    """The rows, those that name their class in words instead of by a number with the name in place of the number."""
    if all("category_id" in row for row in rows if isinstance(row, dict)):
        return rows
    return [_with_name(row) if isinstance(row, dict) else row for row in rows]


def _with_name(row: dict[str, Any]) -> dict[str, Any]:
    name = row.get("category_name")
    if row.get("category_id") is not None or not isinstance(name, str):
        return row
    return {**{key: value for key, value in row.items() if key != "category_name"}, "category_id": name}


def as_identifier(value: Any) -> int | str | None:
    """`value` as an identifier; None when it cannot be one. 12.0 is 12, as some tools write it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else None
    if isinstance(value, int):
        return value if -(1 << 63) <= value < (1 << 63) else str(value)
    return value if isinstance(value, str) and value else None


def number_fault(value: Any) -> str | None:
    """Why `value` is not a finite number, as a problem code; None when it is one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "text-for-number"
    try:
        return None if math.isfinite(value) else "nan"
    except OverflowError:
        return "nan"


def mend_unknown(row: dict[str, Any], known: frozenset[str], place: str, problems: ProblemLog) -> None:
    """Tell of numbers in unknown members that JSON does not know; leave out what is nested too deeply to keep."""
    for member in sorted(row.keys() - known):
        if is_deep(row[member]):
            problems.keep(f"{place}.{member}", "nested", f"`{member}` is nested too deeply: read without it.")
            del row[member]
        elif not is_finite(row[member]):
            message = f"`{member}` holds a number that is not finite: read as null."
            problems.keep(f"{place}.{member}", "nan", message)


def list_fault(value: Any) -> str | None:
    """Why `value` is not a list of finite numbers; None when it is one."""
    if not isinstance(value, list):
        return "text-for-number"
    return next((fault for fault in map(number_fault, value) if fault), None)
