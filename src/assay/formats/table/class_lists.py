"""Reads the column of a table that holds a whole class vector in each row."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from assay.formats.problems import ProblemLog
from assay.formats.table.file import TableFile


def class_lists(file: TableFile, column: str, problems: ProblemLog) -> NDArray[np.float64] | None:
    """(n, k) the lists of a column, as long as its first one; None when the column has no lists.

    Text is read as JSON (`[0.2, 0.8]`). A row whose list does not fit is reported and has NaN.
    """
    lists = [_as_list(value) for value in file.table[column].to_pylist()]
    length = next((len(one) for one in lists if one), 0)
    if not length:
        return None
    values = np.full((len(lists), length), np.nan)
    for index, one in enumerate(lists):
        if one is not None and len(one) == length:
            values[index] = one
        else:
            got = "no list of numbers" if one is None else f"{len(one)}"
            place = f"{file.place.format(file.rows[index])}.{column}"
            problems.keep(place, "vector-length", f"Expected {length} numbers, got {got}: read without them.")
    return values


def class_names(file: TableFile, column: str | None) -> tuple[str, ...]:
    """The classes that the lists stand for, from the first row of a column; none without such a column."""
    named = file.table[column][0].as_py() if column is not None and file.table.num_rows else None
    found = _read(named) if isinstance(named, str) else named
    if isinstance(found, list) and found:
        return tuple(str(name) for name in found)
    return tuple(part.strip() for part in named.split(",")) if isinstance(named, str) else ()


def is_list_column(table: pa.Table, column: str | None) -> bool:
    """Whether the column holds lists, or text that looks like them."""
    if column is None or not table.num_rows:
        return False
    kind = table[column].type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return True
    return pa.types.is_string(kind) and any(
        (value or "").lstrip().startswith("[") for value in table[column].to_pylist()
    )


def _as_list(value: Any) -> list[float] | None:
    found = _read(value) if isinstance(value, str) else value
    if not isinstance(found, list) or not found:
        return None
    fits = all(isinstance(number, int | float) and not isinstance(number, bool) for number in found)
    return found if fits else None


def _read(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
