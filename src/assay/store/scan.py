"""Read rows of one table, filtered and in order of their key: from Lance, or from hot columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from lance import LanceDataset
from numpy.typing import NDArray

from assay.schema.table import Table
from assay.store import filters
from assay.store.filters import Where
from assay.store.hot import HotTable


def tests_of(table: Table, where: Where, *, tombstones: bool) -> Where:
    """`where`, and that the row is live unless `tombstones` are asked for."""
    if tombstones or all(column.name != "deleted" for column in table.columns):
        return where
    return {**where, "deleted": False}  # last, since it passes nearly every row


def scan(dataset: LanceDataset, table: Table, wanted: list[str], where: Where, *, tombstones: bool) -> pa.Table:
    """The wanted columns of the rows that pass `where`, ordered by key; tombstones only where asked for."""
    tests = tests_of(table, where, tombstones=tombstones)
    needed = list(dict.fromkeys([*wanted, *tests, *([table.key] if table.key else [])]))
    if filters.is_short(tests):
        found = dataset.scanner(columns=needed, filter=filters.predicate(tests) or None, scan_in_order=True).to_table()
    else:
        found = filters.read_matching(dataset.scanner(columns=needed, scan_in_order=True), tests)
    return (found if table.key is None else ordered(found, table.key)).select(wanted)


def positions(hot: HotTable, where: Where, *, tombstones: bool) -> NDArray[np.int64] | None:
    """Where the rows that pass `where` stand in `hot`, ascending; None stands for every row."""
    tests = tests_of(hot.table, where, tombstones=tombstones or not hot.has_tombstones)
    return filters.positions(hot.columns, tests) if tests else None


def in_order_of(asked: NDArray[np.int64], rows: pa.Table, key: str) -> pa.Table:
    """`rows` put in the order of the keys `asked`, repeated as those are; keys without a row are left out."""
    found = ordered(rows, key)
    present = found[key].to_numpy()
    if len(present) == 0:
        return found
    at = np.searchsorted(present, asked)
    at[at == len(present)] = 0
    return found.take(pa.array(at[present[at] == asked]))


def ordered(rows: pa.Table, key: str) -> pa.Table:
    """`rows` in ascending order of their key."""
    keys = rows[key].to_numpy()
    if len(keys) < 2 or bool(np.all(keys[1:] > keys[:-1])):
        return rows
    return rows.take(pa.array(np.argsort(keys, kind="stable")))
