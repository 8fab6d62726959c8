"""The time log of a review: how fast, where the time went, and how far two reviewers agree (V3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assay.evaluation.classification import cohen_kappa
from assay.model.review import Review
from assay.store.id_ranges import distinct
from assay.store.reviews import EventKind, Log, StoredEvent
from assay.store.store import Store
from assay.workflows.reviews.items import Classed
from assay.workflows.reviews.state import NO_IDS, fold

PAUSE_MS = 60_000
"""Who says nothing for longer did something else meanwhile."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many items one reviewer looked at, in how many seconds without pauses."""

    author: str
    items: int
    seconds: float

    @property
    def items_per_minute(self) -> float:
        """NaN where no time was measured."""
        return _per_minute(self.items, self.seconds)


@dataclass(frozen=True, slots=True)
class ClassTime:
    """How long the items of one class took; None for those without one. The class is that of when it was judged."""

    category_id: int | None
    items: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers over the `items` that both judged, in any review of the question.

    alike : the share that they judge alike, NaN without items. kappa : Cohen's, NaN where chance agrees always.
    """

    first: str
    second: str
    items: int
    alike: float
    kappa: float


@dataclass(frozen=True, slots=True)
class ReviewTimes:
    """The time log of one review, and the agreement of its reviewers."""

    by_author: tuple[Pace, ...]
    by_class: tuple[ClassTime, ...]
    agreement: tuple[Agreement, ...]

    @property
    def items(self) -> int:
        """Items looked at; those of two reviewers count twice."""
        return sum(pace.items for pace in self.by_author)

    @property
    def seconds(self) -> float:
        """Time spent by all together."""
        return sum(pace.seconds for pace in self.by_author)

    @property
    def items_per_minute(self) -> float:
        """NaN where no time was measured."""
        return _per_minute(self.items, self.seconds)


def times_of(store: Store, review: Review) -> ReviewTimes:
    """The time log of a review.

    The time between two events of a reviewer is that of the later one's items, in equal parts; a pause of more than a
    minute is nobody's. What was taken back took its time all the same.
    """
    log = store.reviews.log(review.id)
    spent = _spent(log)
    alike = [other for other in store.reviews.of_dataset(review.question.dataset_id) if _same(other, review)]
    logs = sorted((event for other in alike for event in store.reviews.log(other.id)), key=lambda event: event.id)
    return ReviewTimes(_paces(log, spent), _class_times(log, spent), agreements(logs))


def agreements(events: Sequence[StoredEvent]) -> tuple[Agreement, ...]:
    """The agreement of each two reviewers, by name. Items seen and left unmarked were judged right."""
    by_author = {
        author: _opinions(tuple(event for event in events if event.by.author == author))
        for author in sorted({event.by.author for event in events})
    }
    return tuple(
        _agreement(first, second, by_author[first], by_author[second]) for first, second in combinations(by_author, 2)
    )


def _same(one: Review, other: Review) -> bool:
    return one.question == other.question


def _opinions(log: Log) -> Classed:
    """What one reviewer says of each item, as a number: 0 right, else verdict and class."""
    standing, seen = fold(log)
    right = np.setdiff1d(seen, standing.ids)
    ids = np.concatenate([standing.ids, right])
    codes = np.concatenate([standing.verdict * (1 << 32) + standing.category_id + 1, np.zeros(len(right), np.int64)])
    order = np.argsort(ids)
    return Classed(ids[order], codes[order])


def _agreement(first: str, second: str, ours: Classed, theirs: Classed) -> Agreement:
    both = np.intersect1d(ours.ids, theirs.ids)
    one, other = ours.of(both), theirs.of(both)
    codes, place = np.unique(np.concatenate([one, other]), return_inverse=True)
    cells = place[: len(both)] * len(codes) + place[len(both) :]
    counts = np.bincount(cells, minlength=len(codes) ** 2).reshape(len(codes), len(codes))
    alike = float((one == other).mean()) if len(both) else float("nan")
    return Agreement(first, second, len(both), alike, float(cohen_kappa(counts)))


def _spent(log: Log) -> NDArray[np.float64]:
    """(events,) seconds that each event took."""
    spent = np.zeros(len(log))
    for author in {event.by.author for event in log}:
        at = np.array([place for place, event in enumerate(log) if event.by.author == author], np.int64)
        moments = np.array([log[place].at for place in at], np.int64)
        order = np.argsort(moments, kind="stable")
        gaps = np.diff(moments[order], prepend=moments[order[:1]])
        spent[at[order]] = np.where(gaps <= PAUSE_MS, gaps, 0) / 1_000
    return spent


def _paces(log: Log, spent: NDArray[np.float64]) -> tuple[Pace, ...]:
    found = []
    for author in sorted({event.by.author for event in log}):
        at = [place for place, event in enumerate(log) if event.by.author == author]
        items = len(distinct(NO_IDS, *(log[place].ids for place in at)))
        found.append(Pace(author, items, float(spent[at].sum())))
    return tuple(found)


def _class_times(log: Log, spent: NDArray[np.float64]) -> tuple[ClassTime, ...]:
    said = [at for at, event in enumerate(log) if event.kind is not EventKind.TAKE_BACK and len(event.ids)]
    if not said:
        return ()
    lengths = np.array([len(log[at].ids) for at in said])
    seconds = np.repeat(spent[said] / lengths, lengths)
    ids, classes = (np.concatenate([getattr(log[at], name) for at in said]) for name in ("ids", "classes"))
    present, place = np.unique(classes, return_inverse=True)
    sums = np.bincount(place, seconds).tolist()
    span = int(ids.max()) + 1
    items = np.bincount(distinct(place * span + ids) // span, minlength=len(present)).tolist()
    return tuple(
        ClassTime(None if category < 0 else category, count, total)
        for category, count, total in zip(present.tolist(), items, sums, strict=True)
    )


def _per_minute(items: int, seconds: float) -> float:
    return 60 * items / seconds if seconds else float("nan")
