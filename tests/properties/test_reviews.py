"""Laws of reviews: whatever is said, repeated, forced and taken back by two sittings ends where a dict model ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.model.review import VERDICTS, Look, Mark, Review, Reviewer, ReviewEvent, TakeBack, Verdict
from assay.store.id_ranges import ids_in, pack_ids, pack_values, ranges_of, unpack_ids, unpack_values
from assay.store.store import Store
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.reviews.apply_review import apply_review
from assay.workflows.reviews.events import record_events
from assay.workflows.reviews.reviews import open_review, verdicts_of
from tests.integration.state import state_of
from tests.store_rows import fill

PEOPLE = (Reviewer("ann", "1"), Reviewer("bob", "2"), Reviewer("ann", "3"))
LABELS = 8
IDS = st.lists(st.integers(0, LABELS - 1), max_size=4)
_keys = count()

Said = tuple[Verdict, int | None]


@dataclass
class Model:
    """What stands, told one item at a time, from the whole story each time."""

    story: list[tuple[Reviewer, ReviewEvent]] = field(default_factory=list)

    def hear(self, by: Reviewer, event: ReviewEvent) -> int:
        """Take an event as a person would; how many items are in conflict."""
        known = {said.key: who for who, said in self.story}
        if isinstance(event, TakeBack):
            if event.key not in known and known.get(event.target, Reviewer("")).author == by.author:
                self.story.append((by, event))
            return 0
        if isinstance(event, Look):
            if event.key not in known:
                self.story.append((by, event))
            return 0
        marks = [said for _, said in self.story if isinstance(said, Mark) and said.key == event.key]
        taken_then = {id_ for mark in marks for id_ in mark.ids}
        against = {id_ for id_ in set(event.ids) - taken_then if self._is_against(by, event, id_)}
        if event.key not in known:
            self.story.append((by, replace(event, ids=sorted(set(event.ids) - against))))
        return len(against)

    def _is_against(self, by: Reviewer, mark: Mark, id_: int) -> bool:
        who, said = self._last(id_)
        is_another = who is not None and who.author != by.author
        return is_another and said not in (None, _said(mark)) and not mark.force

    def _last(self, id_: int) -> tuple[Reviewer | None, Said | None]:
        taken_back = self._taken_back()
        for by, event in reversed(self.story):
            if isinstance(event, Mark) and event.key not in taken_back and id_ in event.ids:
                return by, _said(event)
        return None, None

    def _taken_back(self) -> set[str]:
        gone: set[str] = set()
        for _, event in reversed(self.story):
            if isinstance(event, TakeBack) and event.key not in gone:
                gone.add(event.target)
        return gone

    @property
    def verdicts(self) -> dict[int, Said]:
        return {id_: said for id_ in range(LABELS) if (said := self._last(id_)[1]) is not None}

    @property
    def seen(self) -> set[int]:
        gone = self._taken_back()
        looks = [event for _, event in self.story if isinstance(event, Look) and event.key not in gone]
        return {id_ for event in looks for id_ in event.ids}


def _said(mark: Mark) -> Said | None:
    return None if mark.verdict is None else (mark.verdict, mark.category_id)


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[Reviewer, list[ReviewEvent]]]:
    """Batches of two reviewers, with repeats and with events taken back, also by the one who did not say them."""
    told: list[ReviewEvent] = []
    batches = []
    for _ in range(draw(st.integers(1, 6))):
        batch: list[ReviewEvent] = []
        for _ in range(draw(st.integers(1, 4))):
            batch.append(_event(draw, told))
            told.append(batch[-1])
        batches.append((draw(st.sampled_from(PEOPLE)), batch))
    return batches


def _event(draw: st.DrawFn, told: list[ReviewEvent]) -> ReviewEvent:
    key, what = str(next(_keys)), draw(st.sampled_from(["mark", "mark", "mark", "look", "back", "repeat"]))
    if what == "repeat" and told:
        return draw(st.sampled_from(told))
    if what == "back" and told:
        return TakeBack(key, 0, draw(st.sampled_from(told)).key)
    if what == "look":
        return Look(key, 0, draw(IDS))
    verdict = draw(st.sampled_from([None, *VERDICTS]))
    category_id = draw(st.integers(1, 3)) if verdict is Verdict.RELABEL else None
    return Mark(key, 0, draw(IDS), verdict, category_id=category_id, force=draw(st.booleans()))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "a.assay") as made:
        fill(made, images=3, labels=LABELS)
        yield made


def _standing(store: Store, review: Review) -> tuple[dict[int, Said], set[int]]:
    found = verdicts_of(store, review)
    rows = zip(found.ids.tolist(), found.verdict.tolist(), found.category_id.tolist(), strict=True)
    said = {id_: (VERDICTS[code - 1], None if category < 0 else category) for id_, code, category in rows}
    return said, set(found.seen.tolist())


@given(story=stories())
def test_any_interleaving_of_two_sittings_ends_where_the_model_ends(
    store: Store, story: list[tuple[Reviewer, list[ReviewEvent]]]
) -> None:
    """H2, H5, V3.4: marks, marks of many, repeats, undo and undo of undo; nothing is lost and nothing counts twice."""
    review, model = open_review(store, anew=True), Model()
    for by, batch in story:
        done = record_events(store, review.id, batch, by=by)
        assert len(done.conflicts) == sum(model.hear(by, event) for event in batch)
        assert _standing(store, review) == (model.verdicts, model.seen)


@given(story=stories())
def test_who_asks_for_what_is_new_knows_as_much_as_who_asks_for_all(
    store: Store, story: list[tuple[Reviewer, list[ReviewEvent]]]
) -> None:
    """Two browsers on one review see each other's verdicts from the differences alone."""
    review, since = open_review(store, anew=True), 0
    said: dict[int, Said] = {}
    seen: set[int] = set()
    for by, batch in story:
        record_events(store, review.id, batch, by=by)
        news = verdicts_of(store, review, since=since)
        for id_, code, category in zip(
            news.ids.tolist(), news.verdict.tolist(), news.category_id.tolist(), strict=True
        ):
            said.pop(id_, None)
            if code:
                said[id_] = VERDICTS[code - 1], None if category < 0 else category
        seen = (seen | set(news.seen.tolist())) - set(news.unseen.tolist())
        since = news.since
        assert (said, seen) == _standing(store, review)


