"""Autotags: tags learnt from examples."""

from __future__ import annotations

from fastapi import Response

from assay.model.signature import Signature
from assay.server import replies
from assay.server.autotag_requests import CreateAutotagRequest, RenameAutotagRequest, RoundRequest, TeachRequest
from assay.server.deps import Author, Replies, Store
from assay.server.nouns import autotag_by_id
from assay.server.replies.autotags import Autotag, AutotagRound, TaughtAutotag
from assay.server.routers import api_router
from assay.server.show.autotags import show_autotag, show_taught
from assay.server.show.changes import show_result
from assay.workflows.autotags import autotags

router = api_router("/api/autotags", tag="autotags")


@router.get("", response_model=list[Autotag])
def list_autotags(dataset: int, store: Store, reply: Replies) -> Response:
    """The autotags of a dataset, with their answers and the spread of their scores."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key, lambda: [show_autotag(facts) for facts in autotags.list_autotags(snapshot, dataset)]
    )


@router.post("", response_model=TaughtAutotag)
def create_autotag(request: CreateAutotagRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Make an autotag from examples; every item gets a score. One journal entry."""
    taught = autotags.create_autotag(
        store,
        request.name,
        request.yes,
        level=request.level,
        no=request.no,
        dataset=request.dataset,
        by=_signed(author),
    )
    return reply.json(show_taught(taught, store.snapshot()))


@router.post("/{autotag}/answers", response_model=TaughtAutotag)
def teach_autotag(autotag: int, request: TeachRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Answer for some items, or take answers back; every score is worked out anew. One journal entry."""
    chosen = autotag_by_id(store.snapshot(), autotag)
    taught = autotags.teach_autotag(
        store,
        chosen.id,
        yes=request.yes,
        no=request.no,
        forget=request.forget,
        dataset=chosen.dataset_id,
        by=_signed(author),
    )
    return reply.json(show_taught(taught, store.snapshot()))


@router.post("/{autotag}/round", response_model=AutotagRound)
def ask_next_round(autotag: int, request: RoundRequest, store: Store, reply: Replies) -> Response:
    """The items that are most worth an answer now. Changes nothing."""
    snapshot = store.snapshot()
    found = autotags.next_round(snapshot, autotag_by_id(snapshot, autotag), count=request.count, skip=request.skip)
    return reply.json({"ids": found.tolist()})


@router.patch("/{autotag}", response_model=TaughtAutotag)
def rename_autotag(
    autotag: int, request: RenameAutotagRequest, store: Store, author: Author, reply: Replies
) -> Response:
    """Give an autotag another name; queries name its scores by that. One journal entry."""
    chosen = autotag_by_id(store.snapshot(), autotag)
    taught = autotags.rename_autotag(store, chosen.id, request.name, dataset=chosen.dataset_id, by=_signed(author))
    return reply.json(show_taught(taught, store.snapshot()))


@router.delete("/{autotag}", response_model=replies.ChangeResult)
def remove_autotag(autotag: int, store: Store, author: Author, reply: Replies) -> Response:
    """Remove an autotag and its scores; one journal entry, which undo takes back."""
    chosen = autotag_by_id(store.snapshot(), autotag)
    change = autotags.remove_autotag(store, chosen.id, dataset=chosen.dataset_id, by=_signed(author))
    return reply.json(show_result(change, store.snapshot()))


def _signed(author: str) -> Signature:
    return Signature(author, source="web")
