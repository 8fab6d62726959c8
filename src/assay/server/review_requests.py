"""Reviewing: the bodies of requests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from assay.model import review as nouns
from assay.model.class_note import LONGEST_NOTE, MOST_EXEMPLARS
from assay.model.level import Level
from assay.server.requests import MAX_IDS, NewName, QueryRequest, Request

Key = Annotated[str, Field(min_length=1, max_length=100)]
"""What tells one event from all others: a UUID that the browser made."""

Sitting = Annotated[str, Field(max_length=100)]
"""What tells one browser from another, though the same person may sit before both; empty where nobody minds."""

ItemIds = Annotated[list[int], Field(max_length=MAX_IDS)]
"""Ids of the level of the review."""

Moment = Annotated[int, Field(ge=0, lt=1 << 53)]
"""Milliseconds since 1970, by the clock of the browser."""


class OpenReviewRequest(QueryRequest):
    """What to review. A review of the same rows that was begun goes on, unless `anew`."""

    level: Literal[Level.ANNOTATION, Level.PREDICTION, Level.IMAGE] = Level.ANNOTATION
    group: nouns.Grouping | None = nouns.Grouping.CLASS
    anew: bool = False


class MarkEvent(Request):
    """The same verdict of all of these; null takes their marks away. See `assay.model.review.Mark`."""

    key: Key
    at: Moment
    ids: ItemIds
    verdict: nouns.Verdict | None
    class_id: int | None = None
    force: bool = False
    since: int | None = None

    def event(self) -> nouns.Mark:
        """The event."""
        return nouns.Mark(
            self.key, self.at, self.ids, self.verdict, category_id=self.class_id, force=self.force, since=self.since
        )


class LookEvent(Request):
    """These were on screen, and the reviewer moved on."""

    key: Key
    at: Moment
    seen: ItemIds

    def event(self) -> nouns.Look:
        """The event."""
        return nouns.Look(self.key, self.at, self.seen)


class TakeBackEvent(Request):
    """The event of the key `undo` is as though it had never been."""

    key: Key
    at: Moment
    undo: Key

    def event(self) -> nouns.TakeBack:
        """The event."""
        return nouns.TakeBack(self.key, self.at, self.undo)


class SittingRequest(Request):
    """Which browser it is that asks."""

    sitting: Sitting = ""


class EventsRequest(SittingRequest):
    """What a reviewer said, in order. An event that was sent before counts once."""

    events: Annotated[list[MarkEvent | LookEvent | TakeBackEvent], Field(max_length=10_000)]


class ClaimRequest(SittingRequest):
    """The next `size` items that nobody looked at or holds."""

    size: Annotated[int, Field(ge=1, le=100_000)] = 500


class ApplyReviewRequest(Request):
    """Write the verdicts of these items into the dataset, or (None) all that wait."""

    ids: ItemIds | None = None
    reason: Annotated[str, Field(max_length=1_000)] = ""


class CollectWrongRequest(ApplyReviewRequest):
    """Put what is marked wrong into a data-quality segment."""

    segment: NewName


class MarksRequest(Request):
    """A file that `marks.json` gave, to be read in. With `force` it counts over what others said."""

    marks: dict[str, JsonValue]
    force: bool = False


class ClassNoteRequest(Request):
    """What a class is, in words and by up to three labels."""

    text: Annotated[str, Field(max_length=LONGEST_NOTE)]
    exemplars: Annotated[list[int], Field(max_length=MOST_EXEMPLARS, default_factory=list)]
