"""The journal as replies."""

from __future__ import annotations

from collections.abc import Sequence

from assay.amounts import amount
from assay.model.change import Change as StoredChange
from assay.server.replies import Change, ChangeRef, ChangeResult
from assay.server.show.sentences import readable
from assay.store.snapshot import Snapshot


def show_change(change: StoredChange) -> Change:
    """One entry of the journal."""
    return {
        "id": change.id,
        "kind": change.kind,
        "state": change.state,
        "title": readable(change.title),
        "author": change.author,
        "reason": change.reason,
        "source": change.source,
        "at": change.at.isoformat(),
        "rows": change.rows,
        "target": change.target,
    }


def show_result(change: StoredChange, snapshot: Snapshot) -> ChangeResult:
    """What a change did, and where the journal stands after it."""
    return {
        "id": change.id,
        "kind": change.kind,
        "title": readable(change.title),
        "rows": change.rows,
        "undo": show_ref(snapshot.next_undo()),
        "redo": show_ref(snapshot.next_redo()),
        "revision": snapshot.key,
    }


def show_results(changes: Sequence[StoredChange], snapshot: Snapshot) -> ChangeResult:
    """What many undos or redos at once did: that of the last, told of all."""
    result = show_result(changes[-1], snapshot)
    if len(changes) > 1:
        result["title"] = f"{changes[-1].kind.value.capitalize()} {amount(len(changes), 'change')}"
        result["rows"] = sum(change.rows for change in changes)
    return result


def show_ref(change: StoredChange | None) -> ChangeRef | None:
    """A change by id, title and author."""
    return None if change is None else {"id": change.id, "title": readable(change.title), "author": change.author}
