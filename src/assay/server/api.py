"""Routes over a store, as an application: what lies behind the door."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI

from assay import __version__
from assay.jobs.background import Jobs
from assay.media.pictures import Pictures
from assay.server.gallery import Gallery
from assay.server.handlers import add_problem_handlers
from assay.server.past import AtVersion, Past
from assay.server.settings import Settings
from assay.server.upkeep import Upkeep
from assay.store.store import Store


def create_api(store: Store, settings: Settings, routers: Iterable[APIRouter], past: Past) -> FastAPI:
    """These routes over `store`, and over its versions in the `past`."""
    app = bare_api(routers)
    app.state.store = store
    app.state.jobs = Jobs()
    app.state.upkeep = Upkeep(store)
    half = settings.cache_bytes // 2  # the other half is for the crops of walls
    app.state.gallery = Gallery(store, Pictures(store.path / "cache" / "pictures", limit=half))
    app.add_middleware(AtVersion, past=past)
    return app


def bare_api(routers: Iterable[APIRouter]) -> FastAPI:
    """Routes alone, without a project: enough for the OpenAPI description."""
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
    for router in routers:
        app.router.routes.extend(router.routes)
    return app
