"""A consistent view of a project at one publication: it never changes, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from lance import LanceDataset
from numpy.typing import NDArray

from assay.errors import NotFound
from assay.model.category import Category
from assay.model.change import Change
from assay.model.dataset import Dataset
from assay.model.evaluation import Evaluation
from assay.model.run import Run
from assay.model.segment import Segment
from assay.schema.statement import Statement
from assay.schema.table import Table
from assay.schema.tables import TABLES
from assay.store import filters, heads, journal, lake
from assay.store.filters import Where
from assay.store.layout import Layout
from assay.store.ledger import Ledger
from assay.store.nouns import Nouns, read_nouns
from assay.store.scan import scan
from assay.store.select import Engine


class Snapshot:
    """Rows, nouns and journal of a project as of one publication. Immutable; safe to share between threads."""

    def __init__(self, layout: Layout, ledger: Ledger, engine: Engine, *, identity: str) -> None:
        self._layout, self._ledger, self._engine = layout, ledger, engine
        with ledger.read() as connection:
            self._revision = heads.read_revision(connection)
            self._heads = heads.read_heads(connection)
            self._nouns: Nouns = read_nouns(connection)
            self._tip = journal.read_tip(connection)
        self.key = f"{identity[:8]}-{self._revision}"
        """Changes whenever anything is published; differs between projects. Good as a cache key and ETag."""
        self._tables: dict[str, LanceDataset] = {}

    @property
    def revision(self) -> int:
        """The number of the publication this is the view of."""
        return self._revision

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
        asked = np.asarray(ids, dtype=np.int64)
        found = self._read(table, columns, {"id": np.unique(asked)}, tombstones=False, keep_key=True)
        present = found["id"].to_numpy()
        at = np.searchsorted(present, asked)
        at_or_last = np.minimum(at, max(len(present) - 1, 0))
        hit = present[at_or_last] == asked if len(present) else np.zeros(len(asked), dtype=bool)
        taken = found.take(pa.array(at[hit]))
        return taken if columns is None else taken.select(list(columns))

    def count(self, table: str, *, where: Where | None = None) -> int:
        """How many live rows pass `where`."""
        described = TABLES[table]
        return self._read(table, [described.columns[0].name], where, tombstones=False).num_rows

    def query(self, statement: Statement) -> pa.Table:
        """The result of a compiled statement over the live rows of every table, and over `categories`.

        Raises
        ------
        QueryError : it cannot be run.
        """
        relations: dict[str, Any] = {name: self._table(name) for name in TABLES if name in statement.sql}
        if "categories" in statement.sql:
            relations["categories"] = self._category_rows
        return self._engine.run(statement, relations)

    # Nouns

    def datasets(self) -> list[Dataset]:
        """Every dataset, in order of id."""
        return list(self._nouns.all_datasets)

    def dataset(self, name_or_id: str | int | None = None) -> Dataset:
        """A dataset by name or id; None stands for the first. `NotFound` names the near ones."""
        return self._nouns.dataset(name_or_id)

    def categories(self, dataset_id: int) -> list[Category]:
        """The classes of a dataset, in order of id."""
        return [category for category in self._nouns.all_categories if category.dataset_id == dataset_id]

    def roots(self) -> dict[int, Path]:
        """The image folders by id."""
        return dict(self._nouns.all_roots)

    def runs(self, dataset_id: int) -> list[Run]:
        """The prediction runs of a dataset, oldest first."""
        return [run for run in self._nouns.all_runs if run.dataset_id == dataset_id]

    def run(self, dataset_id: int, name_or_id: str | int | None = None) -> Run:
        """A run by name or id; None stands for the newest. `NotFound` names the near ones."""
        return self._nouns.run(dataset_id, name_or_id)

    def evaluation(self, run_id: int) -> Evaluation | None:
        """The current evaluation of a run, if it has one."""
        return self._nouns.evaluation(run_id)

    def segments(self, dataset_id: int) -> list[Segment]:
        """The saved queries of a dataset, in order of id."""
        return [segment for segment in self._nouns.all_segments if segment.dataset_id == dataset_id]

    # Journal

    def changes(self, *, limit: int = 100, before: int | None = None) -> list[Change]:
        """Journal entries, newest first, older than the entry `before`."""
        with self._ledger.read() as connection:
            return journal.read_changes(connection, tip=self._tip.id, limit=limit, before=before)

    def change_rows(self, change_id: int) -> dict[str, tuple[pa.Table, pa.Table]]:
        """Table name -> full rows (before, after) of an edit; rows that it added have no before."""
        if change_id > self._tip.id:
            raise NotFound(f"There is no change {change_id}.", hint="`assay log` lists the changes.")
        with self._ledger.read() as connection:
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
        with self._ledger.read() as connection:
            return journal.read_change(connection, change_id, tip=self._tip.id)

    def _table(self, name: str) -> LanceDataset:
        # Two threads may both open it: harmless, and cheaper than a lock.
        if name not in self._tables:
            self._tables[name] = lake.open_at(self._layout, name, self._heads[name])
        return self._tables[name]

    def _read(
        self,
        name: str,
        columns: Sequence[str] | None,
        where: Where | None,
        *,
        tombstones: bool,
        keep_key: bool = False,
    ) -> pa.Table:
        table = TABLES[name]
        where = {} if where is None else where
        filters.check_columns(table, where)
        wanted = [column.name for column in table.columns] if columns is None else list(columns)
        filters.check_columns(table, wanted)
        found = scan(self._table(name), table, wanted, where, tombstones=tombstones)
        if keep_key and table.key is not None and table.key not in wanted:
            return found.select([*wanted, table.key])
        return found.select(wanted)

    @cached_property
    def _category_rows(self) -> pa.Table:
        positions: dict[int, int] = {}
        rows = []
        for category in self._nouns.all_categories:
            position = positions.get(category.dataset_id, 0)
            positions[category.dataset_id] = position + 1
            rows.append((category.id, category.dataset_id, category.name, category.key, position))
        types = {
            "id": pa.int32(), "dataset_id": pa.int32(), "name": pa.string(), "key": pa.string(), "position": pa.int32(),
        }  # fmt: skip
        values = list(zip(*rows, strict=True)) or [[]] * len(types)
        return pa.table(
            {name: pa.array(column, type_) for (name, type_), column in zip(types.items(), values, strict=True)}
        )
