"""A segment: rows worth keeping together, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assay.model.level import Level
from assay.model.segment_kind import FieldValue, SegmentKind


@dataclass(frozen=True, slots=True)
class LiveQuery:
    """A canonical query text and the level it lists, evaluated anew each time the segment is opened."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A live segment lists what its `query` matches now; a frozen one (no query) the items that were added to it.

    `fields` are those that the template of its kind has, as far as they were filled in.
    """

    id: int
    dataset_id: int
    name: str
    kind: SegmentKind
    fields: Mapping[str, FieldValue]
    query: LiveQuery | None

    @property
    def is_frozen(self) -> bool:
        """Whether it is a list of items."""
        return self.query is None


ITEM_LEVELS = (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)
"""What the items of a frozen segment can be."""
