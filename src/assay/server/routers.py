"""The groups of routes, each route of which is whole as it stands."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from assay.server import replies
from assay.server.reads import refuse_to_write


def api_router(prefix: str = "", *, tag: str) -> APIRouter:
    """An empty group of routes whose addresses begin with `prefix`, described under `tag`.

    What all routes have in common is said here and not by the application: it would make each route a second time when
    it takes it in, which every start of a server would wait for.
    """
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        generate_unique_id_function=_operation_id,
        dependencies=[Depends(refuse_to_write)],
        responses={"default": {"model": replies.ApiError, "description": "What went wrong, and what would do."}},
    )


def _operation_id(route: APIRoute) -> str:
    """The name of the function, which becomes the name of the call in generated clients."""
    return route.name
