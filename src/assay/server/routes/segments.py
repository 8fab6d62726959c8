"""Segments: queries kept by name."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Conditional, Store
from assay.server.requests import SaveSegmentRequest

router = APIRouter(prefix="/api/segments", tags=["segments"])


@router.get("", response_model=list[replies.Segment])
def list_segments(dataset: int, store: Store, conditional: Conditional) -> Response:
    """The segments of a dataset."""


@router.post("", response_model=replies.Segment)
def save_segment(request: SaveSegmentRequest, store: Store) -> Response:
    """Keep a query by name, in its canonical form."""


@router.delete("/{segment}", status_code=204, response_class=Response)
def delete_segment(segment: int, store: Store) -> Response:
    """Forget a segment. The images and labels it listed stay."""
