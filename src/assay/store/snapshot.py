"""A consistent view of a project at one publication: it never changes, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.errors import NotFound
from assay.model.change import Change
from assay.schema.likeness import Likeness
from assay.schema.statement import Statement
from assay.schema.table import Table
from assay.schema.tables import TABLES
from assay.store import heads, journal
from assay.store.filters import Where
from assay.store.lake import damage_told
from assay.store.likeness import PICTURES, likeness_rows
from assay.store.metric_values import with_metrics
from assay.store.nouns import NounReader, category_rows, read_nouns
from assay.store.revision import key_of
from assay.store.select import words_of
from assay.store.sources import Sources
from assay.store.table_view import TableView
from assay.store.vector_reader import VectorReader

T = TypeVar("T")

COMPUTED: dict[str, Callable[[Snapshot], pa.Table]] = {}
"""From the name of a relation that follows from what is stored to what computes its rows: queries see it as a table.

Cheap when asked again for the same snapshot. What follows is known above the store, where it says so here, once.
"""


class Snapshot(VectorReader, NounReader):
    """Rows, nouns and journal of a project as of one publication. Immutable; safe to share between threads."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        with sources.ledger.read() as connection:
            self.revision = heads.read_revision(connection)
            """The number of the publication this is the view of."""
            self._heads = heads.read_heads(connection)
            self._nouns = read_nouns(connection)
            self._tip = journal.read_tip(connection)
        self.key = key_of(sources.identity, self.revision)
        """Changes whenever anything is published; differs between projects. Good as a cache key and ETag."""
        self._views: dict[str, TableView] = {}

    def check(self) -> None:
        """Open every table; raise `ProjectDamaged` when one is missing."""
        for name in TABLES:
            self.view(name)

    # Rows

    def table(self, name: str) -> Table:
        """The table of this name with the metric columns that it has here."""
        return self.view(name).table

    def rows(self, table: str, *, columns: Sequence[str] | None = None, where: Where | None = None) -> pa.Table:
        """The live rows that pass `where`, ordered by key; `columns`, or all that are declared.

        Metric columns are read where they are named. `where` maps a column to the value it must have, or to the
        values it may have (thousands are fine).
        """
        with damage_told(table):
            return self.view(table).read(columns, where or {}, tombstones=False)

    def all_rows(self, table: str, *, columns: Sequence[str] | None = None, where: Where | None = None) -> pa.Table:
        """As `rows`, tombstones included."""
        with damage_told(table):
            return self.view(table).read(columns, where or {}, tombstones=True)

    def take(
        self, table: str, ids: NDArray[np.int64] | Sequence[int], *, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """The live rows with these ids, in the order asked; ids that are not there are left out."""
        with damage_told(table):
            return self.view(table).take(np.asarray(ids, dtype=np.int64), columns)

    def count(self, table: str, *, where: Where | None = None) -> int:
        """How many live rows pass `where`."""
        with damage_told(table):
            return self.view(table).count(where or {})

    def query(self, statement: Statement) -> pa.Table:
        """The result of a compiled statement over the live rows of every table, `categories` and what is `COMPUTED`.

        Raises
        ------
        QueryError : it cannot be run.
        """
        words = words_of(statement.sql)
        relations: dict[str, Any] = {}
        for name in TABLES:
            if name in words:
                with damage_told(name):
                    relations[name] = self.view(name).relation(words)
        if "categories" in words:
            relations["categories"] = category_rows(self._nouns.all_categories)
        for name, asked in statement.likenesses.items():
            relations[name] = self.likeness(asked)
        relations.update({name: make(self) for name, make in COMPUTED.items() if name in words})
        return self._sources.engine.run(statement, relations)

    def likeness(self, asked: Likeness) -> pa.Table:
        """`id` and `similarity` of every row that has a vector; computed once while the vectors stand.

        Raises
        ------
        QueryError : there is no embedding, or an item has no vector in it.
        """
        leans_on = [self.embedding(asked.dataset_id, level) for level in (asked.level, asked.source)]
        versions = tuple(embedding and self.vectors_version(embedding) for embedding in leans_on)
        pictures = self._sources.lake.folder / PICTURES
        return self._sources.derived.get("likeness", (asked, versions), lambda: likeness_rows(self, asked, pictures))

    def derived(self, kind: str, key: Hashable, tables: Sequence[str], make: Callable[[], T]) -> T:
        """What `make` computes from these tables and the classes: kept in memory, with the last few, while they stand.

        `kind` says what is computed and `key` of what; the key must differ wherever the result of `make` does.
        """
        standing = tuple(self._heads[name] for name in tables)
        return self._sources.derived.get(kind, (key, standing, tuple(self._nouns.all_categories)), make)

    # Journal

    def touched_since(self, change_id: int) -> set[int]:
        """Ids of the images that were edited after the entry `change_id`, themselves or in their labels or predictions.

        Undo and redo count as edits; imports count with the images they found already there.
        """
        with self._sources.ledger.read() as connection:
            return journal.read_touched(connection, after=change_id, tip=self._tip.id)

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

    def view(self, name: str) -> TableView:
        """One table of this snapshot, for the rest of the store."""
        # Two threads may both open it: harmless, and cheaper than a lock.
        if name not in self._views:
            dataset = self._sources.lake.open(name, self._heads[name])
            table = with_metrics(TABLES[name], dataset.schema, self._nouns.all_metric_columns)
            self._views[name] = TableView(table, dataset, self._sources.cache)
        return self._views[name]
