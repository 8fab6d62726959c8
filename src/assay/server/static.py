"""The built web app: its files, and its one page for every address inside the app."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import mimetypes
import re
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assay.errors import NotFound
from assay.server.pages import not_built
from assay.server.past import folder_of, version_asked
from assay.server.problems import problem_response

BUNDLE = Path(__file__).parent.parent / "_web"
"""Where the build puts the web app."""

_PREFIX_HEADERS = ("x-forwarded-prefix", "x-forwarded-context", "x-script-name")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~@:+%-]+)*")
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_COMPRESSED = frozenset({".js", ".css", ".html", ".svg", ".json", ".txt", ".map", ".webmanifest"})
_NOT_PAGES = ("assets/",)
_FOREVER = "public, max-age=31536000, immutable"
_AN_HOUR = "public, max-age=3600"  # of icons: Chromium asks for the page's anew at every change of the address
_ICONS = frozenset({".svg", ".png", ".ico"})


def web_app(bundle: Path = BUNDLE) -> ASGIApp:
    """Serves the web app in `bundle`. Only files that stood there at the start are served; no path is joined."""
    files = {path.relative_to(bundle).as_posix(): path for path in sorted(bundle.rglob("*")) if path.is_file()}
    index = files.pop("index.html", None)

    def reply(request: Request) -> Response:
        path = request.url.path.removeprefix(request.scope.get("root_path", "")).removeprefix("/")
        if path in files:
            return _file(files[path], path, accepts_gzip="gzip" in request.headers.get("accept-encoding", ""))
        if path.startswith(_NOT_PAGES):
            return problem_response(NotFound(f"There is nothing at {path!r}."))
        if index is None:
            return not_built()
        version = version_asked(request.scope)
        return _page(index.read_bytes(), base_address(request), version)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        response = await run_in_threadpool(reply, Request(scope))
        await response(scope, receive, send)

    return serve


def base_address(request: Request) -> str:
    """What relative addresses in the page start from: the prefix a proxy tells of, else the way back up from here."""
    folder = folder_of(version_asked(request.scope))
    for name in _PREFIX_HEADERS:
        prefix = request.headers.get(name, "").rstrip("/")
        if prefix and _PREFIX.fullmatch(prefix):
            return f"{prefix}/{folder}"
    root = str(request.scope.get("root_path", "")).rstrip("/")
    if root:
        return f"{root}/{folder}"
    return "../" * (request.url.path.count("/") - 1) or "./"


def _page(page: bytes, base: str, version: str | None) -> Response:
    """The app's page with its base address and the version it shows, and a policy that lets only its scripts run."""
    scripts = " ".join(_digest(script) for script in _INLINE_SCRIPT.findall(page))
    policy = (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' blob: data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    )
    of = "" if version is None else f' data-version="{html.escape(version)}"'
    body = page.replace(b"<head>", f'<head><base href="{html.escape(base)}"{of}>'.encode(), 1)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


def _digest(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def _file(path: Path, name: str, *, accepts_gzip: bool) -> Response:
    kept = _FOREVER if name.startswith("assets/") else _AN_HOUR if path.suffix in _ICONS else "no-cache"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if path.suffix in {".js", ".mjs"}:
        media_type = "text/javascript"  # Windows registries have been seen to call it text/plain
    if accepts_gzip and path.suffix in _COMPRESSED:
        headers["Content-Encoding"] = "gzip"
        return Response(_gzipped(path, path.stat().st_mtime_ns), media_type=media_type, headers=headers)
    return Response(path.read_bytes(), media_type=media_type, headers=headers)


@cache
def _gzipped(path: Path, _modified: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6)
