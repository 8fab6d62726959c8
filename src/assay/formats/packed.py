"""Opens the files of a source; what gzip has packed is read as if it lay there unpacked."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from assay.errors import SourceUnreadable

_MAGIC = b"\x1f\x8b"
_ALLOWED = 1 << 26
_MOST_TIMES = 200  # label files shrink to a fifth or a thirtieth; only what was made to do harm goes beyond
_BUFFER = 1 << 18


def open_source(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where gzip packed them, whatever the file is called.

    Raises while it is read
    -----------------------
    SourceUnreadable : the packing is damaged or breaks off, or unpacks to more than 64 MiB and 200 times its size.
    """
    file = path.open("rb")
    if file.read(len(_MAGIC)) != _MAGIC:
        file.seek(0)
        return file
    file.close()
    return cast(BinaryIO, io.BufferedReader(_Unpacked(path), _BUFFER))


def is_packed(path: Path) -> bool:
    """Whether gzip has packed a file, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def plain_path(path: Path) -> Path:
    """What a file is called once it is unpacked.

    >>> plain_path(Path("labels.csv.gz")).name, plain_path(Path("labels.csv")).name
    ('labels.csv', 'labels.csv')
    """
    return path.with_suffix("") if path.suffix.lower() in (".gz", ".gzip") else path


class _Unpacked(io.RawIOBase):
    """What a packed file holds, piece by piece: no more is in memory than was asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._plain = gzip.open(path, "rb")  # noqa: SIM115  (`close` closes it)
        self._most = max(_ALLOWED, _MOST_TIMES * path.stat().st_size)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._plain.seek(offset, whence)

    def tell(self) -> int:
        return self._plain.tell()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._plain.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceUnreadable(
                f"{self._path} is packed by gzip, but breaks off or is damaged: {error}.",
                hint="Fetch it again; `gzip -t` tells whether it is whole.",
            ) from error
        if self._plain.tell() > self._most:
            raise SourceUnreadable(
                f"{self._path} unpacks to more than {self._most:,} bytes, {_MOST_TIMES} times its size or more.",
                hint="If you trust it, unpack it yourself and name what it holds.",
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._plain.close()
        super().close()
