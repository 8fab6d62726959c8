"""HTML and SVG as text: every piece of data goes through `escape`, and nothing else makes a tag."""

from __future__ import annotations

from html import escape
from math import isfinite

_NO_VALUE = "–"


def tag(name: str, *children: str, **attributes: object) -> str:
    """An element of children that are markup already. Attributes are escaped; `class_` and `stroke_width` lose a `_`.

    >>> tag("p", text("a < b"), class_="note")
    '<p class="note">a &lt; b</p>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{''.join(children)}</{name}>"


def text(value: object) -> str:
    """Any value as text that no browser takes for a tag."""
    return escape(str(value))


def number(value: float | None, digits: int = 3) -> str:
    """A rate or another number of a few digits; a dash for what cannot be told."""
    return _NO_VALUE if value is None or not isfinite(value) else f"{value:.{digits}f}"


def signed(value: float, digits: int = 3) -> str:
    """A difference, with its sign."""
    return f"{value:+.{digits}f}".replace("-", "−") if isfinite(value) else _NO_VALUE


def count(value: int) -> str:
    """A count with its thousands apart."""
    return f"{value:,}"


def interval(low: float, high: float) -> str:
    """Both ends of an interval."""
    return f"{number(low)} to {number(high)}" if isfinite(low) and isfinite(high) else _NO_VALUE


def table(head: list[str], rows: list[list[str]], *, class_: str | None = None, foot: list[str] | None = None) -> str:
    """A table of cells that are markup already; the first column names the row."""

    def row(cells: list[str]) -> str:
        first, *rest = cells
        return tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in rest))

    parts = [
        tag("thead", tag("tr", *(tag("th", text(cell), scope="col") for cell in head))),
        tag("tbody", *map(row, rows)),
    ]
    if foot is not None:
        parts.append(tag("tfoot", row(foot)))
    return tag("div", tag("table", *parts, class_=class_), class_="wide")
