"""A folder of small files that never outgrows its bound."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

_HEADROOM = 0.8  # clearing goes on down to this share of the bound, so that it does not run at every write


class DiskCache:
    """Bytes by key in `folder`; the files used longest ago go first when they exceed `limit` bytes together.

    A key is a hexadecimal digest. A file appears whole or not at all, so several processes may share the folder,
    and deleting it at any time is safe. A full disk or a read-only folder makes it forget, never fail.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._counting = Lock()
        self._clearing = Lock()
        self._bytes = 0
        self._is_counted = False  # what an earlier process left is counted at the first write

    def read(self, key: str) -> bytes | None:
        """The bytes kept under `key`, or None."""
        path = self._path(key)
        try:
            body = path.read_bytes()
            os.utime(path)  # so that clearing sees it as used
        except OSError:
            return None
        return body

    def write(self, key: str, body: bytes) -> None:
        """Keep `body` under `key`."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(body)
                os.replace(name, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(name)
                raise
        except OSError:
            return  # a cache that cannot write is only slow
        self._account(len(body))

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def _account(self, size: int) -> None:
        with self._counting:
            self._bytes += size
            fits = self._is_counted and self._bytes <= self._limit
        if fits or not self._clearing.acquire(blocking=False):
            return  # or another thread is at it
        try:
            total = self._clear()
        finally:
            self._clearing.release()
        with self._counting:
            self._bytes, self._is_counted = total, True

    def _clear(self) -> int:
        """Delete the files used longest ago until the rest fit; the bytes that are left."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total > self._limit:
            for _, size, path in files:
                if total <= self._limit * _HEADROOM:
                    break
                with suppress(OSError):  # another process may have deleted it
                    os.unlink(path)
                total -= size
        return total

    def _files(self) -> list[tuple[int, int, str]]:
        """When it was used (ns), size and path of every file."""
        found = []
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = os.path.join(folder, name)
                with suppress(OSError):
                    status = os.stat(path)
                    found.append((status.st_mtime_ns, status.st_size, path))
        return found
