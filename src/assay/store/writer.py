"""The one writer of a project: works ahead of the heads and is published as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import EditConflict, EditInvalid, NotFound, NothingToRedo, NothingToUndo
from assay.model.change import Change, ChangeKind
from assay.schema.tables import LEDGER_TABLES, TABLES
from assay.store import heads, journal, lake, merge
from assay.store.embeddings_writer import EmbeddingsWriter
from assay.store.filters import members
from assay.store.journal import Entry

JOURNALLED = ("images", "annotations", "predictions", "issues", "segment_items", *LEDGER_TABLES)
"""The tables whose rows people edit, in Lance and in the ledger."""


class Writer(EmbeddingsWriter):
    """Writes rows, nouns and journal entries that all become visible together.

    Made by `Store.writer`, which holds the project's lock meanwhile. `base` is the project as it was when the
    writer began; what the writer itself wrote does not show in it.
    """

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
        """A journal entry that cannot itself be undone, such as an import.

        It keeps which images got other rows by what this writer wrote so far; see `Snapshot.touched_since`.
        """
        change = journal.write(self._connection, Entry(kind, title, author, source=source, rows=rows))
        journal.write_touched(self._connection, change.id, np.flatnonzero(self._touched))
        self._touched[:] = False
        return change

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
            lake.maintain(dataset, keyed=name in TABLES and TABLES[name].key is not None)
            self._lake.settle(name, dataset, self._heads.get(name, 0))
        heads.publish(self._connection, {name: int(dataset.version) for name, dataset in self._written.items()})
        self._note_kept()

    def clean(self) -> None:
        """Remove what no reader can want any more; called by the store after the publication."""
        for name, dataset in self._written.items():
            # What was written is published by now: a file that cannot be removed waits for the next time.
            with suppress(OSError):
                lake.clean(dataset, head=self._heads.get(name, 0))
        with suppress(OSError):
            self._clean_vectors()

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
