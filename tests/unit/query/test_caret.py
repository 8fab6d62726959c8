"""Errors drawn under the text."""

from __future__ import annotations

from assay.errors import QueryName
from assay.query.caret import caret


def _drawn(text: str, span: tuple[int, int] | None) -> list[str]:
    return caret(text, QueryName("No.", hint="Try.", span=span)).splitlines()


def test_the_line_of_the_place_is_shown_with_its_number() -> None:
    assert _drawn("a > 1\n  and bb > 2", (12, 14)) == [
        "error[query-name]: No.",
        "  |",
        "2 |   and bb > 2",
        "  |       ^^",
        "  = hint: Try.",
    ]


def test_wide_and_combining_characters_do_not_shift_the_carets() -> None:
    assert _drawn("猫 > é and x", (10, 11))[-2] == "  |            ^"


def test_a_span_over_several_lines_stops_at_the_end_of_the_first() -> None:
    assert _drawn("abc\ndef", (1, 6))[2:4] == ["1 | abc", "  |  ^^"]


def test_the_end_of_the_text_can_be_pointed_at() -> None:
    assert _drawn("a >", (3, 4))[2:4] == ["1 | a >", "  |    ^"]


def test_in_an_empty_text_there_is_nothing_to_point_at() -> None:
    """The error then speaks of another text, such as the field of `--field`."""
    assert _drawn(" ", (0, 1)) == ["error[query-name]: No.", "hint: Try."]


def test_a_long_line_is_cut_around_the_place() -> None:
    line, marks = _drawn("x" * 300 + " oops " + "y" * 300, (301, 305))[2:4]
    assert line.startswith("1 | …")
    assert line.endswith("…")
    assert line[marks.index("^") :].startswith("oops")
    assert len(line) < 120


def test_without_a_place_only_the_words_are_told() -> None:
    assert _drawn("x", None) == ["error[query-name]: No.", "hint: Try."]
