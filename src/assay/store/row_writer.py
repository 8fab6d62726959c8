"""Writing rows of the tables inside a writer's transaction, and reading them as they then stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from lance import LanceDataset
from numpy.typing import NDArray

from assay.errors import ArrayError
from assay.schema.table import Table
from assay.schema.tables import LEDGER_TABLES, TABLES
from assay.store import heads, journal, lake, ledger_rows
from assay.store.conform import conform
from assay.store.filters import Where, check_columns, members
from assay.store.hot import find_keys
from assay.store.lake import Lake, damage_told
from assay.store.metric_values import with_metrics
from assay.store.noun_writer import NounWriter
from assay.store.scan import ordered
from assay.store.snapshot import Snapshot
from assay.store.table_view import HotAhead, TableView


class RowWriter(NounWriter):
    """The part of a writer that writes rows without a journal, as imports and computations do.

    Values of metrics stay with their rows, whatever is written; `MetricWriter` writes them.
    """

    def __init__(self, source: Lake, connection: sa.Connection, base: Snapshot) -> None:
        super().__init__(connection)
        self.base = base
        self._lake = source
        self._heads = heads.read_heads(connection)
        self._first_new = heads.read_counters(connection)
        self._next_new = dict(self._first_new)
        self._logged = dict(self._first_new)
        self._written: dict[str, LanceDataset] = {}
        self._touched = np.zeros(self._first_new["images"], dtype=bool)

    def rows(self, table: str, *, columns: Sequence[str] | None = None, where: Where | None = None) -> pa.Table:
        """The live rows that pass `where` as this writer has left them so far; see `Snapshot.rows`."""
        with damage_told(table):
            return self._view(table).read(columns, where or {}, tombstones=False)

    def reserve_ids(self, table: str, count: int) -> int:
        """Set `count` new ids aside; return the first. The rest follow without gaps."""
        first = heads.reserve_ids(self._connection, table, count)
        self._next_new[table] = first + count
        return first

    def append(self, table: str, rows: pa.Table) -> None:
        """Add new rows, in any order of columns; a missing column that may be NULL becomes NULL.

        Raises
        ------
        ArrayError : a column has the wrong type, or an id was not set aside by `reserve_ids`.
        """
        shaped = self._shape(table, rows)
        self._check_new(TABLES[table], shaped)
        if shaped.num_rows:
            self._touch(table, shaped)
            lake.append(self._open(table), shaped)

    def upsert(self, table: str, rows: pa.Table) -> None:
        """Write full rows by id: those that exist are replaced, the others are added. Not journalled.

        Values of metrics stay as they are.

        Raises
        ------
        ArrayError : a column has the wrong type, or an id stands twice.
        """
        shaped = self._shape(table, rows)
        if shaped.num_rows:
            self._touch(table, shaped)
            self._put(table, shaped)

    def replace(self, table: str, rows: pa.Table, *, where: Where) -> None:
        """Take the rows away that pass `where`, then append `rows`. Not journalled: for derived tables.

        A row may come back under the id of one that was taken away.

        Raises
        ------
        ArrayError : a column has the wrong type, or an id is neither one of those nor set aside by `reserve_ids`.
        """
        described = TABLES[table]
        check_columns(described, where)
        shaped = self._shape(table, rows)
        if described.key is not None:
            ids = shaped[described.key].to_numpy()
            gone = self._view(table).read([described.key], where, tombstones=True)[described.key].to_numpy()
            self._check_new(described, shaped.filter(pa.array(~members(ids, gone))))
            shaped = self._with_measured(table, shaped)
        lake.delete(self._open(table), where)
        if shaped.num_rows:
            lake.append(self._open(table), shaped)

    def _touch(self, name: str, rows: pa.Table) -> None:
        """Note the images that stood there and get other rows by this; predictions of a new run are news to nobody."""
        column = journal.IMAGE_OF.get(name)
        if column is None:
            return
        if name == "predictions":
            standing = [run.id for dataset in self.base.datasets() for run in self.base.runs(dataset.id)]
            rows = rows.filter(pc.is_in(rows["run_id"], value_set=pa.array(standing, pa.int32())))
        images = rows[column].to_numpy()
        self._touched[images[images < len(self._touched)]] = True

    def _shape(self, name: str, rows: pa.Table) -> pa.Table:
        """`rows` in the shape of their table, without values of metrics: those come from `fill` alone."""
        described = LEDGER_TABLES[name] if name in LEDGER_TABLES else self._view(name).table
        brought = [column for column in described.measured if column in rows.column_names]
        shaped = conform(described.stated, rows.drop_columns(brought))
        _check_different(described, shaped)
        return shaped

    def _with_measured(self, name: str, rows: pa.Table) -> pa.Table:
        """Full rows as the table stores them: what they do not state stays as it stands, and is NULL in new ones."""
        view = self._view(name)
        lacking = [column for column in view.table.columns if column.name not in rows.column_names]
        if not lacking:
            return rows
        ids = rows["id"].to_numpy()
        with damage_told(name):
            standing = ordered(view.fetch(ids, [column.name for column in lacking]), "id")
        at, known = find_keys(standing["id"].to_numpy(), ids)
        for column in lacking:
            rows = rows.append_column(column.name, standing[column.name].take(pa.array(at, mask=~known)))
        return rows

    def _check_new(self, table: Table, rows: pa.Table) -> None:
        if table.key is None:
            return
        ids = rows[table.key].to_numpy()
        first, following = self._first_new[table.name], self._next_new[table.name]
        if len(ids) and (int(ids.min()) < first or int(ids.max()) >= following):
            raise ArrayError(
                f"New rows of {table.name!r} have ids {int(ids.min())} to {int(ids.max())}, "
                f"but this writer set aside {first} to {following - 1}.",
                hint="Take ids from `reserve_ids`.",
            )

    def _take(self, name: str, ids: NDArray[np.int64]) -> pa.Table:
        """Full rows, tombstones included, in order of id; `ids` are ascending."""
        if name in LEDGER_TABLES:
            return ledger_rows.take(self._connection, name, ids)
        with damage_told(name):
            return self._view(name).take(ids, None, tombstones=True)

    def _put(self, name: str, rows: pa.Table) -> None:
        """Write full rows by id."""
        if name in LEDGER_TABLES:
            ledger_rows.upsert(self._connection, name, rows)
        else:
            full = self._with_measured(name, rows)
            lake.upsert(self._open(name), full, key="id")

    def _view(self, name: str) -> TableView:
        """A table as this writer has left it so far."""
        published = self.base.view(name)
        if name not in self._written:
            return published
        written = self._written[name]
        return TableView(with_metrics(TABLES[name], written.schema), written, HotAhead(published))

    def _open(self, name: str) -> LanceDataset:
        if name not in self._written:
            self._written[name] = self._lake.open_for_writing(name, self._heads[name])
        return self._written[name]


def _check_different(table: Table, rows: pa.Table) -> None:
    if table.key is None:
        return
    ids = rows[table.key].to_numpy()
    if len(ids) < 2 or (ids[1:] > ids[:-1]).all():
        return
    repeated = len(ids) - len(np.unique(ids))
    if repeated:
        raise ArrayError(f"Rows for {table.name!r} must have different ids, got {repeated} of them again.")
