"""Old and new labels of a segment's images: edits, undo, and files that come back from a labelling provider (I10)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.errors import SegmentInvalid
from assay.model.change import ChangeKind
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.explore.search import matching_ids
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.segments.changes import SegmentChanges, segment_changes
from assay.workflows.segments.items import add_items, tick_items
from assay.workflows.segments.segments import find_segment, save_segment
from assay.workflows.versions.history_of import label_history
from tests.integration.visitor import Visitor

LABEL, IMAGE = Level.ANNOTATION, Level.IMAGE


def changes(store: Store, name: str = "mend") -> SegmentChanges:
    return segment_changes(store.snapshot(), find_segment(store.snapshot(), name))


def kinds(store: Store) -> dict[str, list[int]]:
    return {kind: ids.tolist() for kind, ids in changes(store).diff.kinds.items() if len(ids)}


def of_other_class(store: Store, label: int) -> int:
    now = store.snapshot().take("annotations", [label])["category_id"][0].as_py()
    return next(one.id for one in store.snapshot().categories(1) if one.id != now)


def relabelled_outside(toy: ToySet, folder: Path, label: int, *, image: int | None = None) -> Path:
    """The label file as a provider sends it back: one label of another class, and one more in an image."""
    told = json.loads(toy.labels.read_text())
    row = told["annotations"][label]
    row["category_id"] = row["category_id"] % 3 + 1
    if image is not None:
        told["annotations"].append({**row, "id": 999, "image_id": image + 1, "bbox": [2.0, 2.0, 9.0, 9.0]})
    path = folder / "back" / "labels.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(told))
    return path


def test_what_comes_back_is_told_old_and_new(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """V1.13: labels that an import changed or added after the items came in; the file says nothing of pictures."""
    label = 2
    image = store.snapshot().take("annotations", [label])["image_id"][0].as_py()
    before = store.snapshot().take("annotations", [label])["category_id"][0].as_py()
    add_items(store, {LABEL: [label]}, segment="mend")
    assert kinds(store) == {}
    import_dataset(store, relabelled_outside(toy, tmp_path, label, image=image), author="provider")
    new = int(store.snapshot().rows("annotations", columns=("id",))["id"].to_numpy().max())
    found = changes(store)
    assert kinds(store) == {"relabelled": [label], "added": [new]}
    assert found.diff.labels.before["category_id"].to_pylist() == [before]
    assert found.diff.labels.after["category_id"].to_pylist()[0] != before
    assert found.images.tolist() == [image]
    (step,) = label_history(store.snapshot(), label).steps
    assert (step.change.kind, step.change.author) == (ChangeKind.IMPORT, "provider")
    assert step.before["category_id"].to_pylist() == [before]


def test_a_label_file_alone_takes_no_picture_away(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """V1.13: images whose files the source does not have keep those that the project knows and that are there."""
    columns = ("id", "root_id", "path", "width", "height", "format", "file_size", "problem")
    before = store.snapshot().rows("images", columns=columns).to_pylist()
    gone = toy.images / "toy_03.png"
    gone.rename(toy.images / "away.png")
    try:
        import_dataset(store, relabelled_outside(toy, tmp_path, 2))
    finally:
        (toy.images / "away.png").rename(gone)
    after = store.snapshot().rows("images", columns=columns).to_pylist()
    assert [row for row in after if row["path"]] == [row for row in before if row["path"] != "toy_03.png"]
    assert [row["problem"] for row in after if row["path"] is None] == ["missing"]


def test_edits_here_count_and_their_undo(store: Store) -> None:
    """I10: a relabel, a deletion and an addition, taken back and put back; not what was before the item came in."""
    label, other = (int(id) for id in matching_ids(store, "", level=LABEL)[:2])
    image = store.snapshot().take("annotations", [label])["image_id"][0].as_py()
    edit_labels.relabel(store, [label], of_other_class(store, label))
    add_items(store, {IMAGE: [image]}, segment="mend")
    assert kinds(store) == {}
    edit_labels.relabel(store, [label], of_other_class(store, label))
    edit_labels.delete(store, [other])
    made = edit_labels.add(store, image, 1, box=(1.0, 1.0, 5.0, 5.0))
    new = int(store.snapshot().change_rows(made.id)["annotations"][1]["id"][0].as_py())
    every = {"relabelled": [label], "deleted": [other], "added": [new]}
    assert kinds(store) == every
    for expected in ({"relabelled": [label], "deleted": [other]}, {"relabelled": [label]}, {}):
        undo(store)
        assert kinds(store) == expected
    for _ in range(3):
        redo(store)
    assert kinds(store) == every


def test_an_image_counts_from_its_first_item_on(store: Store) -> None:
    first, second = (int(id) for id in matching_ids(store, "", level=LABEL)[:2])
    add_items(store, {LABEL: [first]}, segment="mend")
    edit_labels.relabel(store, [first], of_other_class(store, first))
    add_items(store, {LABEL: [second]}, segment="mend")
    tick_items(store, {LABEL: [first]}, done=True, segment="mend")
    assert kinds(store) == {"relabelled": [first]}
    assert {row["id"]: row["done"] for row in changes(store).items.to_pylist()} == {first: "checked", second: None}


def test_a_query_is_refused(store: Store) -> None:
    save_segment(store, "live", "id < 4", level=LABEL)
    with pytest.raises(SegmentInvalid, match="is a query"):
        changes(store, "live")


def test_over_http(store: Store) -> None:
    label = int(matching_ids(store, "", level=LABEL)[0])
    made = add_items(store, {LABEL: [label]}, segment="mend").segment
    edit_labels.relabel(store, [label], of_other_class(store, label))
    told = Visitor(create_app(store)).get(f"/api/segments/{made.id}/changes?limit=5").json()
    assert (told["images"], told["diff"]["total"], told["diff"]["labels"]["relabelled"]) == (1, 1, 1)
    assert [item["id"] for item in told["items"]] == [label]
    (image,) = told["diff"]["images"]
    assert image["before"][0]["class_id"] != image["after"][0]["class_id"]
