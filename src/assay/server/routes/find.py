"""Look for suspected errors anew."""

from __future__ import annotations

from fastapi import Response

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.requests import FindRequest
from assay.server.routers import api_router
from assay.server.show.find_report import show_report
from assay.workflows.issues.find_issues import find_issues as find

router = api_router("/api", tag="issues")


@router.post("/find", response_model=replies.FindReport)
def find_issues(request: FindRequest, store: Store, reply: Replies) -> Response:
    """Run the detectors anew. Decisions that were made stand."""
    report = find(store, dataset=request.dataset, run=request.run, kinds=request.kinds)
    return reply.json(show_report(report, store.snapshot()))
