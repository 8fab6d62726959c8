"""Rows of JSON files, window by window, and what is left of a broken file."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from assay.formats import json_stream
from assay.formats.json_stream import JsonStream
from assay.formats.problems import ProblemLog
from assay.model.problem import RowProblem
from tests.unit.formats.files import write

Read = tuple[Any, tuple[RowProblem, ...]]


@pytest.fixture
def tiny_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "WINDOW", 48)
    monkeypatch.setattr(json_stream, "_WIDE", 96)
    monkeypatch.setattr(json_stream, "_FIRST_LOOK", 16)


def read(folder: Path, text: str | bytes) -> Read:
    """The file as (index, row) pairs of each array, other members as they are; and the problems."""
    log = ProblemLog("x.json")
    with JsonStream(write(folder / "x.json", text), log) as stream:
        if stream.opening == "[":
            return _pairs(stream.chunks("$")), log.take()
        found = {}
        for member, value in stream.members() if stream.opening else ():
            found[member] = _pairs(value) if hasattr(value, "__next__") else value
        return found, log.take()


def _pairs(chunks: Any) -> list[tuple[int, Any]]:
    return [pair for chunk in chunks for pair in zip(chunk.indexes, chunk.rows, strict=True)]


def test_rows_with_nested_objects_brackets_in_text_and_scalars_are_read_whole(
    tmp_path: Path, tiny_windows: None
) -> None:
    rows = [{"id": n, "parts": [{"of": "},{"}, {"of": "}]"}], "text": 'a "quoted" ]}, {'} for n in range(40)]
    content: dict[str, Any] = {
        "info": {"by": "x" * 200},
        "scalars": [1, 2.5, "three", None, []],
        "rows": rows,
        "none": [],
        "n": None,
    }
    found, problems = read(tmp_path, json.dumps(content))
    assert problems == ()
    assert found == {name: list(enumerate(v)) if isinstance(v, list) else v for name, v in content.items()}


def test_pretty_printed_and_leading_comma_styles_are_read(tmp_path: Path, tiny_windows: None) -> None:
    rows = [{"id": n, "bbox": [n, n, 1, 1]} for n in range(30)]
    for text in (json.dumps(rows, indent=4), "[" + "\n, ".join(json.dumps(row) for row in rows) + "\n]\n"):
        assert read(tmp_path, text) == (list(enumerate(rows)), ())


def test_members_that_the_caller_does_not_read_are_read_over(tmp_path: Path, tiny_windows: None) -> None:
    text = json.dumps({"skipped": [{"id": n} for n in range(50)], "wanted": [{"id": 7}]})
    with JsonStream(write(tmp_path / "x.json", text), ProblemLog("x")) as stream:
        found = {name: _pairs(value) for name, value in stream.members() if name == "wanted"}
    assert found == {"wanted": [(0, {"id": 7})]}


def test_a_broken_row_is_reported_and_the_rows_after_it_keep_their_index(tmp_path: Path, tiny_windows: None) -> None:
    found, problems = read(tmp_path, '{"a": [{"id": 0},\n{"id": 1,,},\n{"id": 2}, {"id": }], "b": [{"id": 5}]}')
    assert found == {"a": [(0, {"id": 0}), (2, {"id": 2})], "b": [(0, {"id": 5})]}
    assert [(p.place, p.code) for p in problems] == [("$.a[1]", "not-json"), ("$.a[3]", "not-json")]
    assert "line 2" in problems[0].message


@pytest.mark.parametrize("cut", range(2, 110, 3))
def test_a_truncated_file_gives_the_rows_before_the_cut_and_says_where_it_breaks(
    tmp_path: Path, tiny_windows: None, cut: int
) -> None:
    rows = [{"id": n, "bbox": [n, 2.5, 3, 4]} for n in range(5)]
    text = json.dumps({"rows": rows})[:cut]
    found, problems = read(tmp_path, text)
    kept = [row for _, row in found.get("rows", [])]
    assert kept == rows[: len(kept)]
    assert len(kept) == text.count("}")
    assert [p.code for p in problems] == ["truncated"]
    assert f"byte {len(text)}" in problems[0].message or "breaks off" in problems[0].message


def test_nan_is_read_as_a_number_and_not_as_the_end_of_the_file(tmp_path: Path, tiny_windows: None) -> None:
    found, problems = read(tmp_path, '[{"v": NaN}, {"v": -Infinity}, {"v": 1}]')
    assert [str(row["v"]) for _, row in found] == ["nan", "-inf", "1"]
    assert problems == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_byte_order_marks_are_stepped_over(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    assert read(tmp_path, (mark + '[{"a": "é"}]').encode(encoding)) == ([(0, {"a": "é"})], ())


def test_text_that_is_not_utf8_is_read_as_latin1_and_told_once(tmp_path: Path) -> None:
    found, problems = read(tmp_path, '[{"a": "é"}, {"a": "ü"}]'.encode("latin-1"))
    assert found == [(0, {"a": "é"}), (1, {"a": "ü"})]
    assert [(p.code, p.skipped) for p in problems] == [("encoding", False)]


def test_half_a_surrogate_pair_becomes_the_replacement_character(tmp_path: Path) -> None:
    assert read(tmp_path, r'[{"a": "\ud800x", "b": "😀"}]') == ([(0, {"a": "\ufffdx", "b": "😀"})], ())


def test_absurd_nesting_costs_one_row_and_little_memory(tmp_path: Path) -> None:
    text = '[{"a": ' + "[" * 200_000 + "]" * 200_000 + '}, {"id": 2}]'
    tracemalloc.start()
    found, problems = read(tmp_path, text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [(1, {"id": 2})]
    assert [p.code for p in problems] == ["not-json"]
    assert peak < 64 << 20


def test_an_empty_file_has_neither_opening_nor_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ({}, ())
    assert read(tmp_path, " \n ") == ({}, ())


def test_memory_stays_bounded_by_the_window_and_not_by_the_file(tmp_path: Path) -> None:
    """P5: a file of any length is parsed in pieces."""
    row = json.dumps({"image_id": 1, "category_id": 1, "bbox": [1.5, 2.5, 3.5, 4.5], "score": 0.5})
    path = write(tmp_path / "x.json", "[" + ",".join([row] * 60_000) + "]")
    tracemalloc.start()
    with JsonStream(path, ProblemLog("x")) as stream:
        count = sum(len(chunk.rows) for chunk in stream.chunks("$"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 8 << 20 < 2 * path.stat().st_size
