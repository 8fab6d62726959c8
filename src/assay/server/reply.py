"""Replies as JSON, quickly: no validation on the way out, compressed for the network, not sent twice."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping, Sequence

import orjson
from fastapi import Request, Response

from assay import __version__
from assay.server.settings import is_loopback

_WORTH_COMPRESSING = 2_048  # bytes


class Replies:
    """Makes the reply to one request."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def json(self, value: Mapping[str, object] | Sequence[object] | None) -> Response:
        """`value` as JSON. NaN and infinity, which JSON lacks, become null; arrays of numpy are taken as they are."""
        return self._send(value, {"Cache-Control": "no-store"})

    def json_of(self, key: str, make: Callable[[], Mapping[str, object] | Sequence[object] | None]) -> Response:
        """JSON that depends on nothing but the request and `key`: not made again for a browser that has it."""
        tag = f'W/"{__version__}-{key}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if is_known(self._request, tag):
            return Response(status_code=304, headers=headers)
        return self._send(make(), headers)

    def _send(self, value: object, headers: dict[str, str]) -> Response:
        body = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
        if len(body) >= _WORTH_COMPRESSING and self._is_far() and "gzip" in self._header("accept-encoding"):
            body = gzip.compress(body, 1)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, media_type="application/json", headers=headers)

    def _is_far(self) -> bool:
        """Whether a network lies between: on one machine compressing costs more than it saves."""
        client = self._request.client
        return client is None or not is_loopback(client.host) or bool(self._header("x-forwarded-for"))

    def _header(self, name: str) -> str:
        return self._request.headers.get(name, "")


def is_known(request: Request, tag: str) -> bool:
    """Whether the browser says that it has the reply with this ETag."""
    return tag in [given.strip() for given in request.headers.get("if-none-match", "").split(",")]
