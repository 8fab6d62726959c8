"""Suspected errors: count them, decide them, look for them anew."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Author, Replies, Store, Upkeep
from assay.server.requests import DecideRequest, FindRequest
from assay.server.show.changes import show_result
from assay.server.show.issues import show_report
from assay.server.show.overview import show_summary
from assay.workflows.catalog import scope_of
from assay.workflows.decide_issues import Decision
from assay.workflows.decide_issues import decide_issues as decide
from assay.workflows.edit_labels import Signature
from assay.workflows.find_issues import find_issues as find
from assay.workflows.overview import suspects

router = APIRouter(prefix="/api", tags=["issues"])


@router.get("/issues/summary", response_model=list[replies.IssueSummary])
def summarise_issues(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """How many issues of each kind there are, by state."""
    snapshot = store.snapshot()
    scope = scope_of(snapshot, dataset, run)
    return reply.json_of(snapshot.key, lambda: [show_summary(group) for group in suspects(snapshot, scope)])


@router.post("/issues/decide", response_model=replies.ChangeResult)
def decide_issues(request: DecideRequest, store: Store, author: Author, upkeep: Upkeep, reply: Replies) -> Response:
    """Accept the suggestions of issues, keep their labels, or give the labels another class."""
    by = Signature(author, request.reason, "web")
    change = decide(store, request.ids, Decision(request.decision), category=request.class_id, by=by)
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.post("/find", response_model=replies.FindReport)
def find_issues(request: FindRequest, store: Store, reply: Replies) -> Response:
    """Run the detectors anew. Decisions that were made stand."""
    report = find(store, dataset=request.dataset, run=request.run, kinds=request.kinds)
    return reply.json(show_report(report, store.snapshot()))
