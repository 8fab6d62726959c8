"""Items tagged in bulk, the untagged, a subset of them, and what comes back from an export of it (V2.13)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits.edit_labels import delete, move
from assay.workflows.explore.search import matching_ids
from assay.workflows.exports.export_dataset import export_dataset
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.segments.items import add_items

Box = tuple[float, float, float, float]


def images(store: Store, query: str) -> list[int]:
    return [int(id) for id in matching_ids(store, query, level=Level.IMAGE)]


def labels_of(store: Store, query: str = "") -> dict[str, Counter[tuple[str, Box]]]:
    """File name -> its labels by class and exact box, of the images that a query lists."""
    snapshot = store.snapshot()
    dataset = snapshot.dataset(None)
    names = {category.id: category.name for category in snapshot.categories(dataset.id)}
    wanted = set(images(store, query))
    files = {row["id"]: row["file_name"] for row in snapshot.rows("images").to_pylist() if row["id"] in wanted}
    found: dict[str, Counter[tuple[str, Box]]] = {name: Counter() for name in files.values()}
    for row in snapshot.rows("annotations").to_pylist():
        if row["image_id"] in files:
            box = (row["x"], row["y"], row["w"], row["h"])
            found[files[row["image_id"]]][names[row["category_id"]], box] += 1
    return found


@pytest.mark.parametrize("name", ["subset.json", "subset.csv", "subset.parquet"])
def test_a_subset_of_untagged_items_comes_back_equal(store: Store, toy: ToySet, tmp_path: Path, name: str) -> None:
    """V2.13: exact sets, and a new project has the same images, labels, classes and boxes."""
    every = images(store, "")
    add_items(store, {Level.IMAGE: images(store, "annotations.count >= 4")}, segment="looked at")
    tagged, untagged = images(store, 'segment = "looked at"'), images(store, "segment is null")
    assert sorted([*tagged, *untagged]) == every
    assert tagged
    assert untagged == images(store, "not annotations.count >= 4")
    _make_odd(store, untagged)

    add_items(store, {Level.IMAGE: untagged}, segment="to export")
    query = 'segment = "to export"'
    assert images(store, query) == untagged
    report = export_dataset(store, tmp_path / name, format="coco" if name.endswith("json") else "table", query=query)
    before = labels_of(store, query)
    count = sum(labels.total() for labels in before.values())
    assert (report.images, report.annotations) == (len(untagged), count)

    with Store.create(tmp_path / "again.assay") as again:
        done = import_dataset(again, tmp_path / name, images=toy.images)
        assert not done.problems
        assert labels_of(again) == before


def _make_odd(store: Store, chosen: list[int]) -> None:
    """One of these images has no label, one a box of numbers that only all their digits tell apart."""
    rows = store.snapshot().rows("annotations").to_pylist()
    bare, other = chosen[:2]
    delete(store, [row["id"] for row in rows if row["image_id"] == bare])
    first = next(row["id"] for row in rows if row["image_id"] == other)
    move(store, first, (0.1 + 0.2, 1 / 3, 7.000000000000001, 10.7))
