"""Reviews: say what is wrong with labels, quickly and by several people, then apply all of it at once."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from fastapi import Response

from assay.arrays import Ids
from assay.model.review import Reviewer
from assay.model.signature import Signature
from assay.server.deps import Author, Replies, Store
from assay.server.replies import reviews as replies
from assay.server.review_requests import (
    ApplyReviewRequest,
    ClaimRequest,
    ClassNoteRequest,
    CollectWrongRequest,
    EventsRequest,
    MarksRequest,
    OpenReviewRequest,
    SittingRequest,
)
from assay.server.routers import api_router
from assay.server.show import reviews as show
from assay.server.work_deps import Upkeep
from assay.workflows.edits import class_notes
from assay.workflows.reviews import apply_review, reviews
from assay.workflows.reviews import chunks as review_chunks
from assay.workflows.reviews import marks as review_marks
from assay.workflows.reviews.events import record_events
from assay.workflows.reviews.times import times_of

router = api_router("/api/reviews", tag="reviews")
notes = api_router("/api/classes", tag="classes")


@router.post("", response_model=replies.ReviewDetail)
def open_review(request: OpenReviewRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Open a review of what a query lists; one of the same rows that was begun goes on."""
    review = reviews.open_review(
        store,
        request.query,
        level=request.level,
        dataset=request.dataset,
        run=request.run,
        group=request.group,
        author=author,
        anew=request.anew,
    )
    return reply.json(show.show_detail(store, review, None))


@router.get("", response_model=list[replies.Review])
def list_reviews(dataset: int, store: Store, reply: Replies) -> Response:
    """The reviews of a dataset, oldest first."""
    return reply.json([show.show_review(review) for review in reviews.list_reviews(store, dataset)])


@router.get("/{review}", response_model=replies.ReviewDetail)
def get_review(review: int, store: Store, author: Author, reply: Replies, sitting: str = "") -> Response:
    """A review, how far it is, and the chunk that the sitting holds."""
    found = store.reviews.find(review)
    chunk = review_chunks.chunk_of(store, found, by=Reviewer(author, sitting), now=_now())
    return reply.json(show.show_detail(store, found, chunk))


@router.delete("/{review}", response_model=replies.Review)
def delete_review(review: int, store: Store, reply: Replies) -> Response:
    """Forget a review and what was said in it; what was applied stays applied. The reply is what it was."""
    found = store.reviews.find(review)
    store.reviews.delete(review)
    return reply.json(show.show_review(found))


@router.get("/{review}/verdicts", response_model=replies.ReviewVerdicts)
def get_verdicts(review: int, store: Store, reply: Replies, since: int | None = None) -> Response:
    """The verdicts that wait to be applied; with `since`, what was said after that event."""
    return reply.json(show.show_verdicts(reviews.verdicts_of(store, store.reviews.find(review), since=since)))


@router.post("/{review}/events", response_model=replies.RecordedEvents)
def take_events(review: int, request: EventsRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Take what a reviewer said. It is on the disk when the reply comes; sent again, it counts once."""
    by = Reviewer(author, request.sitting)
    done = record_events(store, review, [event.event() for event in request.events], by=by)
    review_chunks.renew_chunk(store, review, by=by, now=_now())
    return reply.json(show.show_recorded(store, store.reviews.find(review), done))


@router.post("/{review}/claim", response_model=replies.ReviewChunk)
def claim_chunk(review: int, request: ClaimRequest, store: Store, author: Author, reply: Replies) -> Response:
    """The chunk that this sitting holds, else the next items that nobody looked at or holds."""
    by = Reviewer(author, request.sitting)
    claim = review_chunks.claim_chunk(store, store.reviews.find(review), by=by, now=_now(), size=request.size)
    return reply.json(show.show_claim(claim))


@router.post("/{review}/release", response_model=replies.ReviewDetail)
def release_chunk(review: int, request: SittingRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Give back what the sitting holds; also sent by a page that is left."""
    found = store.reviews.find(review)
    review_chunks.release_chunk(store, review, by=Reviewer(author, request.sitting), now=_now())
    return reply.json(show.show_detail(store, found, None))


@router.post("/{review}/preview", response_model=replies.ReviewPreview)
def preview_review(review: int, request: ApplyReviewRequest, store: Store, reply: Replies) -> Response:
    """What applying would do. Changes nothing."""
    plan = apply_review.preview_review(store, store.reviews.find(review), ids=_ids(request))
    return reply.json(show.show_plan(plan))


@router.post("/{review}/apply", response_model=replies.AppliedReview)
def apply(  # noqa: PLR0917 - the framework gives them by name
    review: int, request: ApplyReviewRequest, store: Store, author: Author, upkeep: Upkeep, reply: Replies
) -> Response:
    """Write the verdicts into the dataset as one journal entry; undo brings labels and verdicts back."""
    found, by = store.reviews.find(review), Signature(author, request.reason, "web")
    done = apply_review.apply_review(store, found, ids=_ids(request), by=by)
    upkeep.after_edit()
    return reply.json(show.show_applied(store, found, done))


@router.post("/{review}/segment", response_model=replies.CollectedWrong)
def collect_wrong(review: int, request: CollectWrongRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Put what is marked wrong into a data-quality segment."""
    found, by = store.reviews.find(review), Signature(author, request.reason, "web")
    done = apply_review.collect_wrong(store, found, segment=request.segment, ids=_ids(request), by=by)
    return reply.json(show.show_collected(store, done))


@router.get("/{review}/times", response_model=replies.ReviewTimes)
def get_times(review: int, store: Store, reply: Replies) -> Response:
    """The time log: items per minute, time by class and person, and how far two people agree."""
    return reply.json(show.show_times(times_of(store, store.reviews.find(review))))


@router.get("/{review}/marks.json", response_model=dict[str, Any])
def save_marks(review: int, store: Store, reply: Replies) -> Response:
    """The marks as a file, which `marks` reads."""
    return reply.json(review_marks.marks_of(store, store.reviews.find(review)))


@router.post("/{review}/marks", response_model=replies.LoadedMarks)
def load_marks(review: int, request: MarksRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Read a file of marks in; items that are marked otherwise are conflicts, and left unless forced."""
    found = store.reviews.find(review)
    done = review_marks.load_marks(store, found, request.marks, by=Reviewer(author), now=_now(), force=request.force)
    return reply.json(show.show_loaded(store, found, done))


@notes.get("/{category}/note", response_model=replies.ClassNote)
def get_note(category: int, store: Store, reply: Replies) -> Response:
    """What was noted on a class; empty where nothing was."""
    return reply.json(show.show_note(class_notes.class_note(store.snapshot(), category)))


@notes.put("/{category}/note", response_model=replies.ClassNote)
def put_note(category: int, request: ClassNoteRequest, store: Store, reply: Replies) -> Response:
    """Note what a class is."""
    return reply.json(show.show_note(class_notes.set_class_note(store, category, request.text, request.exemplars)))


def _ids(request: ApplyReviewRequest) -> Ids | None:
    return None if request.ids is None else np.array(request.ids, np.int64)


def _now() -> int:
    return time.time_ns() // 1_000_000
