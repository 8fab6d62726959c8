"""Edits of labels."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Author, Store
from assay.server.requests import Edit

router = APIRouter(prefix="/api/edits", tags=["edits"])


@router.post("", response_model=replies.ChangeResult)
def apply_edit(edit: Edit, store: Store, author: Author) -> Response:
    """Edit labels; one journal entry, whatever the number of rows."""


@router.post("/preview", response_model=replies.EditPreview)
def preview_edit(edit: Edit, store: Store) -> Response:
    """How many rows an edit would touch, by class. Changes nothing."""
