"""Who is let in: host names, other sites, the token, and the size of requests. Pure ASGI, before any route.

Threats and answers
-------------------
- A web page elsewhere whose name is made to resolve to 127.0.0.1 (DNS rebinding): without a token, only requests
  to a name of this machine are answered. With a token any name will do, for such a page cannot know the token.
- A web page elsewhere that sends requests here: the browser says so in `Sec-Fetch-Site`, or in `Origin`, and the
  request is refused, whatever its method; following a link to the app is allowed.
- Other people on the network: any address but this machine's own needs a token, see `serve`.
- Bodies without end: read up to a bound.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assay.errors import AccessError, OriginRefused, RequestTooLarge, TokenRequired
from assay.server.pages import ask_for_token, signed_in
from assay.server.problems import problem_response
from assay.server.settings import Settings, is_loopback

UPLOADS = ("/api/mislabels/files",)
"""Where files are brought, which may be larger than other requests."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})  # none: the user typed the address or opened a bookmark


class Access:
    """Middleware that lets a request through to `app`, or answers it."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._proof = token_proof(settings.token or "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            self._check_site(scope, headers)
            if self._settings.token is None:
                self._check_host(headers)
            elif self._offers_token(scope):
                await self._sign_in(scope, headers)(scope, receive, send)
                return
            else:
                self._check_token(headers)
            limit = self._most_bytes(scope)
            _check_length(headers, limit)
        except AccessError as error:
            await _refuse(error, headers, scope)(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, limit), send)

    def _most_bytes(self, scope: Scope) -> int:
        is_upload = str(scope["path"]).removeprefix(scope.get("root_path", "")).startswith(UPLOADS)
        return self._settings.upload_bytes if is_upload else self._settings.body_bytes

    def _check_host(self, headers: Mapping[str, str]) -> None:
        name = _host_name(headers.get("host", ""))
        if not is_loopback(name) and name not in self._settings.allowed_hosts:
            raise OriginRefused(
                f"This server does not answer to the name {name!r}.",
                hint="Open it as localhost, start it with a token, or name the host in ASSAY_ALLOWED_HOSTS.",
            )

    def _check_site(self, scope: Scope, headers: Mapping[str, str]) -> None:
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        is_safe = scope["method"] in _SAFE
        if site is not None:
            # A link on another site may open the app; its scripts, forms and pictures may not reach into it.
            if site in _OWN_SITES or (is_safe and headers.get("sec-fetch-mode") == "navigate"):
                return
        elif origin is None or origin_matches(origin, headers.get("host", ""), self._settings.allowed_hosts):
            return
        raise OriginRefused(
            f"The request came from another site ({origin or site}).", hint="Open Assay itself and do it there."
        )

    def _offers_token(self, scope: Scope) -> bool:
        """Whether the address carries the right token: the link that `assay serve` prints."""
        if scope["method"] != "GET" or b"token=" not in scope["query_string"]:
            return False
        offered = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return _is_same(offered, self._settings.token or "")

    def _sign_in(self, scope: Scope, headers: Mapping[str, str]) -> ASGIApp:
        rest = urlencode([(name, value) for name, value in _query(scope) if name != "token"])
        is_secure = scope["scheme"] == "https" or headers.get("x-forwarded-proto") == "https"
        return signed_in(self._settings.cookie, self._proof, rest=rest, is_secure=is_secure)

    def _check_token(self, headers: Mapping[str, str]) -> None:
        scheme, _, offered = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _is_same(offered.strip(), self._settings.token or ""):
            return
        if _is_same(_cookie(headers.get("cookie", ""), self._settings.cookie), self._proof):
            return
        raise TokenRequired(
            "This server asks for a token.",
            hint="Open the address that `assay serve` printed, with ?token=… at its end, or load the page again.",
        )


def token_proof(token: str) -> str:
    """What the cookie holds: proof of the token, from which the token cannot be read."""
    return hmac.new(token.encode(), b"assay cookie", hashlib.sha256).hexdigest()


def origin_matches(origin: str, host: str, allowed_hosts: frozenset[str]) -> bool:
    """Whether an Origin header names the host that the request was sent to, or one that is allowed.

    The scheme is not compared: a proxy may speak TLS to the browser and plain HTTP to us.
    """
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False  # `null`, from a sandboxed frame or a file
    return parts.netloc.lower() == host.lower() or (parts.hostname or "") in allowed_hosts


def _is_same(offered: str, expected: str) -> bool:
    """Compare in constant time; an empty text is never right."""
    return bool(expected) and hmac.compare_digest(offered.encode(), expected.encode())


def _host_name(host: str) -> str:
    """The name in a Host header, without the port and the brackets of IPv6, in lower case."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _refuse(error: AccessError, headers: Mapping[str, str], scope: Scope) -> ASGIApp:
    if "text/html" in headers.get("accept", "") and isinstance(error, TokenRequired):
        return ask_for_token(_query(scope))
    return problem_response(error)


def _query(scope: Scope) -> list[tuple[str, str]]:
    """Names and values of an address's query."""
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _check_length(headers: Mapping[str, str], limit: int) -> None:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        raise RequestTooLarge(
            f"A request may have at most {limit:,} bytes.",
            hint="Send fewer ids, or give a query; give a larger file on the command line.",
        )


def _bounded(receive: Receive, limit: int) -> Receive:
    """`receive`, cut off after `limit` bytes: a chunked body states no length beforehand."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return message if read <= limit else {"type": "http.disconnect"}

    return bounded
