"""Before the API: give kept replies while it opens, and keep what it replies to a page's first questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assay.server.kept import LARGEST, Kept, Reply, name_of, state_of
from assay.server.past import version_asked

_WRITE_AFTER = 2.0  # seconds: by then the page has its replies


class Recall:
    """Middleware before `app`, which waits until the project is open."""

    def __init__(self, app: ASGIApp, kept: Kept, *, is_open: Callable[[], bool]) -> None:
        self._app, self._kept, self._is_open = app, kept, is_open
        self._is_to_be_written = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from what is kept, or pass it on."""
        self._kept.touch(page=False)
        body, receive = await _read(receive)
        request = _name(scope, body)
        reply = None if self._is_open() else self._kept.find(request)
        if reply is not None:
            await _give(reply, send)
        elif request is not None and self._kept.wants(request):
            await self._keep(request, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _keep(self, request: str, scope: Scope, receive: Receive, send: Send) -> None:
        state = self._kept.state()
        start: Message = {}
        body = bytearray()

        async def listen(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif len(body) <= LARGEST:
                body.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, receive, listen)
        if state is None or start.get("status") != 200 or len(body) > LARGEST or state != self._kept.state():
            return
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
        path = scope.get("state", {}).get("source")
        self._kept.keep(request, Reply(headers, bytes(body), state_of(str(path)) if path else None), state=state)
        if not self._is_to_be_written:
            self._is_to_be_written = True
            asyncio.get_running_loop().call_later(_WRITE_AFTER, self._write)

    def _write(self) -> None:
        self._is_to_be_written = False
        asyncio.get_running_loop().run_in_executor(None, self._kept.write)


def path_of(scope: Scope) -> str:
    """The path that a request asks for, without what a proxy put before it."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _name(scope: Scope, body: bytes) -> str | None:
    if version_asked(scope) is not None:
        return None  # what is kept is of now
    author = Headers(scope=scope).get("x-assay-author", "")
    return name_of(scope["method"], path_of(scope), scope["query_string"].decode("latin-1"), author, body)


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """The body, and a `receive` that tells it again."""
    messages: list[Message] = []
    while not messages or messages[-1].get("more_body"):
        messages.append(await receive())
    again = iter(messages)

    async def tell() -> Message:
        return next(again, None) or await receive()

    return b"".join(message.get("body", b"") for message in messages), tell


async def _give(reply: Reply, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
