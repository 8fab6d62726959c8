"""Reviews as replies."""

from __future__ import annotations

import numpy as np

from assay.arrays import Ids
from assay.model.class_note import ClassNote
from assay.model.review import Review
from assay.server.replies import reviews as replies
from assay.server.show.changes import show_result
from assay.server.show.segments import show_added
from assay.store.id_ranges import ranges_of
from assay.store.reviews import Chunk
from assay.store.store import Store
from assay.workflows.reviews import times as review_times
from assay.workflows.reviews.apply_review import Applied
from assay.workflows.reviews.chunks import Claim
from assay.workflows.reviews.events import Recorded
from assay.workflows.reviews.marks import LoadedMarks
from assay.workflows.reviews.plan import ReviewPlan, Skipped
from assay.workflows.reviews.reviews import Verdicts, progress_of
from assay.workflows.segments.items import ItemsChange


def show_review(review: Review) -> replies.Review:
    """A review and its question."""
    question = review.question
    return {
        "id": review.id,
        "dataset": question.dataset_id,
        "run": question.run_id,
        "level": question.level,
        "query": question.query,
        "group": review.group,
        "author": review.author,
        "at": review.at.isoformat(),
    }


def show_counts(store: Store, review: Review) -> replies.ReviewCounts:
    """How far a review is now."""
    found = progress_of(store, review)
    return {
        "state": found.state,
        "total": found.total,
        "marked": found.marked,
        "looked_at": found.looked_at,
        "elsewhere": found.elsewhere,
        "applied": found.applied,
        "by_class": [
            {
                "class_id": part.category_id,
                "total": part.total,
                "marked": part.marked,
                "looked_at": part.looked_at,
            }
            for part in found.by_class
        ],
        "problem": found.problem,
    }


def show_detail(store: Store, review: Review, chunk: Chunk | None) -> replies.ReviewDetail:
    """A review, how far it is, and the chunk of who asks."""
    held: replies.ReviewChunk | None = None
    if chunk is not None:
        held = {"number": chunk.number, "of": chunk.number, "until": chunk.until, "ids": chunk.ids.tolist()}
    return {**show_review(review), "counts": show_counts(store, review), "chunk": held}


def show_claim(claim: Claim) -> replies.ReviewChunk:
    """What a sitting holds now."""
    return {"number": claim.number, "of": claim.of, "until": claim.until, "ids": claim.ids.tolist()}


def show_verdicts(found: Verdicts) -> replies.ReviewVerdicts:
    """The verdicts as columns."""
    return {
        "ids": found.ids.tolist(),
        "verdicts": found.verdict.tolist(),
        "class_ids": found.category_id.tolist(),
        "by": found.by.tolist(),
        "authors": list(found.authors),
        "seen": _runs(found.seen),
        "unseen": _runs(found.unseen),
        "applied": _runs(found.applied),
        "since": found.since,
        "changes": list(found.changes),
    }


def show_recorded(store: Store, review: Review, done: Recorded) -> replies.RecordedEvents:
    """What became of events."""
    return {
        "applied": done.taken,
        "conflicts": [
            {"id": one.id, "by": one.author, "verdict": one.verdict, "class_id": one.category_id}
            for one in done.conflicts
        ],
        "refused": [{"key": one.key, "why": one.why} for one in done.refused],
        "since": done.last,
        "counts": show_counts(store, review),
    }


def show_applied(store: Store, review: Review, done: Applied) -> replies.AppliedReview:
    """What was written into the dataset."""
    return {
        "change": None if done.change is None else show_result(done.change, store.snapshot()),
        "done": done.done,
        "wrong": done.wrong,
        "skipped": _skipped(done.skipped),
        "counts": show_counts(store, review),
    }


def show_plan(plan: ReviewPlan) -> replies.ReviewPreview:
    """What would be written."""
    return {
        "relabel": _relabels(plan.before, plan.to),
        "delete": len(plan.delete),
        "accept": _relabels(np.full(len(plan.accept), -1), plan.accept_as),
        "settled": len(plan.settled),
        "wrong": len(plan.wrong),
        "skipped": _skipped(plan.skipped),
    }


def show_collected(store: Store, done: ItemsChange) -> replies.CollectedWrong:
    """What came into the segment."""
    added = show_added(done, store.snapshot())
    return {
        "segment": added["segment"],
        "added": added["added"],
        "already": added["already"],
        "change": added["change"],
    }


def show_times(found: review_times.ReviewTimes) -> replies.ReviewTimes:
    """The time log."""
    return {
        "items": found.items,
        "seconds": found.seconds,
        "items_per_minute": found.items_per_minute,
        "by_author": [
            {
                "author": pace.author,
                "items": pace.items,
                "seconds": pace.seconds,
                "items_per_minute": pace.items_per_minute,
            }
            for pace in found.by_author
        ],
        "by_class": [
            {"class_id": part.category_id, "items": part.items, "seconds": part.seconds} for part in found.by_class
        ],
        "agreement": [
            {"first": pair.first, "second": pair.second, "items": pair.items, "alike": pair.alike, "kappa": pair.kappa}
            for pair in found.agreement
        ],
    }


def show_loaded(store: Store, review: Review, done: LoadedMarks) -> replies.LoadedMarks:
    """What became of the marks of a file."""
    return {
        "added": done.added,
        "same": done.same,
        "seen": done.seen,
        "conflicts": [
            {
                "id": one.id,
                "by": one.author,
                "verdict": one.verdict,
                "class_id": one.category_id,
                "file_verdict": one.file_verdict,
                "file_class_id": one.file_category_id,
            }
            for one in done.conflicts
        ],
        "unknown": [{"row": one.row, "why": one.why} for one in done.unknown],
        "counts": show_counts(store, review),
    }


def show_note(note: ClassNote) -> replies.ClassNote:
    """What a class is."""
    return {"class_id": note.category_id, "text": note.text, "exemplars": list(note.exemplars)}


def _runs(ids: Ids) -> list[tuple[int, int]]:
    return [(first, last) for first, last in ranges_of(ids).tolist()]


def _skipped(skipped: tuple[Skipped, ...]) -> list[replies.SkippedItem]:
    return [{"id": one.id, "why": one.why} for one in skipped]


def _relabels(before: Ids, to: Ids) -> list[replies.RelabelCount]:
    pairs, counts = np.unique(np.stack([before, to], axis=1), axis=0, return_counts=True)
    return [
        {"before": None if first < 0 else first, "to": second, "count": count}
        for (first, second), count in zip(pairs.tolist(), counts.tolist(), strict=True)
    ]
