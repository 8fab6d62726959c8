"""Replies kept from the last time: what a page asks for first is answered before the project is open.

A server needs seconds to load what opens a project, and who starts it wants to see the page he left. So the replies
that a page gets in its first moments are written to the project's cache, with the state of the project they were made
of; when the state has changed, and a page asks again, they are kept anew. The next server gives them while the project
opens, if that state still stands, which takes a read of one row. Every other request waits, and hurries the opening.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TypeAlias

from assay import __version__
from assay.sdk.author import user_name
from assay.store.layout import Layout
from assay.store.revision import read_key

FileState: TypeAlias = tuple[str, int, int]
"""Path, size and time of change (ns) of the file that a picture was made of."""

_PATHS = (
    "/api/project",
    "/api/datasets/",
    "/api/search",
    "/api/facets",
    "/api/values",
    "/api/fields/outliers",
    "/api/query/check",
    "/api/issues/summary",
    "/api/health",
    "/media/",
)
_SHEETS = "/media/sheets"  # of many files, which nobody looks after
_READS = frozenset(
    {"/api/search", "/api/facets", "/api/values", "/api/fields/outliers", "/api/query/check"}
)  # asked by POST for their length alone
_VISIT = 5.0  # seconds after a page was asked for, in which its replies are kept
LARGEST = 1 << 19
"""Bytes of the largest reply that is kept."""
_ALL = 1 << 23  # bytes of all
_OF_A_VISIT = (
    1 << 21
)  # bytes of what one page asks for: its first screen, not all that is scrolled past in five seconds
_REST = 0.7  # seconds without a request after which the page has what it came for


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, and the file it shows if it is a picture."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    source: FileState | None = None


class Kept:
    """The kept replies of the project in `folder`, which who asks is told as `shown`. Safe to share between threads."""

    def __init__(self, folder: Path, shown: str = "") -> None:
        self._layout = Layout(folder.absolute())
        self._file = self._layout.cache / "first-replies"
        self._lock = Lock()
        self._touched = time.monotonic()
        self._visited = float("-inf")
        self._room = 0
        self._changed = False
        self._code = f"{__version__} {max(_changed(Path(__file__).parent.parent))} {user_name()} {shown}"
        self._state = self.state()
        # None: a page asks for it first, but the reply is one of a state that has passed.
        self._replies: dict[str, Reply | None] = dict(_read(self._file, self._state)) if self._state else {}
        self.missed = Event()
        """Something was asked for that is not here."""

    def state(self) -> str | None:
        """What replies depend on, beside the request: the project as it is published, this code, and its user."""
        key = read_key(self._layout)
        return None if key is None else f"{key} {self._code}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept: this is the first visit, or the project is another by now."""
        return not self._replies

    def touch(self, *, page: bool) -> None:
        """Hear of a request; `page`: one for a page of the app, which then asks for what it shows."""
        self._touched = time.monotonic()
        if page:
            self._visited, self._room = self._touched, _OF_A_VISIT

    def wait(self) -> None:
        """Return once a page has what it came for, or asks for something else; at once where nothing is kept."""
        while self._replies and not self.missed.is_set():
            left = self._touched + _REST - time.monotonic()
            if left <= 0 or self.missed.wait(left):
                return

    def find(self, request: str | None) -> Reply | None:
        """The reply to `request`, see `name_of`; None when it is not here, or its picture's file is another by now."""
        reply = None if request is None else self._replies.get(request)
        if reply is None or (reply.source is not None and reply.source != state_of(reply.source[0])):
            self.missed.set()
            return None
        return reply

    def wants(self, request: str) -> bool:
        """Whether the reply is worth keeping: a page was asked for just now, or asked for this when it was."""
        return request in self._replies or (self._room > 0 and time.monotonic() - self._visited < _VISIT)

    def keep(self, request: str, reply: Reply, *, state: str) -> None:
        """Keep the reply to `request`, which was made while the project was in `state`."""
        with self._lock:
            if state != self._state:
                # A picture is that of its file, whatever becomes of the labels.
                self._replies = {name: old if old and old.source else None for name, old in self._replies.items()}
                self._state = state
            self._replies.pop(request, None)
            self._replies[request] = reply
            self._room -= len(reply.body)
            self._changed = True

    def write(self) -> None:
        """Bring what is new to the disk, the newest replies up to a bound; a full disk makes it forget, never fail."""
        with self._lock:
            state, replies, changed = self._state, list(self._replies.items()), self._changed
            self._changed = False
        if not changed or state is None:
            return
        room, chosen = _ALL, []
        for request, reply in reversed(replies):
            room -= len(reply.body) if reply else 0
            if reply and room >= 0:
                chosen.append((request, reply))
        with suppress(OSError):
            _write(self._file, state, dict(reversed(chosen)))


def name_of(method: str, path: str, query: str, author: str, body: bytes) -> str | None:
    """What tells a request from others; None where its reply is not one to keep."""
    if (
        not path.startswith(_PATHS)
        or path.startswith(_SHEETS)
        or not (method == "GET" or (method == "POST" and path in _READS))
    ):
        return None
    asked = hashlib.blake2b(_meant(body), digest_size=12).hexdigest() if body else ""
    return f"{method} {path}?{query} {author} {asked}"


def _meant(body: bytes) -> bytes:
    """A body of JSON however it is spelled."""
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except ValueError:
        return body


def state_of(path: str) -> FileState | None:
    """The file at `path` as it is now; None when it is gone."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return path, status.st_size, status.st_mtime_ns


def _changed(folder: Path) -> Iterator[int]:
    """When each file of the package was changed; the app's page stands for its files, which it names by content."""
    for entry in os.scandir(folder):
        if entry.is_file():
            yield entry.stat().st_mtime_ns
        elif entry.name not in {"__pycache__", "assets"}:
            yield from _changed(Path(entry.path))


# The file: a line of JSON that says what follows, then the bodies one behind the other.


def _read(file: Path, state: str) -> Iterator[tuple[str, Reply]]:
    try:
        head, _, bodies = file.read_bytes().partition(b"\n")
        told = json.loads(head)
        if told["state"] != state:
            return
        start = 0
        for request, headers, length, source in told["replies"]:
            body = bodies[start : start + length]
            start += length
            pairs = tuple((str(name), str(value)) for name, value in headers)
            yield str(request), Reply(pairs, body, tuple(source) if source else None)
    except (OSError, ValueError, KeyError, TypeError):
        return  # none, or not ours


def _write(file: Path, state: str, replies: Mapping[str, Reply]) -> None:
    told = [[request, reply.headers, len(reply.body), reply.source] for request, reply in replies.items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    bodies = b"".join(reply.body for reply in replies.values())
    fresh.write_bytes(json.dumps({"state": state, "replies": told}).encode() + b"\n" + bodies)
    os.replace(fresh, file)
