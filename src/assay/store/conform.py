"""Bring rows into the exact shape of their table before they are written."""

from __future__ import annotations

import pyarrow as pa

from assay.errors import ArrayError
from assay.schema.column import Column
from assay.schema.table import Table


def conform(table: Table, rows: pa.Table) -> pa.Table:
    """`rows` with the columns of `table` in order, cast to its types.

    A missing column that may be NULL becomes NULL; a missing `deleted` means live.

    Raises
    ------
    ArrayError : a column is unknown, missing, of another type, or NULL where NULL is not allowed.
    """
    known = {column.name for column in table.columns}
    unknown = [name for name in rows.column_names if name not in known]
    if unknown:
        raise ArrayError(f"Rows for {table.name!r} have unknown columns: {', '.join(unknown)}.")
    return pa.table([_column(table, column, rows) for column in table.columns], schema=table.arrow)


def _column(table: Table, column: Column, rows: pa.Table) -> pa.ChunkedArray:
    if column.name not in rows.column_names:
        return _absent(table, column, rows.num_rows)
    values = rows[column.name]
    if values.type != column.type:
        try:
            values = values.cast(column.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise ArrayError(
                f"Column {column.name!r} of {table.name!r} must be {column.type}, got {values.type}: {error}"
            ) from error
    if values.null_count and not column.nullable:
        raise ArrayError(
            f"Column {column.name!r} of {table.name!r} must have a value in every row, got {values.null_count} NULL."
        )
    return values


def _absent(table: Table, column: Column, length: int) -> pa.ChunkedArray:
    if column.nullable:
        return pa.chunked_array([pa.nulls(length, column.type)])
    if column.name == "deleted":
        return pa.chunked_array([pa.repeat(pa.scalar(value=False), length)])
    raise ArrayError(f"Rows for {table.name!r} lack the column {column.name!r}.")
