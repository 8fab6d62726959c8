"""Suspected errors: count them, decide them, look for them anew."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Author, Conditional, Store
from assay.server.requests import DecideRequest, FindRequest

router = APIRouter(prefix="/api", tags=["issues"])


@router.get("/issues/summary", response_model=list[replies.IssueSummary])
def summarise_issues(dataset: int, store: Store, conditional: Conditional, run: int | None = None) -> Response:
    """How many issues of each kind there are, by state."""


@router.post("/issues/decide", response_model=replies.ChangeResult)
def decide_issues(request: DecideRequest, store: Store, author: Author) -> Response:
    """Accept the suggestions of issues, keep their labels, or give the labels another class."""


@router.post("/find", response_model=replies.FindReport)
def find_issues(request: FindRequest, store: Store) -> Response:
    """Run the detectors anew. Decisions that were made stand."""
