"""Versions and the state hash on a real store (B18, I5, V2.16, V6.4)."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path

import lance
import pytest

from assay.errors import EditInvalid, NotFound, ProjectExists, VersionInvalid, VersionReadOnly
from assay.model.change import ChangeKind
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import redo, redo_to, undo, undo_to
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.versions.diff_versions import diff_versions
from assay.workflows.versions.restore_version import restore_version
from assay.workflows.versions.state_hash import state_hash
from assay.workflows.versions.versions import branch_version, delete_version, open_version, save_version
from tests.store_rows import with_value


def hash_of(store: Store) -> str:
    return state_hash(store.snapshot()).total


def edit_a_bit(store: Store) -> None:
    """Each kind of edit once."""
    snapshot = store.snapshot()
    labels = snapshot.rows("annotations", columns=["id", "image_id"]).to_pylist()
    classes = [one.id for one in snapshot.categories(snapshot.dataset().id)]
    kept = [row["id"] for row in labels if row["image_id"] != labels[0]["image_id"]]
    for label, old in zip(kept[:2], snapshot.take("annotations", kept[:2])["category_id"].to_pylist(), strict=True):
        edit_labels.relabel(store, [label], next(one for one in classes if one != old))
    edit_labels.move(store, kept[2], [1, 2, 30, 20])
    edit_labels.delete(store, kept[3:4])
    edit_labels.add(store, labels[-1]["image_id"], classes[0], box=[5, 5, 9, 9])
    edit_labels.remove_images(store, [labels[0]["image_id"]])


def edit_many(store: Store, count: int) -> None:
    """Random edits of one label each, every one an entry of its own; twenty are published together."""
    draw = random.Random(7)
    classes = [one.id for one in store.snapshot().categories(store.snapshot().dataset().id)]
    live = store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()
    for first in range(0, count, 20):
        with store.writer() as writer:
            for number in range(first, first + 20):
                edit_one(writer, draw, live, classes, number)


def edit_one(writer: Writer, draw: random.Random, live: list[int], classes: list[int], number: int) -> None:
    chosen = draw.choice(live)
    row = writer.rows("annotations", where={"id": chosen})
    act = draw.choice(("relabel", "move", "move", "add", "delete" if len(live) > 4 else "move"))
    if act == "add":
        id_ = writer.reserve_ids("annotations", 1)
        live.append(id_)
        row = with_value(with_value(row, "id", id_), "changed_by", None)
    elif act == "relabel":
        row = with_value(row, "category_id", draw.choice(classes))
    elif act == "move":
        row = with_value(row, "x", float(number))
    else:
        live.remove(chosen)
        row = with_value(row, "deleted", True)
    writer.edit({"annotations": row}, kind=ChangeKind(act), title=f"{act} {number}", author="ada")


@pytest.mark.parametrize("count", [40, pytest.param(500, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_mixed_edits_are_undone_after_a_restart_to_the_exact_state_hash(store: Store, count: int) -> None:
    """V6.4, I5: and redone to the hash there was after them; the journal tells of each of them."""
    before, first = hash_of(store), store.snapshot().tip + 1
    edit_many(store, count)
    after, last = hash_of(store), store.snapshot().tip
    assert (after != before, last - first) == (True, count - 1)
    with Store.open(store.path) as reopened:
        assert len(undo_to(reopened, first)) == count
        assert hash_of(reopened) == before
        assert len(redo_to(reopened, last)) == count
        assert hash_of(reopened) == after
        assert reopened.snapshot().tip == last + 2 * count


def test_many_at_once_lead_where_one_by_one_leads(store: Store) -> None:
    edit_a_bit(store)
    first = store.snapshot().tip - 5
    undo_to(store, first)
    at_once = hash_of(store)
    redo_to(store, first + 5)
    for _ in range(6):
        undo(store)
    assert hash_of(store) == at_once
    for _ in range(6):
        redo(store)
    assert store.snapshot().next_redo() is None


def test_a_version_is_read_as_it_was_and_refuses_to_be_written(store: Store) -> None:
    """V2.16: edits blocked with the reason."""
    version, before = save_version(store, "v1", note="as delivered", author="ada"), hash_of(store)
    edit_a_bit(store)
    with open_version(store, "v1") as past:
        assert hash_of(past) == before == version.digest != hash_of(store)
        with pytest.raises(VersionReadOnly, match="v1"):
            edit_labels.delete(past, [0])
    with open_version(store, "now") as now:
        assert now is store


def test_restoring_leaves_no_difference_and_is_undone_and_redone(store: Store) -> None:
    save_version(store, "v1")
    before = hash_of(store)
    edit_a_bit(store)
    edited = hash_of(store)
    change = restore_version(store, "v1")
    assert (hash_of(store), change.title) == (before, "Restore version “v1”")
    with open_version(store, "v1") as past:
        assert diff_versions(past.snapshot(), store.snapshot()).is_empty
    undo(store)
    assert hash_of(store) == edited
    redo(store)
    assert hash_of(store) == before
    with pytest.raises(EditInvalid, match="Nothing differs"):
        restore_version(store, "v1")


def write_boxes(path: Path, *, images: int, left: float) -> Path:
    """A COCO file of one box in each image."""
    box = [left, 2.0, 10.0, 10.0]
    told = {
        "images": [{"id": at, "file_name": f"{at}.png", "width": 60, "height": 50} for at in range(images)],
        "annotations": [{"id": at, "image_id": at, "category_id": 1, "bbox": box} for at in range(images)],
        "categories": [{"id": 1, "name": "cat"}],
    }
    path.write_text(json.dumps(told))
    return path


def test_a_version_saved_before_an_import_takes_it_back(store: Store, tmp_path: Path) -> None:
    """An import is no edit that undo takes back: a version is the way."""
    import_dataset(store, write_boxes(tmp_path / "first.json", images=3, left=1.0), dataset="set")
    save_version(store, "before")
    before = hash_of(store)
    import_dataset(store, write_boxes(tmp_path / "second.json", images=4, left=5.0), dataset="set")
    after = hash_of(store)
    restore_version(store, "before")
    assert hash_of(store) == before != after
    undo(store)
    assert hash_of(store) == after


def test_a_difference_read_the_other_way_round_is_reversed(store: Store) -> None:
    save_version(store, "v1")
    edit_a_bit(store)
    with open_version(store, "v1") as past:
        there = diff_versions(past.snapshot(), store.snapshot())
        back = diff_versions(store.snapshot(), past.snapshot())
    kinds = {kind: ids.tolist() for kind, ids in there.kinds.items()}
    assert (len(kinds["relabelled"]), len(kinds["moved"]), len(kinds["added"])) == (2, 1, 1)
    assert {kind: ids.tolist() for kind, ids in back.kinds.items()} == {
        **kinds,
        "added": kinds["deleted"],
        "deleted": kinds["added"],
    }
    assert there.images.deleted.tolist() == back.images.added.tolist() != []
    assert sum(row["from"] for row in there.by_class().values()) == 2
    assert sum(row["to"] for row in back.by_class().values()) == 2
    assert there.by_image()["image_id"].to_pylist() == back.by_image()["image_id"].to_pylist()


def test_a_branch_stands_as_the_version_does_and_shares_nothing(store: Store, tmp_path: Path) -> None:
    edit_a_bit(store)
    version = save_version(store, "v1")
    edit_labels.delete(store, store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()[:2])
    head = hash_of(store)
    target = branch_version(store, "v1", tmp_path / "b.assay")
    with Store.open(target) as branched:
        assert hash_of(branched) == version.digest
        undo(branched)
        assert hash_of(branched) != version.digest
    assert hash_of(store) == head
    with pytest.raises(ProjectExists):
        branch_version(store, "v1", target)


def test_names_are_there_once_and_a_deleted_version_is_gone(store: Store) -> None:
    save_version(store, "v1")
    with pytest.raises(VersionInvalid, match="already"):
        save_version(store, " v1 ")
    delete_version(store, "v1")
    assert store.snapshot().versions() == ()
    with pytest.raises(NotFound):
        open_version(store, "v1")
    save_version(store, "v1")


@pytest.mark.parametrize("name", ["now", " now", "imported", ".", ".."])
def test_a_name_that_cannot_be_used_everywhere_is_refused_with_what_is_one(store: Store, name: str) -> None:
    with pytest.raises(VersionInvalid, match="cannot be named") as refused:
        save_version(store, name)
    assert "mean something else" in refused.value.hint
    assert store.snapshot().versions() == ()


def test_cleaning_keeps_the_files_of_a_version(store: Store) -> None:
    version = save_version(store, "v1")
    edit_a_bit(store)
    for table in ("annotations", "images", "issues"):
        dataset = lance.dataset(str(store.path / f"{table}.lance"))
        dataset.cleanup_old_versions(older_than=timedelta(0), error_if_tagged_old_versions=False)
    with open_version(store, "v1") as past:
        assert hash_of(past) == version.digest
