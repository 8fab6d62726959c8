"""`where`: equality or membership per column, as Lance and DuckDB SQL understand it, and as a mask over Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.errors import ArrayError
from assay.schema.table import Table

Where: TypeAlias = Mapping[str, "int | str | bool | None | Sequence[int] | Sequence[str] | NDArray[Any]"]
"""Column -> the value it must have, or the values it may have; None stands for NULL. All must hold."""

INLINE = 200
"""Up to so many values are written into a Lance filter; more are cheaper to test on the column itself."""


def values_of(wanted: Any) -> list[Any]:
    """The admissible values of one entry of a `where`, as plain Python values without repetition."""
    if isinstance(wanted, np.ndarray):
        return np.unique(wanted).tolist()
    if isinstance(wanted, str) or not isinstance(wanted, Sequence):
        return [wanted]
    return list(dict.fromkeys(wanted))


def check_columns(table: Table, names: Sequence[str] | Mapping[str, Any]) -> None:
    """Raise `ArrayError` when `table` lacks one of `names`."""
    known = {column.name for column in table.columns}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ArrayError(
            f"The table {table.name!r} has no column {', '.join(map(repr, unknown))}.",
            hint=f"Its columns are {', '.join(column.name for column in table.columns)}.",
        )


def predicate(where: Where) -> str:
    """`where` as the SQL text that Lance filters by; empty when it is empty."""
    return " AND ".join(_clause(column, values_of(wanted)) for column, wanted in where.items())


def is_short(where: Where) -> bool:
    """Whether `where` is worth writing out as text."""
    return all(len(values_of(wanted)) <= INLINE for wanted in where.values())


def mask(columns: Mapping[str, pa.ChunkedArray], where: Where) -> NDArray[np.bool_]:
    """Which rows of `columns` pass `where`; `columns` has at least the columns that `where` names."""
    passed: NDArray[np.bool_] | None = None
    for name, wanted in where.items():
        hit = _hits(columns[name], values_of(wanted))
        passed = hit if passed is None else passed & hit
    if passed is None:
        return np.ones(len(next(iter(columns.values()))), dtype=bool)
    return passed


def _hits(column: pa.ChunkedArray, values: list[Any]) -> NDArray[np.bool_]:
    if pa.types.is_integer(column.type) and column.null_count == 0 and None not in values:
        return np.asarray(members(column.to_numpy(), np.asarray(values, dtype=np.int64)))
    hits = pc.is_in(column, value_set=pa.array(values, column.type), skip_nulls=None not in values)
    return np.asarray(hits.to_numpy())


def members(ids: NDArray[np.integer[Any]], wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `ids` are among `wanted`. Ids are dense, so a table of flags beats hashing and sorting."""
    if len(ids) == 0 or len(wanted) == 0:
        return np.zeros(len(ids), dtype=bool)
    if len(wanted) == 1:
        return np.asarray(ids == wanted[0])
    return np.isin(ids, wanted, kind="table" if _is_dense(wanted) else None)


def _is_dense(wanted: NDArray[np.int64]) -> bool:
    # numpy's table has one flag for each number between the ends of `wanted`: 256 MB at most here.
    return int(wanted.max()) - int(wanted.min()) < 1 << 28


def _clause(column: str, values: list[Any]) -> str:
    given = [literal(value) for value in values if value is not None]
    clauses = [f"{column} IN ({', '.join(given)})"] if given else []
    if None in values:
        clauses.append(f"{column} IS NULL")
    return f"({' OR '.join(clauses)})" if clauses else "false"


def literal(value: Any) -> str:
    """A Python value as an SQL literal, quotes doubled."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer):
        return str(int(value))
    return "'" + str(value).replace("'", "''") + "'"
