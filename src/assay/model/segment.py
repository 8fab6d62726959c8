"""A segment: rows worth keeping together, by name, and the work on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assay.model.level import Level
from assay.model.segment_kind import FieldValue, SegmentKind
from assay.model.segment_state import SegmentState


@dataclass(frozen=True, slots=True)
class LiveQuery:
    """A canonical query text and the level it lists, evaluated anew each time the segment is opened."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A live segment lists what its `query` matches now; a frozen one (no query) the items that were added to it.

    `fields` are those that the template of its kind has, as far as they were filled in. `made_at` is in UTC; None
    for one that is older than such times.
    """

    id: int
    dataset_id: int
    name: str
    kind: SegmentKind
    fields: Mapping[str, FieldValue]
    query: LiveQuery | None
    state: SegmentState = SegmentState.TRIAGE
    assignee: str = ""
    description: str = ""
    made_at: datetime | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether it is a list of items."""
        return self.query is None


@dataclass(frozen=True, slots=True)
class SegmentComment:
    """What somebody said of a segment; `at` is in UTC."""

    id: int
    segment_id: int
    author: str
    at: datetime
    text: str


class Done(StrEnum):
    """Why an item is done. CHECKED  a person said so.  GONE  what was wrong with it is not wrong any more."""

    CHECKED = "checked"
    GONE = "gone"


ITEM_LEVELS = (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)
"""What the items of a frozen segment can be."""
