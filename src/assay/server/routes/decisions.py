"""What people say of suspected errors: decide them, check how many are real, say what each kind is worth."""

from __future__ import annotations

from fastapi import Response

from assay.model.signature import Signature
from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.requests import DecideRequest, SpotCheckRequest, WorthRequest
from assay.server.routers import api_router
from assay.server.show.changes import show_result
from assay.server.show.spot_checks import show_precisions, show_spot_check, show_worths
from assay.server.work_deps import Upkeep
from assay.workflows.explore.catalog import scope_of
from assay.workflows.inbox import set_worth
from assay.workflows.issues.decide_issues import Decision
from assay.workflows.issues.decide_issues import decide_issues as decide
from assay.workflows.issues.spot_check import draw_spot_check, spot_check

router = api_router("/api/issues", tag="issues")


@router.post("/decide", response_model=replies.ChangeResult)
def decide_issues(request: DecideRequest, store: Store, author: Author, upkeep: Upkeep, reply: Replies) -> Response:
    """Accept the suggestions of issues, keep their labels, or give the labels another class."""
    by = Signature(author, request.reason, "web")
    change = decide(store, request.ids, Decision(request.decision), category=request.class_id, by=by)
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.get("/precision", response_model=replies.Precisions)
def get_precision(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """How many of the suspects are real errors: of the whole list, of each kind and of each detector."""
    snapshot = store.snapshot()
    scope = scope_of(snapshot, dataset, run)
    return reply.json_of(snapshot.key, lambda: show_precisions(snapshot, scope))


@router.post("/spot-checks", response_model=replies.SpotCheck)
def begin_spot_check(request: SpotCheckRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Draw open suspects at random, to be judged."""
    drawn = draw_spot_check(
        store,
        dataset=request.dataset,
        run=request.run,
        kind=request.kind,
        size=request.size,
        by=Signature(author, source="web"),
    )
    return reply.json(show_spot_check(drawn, store.snapshot()))


@router.get("/spot-checks/{check}", response_model=replies.SpotCheck)
def get_spot_check(check: int, store: Store, reply: Replies) -> Response:
    """A spot check and what is left of it."""
    snapshot = store.snapshot()
    return reply.json(show_spot_check(spot_check(snapshot, check), snapshot))


@router.get("/worths", response_model=list[replies.KindWorth])
def list_worths(dataset: int, store: Store, reply: Replies) -> Response:
    """What mending an error of each kind is worth: the order of the inbox goes by it."""
    snapshot = store.snapshot()
    return reply.json(show_worths(snapshot, dataset))


@router.put("/worths", response_model=list[replies.KindWorth])
def change_worth(request: WorthRequest, store: Store, reply: Replies) -> Response:
    """Say what mending an error of a kind is worth."""
    set_worth(store, request.kind, request.worth, dataset=request.dataset)
    return reply.json(show_worths(store.snapshot(), request.dataset))
