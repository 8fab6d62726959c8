"""A consistent view of a project at one publication: it never changes, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceDataset
from numpy.typing import NDArray

from assay.errors import NotFound
from assay.model.change import Change
from assay.schema.statement import Statement
from assay.schema.table import Table
from assay.schema.tables import TABLES
from assay.store import filters, heads, journal, lake
from assay.store.filters import Where
from assay.store.hot import HotTable
from assay.store.hot_cache import WIDE, HotCache
from assay.store.lake import Lake
from assay.store.ledger import Ledger
from assay.store.nouns import NounReader, category_rows, read_nouns
from assay.store.scan import in_order_of, pick, positions, scan, tests_of
from assay.store.select import Engine, words_of


@dataclass(frozen=True, slots=True)
class Sources:
    """What every snapshot of one store reads from."""

    identity: str
    lake: Lake
    ledger: Ledger
    cache: HotCache
    engine: Engine


class Snapshot(NounReader):
    """Rows, nouns and journal of a project as of one publication. Immutable; safe to share between threads."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        with sources.ledger.read() as connection:
            self.revision = heads.read_revision(connection)
            """The number of the publication this is the view of."""
            self._heads = heads.read_heads(connection)
            self._nouns = read_nouns(connection)
            self._tip = journal.read_tip(connection)
        self.key = f"{sources.identity[:8]}-{self.revision}"
        """Changes whenever anything is published; differs between projects. Good as a cache key and ETag."""
        self._tables: dict[str, LanceDataset] = {}

    def check(self) -> None:
        """Open every table; raise `ProjectDamaged` when one is missing."""
        for name in TABLES:
            self._table(name)

    # Rows

    def rows(self, table: str, *, columns: Sequence[str] | None = None, where: Where | None = None) -> pa.Table:
        """The live rows that pass `where`, ordered by key; all columns unless `columns` says which.

        `where` maps a column to the value it must have, or to the values it may have (thousands are fine).
        """
        return self._read(table, columns, where, tombstones=False)

    def all_rows(self, table: str, *, columns: Sequence[str] | None = None, where: Where | None = None) -> pa.Table:
        """As `rows`, tombstones included."""
        return self._read(table, columns, where, tombstones=True)

    def take(
        self, table: str, ids: NDArray[np.int64] | Sequence[int], *, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """The live rows with these ids, in the order asked; ids that are not there are left out."""
        described, wanted = _wanted(table, columns)
        asked = np.asarray(ids, dtype=np.int64)
        dataset = self._table(table)
        hot = self._hot(described, wanted, ["id", *tests_of(described, {}, tombstones=False)])
        if hot is None or hot.keys is None:
            needed = dict.fromkeys([*wanted, "id", *tests_of(described, {}, tombstones=False)])
            return in_order_of(asked, _live(lake.take(dataset, np.unique(asked), columns=list(needed))), "id").select(
                wanted
            )
        at = np.searchsorted(hot.keys, asked)
        inside = at < hot.length
        at, asked = at[inside], asked[inside]
        return pick(hot, dataset, _live_at(hot, at[hot.keys[at] == asked]), wanted)

    def count(self, table: str, *, where: Where | None = None) -> int:
        """How many live rows pass `where`."""
        described, _ = _wanted(table, [])
        filters.check_columns(described, where or {})
        tests = tests_of(described, where or {}, tombstones=False)
        dataset = self._table(table)
        hot = self._hot(described, [], list(tests))
        if hot is not None:
            at = positions(hot, where or {}, tombstones=False)
            return hot.length if at is None else int(at.size)
        if filters.is_short(tests):
            return int(dataset.count_rows(filter=filters.predicate(tests) or None))
        return int(filters.read_matching(dataset.scanner(columns=list(tests)), tests).num_rows)

    def query(self, statement: Statement) -> pa.Table:
        """The result of a compiled statement over the live rows of every table, and over `categories`.

        Raises
        ------
        QueryError : it cannot be run.
        """
        words = words_of(statement.sql)
        relations = {name: self._relation(table, words) for name, table in TABLES.items() if name in words}
        if "categories" in words:
            relations["categories"] = category_rows(self._nouns.all_categories)
        return self._sources.engine.run(statement, relations)

    # Journal

    def changes(self, *, limit: int = 100, before: int | None = None) -> list[Change]:
        """Journal entries, newest first, older than the entry `before`."""
        with self._sources.ledger.read() as connection:
            return journal.read_changes(connection, tip=self._tip.id, limit=limit, before=before)

    def change_rows(self, change_id: int) -> dict[str, tuple[pa.Table, pa.Table]]:
        """Table name -> full rows (before, after) of an edit; rows that it added have no before."""
        if change_id > self._tip.id:
            raise NotFound(f"There is no change {change_id}.", hint="`assay log` lists the changes.")
        with self._sources.ledger.read() as connection:
            return journal.read_rows(connection, change_id)

    def next_undo(self) -> Change | None:
        """The edit that `undo` would take back."""
        return self._change(self._tip.undo_id)

    def next_redo(self) -> Change | None:
        """The edit that `redo` would put back."""
        return self._change(self._tip.redo_id)

    def _change(self, change_id: int | None) -> Change | None:
        if change_id is None:
            return None
        with self._sources.ledger.read() as connection:
            return journal.read_change(connection, change_id, tip=self._tip.id)

    def _table(self, name: str) -> LanceDataset:
        # Two threads may both open it: harmless, and cheaper than a lock.
        if name not in self._tables:
            self._tables[name] = self._sources.lake.open(name, self._heads[name])
        return self._tables[name]

    def _read(self, name: str, columns: Sequence[str] | None, where: Where | None, *, tombstones: bool) -> pa.Table:
        table, wanted = _wanted(name, columns)
        tests = {} if where is None else where
        filters.check_columns(table, tests)
        dataset = self._table(name)
        hot = self._hot(table, wanted, list(tests_of(table, tests, tombstones=tombstones)))
        if hot is None:
            return scan(dataset, table, wanted, tests, tombstones=tombstones)
        return pick(hot, dataset, positions(hot, tests, tombstones=tombstones), wanted)

    def _hot(self, table: Table, wanted: Sequence[str], tested: Sequence[str]) -> HotTable | None:
        """Hot columns with at least those that are tested; with the wanted narrow ones too where the table is small."""
        dataset = self._table(table.name)
        narrow = [name for name in wanted if name not in WIDE] if self._sources.cache.is_small(dataset) else []
        return self._sources.cache.get(table, dataset, list(dict.fromkeys([*tested, *narrow])))

    def _relation(self, table: Table, words: frozenset[str]) -> Any:
        """What a query whose text has these words shall see as `table`: hot columns, or the Lance table itself."""
        dataset = self._table(table.name)
        if "*" in words:
            return dataset
        names = [column.name for column in table.columns if column.name in words or column.name == "deleted"]
        hot = self._sources.cache.get(table, dataset, names or [table.columns[0].name])
        if hot is None:
            return dataset
        return hot.relation([name for name in hot.columns if name != "deleted" or hot.has_tombstones])


def _wanted(name: str, columns: Sequence[str] | None) -> tuple[Table, list[str]]:
    table = TABLES[name]
    wanted = [column.name for column in table.columns] if columns is None else list(columns)
    filters.check_columns(table, wanted)
    return table, wanted


def _live(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.invert(rows["deleted"])) if "deleted" in rows.column_names else rows


def _live_at(hot: HotTable, at: NDArray[np.int64]) -> NDArray[np.int64]:
    if not hot.has_tombstones:
        return at
    deleted = hot.columns["deleted"].take(pa.array(at)).to_numpy()
    return np.asarray(at[~deleted])
