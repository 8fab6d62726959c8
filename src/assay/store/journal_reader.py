"""Reading the journal, as of one publication."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.errors import NotFound
from assay.model.change import Change
from assay.model.version import Version
from assay.store import journal, segment_activity
from assay.store.journal import Tip
from assay.store.nouns import find
from assay.store.sources import Sources


class JournalReader:
    """The part of a snapshot that reads what was done, by whom and when."""

    _sources: Sources
    _tip: Tip
    _versions: tuple[Version, ...]

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

    def segment_changes(self, segment_id: int, *, limit: int = 100) -> list[Change]:
        """What was done with a segment, the newest first; undo and redo of it included."""
        with self._sources.ledger.read() as connection:
            return segment_activity.read(connection, segment_id, tip=self._tip.id, limit=limit)

    def versions(self) -> tuple[Version, ...]:
        """The versions that were kept so far, oldest first."""
        return self._versions

    def version(self, name: str) -> Version:
        """A version by name; raise `NotFound` with near names when there is none."""
        return find(self._versions, name, what="version")

    def edits_of(self, table: str, ids: NDArray[np.int64]) -> dict[int, tuple[pa.Table, pa.Table]]:
        """Edit or import -> the rows with these ids before and after it, where it changed one of them; oldest first."""
        if not len(ids):
            return {}
        with self._sources.ledger.read() as connection:
            return journal.read_rows_of(connection, table, np.unique(ids), tip=self._tip.id)

    def entries_about(self, edits: Sequence[int]) -> list[Change]:
        """These entries of the journal, and every undo and redo of them, oldest first."""
        with self._sources.ledger.read() as connection:
            return journal.read_entries_about(connection, edits, tip=self._tip.id)

    def adder(self, table: str, id: int) -> int | None:
        """The import that added a row; None for one that an edit added, or that came before imports noted it."""
        with self._sources.ledger.read() as connection:
            return journal.read_adder(connection, table, id, tip=self._tip.id)

    def additions(self, table: str, *, since: int) -> list[tuple[int, int, int]]:
        """Entry, first and last id of the rows that imports behind the entry `since` added."""
        with self._sources.ledger.read() as connection:
            return journal.read_additions(connection, table, after=since, tip=self._tip.id)

    @property
    def tip(self) -> int:
        """The newest entry of the journal; 0 when there is none."""
        return self._tip.id

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
