"""Segments: queries kept by name, and lists of items."""

from __future__ import annotations

import numpy as np
from fastapi import Response

from assay import __version__
from assay.model.level import Level
from assay.model.signature import Signature
from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.nouns import segment_by_id
from assay.server.perform import selected_ids
from assay.server.requests import AddItemsRequest, SaveSegmentRequest, SegmentItems
from assay.server.routers import api_router
from assay.server.show.changes import show_result
from assay.server.show.segments import show_added, show_removed, show_segment, show_templates
from assay.workflows.segments import items as segment_items
from assay.workflows.segments import segments

router = api_router("/api/segments", tag="segments")


@router.get("", response_model=list[replies.Segment])
def list_segments(dataset: int, store: Store, reply: Replies) -> Response:
    """The segments of a dataset, with how much is in the frozen ones."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key, lambda: [show_segment(facts) for facts in segments.segment_facts(snapshot, dataset)]
    )


@router.get("/kinds", response_model=list[replies.SegmentTemplate])
def list_segment_kinds(reply: Replies) -> Response:
    """What segments are for, and the fields that each kind asks for."""
    return reply.json_of(__version__, show_templates)


@router.post("", response_model=replies.Segment)
def save_segment(request: SaveSegmentRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Keep a query by name, in its canonical form."""
    saved = segments.save_segment(
        store, request.name, request.query, level=request.level, dataset=request.dataset, by=_signed(author)
    )
    return reply.json(show_segment(segments.facts_in(store.snapshot(), saved)))


@router.post("/items", response_model=replies.AddedItems)
def add_items(request: AddItemsRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Add items to a frozen segment, which a new name makes; one journal entry. What it has is not added twice."""
    done = segment_items.add_items(
        store,
        items_in(request, store),
        segment=request.target,
        kind=request.kind,
        fields=request.fields,
        dataset=request.dataset,
        by=_signed(author),
    )
    return reply.json(show_added(done, store.snapshot()))


@router.delete("/{segment}/items", response_model=replies.RemovedItems)
def remove_items(segment: int, request: SegmentItems, store: Store, author: Author, reply: Replies) -> Response:
    """Take items out of a frozen segment; one journal entry. The images, labels and predictions stay."""
    chosen = segment_by_id(store.snapshot(), segment)
    done = segment_items.remove_items(
        store, items_in(request, store), segment=chosen.id, dataset=chosen.dataset_id, by=_signed(author)
    )
    return reply.json(show_removed(done, store.snapshot()))


@router.delete("/{segment}", response_model=replies.ChangeResult)
def delete_segment(segment: int, store: Store, author: Author, reply: Replies) -> Response:
    """Delete a segment; one journal entry. The images and labels it listed stay."""
    chosen = segment_by_id(store.snapshot(), segment)
    change = segments.delete_segment(store, chosen.id, dataset=chosen.dataset_id, by=_signed(author))
    return reply.json(show_result(change, store.snapshot()))


def items_in(request: SegmentItems, store: Store) -> segment_items.Items:
    """The ids that are listed and those of the selection; of suspects, what they speak of."""
    items = {Level.IMAGE: request.image, Level.ANNOTATION: request.annotation, Level.PREDICTION: request.prediction}
    rows = request.rows
    if rows is None:
        return items
    chosen = selected_ids(rows, store)
    fresh = {rows.level: chosen}
    if rows.level is Level.ISSUE:
        fresh = segment_items.subjects_of(store.snapshot(), chosen)
    return {
        level: np.concatenate([np.asarray(ids, np.int64), fresh[level]]) if level in fresh else ids
        for level, ids in items.items()
    }


def _signed(author: str) -> Signature:
    return Signature(author, source="web")
