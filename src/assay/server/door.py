"""The front door: who is let in, and where to.

The web app's own files are there from the first moment, so a browser loads it while the project is still being
opened; requests to the API wait until it is.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from assay.errors import AssayError
from assay.server.access import Access
from assay.server.headers import SecurityHeaders
from assay.server.problems import problem_response
from assay.server.settings import Settings
from assay.server.static import BUNDLE, web_app

_OF_THE_API = ("/api/", "/media/")


def front_door(api: Future[ASGIApp], settings: Settings, *, bundle: Path = BUNDLE) -> ASGIApp:
    """The web app in `bundle` before the `api`, behind the checks that `settings` ask for."""
    # The headers come outermost: refusals carry them too.
    return SecurityHeaders(Access(Door(web_app(bundle), api), settings=settings))


class Door:
    """Leads a request to the web app or to the API."""

    def __init__(self, web: ASGIApp, api: Future[ASGIApp]) -> None:
        self._web, self._api = web, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        app = self._web if _asks_for_web(scope) else await self._opened()
        await app(scope, receive, send)

    async def _opened(self) -> ASGIApp:
        """The API, once it is there; where it could not be had, the reason as a reply."""
        try:
            # Shielded: a request that is given up must not give up the opening for all others.
            return self._api.result() if self._api.done() else await asyncio.shield(asyncio.wrap_future(self._api))
        except AssayError as reason:
            return problem_response(reason)


def _asks_for_web(scope: Scope) -> bool:
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    return scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and not path.startswith(_OF_THE_API)
