"""A compiled statement: SQL text and the values bound to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.schema.likeness import Likeness


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named parameters (`$p0`, `$p1`…). No value of a user ever stands in `sql` itself.

    likenesses : name of a relation with the columns `id` and `similarity` -> what it must hold.
    """

    sql: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    likenesses: Mapping[str, Likeness] = field(default_factory=dict)
