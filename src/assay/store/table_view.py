"""One table at one version, read through hot columns where that is cheaper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceDataset
from numpy.typing import NDArray

from assay.schema.table import Table
from assay.schema.tables import TABLES
from assay.store import filters, lake
from assay.store.filters import Where
from assay.store.hot import HotTable, find_keys, gather, load, patch
from assay.store.hot_cache import WIDE, HotSource
from assay.store.scan import in_order_of, ordered, positions, scan, tests_of

KEPT_BYTES = 64 << 20
"""Rows fetched by id are kept for the next caller when they take no more than this."""


class TableView:
    """The rows of one table at one version. Immutable; safe to share between threads.

    `table` has the metric columns of that version too; they are read where they are named.
    """

    def __init__(self, table: Table, dataset: LanceDataset, cache: HotSource) -> None:
        self.table, self.dataset, self.cache = table, dataset, cache
        self._fetched: tuple[NDArray[np.int64], pa.Table] | None = None

    def read(self, columns: Sequence[str] | None, where: Where, *, tombstones: bool) -> pa.Table:
        """The rows that pass `where`, ordered by key."""
        wanted = self._wanted(columns)
        filters.check_columns(self.table, where)
        hot = self._hot(wanted, tests_of(self.table, where, tombstones=tombstones))
        if hot is None:
            return scan(self.dataset, self.table, wanted, where, tombstones=tombstones)
        return self._pick(hot, positions(hot, where, tombstones=tombstones), wanted)

    def take(self, ids: NDArray[np.int64], columns: Sequence[str] | None, *, tombstones: bool = False) -> pa.Table:
        """The rows with these ids, in the order asked; ids that are not there are left out."""
        wanted = self._wanted(columns)
        tests = tests_of(self.table, {}, tombstones=tombstones)
        hot = self._hot(wanted, ["id", *tests])
        if hot is None or hot.keys is None:
            found = self.fetch(ids, [*wanted, *tests])
            return in_order_of(ids, found if tombstones else _live(found), "id").select(wanted)
        at, known = find_keys(hot.keys, ids)
        return self._pick(hot, at[known] if tombstones else _live_at(hot, at[known]), wanted)

    def count(self, where: Where) -> int:
        """How many live rows pass `where`."""
        filters.check_columns(self.table, where)
        tests = tests_of(self.table, where, tombstones=False)
        hot = self._hot([], tests)
        if hot is not None:
            at = positions(hot, where, tombstones=False)
            return hot.length if at is None else int(at.size)
        if filters.is_short(tests):
            return int(self.dataset.count_rows(filter=filters.predicate(tests) or None))
        return int(filters.read_matching(self.dataset.scanner(columns=list(tests)), tests).num_rows)

    def fetch(self, ids: NDArray[np.int64], columns: Sequence[str]) -> pa.Table:
        """These columns, and the id, of the rows with these ids, tombstones too, in no particular order; from Lance.

        The last ones are kept: who edits rows reads them first, and the journal then asks for the same ones.
        """
        asked, names = np.unique(ids), list(dict.fromkeys(["id", *columns]))
        held = self._fetched
        if held is not None and set(names) <= set(held[1].column_names) and np.array_equal(asked, held[0]):
            return held[1]
        rows = lake.take(self.dataset, asked, columns=names)
        if rows.nbytes <= KEPT_BYTES:
            self._fetched = (asked, rows)
        return rows

    def relation(self, words: frozenset[str]) -> Any:
        """What a query whose text has these words shall see: hot columns, or the Lance table itself."""
        if "*" in words:
            return self.dataset
        names = [column.name for column in self.table.columns if column.name in words or column.name == "deleted"]
        hot = self.cache.get(self.table, self.dataset, names)
        if hot is None:
            return self.dataset
        shown = [name for name in hot.columns if name != "deleted" or hot.has_tombstones]
        return hot.relation(shown) if shown else self.dataset

    def _hot(self, wanted: Sequence[str], tested: Sequence[str] | Where) -> HotTable | None:
        """Hot columns with at least those that are tested; with the wanted narrow ones too where the table is small."""
        narrow = [name for name in wanted if self._is_narrow(name)] if self._is_small else []
        return self.cache.get(self.table, self.dataset, list(dict.fromkeys([*tested, *narrow])))

    @cached_property
    def _is_small(self) -> bool:
        return self.cache.is_small(self.dataset)

    def _is_narrow(self, name: str) -> bool:
        if name in WIDE:
            return self.cache.is_empty(self.table, self.dataset, name)
        # Of metric columns there may be dozens, and each edit reads them all to carry them along.
        return name not in self.table.measured

    def _pick(self, hot: HotTable, at: NDArray[np.int64] | None, wanted: Sequence[str]) -> pa.Table:
        """The wanted columns of the rows at these positions of `hot`, or of all; those that are not hot are read."""
        rows = {name: hot.columns[name] for name in wanted if name in hot.columns}
        if at is not None:
            rows = gather(rows, at)
        cold = [name for name in wanted if name not in rows]
        if cold:
            read = self._read_cold(hot, at, cold)
            rows.update({name: read[name] for name in cold})
        schema = pa.schema([self.table.arrow.field(name) for name in wanted])
        return pa.table({name: rows[name] for name in wanted}, schema=schema)

    def _read_cold(self, hot: HotTable, at: NDArray[np.int64] | None, cold: list[str]) -> pa.Table:
        if hot.keys is None:
            rows = self.dataset.scanner(columns=cold, scan_in_order=True).to_table()
            return rows if at is None else rows.take(pa.array(at))
        if at is None:
            return ordered(self.dataset.scanner(columns=["id", *cold], scan_in_order=True).to_table(), "id")
        return in_order_of(hot.keys[at], self.fetch(hot.keys[at], cold), "id")

    def _wanted(self, columns: Sequence[str] | None) -> list[str]:
        wanted = TABLES[self.table.name].arrow.names if columns is None else list(columns)
        filters.check_columns(self.table, wanted)
        return wanted


class HotAhead:
    """Hot columns for a writer, whose table runs ahead of what is published: patched for it alone, never kept."""

    def __init__(self, published: TableView) -> None:
        self._published = published

    def get(self, table: Table, dataset: LanceDataset, names: Sequence[str]) -> HotTable | None:
        """A hot table at the version of `dataset`, made from the published one."""
        published = self._published.dataset
        known = [name for name in names if name in published.schema.names]
        found = self._published.cache.get(table, published, known)
        patched = None if found is None else patch(found, dataset)
        missing = [] if patched is None else [name for name in names if name not in patched.columns]
        return load(patched, dataset, missing) if patched is not None and missing else patched

    def is_small(self, dataset: LanceDataset) -> bool:
        """Whether all narrow columns of the table may become hot at once."""
        return self._published.cache.is_small(dataset)

    def is_empty(self, table: Table, dataset: LanceDataset, name: str) -> bool:  # noqa: ARG002 - the published one
        """Whether no published row has a value in this column."""
        return self._published.cache.is_empty(table, self._published.dataset, name)


def _live(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.invert(rows["deleted"])) if "deleted" in rows.column_names else rows


def _live_at(hot: HotTable, at: NDArray[np.int64]) -> NDArray[np.int64]:
    if not hot.has_tombstones:
        return at
    deleted = gather({"deleted": hot.columns["deleted"]}, at)["deleted"].to_numpy()
    return np.asarray(at[~deleted])
