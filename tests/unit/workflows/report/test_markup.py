"""HTML from data: what is told is told, and never makes a tag."""

from __future__ import annotations

import math
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.workflows.report.markup import interval, number, signed, table, tag, text


class Reader(HTMLParser):
    """Gathers tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"))), st.text(st.characters(blacklist_categories=("Cs", "Cc")))
)
def test_no_text_makes_a_tag_or_leaves_an_attribute(said: str, value: str) -> None:
    read = Reader(tag("p", text(said), title=value))
    assert read.tags == ["p"]
    assert "".join(read.said) == said
    assert read.values == [value]


def test_what_cannot_be_told_is_a_dash() -> None:
    assert number(math.nan) == number(None) == interval(math.nan, math.nan) == signed(math.nan) == "–"
    assert (number(0.12345), signed(-0.5, 1), interval(0.1, 0.2)) == ("0.123", "−0.5", "0.100 to 0.200")


def test_the_first_cell_of_a_row_names_it() -> None:
    made = table(["Class", "<n>"], [[text("a & b"), "1"]], foot=["All", "1"])
    assert '<th scope="row">a &amp; b</th><td>1</td>' in made
    assert "&lt;n&gt;" in made
    assert Reader(made).tags.count("tr") == 3


@pytest.mark.parametrize("name", ["class_", "stroke_width"])
def test_attributes_are_spelled_as_html_has_them(name: str) -> None:
    assert tag("p", **{name: 1}) == f'<p {name.rstrip("_").replace("_", "-")}="1"></p>'
