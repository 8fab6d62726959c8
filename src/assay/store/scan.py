"""Read rows of one Lance table, filtered and in order of their key."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from lance import LanceDataset

from assay.schema.table import Table
from assay.store import filters
from assay.store.filters import Where


def scan(dataset: LanceDataset, table: Table, wanted: list[str], where: Where, *, tombstones: bool) -> pa.Table:
    """The wanted columns of the rows that pass `where`, ordered by key; tombstones only where asked for."""
    has_tombstones = not tombstones and any(column.name == "deleted" for column in table.columns)
    tests: Where = {**where, "deleted": False} if has_tombstones else where
    needed = list(dict.fromkeys([*wanted, *tests, *([table.key] if table.key else [])]))
    if filters.is_short(tests):
        found = dataset.scanner(columns=needed, filter=filters.predicate(tests) or None, scan_in_order=True).to_table()
    else:
        found = _filter(dataset.scanner(columns=needed, scan_in_order=True).to_table(), tests)
    return found if table.key is None else _ordered(found, table.key)


def _filter(rows: pa.Table, where: Where) -> pa.Table:
    columns = {name: rows[name] for name in where}
    return rows.filter(pa.array(filters.mask(columns, where)))


def _ordered(rows: pa.Table, key: str) -> pa.Table:
    keys = rows[key].to_numpy()
    if len(keys) < 2 or bool(np.all(keys[1:] > keys[:-1])):
        return rows
    return rows.take(pa.array(np.argsort(keys, kind="stable")))
