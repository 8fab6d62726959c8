"""The exact state of a project's live rows, as one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assay.store.snapshot import Snapshot

EDITED = ("images", "annotations", "predictions", "issues", "matches")


def state_of(snapshot: Snapshot, *, tables: Sequence[str] = EDITED, without: Sequence[str] = ("changed_by",)) -> str:
    """A hash over every live row, metric columns too, of the tables people edit and of those derived from them.

    `changed_by` is left out: an undo restores what a row says, and is itself an entry of the journal.
    """
    digest = hashlib.sha256()
    for table in tables:
        rows = snapshot.rows(table, columns=snapshot.table(table).arrow.names)
        columns = sorted(name for name in rows.column_names if name not in without)  # measured anew they stand last
        digest.update(repr(sorted(rows.select(columns).to_pylist(), key=repr)).encode())
    return digest.hexdigest()
