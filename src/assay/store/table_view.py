"""One table at one version, read through hot columns where that is cheaper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceDataset
from numpy.typing import NDArray

from assay.schema.table import Table
from assay.store import filters, lake
from assay.store.filters import Where
from assay.store.hot import HotTable, find_keys, gather, patch
from assay.store.hot_cache import WIDE, HotSource
from assay.store.scan import in_order_of, pick, positions, scan, tests_of


class TableView:
    """The rows of one table at one version. Immutable; safe to share between threads."""

    def __init__(self, table: Table, dataset: LanceDataset, cache: HotSource) -> None:
        self.table, self.dataset, self.cache = table, dataset, cache

    def read(self, columns: Sequence[str] | None, where: Where, *, tombstones: bool) -> pa.Table:
        """The rows that pass `where`, ordered by key."""
        wanted = self._wanted(columns)
        filters.check_columns(self.table, where)
        hot = self._hot(wanted, tests_of(self.table, where, tombstones=tombstones))
        if hot is None:
            return scan(self.dataset, self.table, wanted, where, tombstones=tombstones)
        return pick(hot, self.dataset, positions(hot, where, tombstones=tombstones), wanted)

    def take(self, ids: NDArray[np.int64], columns: Sequence[str] | None, *, tombstones: bool = False) -> pa.Table:
        """The rows with these ids, in the order asked; ids that are not there are left out."""
        wanted = self._wanted(columns)
        tests = tests_of(self.table, {}, tombstones=tombstones)
        hot = self._hot(wanted, ["id", *tests])
        if hot is None or hot.keys is None:
            needed = list(dict.fromkeys([*wanted, "id", *tests]))
            found = lake.take(self.dataset, np.unique(ids), columns=needed)
            return in_order_of(ids, found if tombstones else _live(found), "id").select(wanted)
        at, known = find_keys(hot.keys, ids)
        return pick(hot, self.dataset, at[known] if tombstones else _live_at(hot, at[known]), wanted)

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
        narrow = [name for name in wanted if name not in WIDE] if self.cache.is_small(self.dataset) else []
        return self.cache.get(self.table, self.dataset, list(dict.fromkeys([*tested, *narrow])))

    def _wanted(self, columns: Sequence[str] | None) -> list[str]:
        wanted = [column.name for column in self.table.columns] if columns is None else list(columns)
        filters.check_columns(self.table, wanted)
        return wanted


class HotAhead:
    """Hot columns for a writer, whose table runs ahead of what is published: patched for it alone, never kept."""

    def __init__(self, published: TableView) -> None:
        self._published = published

    def get(self, table: Table, dataset: LanceDataset, names: Sequence[str]) -> HotTable | None:
        """A hot table at the version of `dataset`, made from the published one."""
        found = self._published.cache.get(table, self._published.dataset, names)
        return None if found is None else patch(found, dataset)

    def is_small(self, dataset: LanceDataset) -> bool:
        """Whether all narrow columns of the table may become hot at once."""
        return self._published.cache.is_small(dataset)


def _live(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.invert(rows["deleted"])) if "deleted" in rows.column_names else rows


def _live_at(hot: HotTable, at: NDArray[np.int64]) -> NDArray[np.int64]:
    if not hot.has_tombstones:
        return at
    deleted = gather(hot.columns["deleted"], at).to_numpy()
    return np.asarray(at[~deleted])
