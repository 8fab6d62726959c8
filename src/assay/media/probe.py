"""Probe image files: size, format and orientation from the header, no pixel decoded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, Protocol, TypeAlias

from assay.errors import MediaError, MediaMissing, MediaUnreadable
from assay.media.header import Header
from assay.media.parse import HEAD, Parsed, parser_of
from assay.media.tags import ReadAt

PathLike: TypeAlias = "str | os.PathLike[str]"


_THREADS = 16
_CHUNK = 32
_HAS_PREAD = hasattr(os, "pread")  # not on Windows
_QUICK = 200e-6  # seconds per file: slower than this, and the disk is what is waited for


def probe(path: PathLike) -> Header:
    """The header of the image file at `path`.

    A file that is too large to decode is described all the same (see `Header.is_too_large`): `decode` refuses it.

    Raises
    ------
    MediaMissing : there is no such file.
    MediaUnreadable : it is no regular file, it may not be read, or its bytes are not an image that Assay knows.
    """
    try:
        # O_NONBLOCK: a named pipe among the images must not hold the import up for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise MediaMissing(f"There is no file {_name(path)}.", hint="Was it moved or renamed?") from None
    except (OSError, ValueError) as reason:
        raise MediaUnreadable(f"The file {_name(path)} cannot be opened: {_why(reason)}.") from reason
    try:
        return _probe_open(descriptor, path)
    except OSError as reason:
        raise MediaUnreadable(f"The file {_name(path)} cannot be read: {_why(reason)}.") from reason
    finally:
        os.close(descriptor)


class Listener(Protocol):
    """Hears how many more files were probed; called from the thread that called `probe_many`."""

    def advance(self, steps: int = 1) -> None:
        """`steps` more files are done."""
        ...


def probe_many(
    paths: Sequence[PathLike | None], *, progress: Listener | None = None
) -> list[Header | MediaError | None]:
    """Probe many files at once; the answers stand in the order of `paths`, None where a path is None.

    A file that cannot be probed gives its error instead of a header and stops nothing.
    """
    answers: list[Header | MediaError | None] = []
    for part in _probe_chunks(_chunks(paths)):
        answers.extend(part)
        if progress is not None:
            progress.advance(len(part))
    return answers


def _chunks(paths: Sequence[PathLike | None]) -> Iterator[Sequence[PathLike | None]]:
    for start in range(0, len(paths), _CHUNK):
        yield paths[start : start + _CHUNK]


def _probe_chunks(chunks: Iterator[Sequence[PathLike | None]]) -> Iterator[list[Header | MediaError | None]]:
    """Probe chunk after chunk, in this thread for as long as the files come quickly, then in a pool.

    A header in the system's cache takes 25 µs, most of it Python, so threads would only fight over its lock. On
    a cold disk or a network share a file takes milliseconds of waiting, which threads do together.
    """
    for chunk in chunks:
        start = perf_counter()
        yield _probe_chunk(chunk)
        if perf_counter() - start > _QUICK * len(chunk):
            break
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="probe") as pool:
        yield from pool.map(_probe_chunk, chunks)


def _probe_chunk(paths: Sequence[PathLike | None]) -> list[Header | MediaError | None]:
    return [None if path is None else _probe_or_error(path) for path in paths]


def _probe_or_error(path: PathLike) -> Header | MediaError:
    try:
        return probe(path)
    except MediaError as error:
        return error


def _probe_open(descriptor: int, path: PathLike) -> Header:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise MediaUnreadable(f"{_name(path)} is not a regular file.", hint="An image must be a file of its own.")

    def read(offset: int, count: int) -> bytes:
        return _read_at(descriptor, offset, count)

    return _parse(read, path, status, path)


def probe_bytes(content: bytes, path: PathLike, status: os.stat_result) -> Header:
    """The header of an image whose bytes are at hand; `path` and `status` are those of its file.

    Raises
    ------
    MediaUnreadable : the bytes are not an image that Assay knows.
    """

    def read(offset: int, count: int) -> bytes:
        return content[offset : offset + count]

    return _parse(read, path, status, BytesIO(content))


def _parse(read: ReadAt, path: PathLike, status: os.stat_result, source: PathLike | BinaryIO) -> Header:
    """The header by our own parsers, else by Pillow, which opens `source`."""
    head = read(0, HEAD)
    known = parser_of(head)
    if known is not None:
        name, parse = known
        parsed = parse(head, read)
        if parsed is not None and parsed.width > 0 and parsed.height > 0:
            return _header(parsed, name, status)
    return _probe_with_pillow(source, path, head, status)


def _read_at(descriptor: int, offset: int, count: int) -> bytes:
    if _HAS_PREAD:
        return os.pread(descriptor, count, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, count)


def _header(parsed: Parsed, name: str, status: os.stat_result) -> Header:
    return Header(
        width=parsed.width,
        height=parsed.height,
        format=name,
        orientation=parsed.orientation,
        file_size=status.st_size,
        modified_ns=status.st_mtime_ns,
        frames=parsed.frames,
        bits=parsed.bits,
        channels=parsed.channels,
    )


def _probe_with_pillow(source: PathLike | BinaryIO, path: PathLike, head: bytes, status: os.stat_result) -> Header:
    # Pillow costs 40 ms to import, and the parsers above know nearly every file there is.
    from assay.media.pillow import UNREADABLE, open_lazily

    try:
        with open_lazily(source) as image:
            parsed = Parsed(image.width, image.height, frames=None, bits=None, channels=None)
            return _header(parsed, (image.format or "unknown").lower(), status)
    except UNREADABLE as reason:
        raise MediaUnreadable(f"{_name(path)} is not a readable image: {_looks_like(head)}.") from reason


def _looks_like(head: bytes) -> str:
    """What the first bytes look like instead, in words for the person who must find the right file."""
    text = head[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "it is empty"
    if text.startswith((b"<svg", b"<?xml")):
        return "it looks like SVG or XML, which can carry scripts and is not decoded"
    if text.startswith((b"<!doctype", b"<html")):
        return "it looks like a web page"
    if parser_of(head) is not None:
        return "its header is damaged or cut short"
    return f"its first bytes are {head[:8].hex(' ')}"


def _name(path: PathLike) -> str:
    return repr(str(Path(path)))


def _why(reason: Exception) -> str:
    return (getattr(reason, "strerror", None) or str(reason)).lower()
