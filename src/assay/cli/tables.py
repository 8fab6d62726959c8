"""Tables for people, of the few shapes that commands share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDEST_COLUMN = 28
"""Characters of a column that is not the last; the rest is cut."""

WIDEST_CELL = 200
"""Characters of a text in the last column."""


def print_rows(console: Console, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> None:
    """One table row per mapping; `empty` is what is said when there is none."""
    if not rows:
        console.print(empty)
        return
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        is_number = any(isinstance(row.get(column), int | float) for row in rows)
        is_last = column == columns[-1]
        table.add_column(
            column.replace("_", " "),
            justify="right" if is_number else "left",
            no_wrap=not is_last,  # a row is one line, but for its last column, where sentences stand
            max_width=None if is_last else WIDEST_COLUMN,
        )
    for row in rows:
        table.add_row(*(cell(row.get(column)) for column in columns))
    console.print(table)


def print_facts(console: Console, facts: Mapping[str, Any]) -> None:
    """One line per fact: its name, then its value."""
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        console.print(f"{name:<{width}}  {cell(value)}", markup=False)


def cell(value: Any) -> str:
    """A value as a person reads it: thousands separated, four digits after the point, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")
    text = str(value)
    return text if len(text) <= WIDEST_CELL else f"{text[: WIDEST_CELL - 1]}…"
