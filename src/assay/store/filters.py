"""`where`: equality or membership per column, as a filter that Lance understands and as a test of Arrow columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceScanner
from numpy.typing import NDArray

from assay.errors import ArrayError
from assay.schema.table import Table

Where: TypeAlias = Mapping[str, "int | str | bool | Sequence[int] | Sequence[str] | NDArray[Any] | None"]
"""Column -> the value it must have, or the values it may have; None stands for NULL. All must hold."""

Test: TypeAlias = Callable[[pa.ChunkedArray], NDArray[np.bool_]]
"""Tells which values of a column pass."""

INLINE = 200
"""Up to so many values are written into a Lance filter; more are cheaper to test on the column itself."""

ROWS_PER_LOOKUP = 12
"""Looking one id up costs as much as reading so many rows (measured: 6 µs against 0.5 µs)."""

DENSE_SPAN = 1 << 28
"""Ids that lie no further apart than this are tested by a table of flags, one byte each."""


def check_columns(table: Table, names: Sequence[str] | Mapping[str, Any]) -> None:
    """Raise `ArrayError` when `table` lacks one of `names`."""
    known = {column.name for column in table.columns}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ArrayError(
            f"The table {table.name!r} has no column {', '.join(map(repr, unknown))}.",
            hint=f"Its columns are {', '.join(column.name for column in table.columns)}.",
        )


def is_short(where: Where) -> bool:
    """Whether `where` is worth writing out as text."""
    return all(len(_values(wanted)) <= INLINE for wanted in where.values())


def predicate(where: Where) -> str:
    """`where` as the filter text of Lance; empty when it is empty."""
    return " AND ".join(_clause(column, list(_values(wanted))) for column, wanted in where.items())


def quoted(column: str) -> str:
    """The name of a column as the filter text of Lance spells it: a metric's may be a word of SQL."""
    return f"`{column}`"


def id_predicate(ids: NDArray[np.int64]) -> str:
    """The Lance filter for these ids, in which neighbours become ranges where that makes it much shorter."""
    if len(ids) == 0:
        return "false"
    known = np.unique(ids)
    starts = np.flatnonzero(np.diff(known, prepend=known[0] - 2) != 1)
    if len(starts) * 4 > len(known):
        return f"id IN ({', '.join(map(str, known.tolist()))})"
    ends = np.append(starts[1:], len(known)) - 1
    runs = zip(known[starts].tolist(), known[ends].tolist(), strict=True)
    return " OR ".join(f"(id >= {first} AND id <= {last})" for first, last in runs)


def mask(columns: Mapping[str, pa.ChunkedArray], where: Where) -> NDArray[np.bool_]:
    """Which rows of `columns` pass `where`, which names at least one of them."""
    return _all(columns, _tests(where))


def positions(columns: Mapping[str, pa.ChunkedArray], where: Where) -> NDArray[np.int64]:
    """The numbers of the rows of `columns` that pass `where`, ascending; it names at least one column.

    Looks chunk by chunk, and no further than the first test that nothing passes: rows of one image stand together,
    so that most chunks are left after a look at their smallest and largest id.
    """
    tests, found, start = _tests(where), [], 0
    for chunk in columns[next(iter(tests))].chunks:
        rows = {name: columns[name].slice(start, len(chunk)) for name in tests}
        found.append(np.flatnonzero(_all(rows, tests)) + start)
        start += len(chunk)
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def read_matching(scanner: LanceScanner, where: Where) -> pa.Table:
    """The rows of a scan that pass `where`, read in batches so that the others never fill the memory."""
    tests, tables = _tests(where), []
    for batch in scanner.to_batches():
        rows = pa.table(batch)
        passed = _all({name: rows[name] for name in where}, tests)
        if passed.any():
            tables.append(rows.filter(pa.array(passed)))
    return pa.concat_tables(tables) if tables else scanner.projected_schema.empty_table()


def members(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `ids` are among `wanted`."""
    return id_test(wanted)(ids)


def id_test(wanted: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], NDArray[np.bool_]]:
    """A test for membership in `wanted`. Ids are dense, so a table of flags beats hashing and sorting."""
    if len(wanted) == 0:
        return lambda ids: np.zeros(len(ids), dtype=bool)
    low, high = int(wanted.min()), int(wanted.max())
    if low == high:
        return lambda ids: ids == low
    if high - low >= DENSE_SPAN:
        return lambda ids: np.isin(ids, wanted)
    flags = np.zeros(high - low + 3, dtype=bool)  # one flag more at each end, for ids that lie outside
    flags[wanted - low + 1] = True
    return lambda ids: np.take(flags, np.clip(ids, low - 1, high + 1) - (low - 1))


def _tests(where: Where) -> dict[str, Test]:
    return {name: _test(_values(wanted)) for name, wanted in where.items()}


def _test(values: Sequence[Any] | NDArray[Any]) -> Test:
    plain = not isinstance(values, np.ndarray) and (None in values or not all(type(value) is int for value in values))
    if plain or len(values) == 0:
        return lambda column: _is_in(column, list(values))
    wanted = np.asarray(values, dtype=np.int64)
    low, high, holds = int(wanted.min()), int(wanted.max()), id_test(wanted)

    def test(column: pa.ChunkedArray) -> NDArray[np.bool_]:
        if column.null_count or not pa.types.is_integer(column.type):
            return _is_in(column, wanted.tolist())
        span = pc.min_max(column)
        if not len(column) or span["max"].as_py() < low or span["min"].as_py() > high:
            return np.zeros(len(column), dtype=bool)
        return holds(column.to_numpy().astype(np.int64, copy=False))

    return test


def _is_in(column: pa.ChunkedArray, values: list[Any]) -> NDArray[np.bool_]:
    hits = pc.is_in(column, value_set=pa.array(values, column.type), skip_nulls=None not in values)
    return np.asarray(hits.to_numpy())


def _all(columns: Mapping[str, pa.ChunkedArray], tests: Mapping[str, Test]) -> NDArray[np.bool_]:
    passed: NDArray[np.bool_] | None = None
    for name, test in tests.items():
        hits = test(columns[name])
        passed = hits if passed is None else passed & hits
        if not passed.any():
            break
    assert passed is not None  # callers name at least one column
    return passed


def _values(wanted: Any) -> Sequence[Any] | NDArray[Any]:
    if isinstance(wanted, str) or not isinstance(wanted, Sequence | np.ndarray):
        return [wanted]
    return wanted


def _clause(column: str, values: list[Any]) -> str:
    given = [_literal(value) for value in values if value is not None]
    column = quoted(column)
    clauses = [f"{column} IN ({', '.join(given)})"] if given else []
    if None in values:
        clauses.append(f"{column} IS NULL")
    return f"({' OR '.join(clauses)})" if clauses else "false"


def _literal(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer):
        return str(int(value))
    return "'" + str(value).replace("'", "''") + "'"
