"""The classes that a result file declares beside its predictions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assay.formats.coco.mending import as_identifier
from assay.formats.json_stream import Chunk
from assay.model.category import CategoryRecord

_MEMBERS = ("classes", "categories")


class DeclaredClasses:
    """`categories` as COCO has them, or `classes` as a list of names: the order of the class vectors.

    Categories stand in order of their numbers, since that is what models count by; names in the order given.
    """

    def __init__(self) -> None:
        self._found: dict[str, CategoryRecord] = {}

    def see(self, member: str, value: Any) -> None:
        """Take note of a member of the file; others than the two are let pass."""
        if member not in _MEMBERS or not isinstance(value, Iterable):
            return
        for chunk in value:
            for row in chunk.rows if isinstance(chunk, Chunk) else ():
                self._add(row)

    def _add(self, row: Any) -> None:
        if isinstance(row, str) and row:
            self._found.setdefault(row, CategoryRecord(row, row))
        elif isinstance(row, dict) and (key := as_identifier(row.get("id"))) is not None:
            name = row.get("name")
            self._found.setdefault(str(key), CategoryRecord(str(key), name if isinstance(name, str) else str(key)))

    @property
    def records(self) -> tuple[CategoryRecord, ...]:
        """The classes in the order of the class vectors; none when the file declares none."""
        found = list(self._found.values())
        if all(record.key.isdecimal() for record in found):
            found.sort(key=lambda record: int(record.key))
        return tuple(found)
