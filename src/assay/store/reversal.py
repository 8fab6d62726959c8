"""Taking back, or putting back, many edits in one go: which ones, and their rows in memory meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from assay.errors import NothingToRedo, NothingToUndo
from assay.model.change import ChangeKind
from assay.store import journal
from assay.store.filters import members

_MANY_PIECES = 32  # to take rows out of a table costs more, the more pieces it lies in


def undone_back_to(connection: sa.Connection, last: int) -> list[int]:
    """The edits in force from the newest down to `last`, in the order in which undo takes them.

    Raises
    ------
    NothingToUndo : the edit `last` is not in force.
    """
    edits = list(_until(last, _undo_line(connection)))
    if edits and edits[-1] == last:
        return edits
    raise NothingToUndo(f"Change {last} is not an edit in force.", hint="`assay log` lists what can be undone.")


def redone_up_to(connection: sa.Connection, last: int) -> list[int]:
    """The undone edits up to `last`, in the order in which redo puts them back.

    Raises
    ------
    NothingToRedo : the edit `last` was not undone, or an edit was made since.
    """
    edits = list(_until(last, _redo_line(connection)))
    if edits and edits[-1] == last:
        return edits
    raise NothingToRedo(f"Change {last} is not an undone edit.", hint="`assay log` lists what can be redone.")


class Ahead:
    """Full rows of one table as they stand after each step of many, before any of it is written."""

    def __init__(self, rows: pa.Table) -> None:
        self._ids: NDArray[np.int64] = rows["id"].to_numpy()
        self._pool, self._at = rows, np.arange(rows.num_rows)

    def take(self, ids: NDArray[np.int64]) -> pa.Table:
        """The rows with these ids as they stand by now; those that are gone altogether are left out."""
        present = ids[members(ids, self._ids)]
        return self._pool.take(pa.array(self._at[np.searchsorted(self._ids, present)]))

    def put(self, rows: pa.Table) -> None:
        """Put rows in place of those of the same ids; columns that they lack, as old entries do, stay as they are."""
        ids = rows["id"].to_numpy()
        rows = _completed(rows, self.take(ids))
        places = np.searchsorted(self._ids, ids)
        self._at[places] = self._pool.num_rows + np.arange(rows.num_rows)
        self._pool = pa.concat_tables([self._pool, rows])
        rows, pieces = self._pool.num_rows, self._pool.column(0).num_chunks
        if rows > 2 * len(self._ids) + journal.CHUNK_ROWS or pieces > _MANY_PIECES:
            self._pool, self._at = self.all(), np.arange(len(self._ids))

    def all(self) -> pa.Table:
        """Every row, in order of id."""
        return self._pool.take(pa.array(self._at)).combine_chunks()


def _completed(rows: pa.Table, standing: pa.Table) -> pa.Table:
    for name in standing.column_names:
        if name not in rows.column_names:
            rows = rows.append_column(standing.schema.field(name), standing[name])
    return rows.select(standing.column_names).cast(standing.schema)


def _until(last: int, line: Iterator[int]) -> Iterator[int]:
    for edit in line:
        yield edit
        if edit == last:
            return


def _undo_line(connection: sa.Connection) -> Iterator[int]:
    edit = journal.read_tip(connection).undo_id
    while edit is not None:
        yield edit
        edit = journal.read_tip(connection, before=edit).undo_id


def _redo_line(connection: sa.Connection) -> Iterator[int]:
    edit = journal.read_tip(connection).redo_id
    while edit is not None:
        yield edit
        undo = journal.last_entry_of(connection, edit, kind=ChangeKind.UNDO)
        edit = None if undo is None else journal.read_tip(connection, before=undo).redo_id
