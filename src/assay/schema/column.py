"""A column: name, type, unit, meaning."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `meaning` is one line for the docs and the screen; `unit` may be empty.

    `measured`: a metric wrote it. Such values stay with their row, whoever rewrites the row, and have no journal.
    """

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    nullable: bool = True
    measured: bool = False
