"""Small pictures by key, many in one file: a wall reads hundreds at once, and files of their own would cost more."""

from __future__ import annotations

import os
import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from threading import Lock

import numpy as np

_PACK = 8 << 20  # bytes after which a pack is full
_KEY = 16  # bytes
_RECORD = np.dtype([("key", "u1", _KEY), ("start", "<u4"), ("length", "<u4")])


@dataclass(eq=False)
class _Pack:
    """A file of bodies one behind the other, and beside it one of records that say where each lies."""

    path: Path
    size: int = 0
    keys: list[bytes] = field(default_factory=list)

    @property
    def index(self) -> Path:
        """The file of its records."""
        return self.path.with_suffix(".index")

    def read(self, places: Iterable[tuple[bytes, int, int]]) -> Iterator[tuple[bytes, bytes]]:
        """Key and body of each of these places, what is cut short left out; raise `OSError` when the file is gone."""
        with self.path.open("rb", buffering=0) as file:
            os.utime(self.path)  # so that the next process sees it as used
            for key, start, length in places:
                file.seek(start)
                body = file.read(length)
                if len(body) == length:
                    yield key, body


class CropCache:
    """Bytes by key in packs in `folder`; the packs used longest ago go first when all exceed `limit` bytes.

    A key is 16 bytes. Thread-safe. Each process writes packs of its own, so several may share the folder; deleting it
    at any time is safe. A full disk or a read-only folder makes it forget, never fail.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._folder, self._limit = folder, limit
        self._lock = Lock()
        self._packs: OrderedDict[Path, _Pack] = OrderedDict()  # the one used last is the last
        self._places: dict[bytes, tuple[_Pack, int, int]] = {}
        self._open: _Pack | None = None
        self._is_loaded = False

    def read(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The bodies of those keys that are kept."""
        found: dict[bytes, bytes] = {}
        with self._lock:
            self._load()
            asked: defaultdict[_Pack, list[tuple[bytes, int, int]]] = defaultdict(list)
            for key in keys:
                if key in self._places:
                    pack, start, length = self._places[key]
                    asked[pack].append((key, start, length))
            for pack, places in asked.items():
                with suppress(OSError):
                    found.update(pack.read(sorted(places, key=itemgetter(1))))
                    self._packs.move_to_end(pack.path)
                for key, _, _ in places:
                    if key not in found:  # the file was deleted, or cut short
                        del self._places[key]
        return found

    def missing(self, keys: Sequence[bytes]) -> list[bool]:
        """Of each key, whether it is not kept."""
        with self._lock:
            self._load()
            return [key not in self._places for key in keys]

    def room(self) -> int:
        """Bytes that can be written before anything has to go."""
        with self._lock:
            self._load()
            return self._limit - self._total()

    def write(self, bodies: Mapping[bytes, bytes]) -> None:
        """Keep these bodies under their keys."""
        with self._lock:
            self._load()
            fresh = {key: body for key, body in bodies.items() if key not in self._places}
            if not fresh:
                return
            with suppress(OSError):  # a cache that cannot write is only slow
                self._append(fresh)
                self._clear()

    def _total(self) -> int:
        return sum(pack.size for pack in self._packs.values())

    def _append(self, bodies: Mapping[bytes, bytes]) -> None:
        pack = self._open
        if pack is None or pack.size >= _PACK:
            self._folder.mkdir(parents=True, exist_ok=True)
            pack = self._open = _Pack(self._folder / f"{secrets.token_hex(8)}.crops")
            self._packs[pack.path] = pack
        lengths = np.fromiter(map(len, bodies.values()), np.int64, len(bodies))
        records = np.zeros(len(bodies), _RECORD)
        records["key"] = np.frombuffer(b"".join(bodies), np.uint8).reshape(-1, _KEY)
        records["start"] = pack.size + np.cumsum(lengths) - lengths
        records["length"] = lengths
        with pack.path.open("ab") as file:  # bodies first: a record never names what is not there
            file.write(b"".join(bodies.values()))
        with pack.index.open("ab") as file:
            file.write(records.tobytes())
        self._learn(pack, records)

    def _learn(self, pack: _Pack, records: np.ndarray[tuple[int], np.dtype[np.void]]) -> None:
        keys = [key.tobytes() for key in records["key"]]
        starts, lengths = records["start"].tolist(), records["length"].tolist()
        self._places.update(
            {key: (pack, start, length) for key, start, length in zip(keys, starts, lengths, strict=True)}
        )
        pack.keys.extend(keys)
        pack.size += sum(lengths)

    def _load(self) -> None:
        """Learn what earlier processes left, the packs used longest ago first."""
        if self._is_loaded:
            return
        self._is_loaded = True
        with suppress(OSError):
            paths = sorted(self._folder.glob("*.crops"), key=lambda path: path.stat().st_mtime_ns)
            for path in paths:
                pack = self._packs[path] = _Pack(path)
                content = pack.index.read_bytes()
                whole = len(content) // _RECORD.itemsize * _RECORD.itemsize
                self._learn(pack, np.frombuffer(content[:whole], _RECORD))

    def _clear(self) -> None:
        """Delete the packs used longest ago until the rest fit; never the one that is being written."""
        total = self._total()
        for path, pack in list(self._packs.items()):
            if total <= self._limit:
                return
            if pack is self._open:
                continue
            for each in (pack.index, path):
                with suppress(OSError):  # another process may have deleted it
                    each.unlink()
            for key in pack.keys:
                if self._places.get(key, (None,))[0] is pack:
                    del self._places[key]
            del self._packs[path]
            total -= pack.size
