"""docs/query.md: every field and function stands in it, and every example works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assay.model.level import Level
from assay.query.check import check
from assay.query.functions import FUNCTIONS
from assay.query.parse import parse
from assay.schema.catalog import Catalog, RunName, SegmentText
from assay.schema.field import FieldType
from assay.schema.fields import ALIASES, CORE_FIELDS
from tests.contract.pins import assert_pinned

_PAGE = Path(__file__).parents[3] / "docs" / "query.md"
_CATALOG = Catalog.build(
    enumerate(["car", "person", "Traffic Light", "truck"]),
    {"weather": FieldType.TEXT},
    attribute_keys={"truncated": FieldType.NUMBER},
    segments=[SegmentText("night", Level.IMAGE, 'metadata.weather = "night"')],
    runs=[RunName("a", 1, 1), RunName("b", 2, 2)],
)


def _field_table(level: Level) -> str:
    rows = ["| Field | Type | Meaning |", "|---|---|---|"]
    for field in CORE_FIELDS[level]:
        unit = f", {field.unit}" if field.unit else ""
        also = [alias for alias, name in ALIASES[level].items() if name == field.name]
        names = ", ".join(f"`{name}`" for name in (field.name, *also))
        told = all(value in field.meaning for value in field.values)
        values = "" if told else f" ({', '.join(f'`{value}`' for value in field.values)})"
        rows.append(f"| {names} | {field.type.value}{', many' if field.many else ''} | {field.meaning}{unit}{values} |")
    return "\n".join(rows)


def _function_table() -> str:
    rows = ["| Function | Gives |", "|---|---|"]
    for function in FUNCTIONS.values():
        takes = "x" if function.most == 1 else "x, y, …"
        rows.append(f"| `{function.name}({takes})` | {function.meaning} |")
    return "\n".join(rows)


def test_every_field_and_function_stands_in_the_page_as_the_code_declares_it() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    for level in Level:
        page = _with_block(page, f"fields: {level.value}", "/fields", _field_table(level))
    assert_pinned(_PAGE, _with_block(page, "functions", "/functions", _function_table()))


def _with_block(page: str, start: str, end: str, table: str) -> str:
    """The page with `table` between two comments."""
    head, opening, rest = page.partition(f"<!-- {start} -->\n")
    _, closing, tail = rest.partition(f"<!-- {end} -->")
    assert closing, f"docs/query.md has no block {start!r}"
    return f"{head}{opening}\n{table}\n\n{closing}{tail}"


def _examples() -> list[tuple[Level, str]]:
    page = _PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"(?:<!-- level: (\w+) -->\n+)?```text\n(.*?)```", page, flags=re.DOTALL)
    return [(Level(level or "image"), line) for level, block in blocks for line in block.splitlines()]


@pytest.mark.parametrize(("level", "text"), _examples())
def test_every_example_of_the_page_works(level: Level, text: str) -> None:
    checked = check(parse(text), _CATALOG, level)
    assert check(parse(checked.canonical), _CATALOG, level).predicate == checked.predicate
