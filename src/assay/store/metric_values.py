"""Values of metrics: columns of a Lance table behind those that are declared, written whole or for a few rows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceDataset
from numpy.typing import NDArray

from assay.amounts import amount
from assay.errors import ArrayError, NotFound
from assay.model.metric import MetricColumn
from assay.schema.column import Column
from assay.schema.fields import LEVEL_TABLES
from assay.schema.metric_fields import ARROW_TYPES, as_column
from assay.schema.table import Table
from assay.store import lake
from assay.store.conform import conform
from assay.store.hot import find_keys
from assay.store.scan import ordered

FEW_SHARE = 0.02
"""Up to this share of the rows is written row by row, a larger one by writing whole columns anew."""


def with_metrics(table: Table, present: pa.Schema, described: Iterable[MetricColumn] = ()) -> Table:
    """`table` with the metric columns that are `present` in Lance, as `described` where they are."""
    known = {column.name: as_column(column) for column in described if LEVEL_TABLES[column.level].name == table.name}
    declared = {column.name for column in table.columns}
    return table.with_columns(
        known.get(field.name) or Column(field.name, field.type, "", measured=True)
        for field in present
        if field.name not in declared
    )


def shape_values(table: Table, values: pa.Table) -> pa.Table:
    """`id` and values of metrics in order of id, as they are stored: what is not finite is NULL.

    Raises
    ------
    ArrayError : a column has no type that values have or another than it had, or an id stands twice.
    """
    known = {column.name: column for column in table.columns}
    columns = [
        known.get(field.name) or Column(field.name, field.type, "", measured=True)
        for field in values.schema
        if field.name != "id"
    ]
    for column in columns:
        if not column.measured or (column.name not in known and column.type not in ARROW_TYPES.values()):
            raise ArrayError(
                f"{table.name!r} cannot have a metric column {column.name!r} of {column.type}.",
                hint=f"Values are {', '.join(sorted({str(type) for type in ARROW_TYPES.values()}))}.",
            )
    finite = pa.table([_finite(column) for column in values.columns], names=values.column_names)
    shaped = conform(Table(table.name, table.meaning, (table["id"], *columns)), finite)
    shaped = ordered(shaped, "id")
    if not (np.diff(shaped["id"].to_numpy()) > 0).all():
        raise ArrayError(f"Values for {table.name!r} must have different ids.")
    return shaped


def fill(dataset: LanceDataset, values: pa.Table) -> None:
    """Write values of metrics, as `shape_values` gives them; other rows keep what they have, or are NULL.

    Raises
    ------
    NotFound : an id has no row.
    """
    rows = dataset.count_rows()
    if values.num_rows <= max(FEW_SHARE * rows, min(lake.FEW_ROWS, rows // 2)):
        _fill_rows(dataset, values)
    else:
        _fill_columns(dataset, values)


def _fill_rows(dataset: LanceDataset, values: pa.Table) -> None:
    fields = [field for field in values.schema if field.name != "id"]
    lake.add_columns(dataset, fields)
    if not values.num_rows:
        return
    rows = lake.take(dataset, values["id"].to_numpy())
    at, known = find_keys(values["id"].to_numpy(), rows["id"].to_numpy())
    _check_all_found(values, known)
    for field in fields:
        number = rows.schema.get_field_index(field.name)
        rows = rows.set_column(number, rows.schema.field(number), values[field.name].take(pa.array(at)))
    lake.upsert(dataset, rows, key="id")


def _fill_columns(dataset: LanceDataset, values: pa.Table) -> None:
    names = [name for name in values.column_names if name != "id"]
    present = [name for name in names if name in dataset.schema.names]
    kept = present if values.num_rows < dataset.count_rows() else []
    rows = dataset.scanner(columns=["id", *kept], scan_in_order=True).to_table()
    at, known = find_keys(values["id"].to_numpy(), rows["id"].to_numpy())
    _check_all_found(values, known)
    index, given = pa.array(at, mask=~known), pa.array(known)
    columns = {name: values[name].take(index) for name in names}
    columns |= {name: pc.if_else(given, columns[name], rows[name]) for name in kept}
    lake.put_columns(dataset, pa.table(columns))


def _check_all_found(values: pa.Table, known: NDArray[np.bool_]) -> None:
    if known.sum() < values.num_rows:
        raise NotFound(
            f"{values.num_rows - known.sum()} of {amount(values.num_rows, 'value')} are of rows that do not exist."
        )


def _finite(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_finite(column), column, None)
