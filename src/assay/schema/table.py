"""A table: its columns and its key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from assay.schema.column import Column


@dataclass(frozen=True)
class Table:
    """One table. `key` is the column that identifies a row, or None for a table of facts without identity."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: str | None = "id"

    @cached_property
    def arrow(self) -> pa.Schema:
        """The table as an Arrow schema, columns in order."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
