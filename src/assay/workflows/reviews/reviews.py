"""Reviews: open one on a question, and tell how far it is (H2, H5, V3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assay.arrays import Flags, Ids
from assay.errors import ChoiceInvalid, NotFound, QueryError
from assay.model.level import Level
from assay.model.review import REVIEWED, VERDICTS, Grouping, Review, ReviewQuestion, ReviewState
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.search import ask
from assay.workflows.reviews.items import Classed, items_of
from assay.workflows.reviews.state import NO_IDS, review_state, touched
from assay.workflows.reviews.state import ReviewState as Stands


@dataclass(frozen=True, slots=True)
class ClassProgress:
    """How far the items of one class are; None for those without one."""

    category_id: int | None
    total: int
    marked: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far a review is.

    total : items that its question lists now. marked : those with a verdict that was not applied. looked_at : those
    that somebody saw or judged. elsewhere : verdicts on items that are not listed any more. applied : verdicts that
    were applied. problem : why the question cannot be asked any more; empty when it can.
    """

    state: ReviewState
    total: int
    marked: int
    looked_at: int
    elsewhere: int
    applied: int
    by_class: tuple[ClassProgress, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """The n verdicts that wait to be applied, or what of them changed.

    ids ascending; verdict : codes of `VERDICTS`, 0 where one was taken away or applied since; category_id : -1 without
    a class; by : place in `authors`. seen, unseen : ids that were looked at, and that are no longer taken to be.
    since : ask with it for what happens later. changes : the changes in force that applied verdicts: where they are
    others than before, ask for everything.
    """

    ids: Ids
    verdict: Ids
    category_id: Ids
    by: Ids
    authors: tuple[str, ...]
    seen: Ids
    unseen: Ids
    applied: Ids
    since: int
    changes: tuple[int, ...]


def open_review(
    store: Store,
    query: str = "",
    *,
    level: Level = Level.ANNOTATION,
    dataset: str | int | None = None,
    run: str | int | None = None,
    group: Grouping | None = Grouping.CLASS,
    author: str = "",
    anew: bool = False,
) -> Review:
    """The review of what `query` lists; one that was begun goes on, with all that was said, unless `anew`.

    Raises
    ------
    QueryError : the query is wrong; its span says where.
    NotFound : there is no such dataset or run.
    ChoiceInvalid : suspects are decided, not reviewed.
    """
    if level not in REVIEWED:
        raise ChoiceInvalid(f"Rows of level {level.value!r} are not reviewed.", hint="Choose labels, or images.")
    question = ask(store.snapshot(), query, level=level, dataset=dataset, run=run)
    asked = ReviewQuestion(question.scope.dataset_id, question.scope.run_id, level, question.canonical)
    return store.reviews.open(asked, group=group, author=author, anew=anew)


def list_reviews(store: Store, dataset: str | int | None = None) -> list[Review]:
    """The reviews of a dataset, oldest first."""
    return store.reviews.of_dataset(store.snapshot().dataset(dataset).id)


def state_of(store: Store, review: Review, snapshot: Snapshot | None = None) -> Stands:
    """Where a review stands."""
    applications = (snapshot or store.snapshot()).applications(review.id)
    return review_state(store.reviews.log(review.id), applications)


def progress_of(store: Store, review: Review) -> ReviewProgress:
    """How far a review is, over all and by class, in order of class id."""
    snapshot = store.snapshot()
    stands, problem = state_of(store, review, snapshot), ""
    try:
        items = items_of(snapshot, review)
    except (QueryError, NotFound) as error:
        items, problem = Classed(NO_IDS, NO_IDS), str(error)
    marked, looked_at = np.isin(items.ids, stands.pending.ids), np.isin(items.ids, stands.looked_at)
    waits = len(stands.pending.ids)
    return ReviewProgress(
        ReviewState.APPLIED if stands.changes and not waits else ReviewState.OPEN,
        len(items.ids),
        int(marked.sum()),
        int(looked_at.sum()),
        waits - int(marked.sum()),
        len(stands.applied),
        _by_class(items.classes, marked, looked_at),
        problem,
    )


def verdicts_of(store: Store, review: Review, *, since: int | None = None) -> Verdicts:
    """The verdicts of a review that wait; with `since`, only of what was said after that event."""
    stands = state_of(store, review)
    log, pending = stands.pending.log, stands.pending
    authors = tuple(sorted({event.by.author for event in log}))
    place = np.array([authors.index(event.by.author) for event in log], np.int64)
    if since is None:
        ids, seen, unseen, applied = pending.ids, stands.seen, NO_IDS, stands.applied
    else:
        ids, looked = touched((event for event in log if event.id > since), log)
        seen, unseen = np.intersect1d(looked, stands.seen), np.setdiff1d(looked, stands.seen)
        applied = NO_IDS
    verdict, category_id, by = np.zeros(len(ids), np.int64), np.full(len(ids), -1), np.zeros(len(ids), np.int64)
    there = pending.of(ids)
    at = np.searchsorted(ids, there.ids)
    verdict[at], category_id[at], by[at] = there.verdict, there.category_id, place[there.by]
    return Verdicts(
        ids, verdict, category_id, by, authors, seen, unseen, applied, since=stands.last, changes=stands.changes
    )


def verdict_rows(store: Store, review: Review) -> list[dict[str, Any]]:
    """`id`, `verdict`, `label` (the class that a relabel gives) and `author` of each verdict that waits, by id."""
    found = verdicts_of(store, review)
    names = {category.id: category.name for category in store.snapshot().categories(review.question.dataset_id)}
    columns = (found.ids, found.verdict, found.category_id, found.by)
    return [
        {"id": id, "verdict": VERDICTS[code - 1].value, "label": names.get(category), "author": found.authors[by]}
        for id, code, category, by in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _by_class(classes: Ids, marked: Flags, looked_at: Flags) -> tuple[ClassProgress, ...]:
    present, place = np.unique(classes, return_inverse=True)
    counts = [
        np.bincount(place[chosen], minlength=len(present)).tolist()
        for chosen in (np.ones(len(classes), np.bool_), marked, looked_at)
    ]
    return tuple(
        ClassProgress(None if category < 0 else category, *numbers)
        for category, *numbers in zip(present.tolist(), *counts, strict=True)
    )
