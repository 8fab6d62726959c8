"""The health report of a dataset."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server.deps import Replies, Store
from assay.server.replies import health as replies
from assay.server.show.health import show_health
from assay.workflows.health.report import health

router = APIRouter(prefix="/api", tags=["datasets"])


@router.get("/health", response_model=replies.Health)
def get_health(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """What the data is, and what is wrong with it, worst first; a check that cannot tell says what to do."""
    snapshot = store.snapshot()
    return reply.json_of(snapshot.key, lambda: show_health(health(snapshot, dataset=dataset, run=run), snapshot))
