"""Segments: queries kept by name."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.nouns import segment_by_id
from assay.server.requests import SaveSegmentRequest
from assay.server.show.segments import show_segment
from assay.workflows import segments

router = APIRouter(prefix="/api/segments", tags=["segments"])


@router.get("", response_model=list[replies.Segment])
def list_segments(dataset: int, store: Store, reply: Replies) -> Response:
    """The segments of a dataset."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key, lambda: [show_segment(segment) for segment in segments.list_segments(snapshot, dataset)]
    )


@router.post("", response_model=replies.Segment)
def save_segment(request: SaveSegmentRequest, store: Store, reply: Replies) -> Response:
    """Keep a query by name, in its canonical form."""
    saved = segments.save_segment(store, request.name, request.query, level=request.level, dataset=request.dataset)
    return reply.json(show_segment(saved))


@router.delete("/{segment}", status_code=204, response_class=Response)
def delete_segment(segment: int, store: Store) -> Response:
    """Forget a segment. The images and labels it listed stay."""
    chosen = segment_by_id(store.snapshot(), segment)
    segments.delete_segment(store, chosen.id, dataset=chosen.dataset_id)
    return Response(status_code=204)
