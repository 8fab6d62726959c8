"""The front door: who is let in, and where to.

The web app's own files are there from the first moment, so a browser loads it while the project is still being
opened; requests to the API wait until it is, but for those whose replies are kept from the last time.
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
from assay.server.kept import Kept
from assay.server.past import look_back
from assay.server.problems import problem_response
from assay.server.recall import Recall, path_of
from assay.server.routes import LATER_PATHS
from assay.server.settings import Settings
from assay.server.static import BUNDLE, web_app
from assay.server.traffic import Traffic

_OF_THE_API = ("/api/", "/media/")


@dataclass(frozen=True, slots=True)
class Api:
    """The API while it opens: what the first pages ask for, then the rest, sooner once it is `wanted`."""

    first: Future[ASGIApp] = field(default_factory=Future)
    later: Future[ASGIApp] = field(default_factory=Future)
    wanted: Event = field(default_factory=Event)
    traffic: Traffic = field(default_factory=Traffic)


def front_door(api: Api, settings: Settings, *, bundle: Path = BUNDLE, kept: Kept | None = None) -> ASGIApp:
    """The web app in `bundle` before the `api`, behind the checks that `settings` ask for.

    With `kept` first questions are answered from there while the project opens.
    """
    behind: ASGIApp = Opened(api)
    if kept is not None:
        behind = Recall(behind, kept, is_open=api.first.done)
    # The headers come outermost: refusals carry them too.
    return SecurityHeaders(Access(Door(web_app(bundle), behind, api.traffic, kept), settings=settings))


class Door:
    """Leads a request to the web app or to what lies behind."""

    def __init__(self, web: ASGIApp, behind: ASGIApp, traffic: Traffic, kept: Kept | None) -> None:
        self._web, self._behind, self._traffic, self._kept = web, behind, traffic, kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        scope = look_back(scope)
        path = path_of(scope)
        is_web = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and not path.startswith(_OF_THE_API)
        if is_web and self._kept is not None:
            self._kept.touch(page="." not in path)
        if not is_web:
            await self._behind(scope, receive, send)
            return
        with self._traffic.one():
            await self._web(scope, receive, send)


class Opened:
    """The API, as soon as it is open."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        app = await self._part(path_of(scope))
        with self._api.traffic.one():
            await app(scope, receive, send)

    async def _part(self, path: str) -> ASGIApp:
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
