"""A visitor of the application in this process: sends requests, checks every reply against its documented form."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
from pydantic import TypeAdapter
from starlette.types import ASGIApp

from assay.server.replies import ApiError
from assay.server.routers import Route
from assay.server.routes import first, later

HOST = "http://localhost:8484"

_ROUTES = [route for router in (*first.ROUTERS, *later.ROUTERS) for route in router.routes if isinstance(route, Route)]
_ERROR: TypeAdapter[ApiError] = TypeAdapter(ApiError)


class Visitor:
    """Speaks to `app` over ASGI, with the headers of a browser on this machine unless told otherwise."""

    def __init__(self, app: ASGIApp, *, base: str = HOST, headers: dict[str, str] | None = None) -> None:
        self._app, self._base = app, base
        self._headers = headers or {}

    def get(self, path: str, *, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: object = None, *, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.send("POST", path, json=body, headers=headers)

    def delete(self, path: str) -> httpx.Response:
        return self.send("DELETE", path)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send one request; a JSON reply of the API must have the form that the OpenAPI description promises."""
        options["headers"] = {**self._headers, **(options.get("headers") or {})}
        # In a thread of its own: where a browser test came first, this one's event loop is Playwright's.
        with ThreadPoolExecutor(1) as thread:
            reply = thread.submit(anyio.run, self._exchange, method, path, options).result()
        _check_form(method, path, reply)
        return reply

    async def _exchange(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self._base) as client:
            return await client.request(method, path, **options)


def _check_form(method: str, path: str, reply: httpx.Response) -> None:
    if reply.headers.get("content-type") != "application/json" or "/api/openapi" in path:
        return
    if reply.status_code >= 400:
        _ERROR.validate_python(reply.json())
        return
    bare = re.sub(r"^/at/[^/]+", "", path.partition("?")[0])
    for route in _ROUTES:
        if method in (route.methods or ()) and route.path_regex.fullmatch(bare) and route.promised is not None:
            TypeAdapter(route.promised).validate_json(reply.content, strict=True)
            return
    raise AssertionError(f"no route promises {method} {path}")


def search(web: Visitor, level: str = "image", query: str = "", **options: Any) -> dict[str, Any]:
    reply = web.post("/api/search", {"dataset": dataset_id(web), "level": level, "query": query, **options})
    assert reply.status_code == 200, reply.text
    page: dict[str, Any] = reply.json()
    return page


def dataset_id(web: Visitor) -> int:
    found: int = web.get("/api/project").json()["datasets"][0]["id"]
    return found


def class_named(web: Visitor, name: str) -> int:
    classes = web.get(f"/api/datasets/{dataset_id(web)}/classes").json()
    found: int = next(c["id"] for c in classes if c["name"] == name)
    return found


def edit(web: Visitor, action: str, level: str, **more: Any) -> dict[str, Any]:
    ids, query = more.pop("ids", None), more.pop("query", None)
    target = {"dataset": dataset_id(web), "level": level, "ids": ids, "query": query}
    reply = web.post("/api/edits", {"action": action, "target": target, **more})
    assert reply.status_code == 200, reply.text
    change: dict[str, Any] = reply.json()
    return change