@settings(max_examples=15)
@given(story=stories())
def test_apply_and_undo_leave_everything_as_it_was(
    store: Store, story: list[tuple[Reviewer, list[ReviewEvent]]]
) -> None:
    """V3.9: one log entry; undo restores the labels and brings the verdicts back, redo applies them again."""
    review = open_review(store, anew=True)
    for by, batch in story:
        record_events(store, review.id, batch, by=by)
    before = state_of(store.snapshot()), _standing(store, review)
    done = apply_review(store, review)
    if done.change is None:
        assert (state_of(store.snapshot()), _standing(store, review)) == before
        return
    after = state_of(store.snapshot()), _standing(store, review)
    assert len(before[1][0]) == len(after[1][0]) + done.done
    undo(store)
    assert (state_of(store.snapshot()), _standing(store, review)) == before
    redo(store)
    assert (state_of(store.snapshot()), _standing(store, review)) == after
    undo(store)


@given(ids=st.sets(st.integers(0, 60)), values=st.lists(st.integers(-1, 3)))
def test_ids_and_values_come_back_as_they_were_packed(ids: set[int], values: list[int]) -> None:
    given_ids, given_values = np.array(sorted(ids), np.int64), np.array(values, np.int64)
    assert unpack_ids(pack_ids(given_ids)).tolist() == sorted(ids)
    assert ids_in(ranges_of(given_ids)).tolist() == sorted(ids)
    assert unpack_values(pack_values(given_values)).tolist() == values
