"""The composition root: store, routes, access, errors and the web app become one application."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from assay import __version__
from assay.server import replies
from assay.server.door import front_door
from assay.server.gallery import Gallery
from assay.server.handlers import add_problem_handlers
from assay.server.routes import ROUTERS
from assay.server.settings import Settings
from assay.server.static import BUNDLE
from assay.store.store import Store


def create_app(store: Store, settings: Settings | None = None, *, bundle: Path = BUNDLE) -> ASGIApp:
    """The application that serves `store` as `settings` say, with the web app in `bundle`.

    The store stays the caller's to close.
    """
    settings = settings or Settings()
    api: Future[ASGIApp] = Future()
    api.set_result(create_api(store, settings))
    return front_door(api, settings, bundle=bundle)


def create_api(store: Store, settings: Settings) -> FastAPI:
    """The API and the pictures of `store`: what lies behind the door."""
    app = bare_api()
    app.state.store = store
    app.state.gallery = Gallery(store, cache=store.path / "cache" / "pictures", limit=settings.cache_bytes)
    return app


def bare_api() -> FastAPI:
    """The routes alone, without a project: enough for the OpenAPI description."""
    app = FastAPI(
        title="Assay",
        version=__version__,
        description="Finds and fixes bad data in computer-vision datasets. Coordinates are displayed pixels.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its pages load scripts from the internet
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": replies.ApiError, "description": "What went wrong, and what would do."}},
    )
    add_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


def _operation_id(route: APIRoute) -> str:
    """The name of the function, which becomes the name of the call in generated clients."""
    return route.name
