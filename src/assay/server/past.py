"""Versions in the browser: an address below `/at/NAME/` shows the project as that version keeps it.

Every address of a version begins with its own folder, those of pages, data and pictures alike. So nothing that a
browser, a proxy or this server keeps of one state can answer for another.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from assay.errors import AssayError
from assay.server.problems import problem_response

if TYPE_CHECKING:  # the door stands before the store is loaded
    from assay.store.store import Store
    from assay.store.version_store import VersionStore

_AT = "/at/"
_ASKED = "assay.version"
_OPENED = "assay.version_store"


def look_back(scope: Scope) -> Scope:
    """`scope` without `/at/NAME` before its path, and with that name noted; any other scope as it is."""
    root = str(scope.get("root_path", ""))
    # The name as it was sent: one with a slash in it is one name.
    raw = scope.get("raw_path")
    sent = quote(scope["path"]) if raw is None else bytes(raw).decode("latin-1").partition("?")[0]
    path = sent.removeprefix(quote(root))
    if not path.startswith(_AT):
        return scope
    name, slash, rest = path.removeprefix(_AT).partition("/")
    if not (name and slash):
        return scope
    noted = {**scope, "path": f"{root}/{unquote(rest)}", _ASKED: unquote(name)}
    return {**noted, "raw_path": f"{quote(root)}/{rest}".encode("latin-1")}


def version_asked(scope: Scope) -> str | None:
    """The name of the version that a request is about; None for the project as it is now."""
    found: str | None = scope.get(_ASKED)
    return found


def folder_of(name: str | None) -> str:
    """Where the addresses of a version begin, below the folder of the app: `at/v1/`; empty for now."""
    return "" if name is None else f"{_AT[1:]}{quote(name, safe='')}/"


def opened(scope: Scope) -> Store | None:
    """The version that a route reads from; None where it reads from the project as it is now."""
    found: Store | None = scope.get(_OPENED)
    return found


@dataclass(slots=True)
class Held:
    """An open version, and how many requests read from it now."""

    store: VersionStore
    readers: int = 0


class Past:
    """The versions of a project that are open. Safe to share between threads; closed together with the project.

    most : versions that stay open when nobody reads from them: each keeps what was read of it in memory.
    """

    def __init__(self, store: Store, *, most: int = 2) -> None:
        self._store, self._most = store, most
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._lock = threading.Lock()
        store.on_close(self.close)

    def take(self, name: str) -> Held:
        """The project as that version keeps it, open until it is given back.

        Raises
        ------
        NotFound : there is no such version, or no longer.
        VersionInvalid : an older Assay kept it.
        """
        from assay.store.version_store import VersionStore

        # By its id: another version may have got the name of one that was deleted.
        version = self._store.snapshot().version(name)
        with self._lock:
            held = self._held.get(version.id)
            if held is None:
                held = self._held[version.id] = Held(VersionStore(self._store, name))
            held.readers += 1
            self._held.move_to_end(version.id)
            return held

    def give_back(self, held: Held) -> None:
        """What was taken is not read any more."""
        with self._lock:
            held.readers -= 1
            self._let_go(self._most)

    def close(self) -> None:
        """Close every version."""
        with self._lock:
            for held in self._held.values():
                held.store.close()
            self._held.clear()

    def _let_go(self, most: int) -> None:
        """Close what was read longest ago, down to `most`, but nothing that is being read."""
        idle = [id for id, held in self._held.items() if not held.readers]
        for id in idle[: max(len(self._held) - most, 0)]:
            self._held.pop(id).store.close()


class AtVersion:
    """Middleware before the routes of `app`: opens the version that a request is about, for as long as it lasts."""

    def __init__(self, app: ASGIApp, past: Past) -> None:
        self._app, self._past = app, past

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        name = version_asked(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        try:
            held = await run_in_threadpool(self._past.take, name)
        except AssayError as error:
            await problem_response(error)(scope, receive, send)
            return
        try:
            await self._app({**scope, _OPENED: held.store}, receive, send)
        finally:
            await run_in_threadpool(self._past.give_back, held)
