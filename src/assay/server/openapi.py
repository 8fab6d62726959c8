"""The OpenAPI description as text: the file from which the web client is generated, and which pins the API."""

from __future__ import annotations

import json

from assay.server.api import bare_api
from assay.server.routers import Route
from assay.server.routes import first, later


def openapi_text() -> str:
    """The description as JSON, the same for the same routes: keys in order, two spaces, a newline at the end."""
    app = bare_api()
    routes = (route for router in (*first.ROUTERS, *later.ROUTERS) for route in router.routes)
    app.router.routes.extend(route.described() for route in routes if isinstance(route, Route))
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
