"""Take what reviewers say: safe at once, counted once however often it is sent, never over the word of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.arrays import Ids
from assay.model.level import Level
from assay.model.review import VERDICTS, Look, Mark, Review, Reviewer, ReviewEvent, TakeBack, Verdict
from assay.store.id_ranges import distinct
from assay.store.reviews import EventKind, Log, StoredEvent
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.reviews.items import classes_now
from assay.workflows.reviews.state import NO_IDS, Standing, fold


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item of which another reviewer says otherwise; what they say stands. `verdict` is theirs."""

    id: int
    author: str
    verdict: Verdict
    category_id: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that means nothing here, and why."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of some events: how many were new and taken, and what of them was not; `last` is the newest event."""

    taken: int
    conflicts: tuple[Conflict, ...]
    refused: tuple[Refused, ...]
    last: int


def record_events(store: Store, review_id: int, events: Sequence[ReviewEvent], *, by: Reviewer) -> Recorded:
    """Take events of one reviewer, in their order; when this returns they are on the disk.

    An event that was taken before is not taken again. Of items of which another reviewer says otherwise nothing is
    taken (`Conflict`) unless it was forced or was known; of the others of the same event it is. No event stops others.

    Raises
    ------
    NotFound : there is no such review.
    """
    review = store.reviews.find(review_id)
    judge = _Judge(review, store.snapshot(), by, events)
    log = store.reviews.append(review_id, judge.all)
    return Recorded(len(judge.new), tuple(judge.conflicts), tuple(judge.refused), log[-1].id if log else 0)


class _Judge:
    """Goes through the events of one reviewer, beside the log as it stands."""

    def __init__(self, review: Review, snapshot: Snapshot, by: Reviewer, events: Sequence[ReviewEvent]) -> None:
        self._level, self._by, self._events = review.question.level, by, events
        self._categories = {category.id for category in snapshot.categories(review.question.dataset_id)}
        spoken_of = [distinct(event.ids) for event in events if not isinstance(event, TakeBack)]
        self._now = classes_now(snapshot, self._level, distinct(NO_IDS, *spoken_of))
        self.new: list[StoredEvent] = []
        self.conflicts: list[Conflict] = []
        self.refused: list[Refused] = []
        self._known: dict[str, StoredEvent] = {}
        self._others: _Others | None = None

    def all(self, log: Log) -> list[StoredEvent]:
        """Those of the events that are new."""
        self._known = {event.key: event for event in log}
        has_others = any(event.by != self._by for event in log)
        for event in self._events:
            why = self._fault(event)
            if why:
                self.refused.append(Refused(event.key, why))
                continue
            if has_others and self._others is None:
                self._others = _Others((*log, *self.new), self._by)
            self._hear(event)
        return self.new

    def _fault(self, event: ReviewEvent) -> str:
        """Why an event cannot be taken; empty when it can."""
        if isinstance(event, TakeBack):
            target = self._known.get(event.target)
            if target is None:
                return "What it takes back is not known here."
            return "" if target.by.author == self._by.author else f"It was {target.by.author} who said that."
        if isinstance(event, Look):
            return ""
        if event.verdict is Verdict.DELETE and self._level is Level.PREDICTION:
            return "A prediction cannot be deleted; mark it wrong."
        if event.verdict is Verdict.RELABEL and event.category_id not in self._categories:
            return f"There is no class {event.category_id} in this dataset."
        return ""

    def _hear(self, event: ReviewEvent) -> None:
        known = self._known.get(event.key)
        ids = NO_IDS if isinstance(event, TakeBack) else distinct(event.ids)
        if known is not None and not isinstance(event, Mark):
            return
        if isinstance(event, Mark) and self._others is not None:
            if known is not None:
                ids = np.setdiff1d(ids, known.ids)  # sent again: what was a conflict then may be one still
            against = self._others.against(event, ids)
            self.conflicts.extend(conflicts_of(against))
            ids = np.setdiff1d(ids, against.ids, assume_unique=True)
            if known is None:
                self._others.overrule(ids)
        if known is None:
            self._take(event, ids)

    def _take(self, event: ReviewEvent, ids: Ids) -> None:
        mark = event if isinstance(event, Mark) else None
        stored = StoredEvent(
            event.key,
            event.at,
            self._by,
            _KINDS[type(event)],
            ids,
            self._now.of(ids),
            verdict=0 if mark is None else _code(mark.verdict),
            category_id=mark.category_id if mark is not None and mark.verdict is Verdict.RELABEL else None,
            target=event.target if isinstance(event, TakeBack) else None,
        )
        self.new.append(stored)
        self._known[event.key] = stored
        if stored.kind is EventKind.TAKE_BACK:
            self._others = None  # another's word may stand again


class _Others:
    """What other people, and the same person in another sitting, say of the items."""

    def __init__(self, log: Log, by: Reviewer) -> None:
        standing, _ = fold(log)
        theirs = np.array([event.by != by for event in log], np.bool_)
        self._standing = standing.take(theirs[standing.by])
        self._said_at = self._standing.event_ids
        self._is_another = np.array([event.by.author != by.author for event in log], np.bool_)[self._standing.by]
        self._overruled = np.zeros(len(self._standing.ids), np.bool_)

    def against(self, mark: Mark, ids: Ids) -> Standing:
        """What of these items stands otherwise, and was not known to who marks them."""
        at = self._places(ids)
        there = self._standing.take(at)
        differs = (there.verdict != _code(mark.verdict)) | (there.category_id != _class_of(mark))
        # Without `since` the marks of one's own last sitting are known, and those of another person are not.
        is_news = self._is_another[at] if mark.since is None else self._said_at[at] > mark.since
        return there.take(differs & is_news & ~self._overruled[at] & (not mark.force))

    def overrule(self, ids: Ids) -> None:
        """Something else was said of these since."""
        self._overruled[self._places(ids)] = True

    def _places(self, ids: Ids) -> Ids:
        """Where those of `ids` stand of which others say something."""
        if not len(self._standing.ids):
            return NO_IDS
        at = np.searchsorted(self._standing.ids, ids).clip(max=len(self._standing.ids) - 1)
        places: Ids = at[self._standing.ids[at] == ids]
        return places


_KINDS: dict[type, EventKind] = {Mark: EventKind.MARK, Look: EventKind.LOOK, TakeBack: EventKind.TAKE_BACK}


def conflicts_of(against: Standing) -> list[Conflict]:
    """What stands, as conflicts."""
    rows = zip(against.ids.tolist(), against.verdict.tolist(), against.category_id.tolist(), against.by, strict=True)
    return [
        Conflict(id, against.log[by].by.author, VERDICTS[verdict - 1], None if category < 0 else category)
        for id, verdict, category, by in rows
    ]


def _code(verdict: Verdict | None) -> int:
    return 0 if verdict is None else VERDICTS.index(verdict) + 1


def _class_of(mark: Mark) -> int:
    return mark.category_id if mark.verdict is Verdict.RELABEL and mark.category_id is not None else -1
