"""The composition root: store, routes, access, errors and the web app become one application."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from assay.server.api import create_api
from assay.server.door import Api, front_door
from assay.server.settings import Settings
from assay.server.shared import Shared
from assay.server.static import BUNDLE
from assay.store.store import Store


def create_app(store: Store, settings: Settings | None = None, *, bundle: Path = BUNDLE) -> ASGIApp:
    """The application that serves `store` as `settings` say, with the web app in `bundle`.

    The store stays the caller's to close.
    """
    settings, api = settings or Settings(), Api()
    shared = Shared.of(store, settings)
    api.first.set_result(first_api(shared))
    api.later.set_result(later_api(shared))
    return front_door(api, settings, bundle=bundle)


def first_api(shared: Shared) -> ASGIApp:
    """What the first pages ask for."""
    from assay.server.routes import first  # half a second to load, as is the other half

    return create_api(shared, first.ROUTERS)


def later_api(shared: Shared) -> FastAPI:
    """The rest of the API, at the addresses that begin with one of `LATER_PATHS`, and its description."""
    from assay.jobs.background import Jobs
    from assay.server.openapi import openapi_text
    from assay.server.routes import later
    from assay.server.sheet_gallery import SheetGallery
    from assay.server.upkeep import Upkeep

    app = create_api(shared, later.ROUTERS)
    app.state.jobs, app.state.upkeep = Jobs(), Upkeep(shared.store)
    store, limit = shared.store, shared.settings.cache_bytes // 2
    app.state.sheets = SheetGallery(store, cache=store.path / "cache" / "crops", limit=limit)

    async def describe(_: Request) -> Response:
        return Response(openapi_text(), media_type="application/json")

    app.add_route("/api/openapi.json", describe)
    return app
