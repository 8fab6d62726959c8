"""A segment: a query worth keeping, by name."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.level import Level


@dataclass(frozen=True, slots=True)
class Segment:
    """A live segment: the canonical query text is evaluated anew each time the segment is opened."""

    id: int
    dataset_id: int
    name: str
    level: Level
    query: str
