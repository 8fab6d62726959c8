"""The project as a whole."""

from __future__ import annotations

from fastapi import Request, Response

from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.routers import api_router
from assay.server.show.project import show_project

router = api_router(tag="project")


@router.get("/api/project", response_model=replies.Project)
def get_project(store: Store, author: Author, reply: Replies, request: Request) -> Response:
    """The project with its datasets and runs: what the app asks for first."""
    snapshot = store.snapshot()
    key = f"{snapshot.key}-{author.encode().hex()}"
    name, folder = store.path.name, request.app.state.folder
    return reply.json_of(key, lambda: show_project(name, folder, snapshot, author=author, at=store.version))
