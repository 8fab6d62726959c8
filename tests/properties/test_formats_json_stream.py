"""The piecewise JSON reader agrees with a parser that reads the whole file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assay.formats import json_stream
from assay.formats.json_stream import JsonStream
from assay.formats.problems import ProblemLog

TEXTS = st.text(alphabet=st.sampled_from('ab{}[],:"\\ \n\té😀'), max_size=12)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False), TEXTS
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)
ROWS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=4) | VALUES, max_size=12)
WINDOWS = st.integers(1, 200)


@contextmanager
def windows(size: int) -> Iterator[None]:
    before = json_stream.WINDOW, json_stream._WIDE, json_stream._FIRST_LOOK
    json_stream.WINDOW, json_stream._WIDE, json_stream._FIRST_LOOK = size, 2 * size, max(1, size // 3)
    try:
        yield
    finally:
        json_stream.WINDOW, json_stream._WIDE, json_stream._FIRST_LOOK = before


def read(text: bytes, size: int) -> tuple[Any, list[str]]:
    """The whole file by its pieces, and the codes of its problems."""
    log = ProblemLog("x")
    with tempfile.TemporaryDirectory() as folder, windows(size):
        path = Path(folder) / "x.json"
        path.write_bytes(text)
        with JsonStream(path, log) as stream:
            if stream.opening == "[":
                return _rows(stream.chunks("$")), [problem.code for problem in log.take()]
            found = {name: _rows(v) if hasattr(v, "__next__") else v for name, v in stream.members()}
            return found, [problem.code for problem in log.take()]


def _rows(chunks: Any) -> list[Any]:
    pairs = [pair for chunk in chunks for pair in zip(chunk.indexes, chunk.rows, strict=True)]
    assert [index for index, _ in pairs] == sorted({index for index, _ in pairs})
    return [row for _, row in pairs]


@given(rows=ROWS, size=WINDOWS, indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans())
def test_a_list_is_read_as_it_stands(rows: list[Any], size: int, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(rows, indent=indent, ensure_ascii=ascii_only).encode()
    assert read(text, size) == (rows, [])


@given(
    members=st.dictionaries(TEXTS, ROWS | VALUES.filter(lambda value: not isinstance(value, list)), max_size=5),
    size=WINDOWS,
    indent=st.sampled_from([None, 1]),
)
def test_an_object_is_read_as_it_stands(members: dict[str, Any], size: int, indent: int | None) -> None:
    assert read(json.dumps(members, indent=indent).encode(), size) == (members, [])


def test_a_number_is_read_whole_wherever_the_window_ends() -> None:
    """A cut before the last digits of `1.5e+22` leaves `1.5`, a number too."""
    rows = [1.5e22, 7, -2.25e-07, 12.5, "x", 1e100, 0.1]
    for size in range(1, 90):
        assert read(json.dumps(rows).encode(), size) == (rows, [])
        members = {"a": 1.5e22, "b": rows, "c": 2.5}
        assert read(json.dumps(members).encode(), size) == (members, [])


@given(
    rows=st.lists(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3), min_size=1, max_size=8),
    size=WINDOWS,
    data=st.data(),
)
def test_a_cut_file_gives_a_beginning_of_its_rows(rows: list[Any], size: int, data: st.DataObject) -> None:
    """A20: every row that is whole is read, the cut is told, and nothing is invented."""
    text = json.dumps(rows).encode()
    cut = data.draw(st.integers(1, len(text) - 1))
    found, codes = read(text[:cut], size)
    assert found == rows[: len(found)]
    assert codes == ["truncated"]
    whole = [end for end in range(len(rows) + 1) if len(json.dumps(rows[:end])) - 1 <= cut]
    assert len(found) >= max(whole) if whole else True


@given(text=st.binary(max_size=120), size=WINDOWS)
def test_whatever_the_bytes_are_reading_ends_without_a_failure(text: bytes, size: int) -> None:
    for opening in (b"[", b"{"):
        read(opening + text, size)


@given(rows=ROWS, size=WINDOWS, noise=st.binary(min_size=1, max_size=6), data=st.data())
def test_noise_in_the_middle_never_stops_the_reading(
    rows: list[Any], size: int, noise: bytes, data: st.DataObject
) -> None:
    text = json.dumps(rows).encode()
    place = data.draw(st.integers(1, len(text)))
    read(text[:place] + noise + text[place:], size)
