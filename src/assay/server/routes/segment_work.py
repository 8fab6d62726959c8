"""One segment: what is in it, where the work on it stands, and what becomes of it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from assay.model.level import Level
from assay.model.signature import Signature
from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.nouns import segment_by_id
from assay.server.replies import segments as shown
from assay.server.routers import api_router
from assay.server.routes.segments import items_in
from assay.server.segment_requests import (
    CombineRequest,
    CommentRequest,
    CopyRequest,
    EditSegmentRequest,
    TickRequest,
)
from assay.server.show.changes import show_result
from assay.server.show.facets import show_facet
from assay.server.show.segments import show_changes, show_detail, show_insights, show_segment, show_worked
from assay.workflows.exports.export_segment import ItemsForm, file_name, list_items, write_items
from assay.workflows.segments import work as segment_work
from assay.workflows.segments.changes import segment_changes
from assay.workflows.segments.combine import combine_segments as combine
from assay.workflows.segments.insights import segment_insights, set_apart
from assay.workflows.segments.items import items_of, tick_items
from assay.workflows.segments.segments import facts_in

router = api_router("/api/segments", tag="segments")

Facet = Annotated[replies.TermsFacet | replies.HistogramFacet, Field(discriminator="kind")]

_MEDIA = {ItemsForm.CSV: "text/csv", ItemsForm.JSON: "application/json", ItemsForm.CROPS: "application/zip"}


@router.post("/combine", response_model=replies.Segment)
def combine_segments(request: CombineRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Keep the union, intersection or difference of segments under a new name; one journal entry."""
    made = combine(
        store,
        request.name,
        request.operation,
        request.segments,
        level=request.level,
        frozen=request.frozen,
        dataset=request.dataset,
        by=_signed(author),
    )
    return reply.json(show_segment(facts_in(store.snapshot(), made)))


@router.get("/{segment}", response_model=shown.SegmentDetail)
def get_segment(segment: int, store: Store, reply: Replies) -> Response:
    """A segment with what was said of it and done with it."""
    snapshot = store.snapshot()
    return reply.json_of(snapshot.key, lambda: show_detail(segment_by_id(snapshot, segment), snapshot))


@router.patch("/{segment}", response_model=shown.WorkedSegment)
def edit_segment(segment: int, request: EditSegmentRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Change what is said of a segment, and where the work on it stands; one journal entry."""
    chosen = segment_by_id(store.snapshot(), segment)
    worked = segment_work.edit_segment(store, chosen.id, request.work(), dataset=chosen.dataset_id, by=_signed(author))
    return reply.json(show_worked(worked, store.snapshot()))


@router.post("/{segment}/comments", response_model=replies.ChangeResult)
def comment_on_segment(segment: int, request: CommentRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Say something of a segment; one journal entry."""
    chosen = segment_by_id(store.snapshot(), segment)
    change = segment_work.comment_on(store, chosen.id, request.text, dataset=chosen.dataset_id, by=_signed(author))
    return reply.json(show_result(change, store.snapshot()))


@router.post("/{segment}/freeze", response_model=shown.WorkedSegment)
def freeze_segment(segment: int, store: Store, author: Author, reply: Replies) -> Response:
    """Make a list of items of a live segment; one journal entry."""
    chosen = segment_by_id(store.snapshot(), segment)
    worked = segment_work.freeze_segment(store, chosen.id, dataset=chosen.dataset_id, by=_signed(author))
    return reply.json(show_worked(worked, store.snapshot()))


@router.post("/{segment}/copy", response_model=shown.WorkedSegment)
def copy_segment(segment: int, request: CopyRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Copy a segment under another name; one journal entry."""
    chosen = segment_by_id(store.snapshot(), segment)
    worked = segment_work.copy_segment(
        store, chosen.id, request.name, frozen=request.frozen, dataset=chosen.dataset_id, by=_signed(author)
    )
    return reply.json(show_worked(worked, store.snapshot()))


@router.get("/{segment}/items", response_model=shown.SegmentItemStates)
def list_segment_items(
    segment: int, store: Store, reply: Replies, level: Annotated[Level, Query()] = Level.ANNOTATION
) -> Response:
    """The items of a frozen segment at a level: what is wrong with each, and which are done."""
    snapshot = store.snapshot()

    def make() -> shown.SegmentItemStates:
        rows = items_of(snapshot, segment_by_id(snapshot, segment)).to_pydict()
        own = [at for at, found in enumerate(rows["level"]) if found == level.value]
        ids, error, done = ([rows[name][at] for at in own] for name in ("id", "error", "done"))
        return {"ids": ids, "error": error, "done": done}

    return reply.json_of(snapshot.key, make)


@router.get("/{segment}/changes", response_model=shown.SegmentChanges)
def list_segment_changes(
    segment: int,
    store: Store,
    reply: Replies,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=0, le=200)] = 50,
) -> Response:
    """What became of the labels in the images of a frozen segment since its items came in: old and new of each."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key,
        lambda: show_changes(
            segment_changes(snapshot, segment_by_id(snapshot, segment)), snapshot, offset=offset, limit=limit
        ),
    )


@router.post("/{segment}/done", response_model=shown.WorkedSegment)
def tick_segment_items(segment: int, request: TickRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Say that items are done, or that they are not; one journal entry."""
    chosen = segment_by_id(store.snapshot(), segment)
    ticked = tick_items(
        store,
        items_in(request, store),
        done=request.done,
        segment=chosen.id,
        dataset=chosen.dataset_id,
        by=_signed(author),
    )
    return reply.json(show_worked(segment_work.Worked(ticked.segment, ticked.change), store.snapshot()))


@router.get("/{segment}/insights", response_model=shown.SegmentInsights)
def get_segment_insights(segment: int, store: Store, reply: Replies) -> Response:
    """What is in a segment: how much, of which classes, how the newest evaluated run does in it, what leaks."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key, lambda: show_insights(segment_insights(snapshot, segment_by_id(snapshot, segment)))
    )


@router.get("/{segment}/apart", response_model=list[Facet])
def list_what_sets_apart(segment: int, store: Store, reply: Replies) -> Response:
    """The fields whose values lie otherwise in the segment than in the whole set, the greatest difference first."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key, lambda: [show_facet(one.facet) for one in set_apart(snapshot, segment_by_id(snapshot, segment))]
    )


@router.get(
    "/{segment}/export/{form}",
    response_class=Response,
    responses={200: {"description": "The file.", "content": {"application/octet-stream": {}}}},
)
def export_segment(segment: int, form: ItemsForm, store: Store) -> StreamingResponse:
    """What is in a segment, item by item, as a file made as it goes: CSV, JSON, or a zip of crops."""
    snapshot = store.snapshot()
    chosen = segment_by_id(snapshot, segment)
    name = quote(file_name(chosen, form))
    return StreamingResponse(
        write_items(list_items(snapshot, chosen), form),
        media_type=_MEDIA[form],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _signed(author: str) -> Signature:
    return Signature(author, source="web")
