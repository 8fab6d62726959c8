"""A table: its columns and its key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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

    @cached_property
    def measured(self) -> tuple[str, ...]:
        """The names of the columns that metrics write."""
        return tuple(column.name for column in self.columns if column.measured)

    @cached_property
    def stated(self) -> Table:
        """The table without what metrics write: what an import states, a person edits and the journal keeps."""
        return replace(self, columns=tuple(column for column in self.columns if not column.measured))

    def with_columns(self, columns: Iterable[Column]) -> Table:
        """The table with these columns behind its own."""
        return replace(self, columns=(*self.columns, *columns))

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
