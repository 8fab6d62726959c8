"""Ask what a page asks for first before anybody comes, and keep the replies.

The very first start then shows its grid as soon as any other. Whoever fills a project has loaded already most of what
a server would have to load for it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

from assay.server.kept import Kept
from assay.server.settings import from_environment
from assay.store.store import Store

_ROWS = 40  # of the first page of Explore
_SIDE = 256  # pixels of its pictures
_CONFIDENCE = 0.25  # from which it draws predictions
_LONGEST = 1.0  # seconds for pictures: large photographs are left to the server


def keep_first_visit(store: Store) -> None:
    """Keep what the overview and the first page of Explore ask for, the pictures as far as a second goes.

    Nothing is raised: what is not kept is made when it is asked for.
    """
    from assay.server.app import first_api
    from assay.server.recall import Recall
    from assay.server.shared import Shared

    settings = from_environment()
    kept = Kept(store.path, settings.shown(store.path))
    api = Recall(first_api(Shared.of(store, settings)), kept, is_open=lambda: True)
    # A page that asks the same is told what is wrong. In a thread of its own: a notebook's has an event loop already.
    with suppress(Exception), ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(_visit(api, kept))).result()
        kept.write()


async def _visit(api: ASGIApp, kept: Kept) -> None:
    kept.touch(page=True)
    project = await _ask(api, "/api/project")
    if not project["datasets"]:
        return
    dataset = project["datasets"][0]
    runs = [run["id"] for run in dataset["runs"]]
    scope = {"dataset": dataset["id"], "run": runs[-1] if runs else None}
    of_run = {"run": scope["run"]} if runs else {}
    rows = {**scope, "level": "image", "query": ""}
    page = {"sort": None, "descending": False, "limit": _ROWS, "offset": 0, "confidence": _CONFIDENCE}
    shown = await _ask(api, "/api/search", body={**rows, **page})
    for level in ("image", "annotation", "prediction"):
        await _ask(api, f"/api/datasets/{dataset['id']}/fields", {"level": level})
    for of in ("classes", "overview"):
        await _ask(api, f"/api/datasets/{dataset['id']}/{of}", of_run)
    end = time.monotonic() + _LONGEST
    for image in shown["items"]:
        if time.monotonic() > end:
            return
        await _ask(api, f"/media/images/{image['id']}", {"size": _SIDE, "v": image["v"]})


async def _ask(
    api: ASGIApp, path: str, query: Mapping[str, object] | None = None, *, body: object | None = None
) -> Any:
    """The reply to a question of the web app: to a GET, or to a POST of `body`; what is no JSON is left unread."""
    sent = b"" if body is None else json.dumps(body).encode()
    said: dict[str, Any] = {"headers": []}
    told = bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            said.update(message)
        else:
            told.extend(message.get("body", b""))

    await api(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET" if body is None else "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": urlencode(query or {}).encode(),
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
            "client": None,
            "server": ("localhost", 80),
            "state": {},
        },
        receive,
        send,
    )
    return json.loads(told) if dict(said["headers"]).get(b"content-type") == b"application/json" else None
