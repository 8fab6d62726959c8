"""The one writer of a project: works ahead of the heads and is published as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.errors import EditConflict, EditInvalid, NotFound, NothingToRedo, NothingToUndo
from assay.model.change import Change, ChangeKind
from assay.schema.tables import LEDGER_TABLES, TABLES
from assay.store import heads, journal, lake, merge, segment_activity
from assay.store.filters import members
from assay.store.journal import Entry
from assay.store.reversal import Ahead, redone_up_to, undone_back_to
from assay.store.version_writer import VersionWriter

JOURNALLED = ("images", "annotations", "predictions", "issues", "segment_items", *LEDGER_TABLES)
"""The tables whose rows people edit, in Lance and in the ledger."""


class Writer(VersionWriter):
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
        revive: bool = False,
    ) -> Change:
        """Change labels: write full rows and keep what they were, so that it can be undone.

        `tables` maps names of journalled tables to full rows as they shall be: `deleted` set for a delete, an id of
        `reserve_ids` for an addition. Give rows their `changed_by` as it was read: when the stored row has another
        by now, someone else changed it meanwhile. With `revive` the rows may be tombstones. New edits close the way
        to redo.

        Raises
        ------
        NotFound : an id that neither exists nor was set aside by this writer.
        EditConflict : a row was changed or deleted since it was read.
        EditInvalid : a table that has no journal, or a new issue.
        ArrayError : a column has the wrong type, or an id stands twice.
        """
        edited = {name: self._prepare(name, rows) for name, rows in tables.items() if rows.num_rows}
        before = {name: self._before(name, rows, given=tables[name], revive=revive) for name, rows in edited.items()}
        total = sum(rows.num_rows for rows in edited.values())
        entry = Entry(kind, title, author, reason, source, rows=total, is_edit=True)
        change = journal.write(self._connection, entry)
        for name, rows in edited.items():
            after = _stamp(rows, change.id)
            journal.write_rows(self._connection, change.id, name, journal.BEFORE, before[name])
            journal.write_rows(self._connection, change.id, name, journal.AFTER, after)
            self._put(name, after)
        segment_activity.note(self._connection, change.id, segment_activity.segments_in(edited))
        return change

    def log(
        self,
        kind: ChangeKind,
        title: str,
        author: str,
        source: str,
        rows: int,
        *,
        segments: Sequence[int] = (),
        replaced: Mapping[str, NDArray[np.int64]] = MappingProxyType({}),
    ) -> Change:
        """A journal entry that cannot itself be undone, such as an import.

        It keeps which images got other rows by what this writer wrote so far (see `Snapshot.touched_since`), and which
        rows it added.
        `segments` are those whose activity tells of it. `replaced` names rows that it gave other values, by table: the
        journal keeps them as they were and as they are, so that their history tells of it.
        """
        change = journal.write(self._connection, Entry(kind, title, author, source=source, rows=rows))
        for name, ids in replaced.items():
            self._keep_replaced(change.id, name, np.unique(ids))
        journal.write_touched(self._connection, change.id, np.flatnonzero(self._touched))
        segment_activity.note(self._connection, change.id, segments)
        self._touched[:] = False
        for name in journal.IMAGE_OF:
            journal.write_added(self._connection, change.id, name, range(self._logged[name], self._next_new[name]))
            self._logged[name] = self._next_new[name]
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

    def undo_to(self, edit: int, *, author: str, source: str) -> list[Change]:
        """Take back every edit in force from the newest down to `edit`, as many `undo` would, but written once.

        Raises
        ------
        NothingToUndo : `edit` is not an edit in force.
        """
        edits = undone_back_to(self._connection, edit)
        return self._reverse_all(ChangeKind.UNDO, edits, author=author, source=source)

    def redo_to(self, edit: int, *, author: str, source: str) -> list[Change]:
        """Put back every undone edit up to `edit`, as many `redo` would, but written once.

        Raises
        ------
        NothingToRedo : `edit` was not undone, or an edit was made since.
        """
        edits = redone_up_to(self._connection, edit)
        return self._reverse_all(ChangeKind.REDO, edits, author=author, source=source)

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
            self._untag()

    def _keep_replaced(self, change_id: int, name: str, ids: NDArray[np.int64]) -> None:
        """Chunk by chunk: an import may replace more rows than there is room for at once."""
        columns = [column.name for column in TABLES[name].stated.columns]
        sides = ((journal.BEFORE, self.base.view(name)), (journal.AFTER, self._view(name)))
        for part, start in enumerate(range(0, len(ids), journal.CHUNK_ROWS)):
            for side, view in sides:
                rows = view.take(ids[start : start + journal.CHUNK_ROWS], columns, tombstones=True)
                journal.write_part(self._connection, change_id, name, side, part=part, rows=rows)

    def _reverse(self, kind: ChangeKind, target: int, *, author: str, source: str) -> Change:
        (change,) = self._reverse_all(kind, [target], author=author, source=source)
        return change

    def _reverse_all(self, kind: ChangeKind, targets: Sequence[int], *, author: str, source: str) -> list[Change]:
        """One entry for each of `targets`, in their order; what they lead to together is written once."""
        ahead = {name: Ahead(self._take(name, ids)) for name, ids in self._touched_by(targets).items()}
        changes = [self._reverse_one(kind, target, ahead, author=author, source=source) for target in targets]
        for name, rows in ahead.items():
            self._put(name, rows.all())
        return changes

    def _reverse_one(
        self, kind: ChangeKind, target: int, ahead: Mapping[str, Ahead], *, author: str, source: str
    ) -> Change:
        edit = journal.read_change(self._connection, target, tip=target)
        total = kept = 0
        for name, (before, after) in journal.read_rows(self._connection, target).items():
            origin, goal = merge.sides(before, after, undo=kind is ChangeKind.UNDO)
            current = ahead[name].take(origin["id"].to_numpy()).select(origin.column_names)
            result, differing = merge.three_way(current, origin, goal)
            ahead[name].put(result)
            # A suspect that a search saw anew was changed by nobody.
            total, kept = total + result.num_rows, kept + (0 if name == "issues" else differing)
        entry = Entry(kind, _title(kind, edit, kept), author, source=source, rows=total, target=target)
        return journal.write(self._connection, entry)

    def _touched_by(self, edits: Sequence[int]) -> dict[str, NDArray[np.int64]]:
        """Table name -> ids of the rows that these edits touched, ascending."""
        ids: dict[str, list[NDArray[np.int64]]] = {}
        for edit in edits:
            for name, (_, after) in journal.read_rows(self._connection, edit).items():
                ids.setdefault(name, []).append(after["id"].to_numpy())
        return {name: np.unique(np.concatenate(parts)) for name, parts in ids.items()}

    def _prepare(self, name: str, rows: pa.Table) -> pa.Table:
        if name not in JOURNALLED:
            raise EditInvalid(f"The table {name!r} has no journal.", hint=f"Edits touch {', '.join(JOURNALLED)}.")
        shaped = self._shape(name, rows)
        return shaped.take(pa.array(np.argsort(shaped["id"].to_numpy())))

    def _before(self, name: str, rows: pa.Table, *, given: pa.Table, revive: bool) -> pa.Table:
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
        _check_unchanged(name, before, rows, read="changed_by" in given.column_names, revive=revive)
        return before


def _stamp(rows: pa.Table, change_id: int) -> pa.Table:
    at = rows.schema.get_field_index("changed_by")
    return rows.set_column(at, rows.schema.field(at), pa.repeat(pa.scalar(change_id, pa.int64()), rows.num_rows))


def _check_unchanged(name: str, before: pa.Table, after: pa.Table, *, read: bool, revive: bool) -> None:
    """`before` as stored and `after` as given, both in order of id; `read` tells whether `changed_by` was given."""
    stale = np.zeros(before.num_rows, dtype=bool)
    if "deleted" in before.column_names and not revive:
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
