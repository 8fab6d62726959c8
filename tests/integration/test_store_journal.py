"""Edits, undo and redo through the journal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from assay.errors import ArrayError, EditConflict, EditInvalid, NotFound, NothingToRedo, NothingToUndo
from assay.model.change import Change, ChangeKind, ChangeState
from assay.store.store import Store
from tests.integration.state import state_of
from tests.store_rows import (
    EDITED,
    add,
    classes_of,
    delete,
    fill,
    label_rows,
    redo,
    relabel,
    undo,
    with_value,
)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "a.assay"
    with Store.create(path) as opened:
        fill(opened)
    return path


@pytest.fixture
def store(pristine: Path, tmp_path: Path) -> Iterator[Store]:
    """Twelve labels of class 1 in four images, nothing edited yet."""
    shutil.copytree(pristine, tmp_path / "a.assay")
    with Store.open(tmp_path / "a.assay") as opened:
        yield opened


def exact(store: Store) -> str:
    return state_of(store.snapshot(), tables=EDITED, without=())


def states(store: Store) -> list[tuple[str, str]]:
    """Kind and state of every entry, oldest first."""
    return [(c.kind.value, c.state.value) for c in reversed(store.snapshot().changes(limit=1000))]


def test_an_edit_is_a_journal_entry_with_both_sides(store: Store) -> None:
    change = relabel(store, [0, 4], 2, author="ada")
    assert (change.kind, change.state, change.author, change.rows) == (ChangeKind.RELABEL, ChangeState.LIVE, "ada", 2)
    assert store.snapshot().changes(limit=1) == [change]
    assert store.snapshot().next_undo() == change
    ((before, after),) = store.snapshot().change_rows(change.id).values()
    assert before["category_id"].to_pylist() == [1, 1]
    assert after["category_id"].to_pylist() == [2, 2]
    assert before["changed_by"].to_pylist() == [None, None]
    assert after["changed_by"].to_pylist() == [change.id] * 2
    assert store.snapshot().take("annotations", [0, 1])["changed_by"].to_pylist() == [change.id, None]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda store: relabel(store, [3, 1], 2), id="relabel"),
        pytest.param(lambda store: delete(store, [0, 11]), id="delete"),
        pytest.param(lambda store: add(store, [1, 1]), id="add"),
    ],
)
def test_undo_gives_the_exact_state_and_redo_the_edited_one(store: Store, act: Callable[[Store], Change]) -> None:
    """I5, X: full rows, `changed_by` included."""
    relabel(store, [0, 1], 3)
    before = exact(store)
    change = act(store)
    edited = exact(store)
    assert edited != before
    entry = undo(store)
    assert (entry.kind, entry.target, entry.state) == (ChangeKind.UNDO, change.id, ChangeState.LOGGED)
    assert exact(store) == before
    assert redo(store).target == change.id
    assert exact(store) == edited


def test_the_stack_goes_down_and_up_and_a_new_edit_closes_the_way_up(store: Store) -> None:
    one, two, three = relabel(store, [0], 2), relabel(store, [0], 3), delete(store, [1])
    assert [undo(store).target, undo(store).target] == [three.id, two.id]
    assert states(store)[1:4] == [("relabel", "live"), ("relabel", "undone"), ("delete", "undone")]
    assert redo(store).target == two.id
    next_redo = store.snapshot().next_redo()
    assert next_redo is not None
    assert next_redo.id == three.id
    four = relabel(store, [2], 2)
    assert states(store)[1:4] == [("relabel", "live"), ("relabel", "live"), ("delete", "dropped")]
    assert store.snapshot().next_redo() is None
    with pytest.raises(NothingToRedo):
        redo(store)
    assert [undo(store).target for _ in range(3)] == [four.id, two.id, one.id]
    with pytest.raises(NothingToUndo):
        undo(store)


def test_an_import_between_edits_leaves_the_stack_alone(store: Store) -> None:
    change = relabel(store, [0], 2)
    undo(store)
    with store.writer() as writer:
        writer.log(ChangeKind.IMPORT, "Import more", "tester", "cli", 5)
    assert redo(store).target == change.id


def test_entries_are_listed_newest_first_and_paged(store: Store) -> None:
    changes = [relabel(store, [0], number % 3 + 1) for number in range(5)]
    newest = store.snapshot().changes(limit=2)
    assert [change.id for change in newest] == [changes[4].id, changes[3].id]
    older = store.snapshot().changes(limit=100, before=newest[-1].id)
    assert [change.kind for change in older] == [ChangeKind.RELABEL] * 3 + [ChangeKind.IMPORT]


def test_no_entry_is_ever_altered(store: Store) -> None:
    """The journal is append-only: states follow from later entries."""
    for _ in range(3):
        relabel(store, [0], 2)
    before = _stored(store)
    undo(store)
    redo(store)
    undo(store)
    relabel(store, [1], 2)
    assert _stored(store)[: len(before)] == before


def test_one_edit_spans_tables_and_its_undo_too(store: Store) -> None:
    """I-like removal of an image with its labels."""
    before = exact(store)
    with store.writer() as writer:
        images = with_value(writer.base.take("images", [1]), "deleted", True)
        labels = with_value(writer.base.rows("annotations", where={"image_id": 1}), "deleted", True)
        tables = {"images": images, "annotations": labels}
        change = writer.edit(tables, kind=ChangeKind.REMOVE_IMAGE, title="Remove an image", author="tester")
    assert change.rows == 4
    assert store.snapshot().count("images") == 3
    assert store.snapshot().count("annotations") == 9
    undo(store)
    assert exact(store) == before


def test_two_edits_of_one_writer_are_two_entries(store: Store) -> None:
    before = exact(store)
    with store.writer() as writer:
        for ids, category in (([0], 2), ([1], 3)):
            rows = with_value(writer.base.take("annotations", ids), "category_id", category)
            writer.edit({"annotations": rows}, kind=ChangeKind.RELABEL, title="Relabel", author="tester")
    assert [classes_of(store)[number] for number in (0, 1)] == [2, 3]
    undo(store)
    undo(store)
    assert exact(store) == before


def test_who_read_a_row_before_another_changed_it_is_told(store: Store) -> None:
    """V6.3: nothing is overwritten unseen, and nothing of the refused edit is done."""
    rows = with_value(store.snapshot().take("annotations", [0, 1]), "category_id", 2)
    relabel(store, [1], 3)
    before = exact(store)
    with pytest.raises(EditConflict, match="Row 1 of 'annotations' was changed"), store.writer() as writer:
        writer.edit({"annotations": rows}, kind=ChangeKind.RELABEL, title="Relabel", author="tester")
    assert exact(store) == before


def test_a_deleted_label_cannot_be_edited(store: Store) -> None:
    rows = store.snapshot().take("annotations", [3])
    delete(store, [3])
    with pytest.raises(EditConflict), store.writer() as writer:
        writer.edit({"annotations": rows}, kind=ChangeKind.RELABEL, title="Relabel", author="tester")


@pytest.mark.parametrize(
    ("table", "rows", "error"),
    [
        pytest.param("annotations", label_rows(500, [0]), NotFound, id="an id that never was"),
        pytest.param("annotations", pa.concat_tables([label_rows(0, [0])] * 2), ArrayError, id="an id twice"),
        pytest.param("matches", pa.table({"evaluation_id": [1]}), EditInvalid, id="a derived table"),
    ],
)
def test_edits_that_cannot_be(store: Store, table: str, rows: pa.Table, error: type[Exception]) -> None:
    with pytest.raises(error), store.writer() as writer:
        writer.edit({table: rows}, kind=ChangeKind.RELABEL, title="x", author="tester")
    assert states(store) == [("import", "logged")]


def test_issues_are_decided_but_not_added_by_edits(store: Store) -> None:
    issue = pa.table(
        {
            "id": [0],
            "dataset_id": [1],
            "kind": ["wrong_class"],
            "image_id": [0],
            "score": [0.1],
            "evidence": ["{}"],
            "detector": ["wrong_class@1"],
            "state": ["open"],
        }
    )
    with store.writer() as writer:
        writer.reserve_ids("issues", 1)
        with pytest.raises(EditInvalid, match="cannot add issues"):
            writer.edit({"issues": issue}, kind=ChangeKind.DECIDE, title="x", author="tester")
        writer.append("issues", issue)
    with store.writer() as writer:
        kept = with_value(writer.base.take("issues", [0]), "state", "kept")
        writer.edit({"issues": kept}, kind=ChangeKind.DECIDE, title="Keep", author="tester")
    with store.writer() as writer:  # a new search replaces what was found
        writer.replace("issues", issue.slice(0, 0), where={"dataset_id": 1})
    undo(store)
    assert store.snapshot().count("issues") == 0, "what is gone does not rise again"


def test_undo_leaves_what_an_import_changed_since(store: Store) -> None:
    """Undo takes back what its edit did, and nothing else; the entry says so."""
    relabel(store, [0, 1], 2)
    with store.writer() as writer:
        moved = with_value(writer.base.take("annotations", [0]), "x", 55.0)
        writer.upsert("annotations", moved)
    entry = undo(store)
    assert "(1 changed since" in entry.title
    rows = store.snapshot().take("annotations", [0, 1])
    assert rows["category_id"].to_pylist() == [1, 1]
    assert rows["x"].to_pylist() == [55.0, 0.5]
    assert rows["changed_by"].to_pylist() == [None, None]


def test_a_large_edit_and_its_undo_are_exact(store: Store) -> None:
    """More rows than one chunk of the journal holds."""
    with store.writer() as writer:
        first = writer.reserve_ids("annotations", 60_000)
        writer.append("annotations", label_rows(first, [0] * 60_000))
    before = store.snapshot().rows("annotations")
    relabel(store, range(first, first + 60_000), 3)
    assert store.snapshot().count("annotations", where={"category_id": 3}) == 60_000
    undo(store)
    assert store.snapshot().rows("annotations").equals(before)
    redo(store)
    assert np.all(store.snapshot().rows("annotations")["category_id"].to_numpy()[12:] == 3)


def _stored(store: Store) -> list[tuple[object, ...]]:
    with store._ledger.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM changes ORDER BY id")]
