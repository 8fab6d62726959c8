"""The composition root: routes, access, errors and static files become one application."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.routing import APIRoute

from assay import __version__
from assay.server import replies
from assay.server.routes import changes, datasets, edits, exports, images, issues, media, project, queries, runs, search, segments

_ROUTERS = (project, datasets, search, images, queries, issues, edits, changes, runs, exports, segments, media)


def create_app() -> FastAPI:
    app = FastAPI(
        title="Assay",
        version=__version__,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": replies.ApiError, "description": "What went wrong, and what would do."}},
    )
    for module in _ROUTERS:
        app.include_router(module.router)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
