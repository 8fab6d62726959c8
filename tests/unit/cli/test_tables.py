"""Tables for people."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from assay.cli.tables import WIDEST_CELL, cell, print_facts, print_reasons, print_rows


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(None, "", id="NULL is nothing, not 0"),
        pytest.param(0, "0", id="0 is 0"),
        pytest.param(True, "yes", id="a flag is a word"),
        pytest.param(0.123456, "0.1235", id="a share to four digits"),
        pytest.param(1234.5, "1234.5", id="pixels to two digits"),
        pytest.param(20.0, "20", id="no needless zeros"),
        pytest.param(float("nan"), "", id="a share of nothing is no number"),
        pytest.param("x" * 300, "x" * (WIDEST_CELL - 1) + "…", id="a long text is cut"),
    ],
)
def test_cells(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_rows_have_a_heading_and_a_line_each() -> None:
    told = _printed(lambda console: print_rows(console, [{"id": 1, "file_name": "a"}], ("id", "file_name"), empty="-"))
    assert "file name" in told
    assert "1" in told.splitlines()[-2] or "1" in told.splitlines()[-1]


def test_a_long_text_is_cut_only_where_the_terminal_is_too_narrow() -> None:
    rows = [{"title": "Import 26,100 predictions as run good", "reason": "looked"}]
    assert rows[0]["title"] in _printed(lambda console: print_rows(console, rows, ("title", "reason"), empty="-"))
    wide = [{**rows[0], "reason": "looked again " * 8}]
    told = _printed(lambda console: print_rows(console, wide, ("title", "reason"), empty="-"))
    assert rows[0]["title"] in told, "sentences go on in the next line"
    told = _printed(lambda console: print_rows(console, wide, ("title", "reason"), empty="-"), width=80)
    assert "Import 26,100 predictions as run …" in told, "the column of sentences keeps its room"


def test_one_reason_is_told_once_for_all_it_holds_for() -> None:
    reasons = {"a": "Nobody came.", "b": "It rained.", "c": "Nobody came."}
    told = _printed(lambda console: print_reasons(console, "did not run", reasons))
    assert told == "a, c did not run: Nobody came.\nb did not run: It rained.\n"


def test_no_rows_say_so_in_words() -> None:
    assert _printed(lambda console: print_rows(console, [], ("id",), empty="Nothing matches.")) == "Nothing matches.\n"


def test_facts_stand_below_each_other() -> None:
    assert _printed(lambda console: print_facts(console, {"a": 1, "long": None})) == "a     1\nlong  \n"


def _printed(print_it: object, width: int = 100) -> str:
    stream = io.StringIO()
    assert callable(print_it)
    print_it(Console(file=stream, width=width))
    return stream.getvalue()
