"""A consistent view of a project at one publication: it never changes, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.schema.likeness import Likeness
from assay.schema.statement import Statement
from assay.schema.table import Table
from assay.schema.tables import TABLES
from assay.store.filters import Where
from assay.store.journal_reader import JournalReader
from assay.store.lake import damage_told
from assay.store.likeness import PICTURES, likeness_rows
from assay.store.metric_values import with_metrics
from assay.store.nouns import NounReader, category_rows
from assay.store.review_reader import ReviewReader
from assay.store.revision import key_of
from assay.store.select import words_of
from assay.store.sources import Sources
from assay.store.standing import Standing, read_standing
from assay.store.suspect_reader import SuspectReader
from assay.store.table_view import TableView
from assay.store.vector_reader import VectorReader

T = TypeVar("T")

COMPUTED: dict[str, Callable[[Snapshot], pa.Table]] = {}
"""From the name of a relation that follows from what is stored to what computes its rows: queries see it as a table.

Cheap when asked again for the same snapshot. What follows is known above the store, where it says so here, once.
"""


class Snapshot(VectorReader, NounReader, SuspectReader, ReviewReader, JournalReader):
    """Rows, nouns and journal of a project as of one publication. Immutable; safe to share between threads."""

    def __init__(self, sources: Sources, standing: Standing | None = None) -> None:
        """The present publication, or the one that `standing` tells of."""
        self._sources = sources
        if standing is None:
            with sources.ledger.read() as connection:
                standing = read_standing(connection)
        self.revision = standing.revision
        """The number of the publication this is the view of."""
        self._heads, self._nouns, self._tip = standing.heads, standing.nouns, standing.tip
        self._versions = standing.versions
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

    def version_of(self, table: str) -> int:
        """A number of a Lance table that moves with whatever is written to it."""
        return self._heads[table]

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

    def derived(
        self, kind: str, key: Hashable, tables: Sequence[str], make: Callable[[], T], *, most: int | None = None
    ) -> T:
        """What `make` computes from these tables and the classes: kept in memory, with the last few, while they stand.

        `kind` says what is computed and `key` of what; the key must differ wherever the result of `make` does. `most`:
        how many of the kind are kept.
        """
        standing = tuple(self._heads[name] for name in tables)
        return self._sources.derived.get(kind, (key, standing, tuple(self._nouns.all_categories)), make, most=most)

    def view(self, name: str) -> TableView:
        """One table of this snapshot, for the rest of the store."""
        # Two threads may both open it: harmless, and cheaper than a lock.
        if name not in self._views:
            dataset = self._sources.lake.open(name, self._heads[name])
            table = with_metrics(TABLES[name], dataset.schema, self._nouns.all_metric_columns)
            self._views[name] = TableView(table, dataset, self._sources.cache)
        return self._views[name]
