"""Drift: how far two sets of rows of this project lie apart, field by field."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server.deps import Replies, Store
from assay.server.field_requests import DriftRequest, DriftSide, OverlayRequest
from assay.server.replies import fields as replies
from assay.server.show.drift import show_drift, show_overlay
from assay.store.snapshot import Snapshot
from assay.workflows.drift import drift
from assay.workflows.drift_overlay import overlay
from assay.workflows.search import Question, ask

router = APIRouter(prefix="/api/drift", tags=["fields"])


@router.post("", response_model=replies.DriftReport)
def get_drift(request: DriftRequest, store: Store, reply: Replies) -> Response:
    """How far each field differs between two queries, the strongest effect first."""
    snapshot = store.snapshot()
    found = drift(
        _side(snapshot, request, request.reference), _side(snapshot, request, request.current), fields=request.fields
    )
    return reply.json(show_drift(found))


@router.post("/field", response_model=replies.DriftOverlay)
def get_drift_overlay(request: OverlayRequest, store: Store, reply: Replies) -> Response:
    """One field of both sides in the same bins, each with the queries that list its rows."""
    snapshot = store.snapshot()
    found = overlay(
        _side(snapshot, request, request.reference),
        _side(snapshot, request, request.current),
        request.field,
        bins=request.bins,
    )
    return reply.json(show_overlay(found))


def _side(snapshot: Snapshot, request: DriftRequest, side: DriftSide) -> Question:
    run = side.run
    if run is None:
        known = {known.id for known in snapshot.runs(snapshot.dataset(side.dataset).id)}
        run = request.run if request.run in known else None
    return ask(snapshot, side.query, level=request.level, dataset=side.dataset, run=run)
