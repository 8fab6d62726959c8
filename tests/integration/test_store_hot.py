"""Hot columns follow the table: what is patched equals what is read anew."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from lance import LanceDataset

from assay.model.level import Level
from assay.schema.statement import Statement
from assay.schema.tables import TABLES
from assay.store import hot
from assay.store.hot import HotTable
from assay.store.hot_cache import HotCache
from assay.store.lake import Lake
from assay.store.layout import Layout
from assay.store.store import Store
from tests.metric_columns import measure, metric_column
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


def labels(store: Store, name: str = "annotations") -> LanceDataset:
    """A Lance table at its head."""
    return Lake(Layout(store.path)).open(name, store.snapshot()._heads[name])


def match_rows(evaluation: int, images: list[int]) -> pa.Table:
    count = len(images)
    return pa.table(
        {
            "evaluation_id": pa.array([evaluation] * count, pa.int32()),
            "run_id": pa.array([1] * count, pa.int32()),
            "image_id": pa.array(images, pa.int64()),
            "annotation_id": pa.array(images, pa.int64()),
            "outcome": pa.array(["missed"] * count, pa.string()),
        }
    )


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
        assert (patched.pieces, patched.has_tombstones) == (anew.pieces, anew.has_tombstones)


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


def test_a_column_written_anew_goes_and_the_others_are_shared(store: Store) -> None:
    """What metrics measured again is read when asked for; nothing else is read again (D1)."""
    blur, dark = metric_column("blur"), metric_column("dark")
    measure(store, blur, dict.fromkeys(range(30), 1.0))
    measure(store, dark, dict.fromkeys(range(30), 2.0))
    before = hot.load(read_anew(labels(store)), labels(store), ["blur", "dark"])
    measure(store, blur, dict.fromkeys(range(30), 3.0))
    after = hot.patch(before, labels(store))
    assert after is not None
    assert set(before.columns) - set(after.columns) == {"blur"}
    assert all(after.columns[name].chunks == before.columns[name].chunks for name in after.columns)
    assert hot.load(after, labels(store), ["blur"]).columns["blur"].to_pylist() == [3.0] * 30
    with store.writer() as writer:
        writer.drop_metric_columns(1, Level.ANNOTATION, ["dark"])
    relabel(store, [3], 2)
    last = hot.patch(after, labels(store))
    assert last is not None
    assert set(after.columns) - set(last.columns) == {"dark"}
    assert last.columns["category_id"].to_pylist()[3] == 2


def test_a_few_values_are_patched_in(store: Store) -> None:
    measure(store, metric_column("blur"), dict.fromkeys(range(30), 1.0))
    before = hot.load(read_anew(labels(store)), labels(store), ["blur"])
    measure(store, metric_column("blur"), {13: 7.0})
    after = hot.patch(before, labels(store))
    assert after is not None
    assert [number for number, value in enumerate(after.columns["blur"].to_pylist()) if value != 1.0] == [13]
    assert set(after.columns) == set(before.columns)


def test_fragments_of_a_table_without_key_are_read_anew_only_where_they_changed(store: Store) -> None:
    """Matches are taken away and appended; the order of the others stays."""
    matches, names = TABLES["matches"], ["evaluation_id", "image_id", "outcome", "annotation_id"]

    def write(evaluation: int, images: list[int], where: dict[str, object]) -> None:
        rows = match_rows(evaluation, images)
        with store.writer() as writer:
            writer.replace("matches", rows, where=where)  # type: ignore[arg-type]

    write(1, [0, 1, 2, 3, 4, 5, 6], {"evaluation_id": 1})
    write(2, [0, 1, 2], {"evaluation_id": 2})
    before = hot.load(hot.begin(matches, labels(store, "matches")), labels(store, "matches"), names)
    for images in ([1], [5, 6], [], [0, 2]):
        write(1, images, {"evaluation_id": 1, "image_id": [1, 5, 6]})
        after = hot.patch(before, labels(store, "matches"))
        anew = hot.load(hot.begin(matches, labels(store, "matches")), labels(store, "matches"), names)
        assert after is not None
        assert after.relation(names).equals(anew.relation(names))
        assert (after.length, after.pieces) == (anew.length, anew.pieces)
        before = after
    counted = store.snapshot().query(Statement("SELECT count(*) AS n FROM matches WHERE evaluation_id = 1"))
    assert counted["n"].to_pylist() == [store.snapshot().count("matches", where={"evaluation_id": 1})]


def test_columns_that_come_later_are_cut_as_those_that_were_patched(store: Store) -> None:
    """`gather` picks all columns of a table by the chunks of one."""
    matches = TABLES["matches"]

    def write(evaluation: int, count: int) -> HotTable:
        with store.writer() as writer:
            writer.replace("matches", match_rows(evaluation, list(range(count))), where={"evaluation_id": evaluation})
        return hot.begin(matches, labels(store, "matches"))

    first = hot.load(write(1, 3), labels(store, "matches"), ["image_id"])
    write(2, 2)
    patched = hot.patch(first, labels(store, "matches"))
    assert patched is not None
    mixed = hot.load(patched, labels(store, "matches"), ["evaluation_id"])
    assert len({tuple(map(len, column.chunks)) for column in mixed.columns.values()}) == 1
    found = hot.gather(mixed.columns, np.array([0, 2, 3, 4]))
    assert found["evaluation_id"].to_pylist() == [1, 1, 2, 2]
    assert found["image_id"].to_pylist() == [0, 2, 0, 1]


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
