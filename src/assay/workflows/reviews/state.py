"""What stands in a review: what its events come to, and which verdicts wait to be applied (H2, H5, V3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assay.arrays import Flags, Ids
from assay.store.id_ranges import distinct
from assay.store.review_applications import Application
from assay.store.reviews import EventKind, Log, StoredEvent

NO_IDS: Ids = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What stands of n items, ascending by id; each has a verdict.

    verdict : codes of `VERDICTS`. category_id : the class that a relabel gives, else -1. was : the class each had when
    it was judged, -1 without one. by : place in `log` of the event that says so.
    """

    log: Log
    ids: Ids
    verdict: Ids
    category_id: Ids
    was: Ids
    by: Ids

    def take(self, chosen: Flags | Ids) -> Standing:
        """Some of them."""
        columns = (self.ids, self.verdict, self.category_id, self.was, self.by)
        return Standing(self.log, *(column[chosen] for column in columns))

    def of(self, ids: Ids) -> Standing:
        """Those of some items."""
        return self.take(np.isin(self.ids, ids))

    @property
    def event_ids(self) -> Ids:
        """(n,) the id of the event that says so."""
        return np.array([event.id for event in self.log], np.int64)[self.by]


@dataclass(frozen=True, slots=True, eq=False)
class ReviewState:
    """Where a review stands.

    pending : verdicts that were not applied. applied : ids whose verdict was. seen : ids that were looked at.
    changes : the changes in force that applied verdicts. last : the newest event's id, 0 before the first.
    """

    pending: Standing
    applied: Ids
    seen: Ids
    changes: tuple[int, ...]
    last: int

    @property
    def looked_at(self) -> Ids:
        """Ids that somebody looked at, ascending: seen on screen, or judged."""
        return distinct(self.seen, self.pending.ids, self.applied)


def review_state(log: Log, applications: Sequence[Application]) -> ReviewState:
    """What the events of a review come to, beside what of it is in force in the dataset."""
    standing, seen = fold(log)
    done = np.zeros(len(standing.ids), np.bool_)
    for applied in applications:
        done |= (standing.event_ids <= applied.upto) & np.isin(standing.ids, applied.ids)
    return ReviewState(
        standing.take(~done),
        standing.ids[done],
        seen,
        tuple(applied.change_id for applied in applications),
        log[-1].id if log else 0,
    )


def fold(log: Log) -> tuple[Standing, Ids]:
    """The verdicts that stand, applied or not, and the ids that were looked at.

    Of an item stands what the last event says that was not taken back.
    """
    in_force = events_in_force(log)
    marks = [at for at in in_force if log[at].kind is EventKind.MARK]
    looks = [log[at].ids for at in in_force if log[at].kind is EventKind.LOOK]
    seen = distinct(NO_IDS, *looks)
    return _last_of(log, marks), seen


def events_in_force(log: Log) -> list[int]:
    """Places of the events that were not taken back."""
    stands = [True] * len(log)
    backs = [at for at, event in enumerate(log) if event.kind is EventKind.TAKE_BACK]
    place = {event.key: at for at, event in enumerate(log)} if backs else {}
    for at in reversed(backs):  # what is taken back came before: each is settled when its turn comes
        if stands[at]:
            stands[place[str(log[at].target)]] = False
    return [at for at, standing in enumerate(stands) if standing]


def touched(events: Iterable[StoredEvent], log: Log) -> tuple[Ids, Ids]:
    """Ids that these events of `log` judged or took back, and ids that they looked at or no longer did; ascending."""
    event_of = {event.key: event for event in log}
    found: dict[EventKind, list[Ids]] = {EventKind.MARK: [NO_IDS], EventKind.LOOK: [NO_IDS]}
    for event in events:
        meant = event
        while meant.kind is EventKind.TAKE_BACK:
            meant = event_of[str(meant.target)]
        found[meant.kind].append(meant.ids)
    return distinct(*found[EventKind.MARK]), distinct(*found[EventKind.LOOK])


def _last_of(log: Log, marks: Sequence[int]) -> Standing:
    if not marks:
        return Standing(log, NO_IDS, NO_IDS, NO_IDS, NO_IDS, NO_IDS)
    newest_first = marks[::-1]
    by = np.repeat(np.array(newest_first, np.int64), [len(log[at].ids) for at in newest_first])
    all_ids = np.concatenate([log[at].ids for at in newest_first])
    all_was = np.concatenate([log[at].classes for at in newest_first])
    ids, first = np.unique(all_ids, return_index=True)
    by, was = by[first], all_was[first]
    verdict = np.array([event.verdict for event in log], np.int64)[by]
    category_id = np.array([-1 if event.category_id is None else event.category_id for event in log], np.int64)[by]
    return Standing(log, ids, verdict, category_id, was, by).take(verdict > 0)
