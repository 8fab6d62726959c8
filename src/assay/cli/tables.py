"""Tables for people, of the few shapes that commands share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDEST_COLUMN = 28
"""Characters of a column that is not the last, where a table is wider than the terminal; the rest is cut."""

WIDEST_CELL = 200
"""Characters of a text in the last column."""

_BETWEEN = 3  # blanks beside a cell
_SENTENCE = 40  # characters that the last column keeps beside long ones, to be read


def print_rows(console: Console, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> None:
    """One table row per mapping; `empty` is what is said when there is none."""
    if not rows:
        console.print(empty)
        return
    from rich import box
    from rich.table import Table

    cells = [[cell(row.get(column)) for column in columns] for row in rows]
    limits = _limits([max(map(len, column)) for column in zip(columns, *cells, strict=True)], console.width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, limit in zip(columns, limits, strict=True):
        is_number = any(type(row.get(column)) in (int, float) for row in rows)
        is_last = column == columns[-1]
        table.add_column(
            column.replace("_", " "),
            justify="right" if is_number else "left",
            no_wrap=not is_last,  # a row is one line, but for its last column, where sentences stand
            max_width=limit,
        )
    for row in cells:
        table.add_row(*row)
    console.print(table)


def _limits(widths: Sequence[int], room: int) -> list[int | None]:
    """The most characters of each column: long ones are cut, the longest less, where the last one has no room else."""
    *others, last = widths
    room -= _BETWEEN * len(widths) + min(last, _SENTENCE)
    if sum(others) <= room:
        return [None] * len(widths)
    limits = [min(width, WIDEST_COLUMN) for width in others]
    limits[others.index(max(others))] += max(room - sum(limits), 0)
    return [*limits, None]


def print_facts(console: Console, facts: Mapping[str, Any]) -> None:
    """One line per fact: its name, then its value."""
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        console.print(f"{name:<{width}}  {cell(value)}", markup=False)


def print_reasons(console: Console, what: str, reasons: Mapping[str, str]) -> None:
    """One line per reason: all that it holds for, what they did, and why."""
    for reason in dict.fromkeys(reasons.values()):
        names = ", ".join(name for name, why in reasons.items() if why == reason)
        console.print(f"{names} {what}: {reason}", markup=False)


def cell(value: Any) -> str:
    """A value as a person reads it: four digits after the point, nothing for NULL and for what is no number."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")
    text = str(value)
    return text if len(text) <= WIDEST_CELL else f"{text[: WIDEST_CELL - 1]}…"
