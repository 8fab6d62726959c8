"""Reads the rows of a large JSON file piece by piece, and what is left of a broken one.

A label file is one object whose members are long arrays, or one long array. Parsing it whole costs some
fifteen times its size in Python objects; here a window of bytes is cut after a row and parsed at once.

The cut is guessed (`},` near the end of the window) and proved by parsing: a piece of an array that parses when
brackets are put around it ends exactly between two rows. Where the guess or the fast parser fails (NaN, text that
is not UTF-8, a broken row), the window is read row by row with the standard library's tolerant parser.
"""

from __future__ import annotations

import codecs
import gc
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

import orjson

from assay.formats.packed import open_source
from assay.formats.problems import ProblemLog

WINDOW = 1 << 18
"""Bytes parsed at once: small enough to stay in the processor's cache, which is faster than larger windows."""

_WIDE = 1 << 22
_SHORTCUT_WINDOW = 1 << 20  # what makes no objects gains from longer pieces
_FIRST_LOOK = 1 << 12
_BLANK = re.compile(rb"[ \t\r\n]*")
_BLANK_OR_COMMA = re.compile(rb"[ \t\r\n,]*")
_ARRAY_END = re.compile(rb"\}\s*\]")
_ROW_OR_ARRAY_END = re.compile(rb"\}\s*(?:,\s*(?=\{)|(?=\]))")
_LONGEST_LITERAL = 16  # "-Infinity" or an escape that the window cuts in two
_LONGEST_REST = len("e+")  # 1.5e+22 cut before its last digits reads as 1.5 and leaves this


Shortcut: TypeAlias = Callable[[bytes], "dict[str, Any] | None"]
"""Makes columns of a piece of an array, see `JsonStream.chunks`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one array, and the index in that array of each.

    `is_finite`: NaN and Infinity stand in none of them. `columns` is what a shortcut made of the rows; `rows` is
    empty then.
    """

    rows: list[Any]
    indexes: Sequence[int]
    is_finite: bool = True
    columns: dict[str, Any] | None = None


