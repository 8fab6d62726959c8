"""Set algebra of segments against Python's sets; states; ticks and undo (C10, V1.12)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import SegmentInvalid
from assay.model.level import Level
from assay.model.segment_state import STEPS, SegmentState
from assay.store.store import Store
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.explore.search import matching_ids
from assay.workflows.segments.combine import Operation, combine_segments
from assay.workflows.segments.items import add_items, items_of, tick_items
from assay.workflows.segments.segments import delete_segment, find_segment, save_segment
from assay.workflows.segments.work import Work, edit_segment
from tests.store_rows import fill

LABELS = 12
LABEL = Level.ANNOTATION

ids = st.sets(st.integers(0, LABELS - 1))
PYTHON: dict[Operation, Callable[[set[int], set[int]], set[int]]] = {
    Operation.UNION: operator.or_,
    Operation.INTERSECTION: operator.and_,
    Operation.DIFFERENCE: operator.sub,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("sets") / "a.assay") as opened:
        fill(opened, labels=LABELS)
        yield opened


def make(store: Store, name: str, chosen: set[int], *, live: bool) -> None:
    if live or not chosen:
        save_segment(store, name, f"id in ({', '.join(map(str, sorted(chosen)))})" if chosen else "id < 0", level=LABEL)
    else:
        add_items(store, {LABEL: sorted(chosen)}, segment=name)


def listed(store: Store, name: str) -> set[int]:
    return set(matching_ids(store, f'segment = "{name}"', level=LABEL).tolist())


@settings(max_examples=15, deadline=None)
@given(
    sets=st.tuples(ids, ids, ids),
    live=st.tuples(*[st.booleans()] * 3),
    operations=st.tuples(*[st.sampled_from(Operation)] * 2),
)
def test_combining_segments_is_combining_sets(
    store: Store, sets: tuple[set[int], ...], live: tuple[bool, ...], operations: tuple[Operation, Operation]
) -> None:
    """Live and frozen ones, and a combination of a combination."""
    inner, outer = operations
    for name, chosen, is_live in zip("abc", sets, live, strict=True):
        make(store, name, chosen, live=is_live)
    combine_segments(store, "inner", inner, ["a", "b"], level=LABEL)
    combine_segments(store, "outer", outer, ["inner", "c"], level=LABEL)
    expected = PYTHON[outer](PYTHON[inner](sets[0], sets[1]), sets[2])
    assert listed(store, "inner") == PYTHON[inner](sets[0], sets[1])
    assert listed(store, "outer") == expected
    if expected:
        combine_segments(store, "kept", outer, ["inner", "c"], level=LABEL, frozen=True)
        assert listed(store, "kept") == expected
        delete_segment(store, "kept")
    for name in ("outer", "inner", "a", "b", "c"):
        delete_segment(store, name)


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.sampled_from(SegmentState), max_size=8))
def test_a_segment_moves_only_as_allowed_and_undo_leads_back(store: Store, steps: list[SegmentState]) -> None:
    make(store, "work", {1, 2}, live=False)
    now, stood = SegmentState.TRIAGE, [SegmentState.TRIAGE]
    for step in steps:
        if step is now or step in STEPS[now]:
            if edit_segment(store, "work", Work(state=step)).change is not None:
                now = step
                stood.append(step)
        else:
            with pytest.raises(SegmentInvalid):
                edit_segment(store, "work", Work(state=step))
        assert find_segment(store.snapshot(), "work").state is now
    for before in reversed(stood[:-1]):
        undo(store)
        assert find_segment(store.snapshot(), "work").state is before
    delete_segment(store, "work")


@settings(max_examples=10, deadline=None)
@given(ticks=st.lists(st.tuples(st.sets(st.integers(0, 5), min_size=1), st.booleans()), min_size=1, max_size=5))
def test_ticks_survive_undo_and_redo(store: Store, ticks: list[tuple[set[int], bool]]) -> None:
    make(store, "ticked", set(range(6)), live=False)

    def done() -> list[str | None]:
        rows = items_of(store.snapshot(), find_segment(store.snapshot(), "ticked"))
        return list(rows["done"].to_pylist())

    states = [done()]
    for chosen, is_done in ticks:
        before = np.array(done(), dtype=object)
        change = tick_items(store, {LABEL: sorted(chosen)}, done=is_done, segment="ticked").change
        before[sorted(chosen)] = "checked" if is_done else None
        assert done() == before.tolist()
        if change is not None:
            states.append(done())
    for expected in reversed(states[:-1]):
        undo(store)
        assert done() == expected
    for expected in states[1:]:
        redo(store)
        assert done() == expected
    delete_segment(store, "ticked")
