"""The `categories` of a COCO file -> category records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assay.formats.coco.mending import as_identifier, mend_unknown
from assay.formats.json_text import to_json
from assay.formats.problems import ProblemLog, shown
from assay.model.category import CategoryRecord


def category_records(rows: Iterable[Any], problems: ProblemLog) -> tuple[CategoryRecord, ...]:
    """One record per category; a later category of the same id is reported and left out."""
    records: dict[str, CategoryRecord] = {}
    for index, row in enumerate(rows):
        place = f"$.categories[{index}]"
        identifier = as_identifier(row.get("id")) if isinstance(row, dict) else None
        if identifier is None:
            problems.skip(place, "bad-id", f"A class needs an `id` (a whole number or a text), got {shown(row)}.")
            continue
        key = str(identifier)
        if key in records:
            problems.skip(place, "duplicate-id", f"The class id {key} was already given to {records[key].name!r}.")
            continue
        name = _name(row.get("name"))
        if name is None:
            message = f"Class {key} has no `name`: it is called {unnamed(key)!r}, or what the dataset calls it already."
            problems.keep(place, "missing-key", message)
        extra = {member: value for member, value in row.items() if member not in ("id", "name")}
        mend_unknown(extra, frozenset(), place, problems)
        records[key] = CategoryRecord(
            key, name or unnamed(key), to_json(extra).decode() if extra else None, is_named=name is not None
        )
    _tell_equal_names(records.values(), problems)
    return tuple(records.values())


def _name(value: Any) -> str | None:
    """A class name as text: numbers are names too."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if is_number or (isinstance(value, str) and value) else None


def _tell_equal_names(records: Iterable[CategoryRecord], problems: ProblemLog) -> None:
    first: dict[str, str] = {}
    for record in records:
        other = first.setdefault(record.name, record.key)
        if other != record.key:
            message = f"Classes {other} and {record.key} are both called {record.name!r}: they are one class here."
            problems.keep("$.categories", "duplicate-class", message)


def unnamed(key: str) -> str:
    """What a class is called that its file does not name."""
    return f"class_{key}"
