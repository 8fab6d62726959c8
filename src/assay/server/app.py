"""The composition root: store, routes, access, errors and the web app become one application."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute

from assay import __version__
from assay.server import replies
from assay.server.access import Access
from assay.server.gallery import Gallery
from assay.server.headers import SecurityHeaders
from assay.server.problems import add_problem_handlers
from assay.server.routes import ROUTERS
from assay.server.settings import Settings
from assay.server.static import BUNDLE, web_router
from assay.store.store import Store


def create_app(store: Store, settings: Settings | None = None, *, bundle: Path = BUNDLE) -> FastAPI:
    """The application that serves `store` as `settings` say, with the web app in `bundle`.

    The store stays the caller's to close.
    """
    settings = settings or Settings()
    app = bare_app()
    app.state.store = store
    app.state.gallery = Gallery(store, cache=store.path / "cache" / "pictures", limit=settings.cache_bytes)
    app.include_router(web_router(bundle))
    app.add_middleware(Access, settings=settings)
    app.add_middleware(SecurityHeaders)  # outermost: refusals carry them too
    return app


def bare_app() -> FastAPI:
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
