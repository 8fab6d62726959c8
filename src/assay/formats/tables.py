"""Builds record tables from the columns a reader has; what it lacks is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.model.dataset import Task
from assay.model.shape import ShapeKind
from assay.schema.records import IMAGE_RECORDS, OBJECT_RECORDS
from assay.schema.table import Table

BATCH_ROWS = 1 << 17
"""About how many objects a reader puts in one batch."""

_SCHEMAS = {table.name: table.arrow for table in (IMAGE_RECORDS, OBJECT_RECORDS)}
_DEFAULTS = {"is_crowd": False, "ignore": False, "normalised": False}


def image_table(count: int, columns: Mapping[str, Any], *, file: str) -> pa.Table:
    """`count` image records. A column is an Arrow array, a list, or one value for all rows."""
    return _table(IMAGE_RECORDS, count, {"file": file, **columns})


def object_table(count: int, columns: Mapping[str, Any], *, file: str = "") -> pa.Table:
    """`count` object records. A column is an Arrow array, a list, a numpy array, or one value for all rows.

    `file` is the file they all stand in; give a dictionary column `file` instead when there are several.
    """
    return _table(OBJECT_RECORDS, count, {**_DEFAULTS, "file": file, **columns})


def _table(table: Table, count: int, columns: Mapping[str, Any]) -> pa.Table:
    schema = _SCHEMAS[table.name]
    return pa.Table.from_arrays([_array(columns.get(field.name), field.type, count) for field in schema], schema=schema)


def _array(values: Any, wanted: pa.DataType, count: int) -> pa.Array:
    if values is None:
        return pa.nulls(count, wanted)
    if isinstance(values, str) and pa.types.is_dictionary(wanted):
        codes = pa.repeat(pa.scalar(0, wanted.index_type), count)
        return pa.DictionaryArray.from_arrays(codes, pa.array([values], wanted.value_type))
    if isinstance(values, (str, bool, int, float)):
        return pa.repeat(pa.scalar(values, wanted), count)
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values if values.type == wanted else values.cast(wanted)
    return pa.array(values, wanted)


def list_column(values: NDArray[np.float64], present: NDArray[np.bool_]) -> pa.ListArray:
    """A column of lists: row i of `values` (n, k) for the i-th row that is `present`, NULL for the others."""
    offsets = np.concatenate([[0], np.cumsum(np.where(present, values.shape[1], 0))]).astype(np.int32)
    flat = pa.array(values.astype(np.float32).ravel())
    return pa.ListArray.from_arrays(pa.array(offsets), flat, mask=pa.array(~present))


def regrouped(tables: Iterable[pa.Table], *, rows: int = BATCH_ROWS) -> Iterator[pa.Table]:
    """The same rows in tables of about `rows` rows each."""
    held: list[pa.Table] = []
    count = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        if count >= rows:
            yield pa.concat_tables(held).unify_dictionaries().combine_chunks()
            held, count = [], 0
    if held:
        yield pa.concat_tables(held).unify_dictionaries().combine_chunks()


def task_of(objects: pa.Table) -> Task | None:
    """What the labels say, by their shapes; None when there are none."""
    kinds = set(pc.unique(objects["kind"]).to_pylist())
    if ShapeKind.KEYPOINTS in kinds:
        return Task.KEYPOINTS
    if kinds & {ShapeKind.POLYGON, ShapeKind.MASK}:
        return Task.SEGMENTATION
    if kinds == {ShapeKind.WHOLE_IMAGE}:
        return Task.CLASSIFICATION
    return Task.DETECTION if kinds else None
