"""Suspected errors: how many there are."""

from __future__ import annotations

from fastapi import Response

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.routers import api_router
from assay.server.show.overview import show_summary
from assay.workflows.explore.catalog import scope_of
from assay.workflows.issues.suspects_by_kind import suspects

router = api_router("/api/issues", tag="issues")


@router.get("/summary", response_model=list[replies.IssueSummary])
def summarise_issues(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """How many issues of each kind there are, by state."""
    snapshot = store.snapshot()
    scope = scope_of(snapshot, dataset, run)
    return reply.json_of(snapshot.key, lambda: [show_summary(group) for group in suspects(snapshot, scope)])
