"""The one writer of a project: works ahead of the heads and is published as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from lance import LanceDataset
from numpy.typing import NDArray

from assay.errors import ArrayError, EditConflict, EditInvalid, NotFound, NothingToRedo, NothingToUndo, PluginClash
from assay.model.change import Change, ChangeKind
from assay.model.level import Level
from assay.model.metric import MetricColumn
from assay.schema.fields import LEVEL_TABLES
from assay.schema.metric_fields import as_column, check_name
from assay.schema.table import Table
from assay.schema.tables import LEDGER_TABLES, TABLES
from assay.store import heads, journal, lake, ledger_rows, merge
from assay.store.conform import conform
from assay.store.filters import Where, check_columns, members
from assay.store.hot import find_keys
from assay.store.journal import Entry
from assay.store.lake import Lake, damage_told
from assay.store.metric_values import fill, shape_values, with_metrics
from assay.store.noun_writer import NounWriter
from assay.store.nouns import read_metric_columns
from assay.store.snapshot import Snapshot
from assay.store.table_view import HotAhead, TableView

JOURNALLED = ("images", "annotations", "predictions", "issues", "segment_items", *LEDGER_TABLES)
"""The tables whose rows people edit, in Lance and in the ledger."""


class Writer(NounWriter):
    """Writes rows, nouns and journal entries that all become visible together.

    Made by `Store.writer`, which holds the project's lock meanwhile. `base` is the project as it was when the
    writer began; what the writer itself wrote does not show in it.
    """

    def __init__(self, source: Lake, connection: sa.Connection, base: Snapshot) -> None:
        super().__init__(connection)
        self.base = base
        self._lake = source
        self._heads = heads.read_heads(connection)
        self._first_new = heads.read_counters(connection)
        self._next_new = dict(self._first_new)
        self._written: dict[str, LanceDataset] = {}

    # Rows

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
        described = TABLES[table]
        shaped = self._shape(table, rows)
        if described.key is not None:
            self._check_new(described, shaped)
        if shaped.num_rows:
            lake.append(self._open(table), shaped)

    def upsert(self, table: str, rows: pa.Table) -> None:
        """Write full rows by id: those that exist are replaced, the others are added. Not journalled.

        Values of metrics stay as they are.

        Raises
        ------
        ArrayError : a column has the wrong type, or an id stands twice.
        """
        shaped = self._shape(table, rows)
        _unique_ids(TABLES[table], shaped)
        if shaped.num_rows:
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
            ids = _unique_ids(described, shaped)
            gone = self._view(table).read([described.key], where, tombstones=True)[described.key].to_numpy()
            self._check_new(described, shaped.filter(pa.array(~members(ids, gone))))
            shaped = self._with_measured(table, shaped)
        lake.delete(self._open(table), where)
        if shaped.num_rows:
            lake.append(self._open(table), shaped)

    # Values of metrics

    def put_metric_columns(self, columns: Sequence[MetricColumn]) -> None:
        """Describe columns that metrics measure; those that the tables lack are added, NULL in every row.

        Raises
        ------
        PluginError : a name is not one that queries can use, or means something else there.
        PluginClash : a name stands for something else, or for another type of values in another dataset.
        """
        for column in columns:
            check_name(column)
        self._set_metric_columns(columns)
        self._check_one_type()
        for table in {LEVEL_TABLES[column.level].name for column in columns}:
            fields = [as_column(column) for column in columns if LEVEL_TABLES[column.level].name == table]
            lake.add_columns(self._open(table), [pa.field(field.name, field.type) for field in fields])

    def drop_metric_columns(self, dataset_id: int, level: Level, names: Sequence[str]) -> None:
        """Forget what these metrics measured in a dataset: description and values."""
        self._remove_metric_columns(dataset_id, level, names)
        table = LEVEL_TABLES[level].name
        present = [name for name in names if name in self._view(table).table.measured]
        elsewhere = {column.name for column in read_metric_columns(self._connection) if column.level is level}
        lake.drop_columns(self._open(table), [name for name in present if name not in elsewhere])
        shared = [name for name in present if name in elsewhere]
        if shared:
            rows = self._view(table).read(["id", *shared], {"dataset_id": dataset_id}, tombstones=True)
            nulls = {name: pa.nulls(rows.num_rows, rows.schema.field(name).type) for name in shared}
            self.fill(table, pa.table({"id": rows["id"], **nulls}))

    def fill(self, table: str, values: pa.Table) -> None:
        """Write values of metrics: `id`, and columns that metrics measured (and `unmeasured`).

        Columns that the table lacks are added. Rows whose ids are not given keep what they have there, or are NULL.
        A number that is not finite is stored as NULL. Fast for all rows and for a few: whole columns are written
        anew, or single rows.

        Raises
        ------
        ArrayError : a column has no type that values have, or another than it had, or an id stands twice.
        NotFound : an id has no row.
        """
        shaped = shape_values(self._view(table).table, values)
        fill(self._open(table), shaped)

    def _check_one_type(self) -> None:
        """A column is one for all datasets, so that its values must be of one type."""
        first: dict[str, MetricColumn] = {}
        for column in read_metric_columns(self._connection):
            other = first.setdefault(column.name, column)
            if other.type is not column.type:
                raise PluginClash(
                    f"The metric column {column.name!r} is a {column.type} by {column.metric!r}, but a {other.type} "
                    f"by {other.metric!r} elsewhere in the project.",
                    hint="Choose another name for the output, or remove the metric there.",
                )

    def _shape(self, name: str, rows: pa.Table) -> pa.Table:
        """`rows` in the shape of their table, without values of metrics: those come from `fill` alone."""
        described = LEDGER_TABLES[name] if name in LEDGER_TABLES else self._view(name).table
        brought = [column for column in described.measured if column in rows.column_names]
        return conform(described.stated, rows.drop_columns(brought))

    def _with_measured(self, name: str, rows: pa.Table) -> pa.Table:
        """Full rows as the table stores them: what they do not state stays as it stands, and is NULL in new ones."""
        view = self._view(name)
        lacking = [column for column in view.table.columns if column.name not in rows.column_names]
        if not lacking:
            return rows
        ids = rows["id"].to_numpy()
        standing = view.take(np.sort(ids), ["id", *(column.name for column in lacking)], tombstones=True)
        at, known = find_keys(standing["id"].to_numpy(), ids)
        for column in lacking:
            rows = rows.append_column(column.name, standing[column.name].take(pa.array(at, mask=~known)))
        return rows

    # Journal

    def edit(
        self,
        tables: Mapping[str, pa.Table],
        *,
        kind: ChangeKind,
        title: str,
        author: str,
        reason: str = "",
        source: str = "sdk",
    ) -> Change:
        """Change labels: write full rows and keep what they were, so that it can be undone.

        `tables` maps names of journalled tables to full rows as they shall be: `deleted` set for a delete, an id of
        `reserve_ids` for an addition. Give rows their `changed_by` as it was read: when the stored row has another
        by now, someone else changed it meanwhile. New edits close the way to redo.

        Raises
        ------
        NotFound : an id that neither exists nor was set aside by this writer.
        EditConflict : a row was changed or deleted since it was read.
        EditInvalid : a table that has no journal, or a new issue.
        ArrayError : a column has the wrong type, or an id stands twice.
        """
        edited = {name: self._prepare(name, rows) for name, rows in tables.items() if rows.num_rows}
        before = {name: self._before(name, rows, given=tables[name]) for name, rows in edited.items()}
        total = sum(rows.num_rows for rows in edited.values())
        entry = Entry(kind, title, author, reason, source, rows=total, is_edit=True)
        change = journal.write(self._connection, entry)
        for name, rows in edited.items():
            after = _stamp(rows, change.id)
            journal.write_rows(self._connection, change.id, name, journal.BEFORE, before[name])
            journal.write_rows(self._connection, change.id, name, journal.AFTER, after)
            self._put(name, after)
        return change

    def log(self, kind: ChangeKind, title: str, author: str, source: str, rows: int) -> Change:
        """A journal entry that cannot itself be undone, such as an import."""
        return journal.write(self._connection, Entry(kind, title, author, source=source, rows=rows))

    def undo(self, *, author: str, source: str) -> Change:
        """Take the newest edit in force back.

        Where something else changed a row since, such as a repeated import, only what the edit changed and what
        still stands as the edit left it is taken back; the title of the entry says for how many rows.

        Raises
        ------
        NothingToUndo : no edit is in force.
        """
        target = journal.read_tip(self._connection).undo_id
        if target is None:
            raise NothingToUndo("There is no edit to undo.")
        return self._reverse(ChangeKind.UNDO, target, author=author, source=source)

    def redo(self, *, author: str, source: str) -> Change:
        """Put the edit that was undone last back in force; rows changed since are treated as in `undo`.

        Raises
        ------
        NothingToRedo : nothing was undone, or an edit was made since.
        """
        target = journal.read_tip(self._connection).redo_id
        if target is None:
            raise NothingToRedo("There is no undone edit to redo.")
        return self._reverse(ChangeKind.REDO, target, author=author, source=source)

    def publish(self) -> None:
        """Move the heads to what was written; called once by the store, in the ledger's transaction."""
        for name, dataset in self._written.items():
            lake.maintain(dataset, keyed=TABLES[name].key is not None)
            self._lake.settle(name, dataset, self._heads[name])
        heads.publish(self._connection, {name: int(dataset.version) for name, dataset in self._written.items()})

    def clean(self) -> None:
        """Remove what no reader can want any more; called by the store after the publication."""
        for name, dataset in self._written.items():
            # What was written is published by now: a file that cannot be removed waits for the next time.
            with suppress(OSError):
                lake.clean(dataset, head=self._heads[name])

    def _reverse(self, kind: ChangeKind, target: int, *, author: str, source: str) -> Change:
        edit = journal.read_change(self._connection, target, tip=target)
        total = kept = 0
        for name, (before, after) in journal.read_rows(self._connection, target).items():
            origin, goal = merge.sides(before, after, undo=kind is ChangeKind.UNDO)
            current = self._take(name, origin["id"].to_numpy()).select(origin.column_names)
            result, differing = merge.three_way(current, origin, goal)
            self._put(name, result)
            total, kept = total + result.num_rows, kept + differing
        entry = Entry(kind, _title(kind, edit, kept), author, source=source, rows=total, target=target)
        return journal.write(self._connection, entry)

    def _prepare(self, name: str, rows: pa.Table) -> pa.Table:
        if name not in JOURNALLED:
            raise EditInvalid(f"The table {name!r} has no journal.", hint=f"Edits touch {', '.join(JOURNALLED)}.")
        shaped = self._shape(name, rows)
        _unique_ids(LEDGER_TABLES[name] if name in LEDGER_TABLES else TABLES[name], shaped)
        return shaped.take(pa.array(np.argsort(shaped["id"].to_numpy())))

    def _before(self, name: str, rows: pa.Table, *, given: pa.Table) -> pa.Table:
        ids = rows["id"].to_numpy()
        before = self._take(name, ids).select(rows.column_names)
        present = before["id"].to_numpy()
        added = ids[~members(ids, present)]
        unknown = added[added < self._first_new[name]]
        if len(unknown) or (len(added) and int(added.max()) >= self._next_new[name]):
            missing = unknown if len(unknown) else added
            raise NotFound(f"There is no row {int(missing[0])} in {name!r} ({len(missing)} such ids).")
        if len(added) and name == "issues":
            raise EditInvalid("An edit cannot add issues.", hint="Write found issues with `replace`.")
        _check_unchanged(name, before, rows, read="changed_by" in given.column_names)
        return before

    def _check_new(self, table: Table, rows: pa.Table) -> None:
        ids = _unique_ids(table, rows)
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
            lake.upsert(self._open(name), self._with_measured(name, rows), key="id")

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


