"""A project that is edited all day stays small and whole, and every edit can be taken back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from lance import LanceDataset

from assay.errors import NothingToUndo
from assay.model.change import ChangeKind
from assay.store import lake
from assay.store.lake import Lake
from assay.store.layout import Layout
from assay.store.store import Store
from assay.store.writer import Writer
from tests.integration.state import state_of
from tests.store_rows import EDITED, add_labels, classes_of, fill, label_rows, relabel, with_value


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.assay") as opened:
        fill(opened, images=10, labels=100)
        yield opened


def table(store: Store, name: str = "annotations") -> LanceDataset:
    return Lake(Layout(store.path)).open(name, store.snapshot()._heads[name])


def edit_within(writer: Writer, draw: random.Random, number: int) -> None:
    """One random edit, of rows as the writer has left them so far."""
    live = writer.rows("annotations", columns=["id"])["id"].to_pylist()
    kind = draw.choice([ChangeKind.RELABEL, ChangeKind.RELABEL, ChangeKind.DELETE, ChangeKind.ADD])
    if kind is ChangeKind.ADD or len(live) < 20:
        rows = label_rows(writer.reserve_ids("annotations", 1), [0])
    else:
        rows = writer.rows("annotations", where={"id": draw.sample(live, 3)})
        column, value = ("category_id", number % 3 + 1) if kind is ChangeKind.RELABEL else ("deleted", True)
        rows = with_value(rows, column, value)
    writer.edit({"annotations": rows}, kind=kind, title=f"Edit {number}", author="tester")


def test_edits_in_turns_are_undone_exactly_after_a_restart(store: Store) -> None:
    """V6.4, I5: exact state hash, `changed_by` included; five hundred are undone in `test_versions`."""
    draw = random.Random(4)
    before = state_of(store.snapshot(), tables=EDITED, without=())
    for first in range(0, 100, 20):
        with store.writer() as writer:
            for number in range(first, first + 20):
                edit_within(writer, draw, number)
    store.close()
    with Store.open(store.path) as again:
        assert state_of(again.snapshot(), tables=EDITED, without=()) != before
        for _ in range(5):
            with again.writer() as writer:
                for _ in range(20):
                    writer.undo(author="tester", source="sdk")
        assert state_of(again.snapshot(), tables=EDITED, without=()) == before
        with pytest.raises(NothingToUndo), again.writer() as writer:
            writer.undo(author="tester", source="sdk")


def test_fragments_that_edits_leave_behind_are_merged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many edits, a query never reads more than a few dozen files."""
    monkeypatch.setattr(lake, "MANY_SMALL", 5)
    for number in range(16):
        relabel(store, [number * 6], 2)
        assert len(table(store).get_fragments()) <= 6
    assert [id_ for id_, category in classes_of(store).items() if category == 2] == list(range(0, 96, 6))


def test_a_table_of_which_much_was_replaced_is_written_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "SMALL_FRAGMENT", 10)
    for category in (2, 3, 2):
        relabel(store, range(80), category)
    stored = sum(fragment.physical_rows for fragment in table(store).get_fragments())
    assert stored <= 200, "100 live rows, and at most as many that were replaced"
    assert list(classes_of(store).values()) == [2] * 80 + [1] * 20


def test_the_index_of_ids_covers_large_imports(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "UNINDEXED_ROWS", 50)
    with store.writer() as writer:
        add_labels(writer, [0] * 200)
    assert table(store).stats.index_stats("id_idx")["num_unindexed_rows"] == 0
    relabel(store, [250], 3)
    assert classes_of(store)[250] == 3


def test_old_versions_go_but_not_while_a_reader_may_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "CLEAN_EVERY", 1)
    old = store.snapshot()
    for number in range(4):
        relabel(store, [number], 2)
    assert len(table(store).versions()) > 4, "all are younger than some hours"
    assert old.rows("annotations")["category_id"].to_pylist() == [1] * 100
    monkeypatch.setattr(lake, "KEEP_VERSIONS", timedelta(0))
    relabel(store, [5], 2)
    assert len(table(store).versions()) == 1
    assert sum(category == 2 for category in classes_of(store).values()) == 5
    with Store.open(store.path) as again:
        assert sum(category == 2 for category in classes_of(again).values()) == 5
