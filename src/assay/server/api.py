"""Routes over a store, as an application: what lies behind the door."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI

from assay import __version__
from assay.server.handlers import add_problem_handlers
from assay.server.past import AtVersion
from assay.server.shared import Shared


def create_api(shared: Shared, routers: Iterable[APIRouter]) -> FastAPI:
    """These routes over a project and over its versions."""
    app = bare_api()
    for router in routers:
        app.router.routes.extend(router.routes)
    app.state.store = shared.store
    app.state.folder = shared.settings.shown(shared.store.path)
    app.state.gallery = shared.gallery
    app.add_middleware(AtVersion, past=shared.past)
    return app


def bare_api() -> FastAPI:
    """An application without a project or a route."""
    app = FastAPI(
        title="Assay",
        version=__version__,
        description=(
            "Finds and fixes bad data in computer-vision datasets. Coordinates are displayed pixels. "
            "Below `/at/NAME/` the same addresses read from that version of the project, and nothing can be written."
        ),
        openapi_url=None,  # there are two such applications; `openapi` describes both
        docs_url=None,  # its pages load scripts from the internet
        redoc_url=None,
    )
    add_problem_handlers(app)
    return app