def _unique_ids(table: Table, rows: pa.Table) -> NDArray[np.int64]:
    ids: NDArray[np.int64] = rows[str(table.key)].to_numpy()
    if len(ids) < 2 or (ids[1:] > ids[:-1]).all():
        return ids
    repeated = len(ids) - len(np.unique(ids))
    if repeated:
        raise ArrayError(f"Rows for {table.name!r} must have different ids, got {repeated} of them again.")
    return ids


def _stamp(rows: pa.Table, change_id: int) -> pa.Table:
    at = rows.schema.get_field_index("changed_by")
    return rows.set_column(at, rows.schema.field(at), pa.repeat(pa.scalar(change_id, pa.int64()), rows.num_rows))


def _check_unchanged(name: str, before: pa.Table, after: pa.Table, *, read: bool) -> None:
    """`before` as stored and `after` as given, both in order of id; `read` tells whether `changed_by` was given."""
    stale = np.zeros(before.num_rows, dtype=bool)
    if "deleted" in before.column_names:
        stale |= before["deleted"].to_numpy()
    if read:
        kept = members(after["id"].to_numpy(), before["id"].to_numpy())
        seen = pc.fill_null(after["changed_by"], -1).to_numpy()[kept]
        stale |= pc.fill_null(before["changed_by"], -1).to_numpy() != seen
    if stale.any():
        first = int(before["id"].to_numpy()[stale][0])
        raise EditConflict(
            f"Row {first} of {name!r} was changed or deleted meanwhile ({int(stale.sum())} such rows).",
            hint="Look at it again, then repeat the edit.",
        )


def _title(kind: ChangeKind, edit: Change, kept: int) -> str:
    note = f" ({kept} changed since and kept what is newer)" if kept else ""
    return f"{kind.value.capitalize()} “{edit.title}”{note}"
