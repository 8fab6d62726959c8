"""Hot columns follow the table: what is patched equals what is read anew."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from lance import LanceDataset

from assay.schema.tables import TABLES
from assay.store import hot
from assay.store.hot import HotTable
from assay.store.hot_cache import HotCache
from assay.store.lake import Lake
from assay.store.layout import Layout
from assay.store.store import Store
from tests.store_rows import add, add_labels, delete, fill, relabel, undo

TABLE = TABLES["annotations"]
ASKED = ["image_id", "category_id", "kind", "attributes", "keypoints", "x"]
COLUMNS = ["id", "deleted", *ASKED]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Chunks of four rows, so that edits meet every border."""
    monkeypatch.setattr(hot, "CHUNK_ROWS", 4)
    with Store.create(tmp_path / "a.assay") as opened:
        fill(opened, images=5, labels=30)
        yield opened


def labels(store: Store) -> LanceDataset:
    """The Lance table of labels at its head."""
    return Lake(Layout(store.path)).open("annotations", store.snapshot()._heads["annotations"])


def read_anew(dataset: LanceDataset) -> HotTable:
    return hot.load(hot.begin(TABLE, dataset), dataset, ASKED)


def test_a_patched_table_equals_one_read_anew(store: Store) -> None:
    draw = random.Random(0)
    patched = None
    for step in range(25):
        live = store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()
        act = draw.choice(["relabel", "delete", "add", "import", "undo"])
        if act == "relabel":
            relabel(store, sorted(draw.sample(live, draw.randint(1, 9))), step % 3 + 1)
        elif act == "delete":
            delete(store, draw.sample(live, 1))
        elif act == "add":
            add(store, [1] * draw.randint(1, 6))
        elif act == "undo" and store.snapshot().next_undo():
            undo(store)
        else:
            with store.writer() as writer:
                add_labels(writer, [1] * draw.randint(1, 6))
        dataset = labels(store)
        if patched is not None:
            patched = hot.patch(patched, dataset)
        if patched is None:
            patched = read_anew(dataset)
        anew = read_anew(dataset)
        assert patched.relation(COLUMNS).equals(anew.relation(COLUMNS))
        assert patched.keys is not None
        assert patched.keys.tolist() == patched.columns["id"].to_pylist()
        assert (patched.files, patched.has_tombstones) == (anew.files, anew.has_tombstones)


def test_chunks_that_an_edit_did_not_touch_are_shared(store: Store) -> None:
    before = read_anew(labels(store))
    relabel(store, [13], 2)
    after = hot.patch(before, labels(store))
    assert after is not None

    def changed(name: str) -> list[int]:
        pairs = zip(before.columns[name].chunks, after.columns[name].chunks, strict=True)
        return [number for number, (old, new) in enumerate(pairs) if _address(old) != _address(new)]

    assert changed("category_id") == [3]
    assert changed("x") == [], "nor columns that it left as they were"


def test_rows_taken_away_are_noticed(store: Store) -> None:
    before = read_anew(labels(store))
    with store.writer() as writer:
        writer.replace("annotations", TABLE.arrow.empty_table(), where={"id": [3, 4]})
    assert hot.patch(before, labels(store)) is None
    assert store.snapshot().count("annotations") == 28


def test_the_least_used_columns_leave_first(store: Store) -> None:
    dataset = labels(store)
    cache = HotCache(["annotations"], budget=30 * 8 * 4)
    for name in ("x", "y", "x", "w", "h"):
        found = cache.get(TABLE, dataset, [name])
        assert found is not None
        assert found.columns[name].to_pylist() == dataset.to_table(columns=[name])[name].to_pylist()
    kept = cache.get(TABLE, dataset, [])
    assert kept is not None
    assert "h" in kept.columns
    assert "y" not in kept.columns
    assert cache.get(TABLE, dataset, ["attributes", "kind", "segmentation", "x", "y", "w", "h"]) is None, "no room"


def test_a_large_table_becomes_hot_when_asked_for_again(store: Store) -> None:
    """A command that asks once and ends does not pay for reading whole columns."""
    dataset = labels(store)
    cache = HotCache(["annotations"], eager_rows=10)
    assert cache.get(TABLE, dataset, ["x"]) is None
    assert cache.get(TABLE, dataset, ["x"]) is not None
    assert cache.get(TABLE, dataset, ["x", "y"]) is None


def _address(array: pa.Array) -> int:
    return int(array.buffers()[1].address + array.offset)
