"""Run the server."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import uvicorn

from assay.errors import AddressTaken
from assay.server.door import Api, front_door
from assay.server.kept import Kept
from assay.server.opening import opening
from assay.server.settings import Settings
from assay.server.static import BUNDLE

if TYPE_CHECKING:
    from assay.store.store import Store


def serve(
    open_store: Callable[[], Store],
    settings: Settings,
    *,
    announce: Callable[[str], None] = lambda _: None,
    bundle: Path = BUNDLE,
    kept: Kept | None = None,
) -> None:
    """Serve the project that `open_store` opens until interrupted, and close it.

    `announce` is told the address to open once the server listens; the project is opened beside that, while the
    browser loads the web app, and what it asks for first is answered from `kept`. On any address but this machine's
    own a token is demanded: where `settings` has none, one is made up, and it is part of the announced address. Port 0
    takes any free port.

    Raises
    ------
    AddressTaken : the server cannot listen there.
    Whatever `open_store` raises.
    """
    with _listener(settings) as listener:
        settings = secured(replace(settings, port=listener.getsockname()[1]))
        api = Api()
        config = uvicorn.Config(
            front_door(api, settings, bundle=bundle, kept=kept),
            log_level="warning",
            access_log=False,  # it would write the token of `/?token=…` to the log
            server_header=False,
            timeout_graceful_shutdown=3,
            lifespan="off",
            ws="none",
        )
        server = _Server(config)
        with opening(open_store, api, settings, after=server.listening, failed=server.stop, kept=kept):
            announce(address(settings))
            server.run(sockets=[listener])
        if kept is not None:
            kept.write()
        for part in (api.first, api.later):
            if part.done() and not part.cancelled() and (reason := part.exception()):
                raise reason


class _Server(uvicorn.Server):
    """A server that says when it has begun to answer."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets=sockets)
        self.listening.set()

    def stop(self) -> None:
        """End, once the answers that are on their way are sent."""
        self.should_exit = True


def _listener(settings: Settings) -> socket.socket:
    """A socket that listens already, so that a browser opened a moment too early waits instead of failing."""
    where = f"{settings.host}:{settings.port}"
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return _listen(found[0])
    except OSError as reason:
        why = (reason.strerror or str(reason)).lower()
        raise AddressTaken(
            f"The server cannot listen at {where}: {why}.", hint="Choose another --port; 0 takes any free one."
        ) from reason


def _listen(found: tuple[Any, ...]) -> socket.socket:
    family, kind, protocol, _, where = found
    # The protocol must be named: asyncio turns Nagle's algorithm off only where it reads TCP, and with it on each
    # picture would wait 40 ms for the browser's acknowledgement.
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def secured(settings: Settings) -> Settings:
    """`settings` with a token where the address can be reached from other machines."""
    if settings.is_loopback or settings.token:
        return settings
    return replace(settings, token=secrets.token_urlsafe(24))


def address(settings: Settings) -> str:
    """The address to open in a browser, token included."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - an address to show, not one to bind
    host = everywhere.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{settings.port}/" + (f"?token={settings.token}" if settings.token else "")
