"""The journal: undo, redo, and what happened."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from assay.server import replies
from assay.server.deps import Author, Conditional, Store

router = APIRouter(prefix="/api", tags=["changes"])


@router.post("/undo", response_model=replies.ChangeResult)
def undo(store: Store, author: Author) -> Response:
    """Take back the newest edit that is in force."""


@router.post("/redo", response_model=replies.ChangeResult)
def redo(store: Store, author: Author) -> Response:
    """Put the edit that was taken back last in force again."""


@router.get("/changes", response_model=list[replies.Change])
def list_changes(
    store: Store,
    conditional: Conditional,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    before: int | None = None,
) -> Response:
    """The journal, newest first; `before` is the id to go on from."""
