"""Requests about the work on a segment."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assay.model.level import Level
from assay.model.segment_kind import FieldValue, SegmentKind
from assay.model.segment_state import SegmentState
from assay.server.requests import NewName, Request, SegmentItems, ShortText
from assay.workflows.segments.combine import Operation
from assay.workflows.segments.work import Work


class EditSegmentRequest(Request):
    """What shall be different about a segment; what is left out stays. `assignee` is empty for nobody."""

    name: NewName | None = None
    kind: SegmentKind | None = None
    fields: Annotated[dict[ShortText, FieldValue], Field(max_length=20)] | None = None
    state: SegmentState | None = None
    assignee: ShortText | None = None
    description: Annotated[str, Field(max_length=20_000)] | None = None

    def work(self) -> Work:
        """What is asked for."""
        return Work(self.name, self.kind, self.fields, self.state, self.assignee, self.description)


class CommentRequest(Request):
    """Say something of a segment."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]


class TickRequest(SegmentItems):
    """Say that items of a frozen segment are done, or that they are not."""

    done: bool


class CopyRequest(Request):
    """Copy a segment under another name; `frozen` makes a list of items also of a live one."""

    name: NewName
    frozen: bool = False


class CombineRequest(Request):
    """Keep the union, intersection or difference of segments (by id, the first one first) under a new name.

    `level` is what is listed, that of the first segment where it is left out; `frozen` keeps the items themselves.
    """

    dataset: int
    name: NewName
    operation: Operation
    segments: Annotated[list[int], Field(min_length=2, max_length=50)]
    level: Level | None = None
    frozen: bool = False
