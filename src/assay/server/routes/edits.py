"""Edits of labels."""

from __future__ import annotations

from fastapi import Response

from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.edit_requests import Edit
from assay.server.perform import perform, preview
from assay.server.routers import api_router
from assay.server.show.changes import show_result
from assay.server.work_deps import Upkeep

router = api_router("/api/edits", tag="edits")


@router.post("", response_model=replies.ChangeResult)
def apply_edit(edit: Edit, store: Store, author: Author, upkeep: Upkeep, reply: Replies) -> Response:
    """Edit labels; one journal entry, whatever the number of rows."""
    change = perform(edit, store, author=author)
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.post("/preview", response_model=replies.EditPreview)
def preview_edit(edit: Edit, store: Store, reply: Replies) -> Response:
    """How many rows an edit would touch, by class. Changes nothing."""
    return reply.json(preview(edit, store))
