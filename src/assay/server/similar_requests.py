"""What comes in over HTTP about look-alikes and duplicates."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assay.model.level import Level
from assay.server.requests import NewName, Note, QueryRequest, Request, ShortText, Text
from assay.store.snapshot import Snapshot
from assay.workflows.curation.dedupe import Alike, DedupePlan, Keep, plan_dedupe
from assay.workflows.embeddings.find_similar import MOST_ITEMS

ItemLevel = Literal[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION]


class SimilarRequest(QueryRequest):
    """Items, and how many look-alikes of them are wanted among the rows of `level` that the query lists.

    `items` are ids of the level `source`, or digests of pictures. With `mean` their mean similarity counts.
    """

    source: ItemLevel = Level.IMAGE
    items: Annotated[list[int | ShortText], Field(min_length=1, max_length=MOST_ITEMS)]
    mean: bool = False
    limit: Annotated[int, Field(ge=1, le=10_000)] = 100


class DedupeRequest(Request):
    """Which images are taken for duplicates, and which of a group stays. `alike` None asks for all ways."""

    dataset: int
    query: Text = ""
    keep: Keep = Keep.LARGEST
    prefer: ShortText | None = None
    alike: Annotated[list[Alike], Field(min_length=1, max_length=3)] | None = None

    def plan(self, snapshot: Snapshot) -> DedupePlan:
        """What it would do."""
        ways = self.alike or list(Alike)
        return plan_dedupe(snapshot, self.query, keep=self.keep, prefer=self.prefer, alike=ways, dataset=self.dataset)


class RemoveDuplicatesRequest(DedupeRequest):
    """Take the images that go out of the dataset."""

    reason: Note = ""


class SetAsideRequest(DedupeRequest):
    """Put the images that would go into the segment of this name."""

    name: NewName
