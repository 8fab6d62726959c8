"""The groups of routes, each route of which is whole as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.datastructures import DefaultPlaceholder
from fastapi.routing import APIRoute

from assay.server import replies
from assay.server.reads import refuse_to_write


class Route(APIRoute):
    """One route, without what only its description needs.

    Each function replies with a whole `Response`, so that while serving nobody asks what a reply looks like, and to
    work that out for every route is a fifth of what loading them takes.

    promised : the form of its reply as the description tells it; None where that is no JSON.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **said: Any) -> None:
        self._said = said
        model = said["response_model"]
        self.promised = None if isinstance(model, DefaultPlaceholder) else model
        super().__init__(path, endpoint, **(said | {"response_model": None, "responses": None}))

    def described(self) -> APIRoute:
        """The same with all that is said of it, for the description."""
        return APIRoute(self.path, self.endpoint, **self._said)


def api_router(prefix: str = "", *, tag: str) -> APIRouter:
    """An empty group of routes whose addresses begin with `prefix`, described under `tag`.

    What all routes have in common is said here and not by the application: it would make each route a second time when
    it takes it in, which every start of a server would wait for.
    """
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=Route,
        generate_unique_id_function=_operation_id,
        dependencies=[Depends(refuse_to_write)],
        responses={"default": {"model": replies.ApiError, "description": "What went wrong, and what would do."}},
    )


def _operation_id(route: APIRoute) -> str:
    """The name of the function, which becomes the name of the call in generated clients."""
    return route.name
