"""The query editor's helpers: checking, colouring, completing, explaining."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.server import replies
from assay.server.deps import Store
from assay.server.requests import CompletionRequest, QueryRequest

router = APIRouter(prefix="/api/query", tags=["queries"])


@router.post("/check", response_model=replies.QueryCheck)
def check_query(request: QueryRequest, store: Store) -> Response:
    """Whether a query is right. A wrong one is an answer, not an error."""


@router.post("/complete", response_model=list[replies.Completion])
def complete_query(request: CompletionRequest, store: Store) -> Response:
    """Ways to go on at the cursor, the likeliest first."""


@router.post("/explain", response_model=list[replies.ClauseCount])
def explain_query(request: QueryRequest, store: Store) -> Response:
    """How many rows each clause of a query lists on its own."""
