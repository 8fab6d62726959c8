"""What a snapshot shows: live rows in order, by any of the ways to ask for them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.errors import ArrayError, NotFound, QueryError
from assay.schema.statement import Statement
from assay.schema.tables import TABLES
from assay.store.hot_cache import HotCache
from assay.store.store import Store
from tests.store_rows import add, delete, fill, relabel


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two edits and a tombstone in 12 labels of 4 images."""
    path = tmp_path_factory.mktemp("pristine") / "a.assay"
    with Store.create(path) as store:
        fill(store)
        relabel(store, [9, 2], 3)
        delete(store, [5])
    return path


@pytest.fixture(params=["hot", "direct", "no room"])
def store(
    request: pytest.FixtureRequest, pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A copy of that project, read through hot columns, and without them."""
    limits = {"hot": {}, "direct": {"eager_rows": -1}, "no room": {"budget": 0}}[request.param]
    monkeypatch.setattr("assay.store.store.HotCache", lambda tables: HotCache(tables, **limits))
    shutil.copytree(pristine, tmp_path / "a.assay")
    with Store.open(tmp_path / "a.assay") as opened:
        yield opened


LIVE = [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]


def test_rows_are_live_and_in_order_of_id(store: Store) -> None:
    """Lance puts edited rows last; readers do not see that."""
    assert store.snapshot().rows("annotations")["id"].to_pylist() == LIVE
    assert store.snapshot().rows("annotations").schema == TABLES["annotations"].arrow
    assert store.snapshot().all_rows("annotations")["id"].to_pylist() == list(range(12))


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        pytest.param({"image_id": 1}, [1, 9], id="equality"),
        pytest.param({"image_id": [0, 3]}, [0, 3, 4, 7, 8, 11], id="membership"),
        pytest.param({"image_id": np.arange(1, 100_000)}, [1, 2, 3, 6, 7, 9, 10, 11], id="membership in very many"),
        pytest.param({"image_id": []}, [], id="membership in nothing"),
        pytest.param({"category_id": 3, "image_id": [1]}, [9], id="both must hold"),
        pytest.param({"kind": "box", "id": [11, 2, 5]}, [2, 11], id="text, and ids of which one is deleted"),
        pytest.param({"reference_id": None, "id": 0}, [0], id="NULL"),
        pytest.param({"is_crowd": True}, [], id="a flag"),
    ],
)
def test_where(store: Store, where: Mapping[str, Any], ids: list[int]) -> None:
    snapshot = store.snapshot()
    for _ in range(2):  # the second time large tables are hot
        assert snapshot.rows("annotations", columns=["id"], where=where)["id"].to_pylist() == ids
        assert snapshot.rows("annotations", columns=["attributes"], where=where).num_rows == len(ids)
        assert snapshot.count("annotations", where=where) == len(ids)


def test_columns_come_in_the_order_asked(store: Store) -> None:
    rows = store.snapshot().rows("annotations", columns=["attributes", "x", "id"], where={"id": [4, 2]})
    assert rows.to_pylist() == [
        {"attributes": '{"note": "ä"}', "x": 1.0, "id": 2},
        {"attributes": '{"note": "ä"}', "x": 2.0, "id": 4},
    ]


def test_take_keeps_the_order_asked(store: Store) -> None:
    """Missing ids and tombstones are left out; an id may be asked for twice."""
    snapshot = store.snapshot()
    for _ in range(2):
        assert snapshot.take("annotations", [11, 5, 0, 999, 3, 0])["id"].to_pylist() == [11, 0, 3, 0]
        assert snapshot.take("annotations", [3, 1], columns=["attributes", "x"])["x"].to_pylist() == [1.5, 0.5]
        assert snapshot.take("annotations", []).num_rows == 0
        assert snapshot.take("predictions", [1]).num_rows == 0


def test_queries_see_live_rows_and_classes(store: Store) -> None:
    sql = (
        "SELECT c.name, count(*) AS n, max(a.id) AS last FROM annotations a JOIN categories c ON c.id = a.category_id "
        "WHERE a.image_id >= $p0 GROUP BY c.name ORDER BY c.name"
    )
    for _ in range(2):
        assert store.snapshot().query(Statement(sql, {"p0": 1})).to_pylist() == [
            {"name": "bird", "n": 2, "last": 9},
            {"name": "cat", "n": 6, "last": 11},
        ]
    everything = store.snapshot().query(Statement("SELECT * FROM annotations ORDER BY id"))
    assert everything["id"].to_pylist() == LIVE
    assert store.snapshot().query(Statement("SELECT count(*) AS n FROM annotations"))["n"].to_pylist() == [11]
    assert store.snapshot().query(Statement("SELECT count(*) AS n FROM matches"))["n"].to_pylist() == [0]


def test_an_old_snapshot_goes_on_showing_what_it_showed(store: Store) -> None:
    old = store.snapshot()
    before = old.rows("annotations").to_pylist()
    relabel(store, [0], 2)
    delete(store, [1])
    add(store, [2, 2])
    store.snapshot().rows("annotations")
    assert old.rows("annotations").to_pylist() == before
    assert old.count("annotations") == 11
    assert old.query(Statement("SELECT count(*) AS n FROM annotations"))["n"].to_pylist() == [11]
    assert old.take("annotations", [0, 1, 12])["category_id"].to_pylist() == [1, 1]
    assert len(old.changes()) == 3
    undo_of_old = old.next_undo()
    assert undo_of_old is not None
    assert undo_of_old.title == "Delete [5]"


def test_what_is_not_there_is_said(store: Store) -> None:
    snapshot = store.snapshot()
    with pytest.raises(ArrayError, match="no column 'colour'"):
        snapshot.rows("annotations", where={"colour": 1})
    with pytest.raises(ArrayError, match="no column 'colour'"):
        snapshot.take("annotations", [1], columns=["colour"])
    with pytest.raises(QueryError):
        snapshot.query(Statement("SELECT nonsense FROM annotations"))
    with pytest.raises(NotFound):
        snapshot.change_rows(99)
    with pytest.raises(NotFound, match="Did you mean 'toys'"):
        snapshot.dataset("toy")
