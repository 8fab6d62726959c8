"""Look-alikes of items and of pictures; duplicates and which of them stay."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response
from starlette.concurrency import run_in_threadpool

from assay.model.signature import Signature
from assay.server import replies
from assay.server.deps import Author, Replies, Store
from assay.server.replies.similar import AskedPicture, DedupePlan, LookAlikes
from assay.server.routers import api_router
from assay.server.show.changes import show_result
from assay.server.show.segments import show_added
from assay.server.show.similar import show_look_alikes, show_plan
from assay.server.similar_requests import DedupeRequest, RemoveDuplicatesRequest, SetAsideRequest, SimilarRequest
from assay.server.work_deps import Upkeep
from assay.workflows.curation.dedupe import remove_duplicates, set_duplicates_aside
from assay.workflows.embeddings.ask_picture import keep_picture, kept_picture, levels_asked
from assay.workflows.embeddings.find_similar import find_similar

router = api_router("/api", tag="similar")

Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
"""SHA-256 of the bytes of a picture."""


@router.post("/similar", response_model=LookAlikes)
def list_look_alikes(request: SimilarRequest, store: Store, reply: Replies) -> Response:
    """The rows of a query that look most like given items."""
    found = find_similar(
        store.snapshot(),
        request.items,
        source=request.source,
        level=request.level,
        query=request.query,
        count=request.limit,
        mean=request.mean,
        dataset=request.dataset,
        run=request.run,
    )
    return reply.json(show_look_alikes(found))


@router.post("/similar/pictures", response_model=AskedPicture)
async def keep_asked_picture(dataset: int, request: Request, store: Store, reply: Replies) -> Response:
    """Take a picture, the body of the request, to ask for what looks like it. 16 MB at most."""
    content = await request.body()
    digest = await run_in_threadpool(keep_picture, store, content, dataset=dataset)
    shown: AskedPicture = {"digest": digest, "levels": levels_asked(store.snapshot(), dataset)}
    return reply.json(shown)


@router.get("/similar/pictures/{digest}", response_class=Response)
def get_asked_picture(digest: Digest, store: Store, size: int = 256) -> Response:
    """A thumbnail of a picture that was taken."""
    picture = kept_picture(store, digest, size=min(max(size, 16), 1024))
    return Response(
        picture.body, media_type=picture.media_type, headers={"Cache-Control": "private, max-age=86400, immutable"}
    )


@router.post("/dedupe", response_model=DedupePlan)
def plan_removal(request: DedupeRequest, store: Store, reply: Replies) -> Response:
    """Groups of near-duplicates, and which of each would stay. Changes nothing."""
    return reply.json(show_plan(request.plan(store.snapshot())))


@router.post("/dedupe/remove", response_model=replies.ChangeResult)
def remove_duplicate_images(
    request: RemoveDuplicatesRequest, store: Store, author: Author, upkeep: Upkeep, reply: Replies
) -> Response:
    """Take the images that go out of the dataset; one journal entry, which undo takes back. No file is touched."""
    change = remove_duplicates(store, request.plan(store.snapshot()), by=Signature(author, request.reason, "web"))
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.post("/dedupe/segment", response_model=replies.AddedItems)
def set_aside(request: SetAsideRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Put the images that would go into a frozen segment, which a new name makes. They stay in the dataset."""
    plan = request.plan(store.snapshot())
    done = set_duplicates_aside(store, plan, request.name, by=Signature(author, source="web"))
    return reply.json(show_added(done, store.snapshot()))
