"""The query editor's helpers: checking, colouring, completing, explaining."""

from __future__ import annotations

from fastapi import Response

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.requests import CompletionRequest, QueryRequest
from assay.server.routers import api_router
from assay.server.show.queries import show_check, show_clauses, show_completions

router = api_router("/api/query", tag="queries")


@router.post("/check", response_model=replies.QueryCheck)
def check_query(request: QueryRequest, store: Store, reply: Replies) -> Response:
    """Whether a query is right. A wrong one is an answer, not an error."""
    snapshot = store.snapshot()
    return reply.json(
        show_check(snapshot, request.query, level=request.level, dataset=request.dataset, run=request.run)
    )


@router.post("/complete", response_model=list[replies.Completion])
def complete_query(request: CompletionRequest, store: Store, reply: Replies) -> Response:
    """Ways to go on at the cursor, the likeliest first."""
    snapshot = store.snapshot()
    return reply.json(
        show_completions(snapshot, request.query, request.cursor, level=request.level, dataset=request.dataset)
    )


@router.post("/explain", response_model=list[replies.ClauseCount])
def explain_query(request: QueryRequest, store: Store, reply: Replies) -> Response:
    """How many rows each clause of a query lists on its own."""
    snapshot = store.snapshot()
    return reply.json(
        show_clauses(snapshot, request.query, level=request.level, dataset=request.dataset, run=request.run)
    )
