"""Apply a review: all that was said becomes one change of the journal, and undo brings the verdicts back (I2, V3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assay.amounts import amount
from assay.arrays import Ids
from assay.errors import ReviewInvalid
from assay.model.change import Change, ChangeKind
from assay.model.level import Level
from assay.model.review import VERDICTS, Review, Verdict
from assay.model.segment_kind import SegmentKind
from assay.model.shape import ShapeKind
from assay.model.signature import NOBODY, Signature
from assay.schema.tables import ANNOTATIONS
from assay.store.id_ranges import distinct
from assay.store.review_applications import Application
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.edits.draft import Draft
from assay.workflows.reviews.items import classes_now, whole_image_labels
from assay.workflows.reviews.plan import ReviewPlan, Skipped, plan_review
from assay.workflows.reviews.state import ReviewState, Standing, review_state
from assay.workflows.segments.items import ItemsChange, add_items
from assay.workflows.segments.segments import named_segment

_WHOLE_IMAGE: dict[str, Any] = dict.fromkeys(ANNOTATIONS.arrow.names) | {
    "kind": ShapeKind.WHOLE_IMAGE.value,
    "is_crowd": False,
    "ignore": False,
}

_NOUNS = {Level.ANNOTATION: "label", Level.PREDICTION: "prediction", Level.IMAGE: "image"}


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying did: `done` items are as their verdicts say; `wrong` ones are only marked, and stay so.

    `skipped` items keep their verdicts. `change` is None where nothing was changed.
    """

    change: Change | None
    done: int
    wrong: int
    skipped: tuple[Skipped, ...]


def preview_review(store: Store, review: Review, *, ids: Ids | None = None) -> ReviewPlan:
    """What `apply_review` would do. Changes nothing."""
    snapshot = store.snapshot()
    stands = review_state(store.reviews.log(review.id), snapshot.applications(review.id))
    return plan_review(snapshot, review, _chosen(stands, ids))


def apply_review(store: Store, review: Review, *, ids: Ids | None = None, by: Signature = NOBODY) -> Applied:
    """Write the verdicts that wait, or those of `ids`, into the dataset as one change.

    A label gets its new class, or is deleted; an accepted prediction becomes a label. For images the class is that of
    the one label of the whole image, which is added where there is none, and a deleted image is taken out of the
    dataset. What was deleted or relabelled since it was judged is skipped. `wrong` alone changes nothing.
    """
    with store.writer() as writer:
        stands = review_state(store.reviews.log(review.id), writer.base.applications(review.id))
        plan = plan_review(writer.base, review, _chosen(stands, ids))
        done = distinct(plan.changed, plan.settled)
        if not len(plan.changed):
            return Applied(None, 0, len(plan.wrong), plan.skipped)
        change = _drafted(writer, plan, review).commit(
            ChangeKind.REVIEW, _title(plan, review), author=by.author, reason=by.reason, source=by.source
        )
        writer.add_application(Application(review.id, change.id, stands.last, done))
        return Applied(change, len(done), len(plan.wrong), plan.skipped)


def collect_wrong(
    store: Store, review: Review, *, segment: str, ids: Ids | None = None, by: Signature = NOBODY
) -> ItemsChange:
    """Put what is marked wrong, and no more, into a data-quality segment by name, made where there is none.

    Raises
    ------
    ReviewInvalid : nothing is marked wrong.
    SegmentInvalid : the segment is a live query.
    """
    snapshot, question = store.snapshot(), review.question
    stands = review_state(store.reviews.log(review.id), snapshot.applications(review.id))
    pending = _chosen(stands, ids)
    wrong = pending.ids[pending.verdict == VERDICTS.index(Verdict.WRONG) + 1]
    there = classes_now(snapshot, question.level, wrong).ids
    if not len(there):
        raise ReviewInvalid("Nothing is marked wrong.", hint="Mark what is wrong first.")
    is_new = named_segment(snapshot, question.dataset_id, segment) is None
    kind = SegmentKind.DATA_QUALITY if is_new else None
    return add_items(store, {question.level: there}, segment=segment, kind=kind, dataset=question.dataset_id, by=by)


def _chosen(stands: ReviewState, ids: Ids | None) -> Standing:
    return stands.pending if ids is None else stands.pending.of(ids)


def _drafted(writer: Writer, plan: ReviewPlan, review: Review) -> Draft:
    draft = Draft(writer)
    if review.question.level is Level.IMAGE:
        _draft_images(draft, writer, plan, review)
        return draft
    if len(plan.relabel):
        draft.relabel(plan.relabel.tolist(), plan.to.tolist())
    if len(plan.delete):
        draft.delete(plan.delete.tolist())
    if len(plan.accept):
        draft.accept(plan.accept.tolist(), plan.accept_as.tolist())
    return draft


def _draft_images(draft: Draft, writer: Writer, plan: ReviewPlan, review: Review) -> None:
    labels = whole_image_labels(writer.base, plan.relabel)
    images = labels["image_id"].to_numpy()
    goal = plan.to[np.searchsorted(plan.relabel, images)]
    if len(images):
        draft.relabel(labels["id"].to_pylist(), goal.tolist())
    bare = ~np.isin(plan.relabel, images)
    blank = _WHOLE_IMAGE | {"dataset_id": review.question.dataset_id}
    pairs = zip(plan.relabel[bare].tolist(), plan.to[bare].tolist(), strict=True)
    added = [blank | {"image_id": image_id, "category_id": category_id} for image_id, category_id in pairs]
    if added:
        draft.copy(added)
    if len(plan.delete):
        draft.remove_images(plan.delete.tolist())


def _title(plan: ReviewPlan, review: Review) -> str:
    """`Review: relabel 12 labels, delete 2 labels`."""
    noun = _NOUNS[review.question.level]
    parts = {"relabel": plan.relabel, "delete": plan.delete, "accept": plan.accept}
    return "Review: " + ", ".join(f"{verb} {amount(len(ids), noun)}" for verb, ids in parts.items() if len(ids))
