"""The labels of a dataset as they were: after an entry of the journal, in a version, or as they were imported."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import NotFound
from assay.model.change import Change, ChangeKind, ChangeState
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.versions.versions import IMPORTED, NOW, open_version

COLUMNS = ("id", "dataset_id", "image_id", "category_id", "kind", "x", "y", "w", "h", "deleted")

_PAGE = 500


def past_labels(store: Store, now: Snapshot, state: str | int, *, dataset_id: int) -> pa.Table:
    """The labels that were live in a state, in order of id, with `COLUMNS`.

    `state` is the name of a version, the number of the journal's entry behind which it was, `IMPORTED`, or "now". A
    number, and `IMPORTED`, take back edits alone: labels that an import brought since are among the rows.

    Raises
    ------
    NotFound : there is no such version or entry.
    """
    if state == NOW:
        return now.rows("annotations", columns=COLUMNS, where={"dataset_id": dataset_id})
    if isinstance(state, str) and state != IMPORTED:
        past = open_version(store, state)
        try:
            return past.snapshot().rows("annotations", columns=COLUMNS, where={"dataset_id": dataset_id})
        finally:
            if past is not store:
                past.close()
    since = 0 if isinstance(state, str) else state
    if not 0 <= since <= now.tip:
        raise NotFound(f"There is no change {since}.", hint="`assay log` lists the changes.")
    rows = now.all_rows("annotations", columns=COLUMNS, where={"dataset_id": dataset_id})
    for change in _entries_since(now, since):
        rows = _taken_back(now, rows, change)
    own = rows.filter(pc.and_(pc.equal(rows["dataset_id"], dataset_id), pc.invert(rows["deleted"])))
    return own.sort_by("id").combine_chunks()


def _entries_since(now: Snapshot, since: int) -> list[Change]:
    """What an edit, an undo or a redo did behind the entry `since`, newest first."""
    found: list[Change] = []
    before: int | None = None
    while page := now.changes(limit=_PAGE, before=before):
        found += [change for change in page if change.id > since]
        before = page[-1].id
        if before <= since:
            break
    return [change for change in found if change.state is not ChangeState.LOGGED or change.target is not None]


def _taken_back(now: Snapshot, rows: pa.Table, change: Change) -> pa.Table:
    """The rows as they were before an entry; what was not there before is gone."""
    touched = now.change_rows(change.target or change.id).get("annotations")
    if touched is None:
        return rows
    after, before = touched if change.kind is ChangeKind.UNDO else touched[::-1]
    ids = np.union1d(after["id"].to_numpy(), before["id"].to_numpy())
    kept = rows.filter(pc.invert(pc.is_in(rows["id"], value_set=pa.array(ids))))
    return pa.concat_tables([kept, before.select(COLUMNS).cast(rows.schema)])
