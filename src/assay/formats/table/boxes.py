"""Reads the boxes of a table; a row whose box is none is reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.problems import ProblemLog, shown
from assay.formats.table.columns import BoxColumns
from assay.formats.table.file import TableFile, numeric
from assay.model.shape import ShapeKind

_OWN_BOX = ("x", "y", "w", "h")
"""How boxes are called that need no word about what they are."""

_MANY = 20  # so many boxes tell whether they are shares of the image


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """A box per row of a table.

    xywh : (n, 4) pixels, NaN where the row has none. wrong : (n,) rows whose four cells make no box; they are reported.
    """

    xywh: NDArray[np.float64]
    wrong: NDArray[np.bool_]

    @property
    def given(self) -> NDArray[np.bool_]:
        """(n,) rows that have a box."""
        return np.isfinite(self.xywh[:, 0])


def read_boxes(file: TableFile, columns: BoxColumns | None, problems: ProblemLog) -> Boxes:
    """The boxes of all rows; how they are read is told. Four empty cells are a row without one.

    Without columns of boxes no row has one.
    """
    count = file.table.num_rows
    if columns is None:
        return Boxes(np.full((count, 4), np.nan), np.zeros(count, np.bool_))
    _tell_form(columns, problems)
    cells = [file.table[name] for name in columns.names]
    values = np.column_stack([_numbers(column) for column in cells])
    empty = np.column_stack([_is_empty(column) for column in cells])
    if columns.in_corners:
        with np.errstate(invalid="ignore"):
            values[:, 2:] -= values[:, :2]
    fits = np.asarray(np.isfinite(values).all(axis=1) & (values[:, 2:] >= 0).all(axis=1), np.bool_)
    wrong = ~fits & ~empty.all(axis=1)
    for index in np.flatnonzero(wrong).tolist():
        _tell(index, file, columns, empty[index], problems)
    if not columns.in_shares and fits.sum() >= _MANY and (values[fits] >= 0).all() and (values[fits] <= 1).all():
        message = "Boxes are read as pixels, but these look like shares of the image's width and height (0 to 1)."
        problems.keep("the header", "box-convention", message)
    return Boxes(np.where(fits[:, None], values, np.nan), wrong)


def box_record(xywh: NDArray[np.float64], *, in_shares: bool) -> dict[str, Any]:
    """What object records say of (n, 4) boxes: a row of NaN speaks of the whole image."""
    whole = np.isnan(xywh[:, 0])
    return {
        "kind": np.where(whole, ShapeKind.WHOLE_IMAGE.value, ShapeKind.BOX.value).tolist(),
        "normalised": in_shares,
        **{axis: pa.array(xywh[:, place], mask=whole) for place, axis in enumerate(_OWN_BOX)},
    }


def _tell_form(columns: BoxColumns, problems: ProblemLog) -> None:
    if columns.names == _OWN_BOX:
        return
    names = ", ".join(f"`{name}`" for name in columns.names)
    form = "two corners" if columns.in_corners else "left, top, width, height"
    unit = "in shares of the image, as Open Images has them" if columns.in_shares else "in pixels"
    problems.keep("the header", "columns", f"Boxes are read from {names}: {form}, {unit}.")


def _tell(index: int, file: TableFile, columns: BoxColumns, empty: NDArray[np.bool_], problems: ProblemLog) -> None:
    """Say of a row why it has no box: the first cell that is no number, or a size below 0."""
    place = file.place.format(file.rows[index])
    for name, is_empty in zip(columns.names, empty.tolist(), strict=True):
        value = file.table[name][index].as_py()
        if is_empty:
            problems.skip(f"{place}.{name}", "missing-key", f"`{name}` is empty, and the row has a part of a box.")
            return
        if not np.isfinite(_number(value)):
            code = "nan" if _is_called_so(value) else "text-for-number"
            problems.skip(f"{place}.{name}", code, f"`{name}` must be a finite number, got {shown(value)}.")
            return
    box = [_number(file.table[name][index].as_py()) for name in columns.names]
    form = "two corners" if columns.in_corners else "x, y, width, height"
    problems.skip(place, "negative-size", f"Width and height must not be negative, got {shown(box)} ({form}).")


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """(n,) NaN where a cell is no number."""
    values = numeric(column)
    if values is None:
        return np.array([_number(value) for value in column.to_pylist()], dtype=np.float64)
    return values.copy()


def _number(value: Any) -> float:
    try:
        return float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return float("nan")


def _is_called_so(value: Any) -> bool:
    """Whether a value that is not finite is a number all the same: NaN or an infinity."""
    return isinstance(value, float) or str(value).strip().lower().lstrip("+-") in ("nan", "inf", "infinity")


def _is_empty(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)
    return np.asarray(column.is_null(), np.bool_)
