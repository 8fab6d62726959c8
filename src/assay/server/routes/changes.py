"""The journal: undo, redo, and what happened."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.routers import api_router
from assay.server.show.changes import show_change, show_result, show_results
from assay.server.work_deps import Upkeep
from assay.workflows.edits import undo_change

router = api_router("/api", tag="changes")


@router.post("/undo", response_model=replies.ChangeResult)
def undo(store: Store, author: Author, upkeep: Upkeep, reply: Replies, *, newest: int | None = None) -> Response:
    """Take back the newest edit that is in force; refused where that is somebody else's and not `newest`."""
    change = undo_change.undo(store, newest=newest, author=author, source="web")
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.post("/redo", response_model=replies.ChangeResult)
def redo(store: Store, author: Author, upkeep: Upkeep, reply: Replies) -> Response:
    """Put the edit that was taken back last in force again."""
    change = undo_change.redo(store, author=author, source="web")
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.post("/undo/{change}", response_model=replies.ChangeResult)
def undo_to(
    change: int, store: Store, author: Author, upkeep: Upkeep, reply: Replies, *, newest: int | None = None
) -> Response:
    """Take back every edit in force from the newest down to this one: all of them or none.

    Refused where somebody else made one after `newest`.
    """
    changes = undo_change.undo_to(store, change, newest=newest, author=author, source="web")
    upkeep.after_edit()
    return reply.json(show_results(changes, store.snapshot()))


@router.post("/redo/{change}", response_model=replies.ChangeResult)
def redo_to(change: int, store: Store, author: Author, upkeep: Upkeep, reply: Replies) -> Response:
    """Put every edit that was taken back, up to this one, in force again: all of them or none."""
    changes = undo_change.redo_to(store, change, author=author, source="web")
    upkeep.after_edit()
    return reply.json(show_results(changes, store.snapshot()))


@router.get("/changes", response_model=list[replies.Change])
def list_changes(
    store: Store, reply: Replies, limit: Annotated[int, Query(ge=1, le=1_000)] = 100, before: int | None = None
) -> Response:
    """The journal, newest first; `before` is the id to go on from."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key, lambda: [show_change(change) for change in snapshot.changes(limit=limit, before=before)]
    )
