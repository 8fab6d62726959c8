"""Files that people give in the browser: kept by their digest in the project's cache, the last few of them."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

from assay.errors import FormatUnknown, NotFound
from assay.store.store import Store

T = TypeVar("T")

_FOLDER = "cache/given"
_KEPT = 6  # files; the oldest go first


class GivenFile:
    """A file on its way in, written piece by piece; `keep` it, or `drop` it.

    Raises
    ------
    FormatUnknown : the ending of `name` is none of `suffixes`.
    """

    def __init__(self, store: Store, name: str, suffixes: tuple[str, ...]) -> None:
        self._suffix = Path(name).suffix.lower()
        if self._suffix not in suffixes:
            raise FormatUnknown(
                f"{name!r} is of no kind that is taken here.", hint=f"Give one of {', '.join(suffixes)}."
            )
        self._folder = store.path / _FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self.path = self._folder / f"{uuid.uuid4().hex}.partial{self._suffix}"
        self._file: IO[bytes] = self.path.open("wb")
        self._digest = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        """The next bytes."""
        self._file.write(piece)
        self._digest.update(piece)

    def keep(self, read: Callable[[Path], T]) -> tuple[str, T]:
        """The key by which it is found again, and what `read` makes of it; where that raises, it is dropped."""
        self._file.close()
        try:
            found = read(self.path)
        except BaseException:
            self.drop()
            raise
        key = f"{self._digest.hexdigest()[:32]}{self._suffix}"
        os.replace(self.path, self._folder / key)
        _prune(self._folder)
        return key, found

    def drop(self) -> None:
        """Nothing of it is left."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def given_file(store: Store, key: str) -> Path:
    """Where a file that was given lies; raise `NotFound` when it is kept no more."""
    path = store.path / _FOLDER / Path(key).name
    if not path.is_file():
        raise NotFound("The file that was given is not kept any more.", hint="Give it again.")
    return path


def _prune(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in files[_KEPT:]:
        with suppress(OSError):
            old.unlink()