class JsonStream:
    """One JSON file, plain or packed by gzip, read forward once. Use as a context manager.

    What cannot be parsed goes to `problems` with its line, and reading goes on with the next row. `cut` tells
    that the rest of the file could not be read.
    """

    def __init__(self, path: Path, problems: ProblemLog) -> None:
        self._file = open_source(path)
        self._problems = problems
        self._data = b""
        self._at = 0
        self._ended = False
        self._lines_before = 0
        self._bytes_before = 0
        self._told_encoding = False
        self._is_finite = True
        self._tolerant = json.JSONDecoder(strict=False, parse_constant=self._constant)
        self.cut = False
        self._start()

    def __enter__(self) -> JsonStream:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def opening(self) -> str:
        """`{` or `[`, or the empty string when the file is neither an object nor an array."""
        found = self._peek(_BLANK)
        return found.decode("ascii") if found in (b"{", b"[") else ""

    def members(self) -> Iterator[tuple[str, Any]]:
        """The members of a file that is one object.

        The value of an array member is an iterator of `Chunk`; what the caller leaves unread is read over.
        """
        self._peek(_BLANK)
        self._at += 1
        while (opening := self._peek(_BLANK_OR_COMMA)) != b"}":
            read, name = self._element("$") if opening == b'"' else (False, None)
            if not read or self._peek(_BLANK) != b":":
                self._stop("$")
                return
            key = str(name)
            self._at += 1
            if self._peek(_BLANK) == b"[":
                chunks = self.chunks(f"$.{key}")
                yield key, chunks
                for _ in chunks:
                    pass
            else:
                read, value = self._element(f"$.{key}")
                if read:
                    yield key, value
            if self.cut:
                return

    def chunks(self, path: str, *, shortcut: Shortcut | None = None) -> Iterator[Chunk]:
        """The rows of the array that starts here; `path` names it in problems.

        `shortcut` is offered each piece of text first. It gives columns of equal length, one value per row, only
        when the text is whole rows with commas between; None leaves the text to the parser.
        """
        self._peek(_BLANK)
        self._at += 1
        index = 0
        while (opening := self._peek(_BLANK_OR_COMMA)) != b"]":
            if not opening:
                self._stop(f"{path}[{index}]")
                return
            chunk = self._fast_chunk(index, shortcut)
            if chunk is None:
                chunk, index = self._slow_chunk(path, index)
            else:
                index += len(chunk.indexes)
            yield chunk
        self._at += 1

    def _fast_chunk(self, first: int, shortcut: Shortcut | None) -> Chunk | None:
        """As many rows as a window holds; None when neither the shortcut nor the fast parser can read them."""
        for size in (WINDOW if shortcut is None else max(WINDOW, _SHORTCUT_WINDOW), _WIDE):
            self._fill(size)
            ends = self._guess_ends(self._at + size)
            for end in ends:
                text = self._data[self._at : end]
                columns = shortcut(text) if shortcut else None
                rows = _parse(b"[" + text + b"]") if columns is None else []
                if rows is not None:
                    self._at = end
                    count = len(rows) if columns is None else len(next(iter(columns.values())))
                    return Chunk(rows, range(first, first + count), columns=columns)
            if ends:
                return None
        return None

    def _guess_ends(self, stop: int) -> list[int]:
        """Where a row probably ends: at the end of the array, else at the last rows of the window."""
        array_end = _ARRAY_END.search(self._data, self._at, stop)
        ends = [array_end.start()] if array_end else []
        for _ in range(2):
            stop = self._data.rfind(b"},", self._at, stop)
            if stop < 0:
                break
            ends.append(stop)
        return [end + 1 for end in ends]

    def _slow_chunk(self, path: str, index: int) -> tuple[Chunk, int]:
        """A window's worth of rows, read one by one, and the index of the next row."""
        rows: list[Any] = []
        indexes: list[int] = []
        self._is_finite = True
        stop = self._bytes_before + self._at + WINDOW
        while self._bytes_before + self._at < stop and self._peek(_BLANK_OR_COMMA) not in (b"]", b""):
            read, value = self._element(f"{path}[{index}]")
            if read:
                rows.append(value)
                indexes.append(index)
            index += 1
        return Chunk(rows, indexes, self._is_finite), index

    def _element(self, place: str) -> tuple[bool, Any]:
        """The value that starts here; (False, None) when it is broken. Always moves forward."""
        size = _FIRST_LOOK
        while True:
            self._fill(size)
            last = self._ended and len(self._data) - self._at <= size
            # Latin-1 turns each byte into one character, so that positions stay true; structure is ASCII anyway.
            text = self._data[self._at : self._at + size].decode("latin-1")
            try:
                value, end = self._tolerant.raw_decode(text)
            except json.JSONDecodeError as error:
                if last or not _is_cut(error, len(text)):
                    self._resync(place, error.msg, self._at + error.pos)
                    return False, None
            except (ValueError, RecursionError) as error:
                self._resync(place, str(error) or "nested too deeply", self._at)
                return False, None
            else:
                if last or end < len(text) - _LONGEST_REST:
                    return True, self._take(place, value, end)
            size *= 4

    def _constant(self, name: str) -> float:
        """NaN, Infinity or -Infinity, which JSON does not know."""
        self._is_finite = False
        return float(name)

    def _take(self, place: str, value: Any, length: int) -> Any:
        """Step over the `length` bytes that gave `value`; decode them again if they are more than ASCII."""
        raw = self._data[self._at : self._at + length]
        if not raw.isascii():
            try:
                value = self._tolerant.decode(raw.decode("utf-8"))
            except UnicodeDecodeError:
                if not self._told_encoding:
                    self._problems.keep(
                        place, "encoding", f"The text at {self._where()} is not UTF-8: read as Latin-1."
                    )
                self._told_encoding = True
        self._at += length
        return _without_lone_surrogates(value) if b"\\u" in raw else value

    def _resync(self, place: str, reason: str, broken_at: int) -> None:
        """Report the row that breaks at `broken_at`, and step to the next one."""
        where = self._where(broken_at)
        offset = max(broken_at - self._at, 0)
        while True:
            found = _ROW_OR_ARRAY_END.search(self._data, self._at + offset)
            if found:
                self._problems.skip(place, "not-json", f"This row is not JSON at {where}: {reason}.")
                self._at = found.end()
                return
            if self._ended:
                self._stop(place, where)
                return
            offset = max(len(self._data) - self._at - 1, 0)
            self._fill(2 * len(self._data) + WINDOW)

    def _stop(self, place: str, where: str = "") -> None:
        """Report that the rest of the file cannot be read."""
        if self.cut:
            return
        ends = "The file breaks off" if self._ended else "The file cannot be read on"
        where = where or self._where()
        self._problems.skip(place, "truncated", f"{ends} at {where}; what stands before was read.")
        self._at = len(self._data)
        self.cut = True

    def _where(self, at: int | None = None) -> str:
        """The line and the byte of a place in the window."""
        at = self._at if at is None else at
        line = 1 + self._lines_before + self._data.count(b"\n", 0, at)
        return f"line {line} (byte {self._bytes_before + at:,})"

    def _peek(self, over: re.Pattern[bytes]) -> bytes:
        """The next byte after what `over` matches; empty at the end of the file."""
        while not self.cut:
            self._at = cast("re.Match[bytes]", over.match(self._data, self._at)).end()
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            if self._ended:
                break
            self._fill(WINDOW)
        return b""

    def _fill(self, size: int) -> None:
        """Have at least `size` bytes from here on in the window, or all that are left."""
        if self._ended or len(self._data) - self._at >= size:
            return
        self._lines_before += self._data.count(b"\n", 0, self._at)
        self._bytes_before += self._at
        pieces = [self._data[self._at :]]
        missing = size - len(pieces[0])
        while missing > 0 and not self._ended:
            piece = self._file.read(max(missing, WINDOW))
            self._ended = not piece
            missing -= len(piece)
            pieces.append(piece)
        self._data, self._at = b"".join(pieces), 0

    def _start(self) -> None:
        """Step over a byte order mark; read UTF-16, which some shells write, as UTF-8."""
        mark = self._file.read(4)
        if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self._file.seek(0)
            self._file = cast(BinaryIO, codecs.EncodedFile(self._file, "utf-8", "utf-16", errors="replace"))
        else:
            self._file.seek(len(codecs.BOM_UTF8) if mark.startswith(codecs.BOM_UTF8) else 0)


def _parse(text: bytes) -> list[Any] | None:
    """The rows, or None when `text` is no JSON. Nothing parsed has cycles, so the collector may rest meanwhile."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return cast("list[Any]", orjson.loads(text))
    except orjson.JSONDecodeError:
        return None
    finally:
        if collecting:
            gc.enable()


def _is_cut(error: json.JSONDecodeError, length: int) -> bool:
    """Whether the text may be broken only because the window ends there."""
    return error.msg.startswith("Unterminated string") or error.pos >= length - _LONGEST_LITERAL


def _without_lone_surrogates(value: Any) -> Any:
    """`value` with text that Unicode allows: half a surrogate pair becomes the replacement character."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_lone_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_lone_surrogates(key): _without_lone_surrogates(item) for key, item in value.items()}
    return value
