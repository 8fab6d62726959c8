"""What a writer writes becomes visible as a whole, or never."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from assay.errors import ArrayError, NotFound, ProjectBusy
from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.evaluation import EvaluationConfig
from assay.schema.tables import TABLES
from assay.store.conform import conform
from assay.store.store import Store
from tests.integration.state import state_of
from tests.store_rows import EDITED, add_labels, fill, image_rows, label_rows, relabel, with_value


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.assay") as opened:
        yield opened


def match_rows(evaluation_id: int, annotation_ids: list[int]) -> pa.Table:
    count = len(annotation_ids)
    return pa.table(
        {
            "evaluation_id": [evaluation_id] * count,
            "run_id": [1] * count,
            "image_id": [0] * count,
            "annotation_id": annotation_ids,
            "outcome": ["missed"] * count,
        }
    )


def fail_midway(store: Store) -> None:
    """Write to the ledger and to two tables, then fail."""
    with store.writer() as writer:
        writer.add_dataset("other", Task.DETECTION)
        add_labels(writer, [0, 1, 2])
        writer.replace("images", image_rows(0, 0), where={"id": 0})
        raise RuntimeError("midway")


def test_ids_are_dense_and_begin_with_zero(store: Store) -> None:
    """Id 0 is an id (X17)."""
    with store.writer() as writer:
        assert writer.reserve_ids("images", 3) == 0
        assert writer.reserve_ids("images", 2) == 3
        assert writer.reserve_ids("annotations", 1) == 0
    with store.writer() as writer:
        assert writer.reserve_ids("images", 1) == 5


def test_nothing_of_a_writer_that_fails_is_ever_seen(store: Store) -> None:
    fill(store)
    before, key = state_of(store.snapshot(), tables=EDITED, without=()), store.snapshot().key
    with pytest.raises(RuntimeError, match="midway"):
        fail_midway(store)
    assert store.snapshot().key == key
    assert state_of(store.snapshot(), tables=EDITED, without=()) == before
    with Store.open(store.path) as again:
        assert state_of(again.snapshot(), tables=EDITED, without=()) == before


def test_the_next_writer_begins_where_the_failed_one_began(store: Store) -> None:
    """What it left in Lance is undone, and its ids are given out again."""
    fill(store)
    for _ in range(3):
        with pytest.raises(RuntimeError, match="midway"):
            fail_midway(store)
    with store.writer() as writer:
        assert add_labels(writer, [0]) == [12]
    assert store.snapshot().rows("annotations")["id"].to_pylist() == list(range(13))


def test_readers_see_all_of_an_import_or_nothing(store: Store) -> None:
    fill(store)
    with store.writer() as writer:
        add_labels(writer, [0] * 100)
        assert store.snapshot().count("annotations") == 12
        assert writer.base.count("annotations") == 12
        add_labels(writer, [0] * 100)
        assert writer.rows("annotations").num_rows == 212
        assert store.snapshot().count("annotations") == 12
    assert store.snapshot().count("annotations") == 212


def test_upsert_replaces_and_adds(store: Store) -> None:
    fill(store)
    with store.writer() as writer:
        first = writer.reserve_ids("annotations", 1)
        old = with_value(writer.base.take("annotations", [3]), "x", 77.0)
        new = conform(TABLES["annotations"], label_rows(first, [2]))
        writer.upsert("annotations", pa.concat_tables([old, new]))
    rows = store.snapshot().rows("annotations", where={"id": [3, 12]})
    assert rows["x"].to_pylist() == [77.0, 6.0]
    assert store.snapshot().count("annotations") == 13


def test_replace_takes_away_and_appends(store: Store) -> None:
    """Matches of one evaluation leave those of another alone."""
    with store.writer() as writer:
        writer.append("matches", match_rows(1, [0, 1, 2]))
        writer.append("matches", match_rows(2, [0, 1]))
    with store.writer() as writer:
        writer.replace("matches", match_rows(3, [7]), where={"evaluation_id": 1})
    rows = store.snapshot().rows("matches", columns=["evaluation_id", "annotation_id"])
    assert rows["evaluation_id"].to_pylist() == [2, 2, 3]
    assert rows["annotation_id"].to_pylist() == [0, 1, 7]
    with store.writer() as writer:
        writer.replace("matches", match_rows(4, []), where={})
    assert store.snapshot().count("matches") == 0


def test_replaced_rows_may_come_back_under_their_ids(store: Store) -> None:
    """A suspect that is found again stays the one it was; an id of another row is refused."""
    fill(store)
    with store.writer() as writer:
        first = writer.reserve_ids("annotations", 1)
        fresh = pa.concat_tables([label_rows(2, [1, 1], category=3), label_rows(first, [1], category=3)])
        writer.replace("annotations", fresh, where={"id": [2, 3, 4]})
        with pytest.raises(ArrayError, match="ids 5 to 5"):
            writer.replace("annotations", label_rows(5, [1]), where={"id": [6]})
        assert writer.rows("annotations", columns=["id"], where={"image_id": 1})["id"].to_pylist() == [
            1,
            2,
            3,
            5,
            9,
            12,
        ]
    assert store.snapshot().rows("annotations")["id"].to_pylist() == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(label_rows(0, [0]), "ids 0 to 0, but this writer set aside 12 to 13", id="an id that is taken"),
        pytest.param(label_rows(14, [0]), "ids 14 to 14", id="an id nobody set aside"),
        pytest.param(pa.concat_tables([label_rows(12, [0])] * 2), "must have different ids", id="an id twice"),
        pytest.param(label_rows(12, [0]).drop_columns("kind"), "lack the column 'kind'", id="a column missing"),
    ],
)
def test_rows_that_cannot_be_appended(store: Store, rows: pa.Table, message: str) -> None:
    fill(store)
    with store.writer() as writer:
        writer.reserve_ids("annotations", 2)
        with pytest.raises(ArrayError, match=message):
            writer.append("annotations", rows)


def test_nouns(store: Store, tmp_path: Path) -> None:
    with store.writer() as writer:
        toys = writer.add_dataset("toys", Task.DETECTION, '{"info": 1}')
        cars = writer.add_dataset("cars", Task.CLASSIFICATION)
        assert writer.update_dataset(cars.id, task=Task.DETECTION).task is Task.DETECTION
        with pytest.raises(NotFound):
            writer.update_dataset(99, name="x")
        classes = writer.add_categories(toys.id, [CategoryRecord("0", "cat"), CategoryRecord("1", "dog")])
        again = writer.add_categories(toys.id, [CategoryRecord("0", "dog"), CategoryRecord("1", "bird", "{}")])
        assert again[:2] == classes
        assert (again[2].name, again[2].key) == ("bird", "1:bird"), "its key was taken"
        assert writer.add_root(tmp_path) == writer.add_root(tmp_path)
        run = writer.add_run(toys.id, "yolo", "a.json")
        assert writer.add_run(toys.id, "yolo", "b.json").id == run.id
        newest = writer.add_run(toys.id, "detr", None)
        first = writer.set_evaluation(run.id, toys.id, EvaluationConfig(0.5, 0.25))
        second = writer.set_evaluation(run.id, toys.id, EvaluationConfig(0.7, 0.1))
        assert first.id != second.id, "match rows of the old one are told apart"
    with Store.open(store.path) as opened:
        snapshot = opened.snapshot()
        assert snapshot.datasets() == [toys, snapshot.dataset("cars")]
        assert snapshot.dataset(None) == toys == snapshot.dataset(toys.id)
        assert snapshot.categories(toys.id) == again
        assert snapshot.categories(cars.id) == []
        assert list(snapshot.roots().values()) == [tmp_path]
        assert [run.source for run in snapshot.runs(toys.id)] == ["b.json", None]
        assert snapshot.run(toys.id, None) == newest
        assert snapshot.evaluation(run.id) == second
        assert snapshot.evaluation(newest.id) is None


def test_a_second_writer_waits_and_then_gives_up(store: Store) -> None:
    """Writers are let in one at a time, be they of one process or of two."""
    with store.writer(), pytest.raises(ProjectBusy, match="written to by someone else"), store.writer(timeout=0.05):
        pass
    with store.writer(timeout=0.05):
        pass


def test_threads_that_write_lose_nothing_and_readers_never_wait(store: Store) -> None:
    fill(store, images=1, labels=1)
    done, seen, errors = threading.Event(), [], []

    def write() -> None:
        try:
            for _ in range(3):
                with store.writer() as writer:
                    add_labels(writer, [0, 0])
                relabel(store, [0], 2)
        except Exception as error:  # noqa: BLE001  # told to the main thread
            errors.append(error)

    def read() -> None:
        try:
            while not done.is_set():
                snapshot = store.snapshot()
                rows = snapshot.rows("annotations", columns=["id", "x"])
                assert rows.num_rows == snapshot.count("annotations")
                assert rows["id"].to_pylist() == list(range(rows.num_rows))
                seen.append(rows.num_rows)
                time.sleep(0.01)
        except Exception as error:  # noqa: BLE001  # told to the main thread
            errors.append(error)

    writers = [threading.Thread(target=write) for _ in range(3)]
    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in writers + readers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert errors == []
    assert store.snapshot().count("annotations") == 1 + 3 * 3 * 2
    assert set(np.array(seen) % 2) == {1}, "labels come in pairs"
    assert len(store.snapshot().changes(limit=1000)) == 1 + 3 * 3
