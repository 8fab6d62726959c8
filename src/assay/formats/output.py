"""Where writers put their files, and how: whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assay.errors import OutputExists, OutputUnwritable

if TYPE_CHECKING:
    from typing_extensions import Buffer

_AT_ONCE = 1 << 20  # bytes of a copy
_FULL = "Make room there, or name another place."
_FORBIDDEN = "Name a place where you may write."
_IN_THE_WAY = "Something else stands there: name another place."
_HINTS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.EEXIST: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
}


@contextmanager
def whole_file(place: Path) -> Iterator[BinaryIO]:
    """A file to write to that appears at `place` only when all of it was written.

    Raises
    ------
    OutputUnwritable : the system refused; what stood at `place` before stands there still.
    """
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    with _named(place):
        place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _target(part, place) as file:
            yield file
        with _named(place):
            part.replace(place)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def file_place(out: Path, name: str, suffixes: tuple[str, ...]) -> Path:
    """`out` when it has one of the suffixes, else the file `name` in the folder `out`."""
    return out if out.suffix.lower() in suffixes and not out.is_dir() else out / name


def new_folder(out: Path) -> None:
    """Make the folder `out`.

    Raises
    ------
    OutputExists : it holds something; old files beside new ones mislead.
    OutputUnwritable : the system refused.
    """
    with _named(out):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise OutputExists(f"{out} is not an empty folder.", hint="Name a new folder, or empty this one.")
        out.mkdir(parents=True, exist_ok=True)


def copy_image(source: str, place: Path) -> None:
    """Copy an image file. Never a link: what is trained on a copy must not change the original."""
    with Path(source).open("rb") as given:
        with _named(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        with _target(place, place) as copy:
            shutil.copyfileobj(given, copy, _AT_ONCE)


def _target(path: Path, place: Path) -> BinaryIO:
    with _named(place):
        return io.BufferedWriter(_Target(path, place))


class _Target(io.FileIO):
    """A file whose troubles are told of `place`, and not those of what is read meanwhile to write into it."""

    def __init__(self, path: Path, place: Path) -> None:
        super().__init__(path, "wb")
        self._place = place

    def write(self, data: Buffer, /) -> int:
        with _named(self._place):
            return super().write(data)

    def close(self) -> None:
        with _named(self._place):
            super().close()


@contextmanager
def _named(place: Path) -> Iterator[None]:
    """What the system says of a file on its way to `place` is said of `place`."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "Name another place.")
        raise OutputUnwritable(
            f"{place} cannot be written: {error.strerror or error}.", hint=f"{hint} The export is not complete."
        ) from error
