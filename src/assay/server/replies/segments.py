"""Segments, their templates, and what was added to them."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.model.segment_kind import FieldForm, FieldValue, SegmentKind
from assay.server.replies.changes import ChangeResult


class ItemCounts(TypedDict):
    """How many items a frozen segment has, by level."""

    image: int
    annotation: int
    prediction: int


class Segment(TypedDict):
    """A segment. `query`, asked at `level`, lists what is in it; `items` is null for a live one."""

    id: int
    dataset: int
    name: str
    kind: SegmentKind
    fields: dict[str, FieldValue]
    level: Level
    query: str
    items: ItemCounts | None


class SegmentField(TypedDict):
    """A field that a kind of segment asks for; `choices` are the only values of a choice."""

    name: str
    title: str
    form: FieldForm
    choices: list[str]


class SegmentTemplate(TypedDict):
    """A kind of segment and its fields."""

    kind: SegmentKind
    title: str
    meaning: str
    fields: list[SegmentField]


class AddedItems(TypedDict):
    """How many items were added, how many stood there `already`; `change` is null when nothing was to do."""

    segment: Segment
    added: int
    already: int
    change: ChangeResult | None


class RemovedItems(TypedDict):
    """How many items were taken out; `change` is null when none of them was in the segment."""

    segment: Segment
    removed: int
    change: ChangeResult | None
