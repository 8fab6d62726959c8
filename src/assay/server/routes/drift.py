"""Drift: how far two sets of rows, of this project or of one beside it, lie apart, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Response

from assay.server.deps import Replies, Store
from assay.server.field_requests import CurrentSide, DriftRequest, DriftSide, OverlayRequest
from assay.server.replies import fields as replies
from assay.server.routers import api_router
from assay.server.show.drift import show_drift, show_overlay
from assay.store.snapshot import Snapshot
from assay.store.store import Store as Project
from assay.workflows.drift.compare import drift
from assay.workflows.drift.overlay import overlay
from assay.workflows.drift.sides import project_beside, projects_beside
from assay.workflows.explore.search import Question, ask

router = api_router("/api/drift", tag="fields")


@router.get("/projects", response_model=list[str])
def list_projects(store: Store, reply: Replies) -> Response:
    """The names of the other projects in the folder of this one; the current side may be a query of one of them."""
    return reply.json([path.name for path in projects_beside(store)])


@router.post("", response_model=replies.DriftReport)
def get_drift(request: DriftRequest, store: Store, reply: Replies) -> Response:
    """How far each field differs between two queries, the strongest effect first."""
    with _sides(store, request) as (reference, current):
        return reply.json(show_drift(drift(reference, current, fields=request.fields)))


@router.post("/field", response_model=replies.DriftOverlay)
def get_drift_overlay(request: OverlayRequest, store: Store, reply: Replies) -> Response:
    """One field of both sides in the same bins, each with the queries that list its rows."""
    with _sides(store, request) as (reference, current):
        return reply.json(show_overlay(overlay(reference, current, request.field, bins=request.bins)))


@contextmanager
def _sides(store: Project, request: DriftRequest) -> Iterator[tuple[Question, Question]]:
    """Both sides understood; the project beside this one is open, and only read, as long as they are needed."""
    snapshot = store.snapshot()
    before = _side(snapshot, request, request.reference)
    if request.current.project is None:
        yield before, _side(snapshot, request, request.current)
        return
    with Project.open(project_beside(store, request.current.project)) as elsewhere:
        yield before, _side(elsewhere.snapshot(), request, request.current)


def _side(snapshot: Snapshot, request: DriftRequest, side: DriftSide) -> Question:
    run = side.run
    if run is None and isinstance(side, CurrentSide) and side.project is not None:
        return ask(snapshot, side.query, level=request.level, dataset=side.dataset)
    if run is None:
        known = {known.id for known in snapshot.runs(snapshot.dataset(side.dataset).id)}
        run = request.run if request.run in known else None
    return ask(snapshot, side.query, level=request.level, dataset=side.dataset, run=run)
