"""The front door: who is let in, and where to.

The web app's own files are there from the first moment, so a browser loads it while the project is still being
opened; requests to the API wait until it is.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from starlette.types import ASGIApp, Receive, Scope, Send

from assay.errors import AssayError
from assay.server.access import Access
from assay.server.headers import SecurityHeaders
from assay.server.problems import problem_response
from assay.server.routes import LATER_PATHS
from assay.server.settings import Settings
from assay.server.static import BUNDLE, web_app

_OF_THE_API = ("/api/", "/media/")


@dataclass(frozen=True, slots=True)
class Api:
    """The API while it opens: what the first pages ask for, then the rest, sooner once it is `wanted`."""

    first: Future[ASGIApp] = field(default_factory=Future)
    later: Future[ASGIApp] = field(default_factory=Future)
    wanted: Event = field(default_factory=Event)


def front_door(api: Api, settings: Settings, *, bundle: Path = BUNDLE) -> ASGIApp:
    """The web app in `bundle` before the `api`, behind the checks that `settings` ask for."""
    # The headers come outermost: refusals carry them too.
    return SecurityHeaders(Access(Door(web_app(bundle), api), settings=settings))


class Door:
    """Leads a request to the web app or to the API."""

    def __init__(self, web: ASGIApp, api: Api) -> None:
        self._web, self._api = web, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        app = self._web if _asks_for_web(scope, path) else await self._opened(path)
        await app(scope, receive, send)

    async def _opened(self, path: str) -> ASGIApp:
        """The part of the API that the path leads to, once it is there; where it could not be had, the reason."""
        is_later = path.startswith(LATER_PATHS)
        part = self._api.later if is_later else self._api.first
        if is_later:
            self._api.wanted.set()
        try:
            # Shielded: a request that is given up must not give up the opening for all others.
            return part.result() if part.done() else await asyncio.shield(asyncio.wrap_future(part))
        except AssayError as reason:
            return problem_response(reason)


def _asks_for_web(scope: Scope, path: str) -> bool:
    return scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and not path.startswith(_OF_THE_API)
