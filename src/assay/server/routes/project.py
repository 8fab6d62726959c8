"""The project as a whole."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Author, Conditional, Store


router = APIRouter(tags=["project"])


@router.get("/api/project", response_model=replies.Project)
def get_project(store: Store, author: Author, conditional: Conditional) -> Response:
    """The project with its datasets and runs: what the app asks for first."""
    snapshot = store.snapshot()
    return conditional.reply(snapshot.key + author, lambda: project_reply(store.path, snapshot, author))
