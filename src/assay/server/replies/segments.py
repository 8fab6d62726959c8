"""Segments, their templates, and what was added to them."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.model.segment import Done
from assay.model.segment_kind import FieldForm, FieldValue, SegmentKind
from assay.model.segment_state import SegmentState
from assay.server.replies.changes import Change, ChangeResult
from assay.server.replies.versions import VersionDiff


class ItemCounts(TypedDict):
    """How many items a frozen segment has, by level."""

    image: int
    annotation: int
    prediction: int


class Segment(TypedDict):
    """A segment. `query`, asked at `level`, lists what is in it; `items` is null for a live one.

    `done` : how many of the items are done. `total` : rows listed at `level`; null where the query does not work any
    more. `steps` : the states that may follow. `made_at` : ISO 8601, null when older than such times.
    """

    id: int
    dataset: int
    name: str
    kind: SegmentKind
    fields: dict[str, FieldValue]
    level: Level
    query: str
    items: ItemCounts | None
    done: int
    total: int | None
    state: SegmentState
    steps: list[SegmentState]
    assignee: str
    description: str
    made_at: str | None


class SegmentComment(TypedDict):
    """What somebody said of a segment, and when (ISO 8601)."""

    id: int
    author: str
    at: str
    text: str


class SegmentDetail(TypedDict):
    """A segment, what was said of it (oldest first), and what was done with it (newest first)."""

    segment: Segment
    comments: list[SegmentComment]
    activity: list[Change]


class SegmentItemStates(TypedDict):
    """The items of a frozen segment at one level, in the order in which they were added.

    `error` : what is known to be or to have been wrong with each. `done` : why each is done; null while it waits.
    """

    ids: list[int]
    error: list[str | None]
    done: list[Done | None]


class ItemInImage(TypedDict):
    """An item and the image in which it lies; `error` and `done` as in `SegmentItemStates`."""

    level: Level
    id: int
    image: int
    error: str | None
    done: Done | None


class SegmentChanges(TypedDict):
    """The labels in the images of a frozen segment's items, as they were when those came in against now.

    `images` : in how many images there are items. `items` : those in the images that `diff` lists.
    """

    images: int
    items: list[ItemInImage]
    diff: VersionDiff


class WorkedSegment(TypedDict):
    """A segment after some work on it; `change` is null where nothing was different."""

    segment: Segment
    change: ChangeResult | None


class ClassScore(TypedDict):
    """One class in a segment, or (`class_id` null) all of them; `right` of `predictions`, `found` of `labels`."""

    class_id: int | None
    name: str
    labels: int
    found: int
    predictions: int
    right: int
    recall: float | None
    precision: float | None


class RequiredShare(TypedDict):
    """A share that a segment asks for, what is reached, and whether that is enough; null where it is unknown."""

    field: str
    wanted: float
    reached: float | None
    met: bool | None


class SplitLeak(TypedDict):
    """Images of a split that give away images of the split `other`; `query` lists them."""

    other: str
    words: str
    images: int
    query: str


class ClassShare(TypedDict):
    """How many rows of a class a segment has, of how many there are."""

    name: str
    count: int
    total: int


class SegmentInsights(TypedDict):
    """What is in a segment. `counts` has the levels that its `query` reaches; `scores` are all classes, then each."""

    query: str
    level: Level
    counts: dict[str, int]
    classes: list[ClassShare]
    run: str | None
    scores: list[ClassScore]
    required: list[RequiredShare]
    leaks: list[SplitLeak]


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
