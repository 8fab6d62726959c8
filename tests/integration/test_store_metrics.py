"""Values of metrics are columns of the tables: written with the heads, kept with their rows (D1, K1)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from assay.errors import ArrayError, NotFound, PluginClash, PluginError
from assay.model.change import ChangeKind
from assay.model.dataset import Task
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.schema.statement import Statement
from assay.store import lake, metric_values
from assay.store.store import Store
from assay.store.writer import Writer
from tests.metric_columns import measure, metric_column, values_of
from tests.store_rows import add, delete, fill, image_rows, label_rows, redo, relabel, undo, with_value

BLUR = metric_column("blur")
DARK = metric_column("dark", MetricType.FLAG)
LABELS = 30


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.assay") as opened:
        fill(opened, images=5, labels=LABELS)
        yield opened


@pytest.fixture(params=["row by row", "whole columns"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to write values, whatever the number of rows."""
    monkeypatch.setattr(metric_values, "FEW_SHARE", 1.0 if request.param == "row by row" else -1.0)
    monkeypatch.setattr(lake, "FEW_ROWS", -1)
    return str(request.param)


def test_a_description_comes_back_as_it_was_given_and_the_last_word_counts(store: Store) -> None:
    full = MetricColumn(
        1, Level.IMAGE, "glare", "glare", 3, "Glare", "how bright", MetricType.WHOLE, "px", '{"k": 1}',
        0.0, 9.5, BadEnd.BOTH, "It has no light.", is_own=True, run_id=4, as_of=7,
    )  # fmt: skip
    with store.writer() as writer:
        writer.put_metric_columns([full, BLUR])
        writer.put_metric_columns([metric_column("blur", version=2)])
    assert store.snapshot().metric_columns(1) == (full, metric_column("blur", version=2))
    assert store.snapshot().metric_columns(2) == ()
    column = store.snapshot().table("images")["glare"]
    assert (column.type, column.unit, column.meaning, column.measured) == (pa.int64(), "px", "how bright", True)


@pytest.mark.usefixtures("way")
def test_values_are_written_to_the_rows_named_and_the_others_keep_theirs(store: Store) -> None:
    measure(store, BLUR, {id_: id_ / 2 for id_ in range(0, LABELS, 2)})
    assert values_of(store, "blur") == {id_: None if id_ % 2 else id_ / 2 for id_ in range(LABELS)}
    measure(store, BLUR, {7: 70.0, 4: 40.0, 3: math.nan, 2: math.inf})
    expected = {id_: None if id_ % 2 else id_ / 2 for id_ in range(LABELS)} | {7: 70.0, 4: 40.0, 2: None}
    assert values_of(store, "blur") == expected


@pytest.mark.usefixtures("way")
def test_numbers_become_what_the_column_is_described_as(store: Store) -> None:
    """A metric hands back floats, NaN where it cannot tell, whatever its type."""
    measure(store, DARK, {0: 1.0, 1: 0.0, 2: math.nan})
    measure(store, metric_column("twin", MetricType.GROUP), {0: 3.0, 1: math.nan})
    assert [values_of(store, "dark")[id_] for id_ in range(4)] == [True, False, None, None]
    assert [values_of(store, "twin")[id_] for id_ in range(3)] == [3, None, None]


def test_a_snapshot_sees_the_values_it_was_taken_with(store: Store) -> None:
    before = store.snapshot()
    measure(store, BLUR, {1: 1.0})
    between = store.snapshot()
    measure(store, BLUR, dict.fromkeys(range(LABELS), 2.0))
    assert "blur" not in before.table("annotations").arrow.names
    assert between.take("annotations", [1, 2], columns=["blur"])["blur"].to_pylist() == [1.0, None]
    assert store.snapshot().take("annotations", [1, 2], columns=["blur"])["blur"].to_pylist() == [2.0, 2.0]


def test_a_writer_that_fails_leaves_no_column(store: Store) -> None:
    def fails() -> None:
        with store.writer() as writer:
            writer.put_metric_columns([BLUR])
            writer.fill("annotations", pa.table({"id": range(LABELS), "blur": np.ones(LABELS)}))
            writer.fill("annotations", pa.table({"id": [LABELS], "blur": [1.0]}))

    with pytest.raises(NotFound):
        fails()
    assert "blur" not in store.snapshot().table("annotations").arrow.names
    measure(store, DARK, {0: True})
    assert store.snapshot().table("annotations").measured == ("unmeasured", "dark")


def test_a_writer_reads_what_it_filled(store: Store) -> None:
    store.snapshot().query(Statement("SELECT count(*) FROM annotations WHERE x > 1 AND category_id = 1"))
    with store.writer() as writer:
        writer.put_metric_columns([BLUR])
        writer.fill("annotations", pa.table({"id": range(LABELS), "blur": np.arange(LABELS) * 2.0}))
        found = writer.rows("annotations", columns=["id", "blur", "x"], where={"category_id": 1, "image_id": 1})
        assert found["blur"].to_pylist() == [id_ * 2.0 for id_ in found["id"].to_pylist()]


def test_values_stay_with_their_rows_through_edits_undo_and_redo(store: Store) -> None:
    measure(store, BLUR, {id_: float(id_) for id_ in range(LABELS)})
    relabel(store, [3, 4], 2)
    delete(store, [5])
    (added,) = range(LABELS, LABELS + 1)
    add(store, [1])
    measure(store, BLUR, {3: 33.0, added: 9.0})
    for step in (undo, undo, undo, redo, redo, redo):
        step(store)
        expected = {id_: float(id_) for id_ in range(LABELS)} | {3: 33.0, added: 9.0}
        assert values_of(store, "blur") == expected, "values are no part of an edit"
    assert all("blur" not in rows.column_names for change in (2, 3, 4) for rows in changed(store, change))


def changed(store: Store, change: int) -> tuple[pa.Table, pa.Table]:
    """What the journal keeps of the labels of an edit."""
    return store.snapshot().change_rows(change)["annotations"]


def test_values_stay_with_rows_that_are_written_again_and_new_rows_have_none(store: Store) -> None:
    """Upsert, as an import does, and replace; also where the rows bring other values along."""
    measure(store, BLUR, {id_: float(id_) for id_ in range(LABELS)})
    with store.writer() as writer:
        first = writer.reserve_ids("annotations", 2)
        standing = writer.base.take("annotations", [9, 8], columns=[*label_rows(0, [0]).column_names, "blur"])
        standing = with_value(with_value(standing, "x", 99.0), "blur", 99.0)
        writer.upsert("annotations", standing)
        writer.upsert("annotations", label_rows(first, [0]))
        writer.append("annotations", label_rows(first + 1, [0]))
        writer.replace("annotations", label_rows(10, [0]), where={"id": [10, 11]})
    found = store.snapshot().take("annotations", [8, 9, 10, first, first + 1], columns=["x", "blur", "unmeasured"])
    assert found["x"].to_pylist()[:2] == [99.0, 99.0]
    assert found["blur"].to_pylist() == [8.0, 9.0, 10.0, None, None]
    assert found["unmeasured"].null_count == 5


def test_values_survive_compaction(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "MANY_SMALL", 4)
    monkeypatch.setattr(lake, "SMALL_FRAGMENT", 10)
    measure(store, BLUR, {id_: float(id_) for id_ in range(LABELS)})
    for number in range(12):
        relabel(store, [number], 2)
        measure(store, DARK, {number: True, number + 1: False})
    assert values_of(store, "blur") == {id_: float(id_) for id_ in range(LABELS)}
    assert values_of(store, "dark") == {id_: id_ < 12 if id_ < 13 else None for id_ in range(LABELS)}


def test_why_there_is_no_value_stands_beside_the_values(store: Store) -> None:
    """A reason is no statement about a label: an edit leaves it as it is (D1)."""
    with store.writer() as writer:
        writer.fill("annotations", pa.table({"id": [1], "unmeasured": ['{"blur": "The crop is empty."}']}))
    relabel(store, [1], 3)
    assert values_of(store, "unmeasured")[1] == '{"blur": "The crop is empty."}'


def test_a_column_that_is_dropped_is_gone_and_may_come_back_empty(store: Store) -> None:
    measure(store, BLUR, dict.fromkeys(range(LABELS), 1.0))
    measure(store, DARK, {0: True})
    relabel(store, [2], 2)
    with store.writer() as writer:
        writer.drop_metric_columns(1, Level.ANNOTATION, ["blur", "unheard_of"])
    assert store.snapshot().metric_columns(1) == (DARK,)
    assert store.snapshot().table("annotations").measured == ("unmeasured", "dark")
    measure(store, BLUR, {0: 5.0})
    assert values_of(store, "blur") == {id_: 5.0 if id_ == 0 else None for id_ in range(LABELS)}


def test_two_datasets_share_a_column_and_drop_their_own_values(store: Store) -> None:
    with store.writer() as writer:
        other = writer.add_dataset("other", Task.DETECTION)
        first = writer.reserve_ids("images", 2)
        writer.append("images", image_rows(first, 2, dataset_id=other.id))
    glare = metric_column("glare", level=Level.IMAGE)
    measure(store, glare, {0: 0.5})
    measure(store, metric_column("glare", level=Level.IMAGE, dataset_id=other.id), {5: 0.25, 6: 0.75})
    with store.writer() as writer:
        writer.drop_metric_columns(1, Level.IMAGE, ["glare"])
    assert values_of(store, "glare", table="images") == {0: None, 1: None, 2: None, 3: None, 4: None, 5: 0.25, 6: 0.75}
    with store.writer() as writer:
        writer.drop_metric_columns(other.id, Level.IMAGE, ["glare"])
    assert store.snapshot().table("images").measured == ("unmeasured",)


def test_a_name_has_one_type_in_a_project(store: Store) -> None:
    measure(store, BLUR, {0: 1.5})
    with store.writer() as writer:
        other = writer.add_dataset("other", Task.DETECTION)
    with pytest.raises(PluginClash, match="'blur' is a flag by 'blur', but a number"), store.writer() as writer:
        writer.put_metric_columns([metric_column("blur", MetricType.FLAG, dataset_id=other.id)])
    measure(store, metric_column("blur", MetricType.FLAG), {0: True})
    assert values_of(store, "blur")[0] is True, "the same metric of the same dataset may change its mind"


@pytest.mark.parametrize(
    ("column", "error"),
    [
        pytest.param(metric_column("x"), PluginClash, id="a core field"),
        pytest.param(metric_column("outcome"), PluginClash, id="another name of a core field"),
        pytest.param(metric_column("digest", level=Level.IMAGE), PluginClash, id="a column that is no field"),
        pytest.param(metric_column("unmeasured"), PluginClash, id="the reasons"),
        pytest.param(metric_column("image"), PluginClash, id="a prefix of names"),
        pytest.param(metric_column("null"), PluginClash, id="a word of the language"),
        pytest.param(metric_column("Blur edge"), PluginError, id="no name"),
        pytest.param(metric_column("blur", level=Level.ISSUE), PluginError, id="a level without metrics"),
    ],
)
def test_names_that_mean_something_else_are_refused(store: Store, column: MetricColumn, error: type[Exception]) -> None:
    with pytest.raises(error), store.writer() as writer:
        writer.put_metric_columns([column])


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param({"id": [1, 1], "blur": [0.5, 0.5]}, ArrayError, id="an id twice"),
        pytest.param({"id": [LABELS], "blur": [0.5]}, NotFound, id="an id of no row"),
        pytest.param({"id": range(LABELS + 1), "blur": np.ones(LABELS + 1)}, NotFound, id="one id too many"),
        pytest.param({"id": [1], "x": [0.5]}, ArrayError, id="a column that people edit"),
        pytest.param({"id": [1], "blur": ["much"]}, ArrayError, id="a text"),
        pytest.param({"blur": [0.5]}, ArrayError, id="no id"),
    ],
)
def test_values_that_cannot_be_stored_are_refused(
    store: Store, values: dict[str, object], error: type[Exception]
) -> None:
    measure(store, BLUR, {0: 1.0})
    with pytest.raises(error), store.writer() as writer:
        writer.fill("annotations", pa.table(values))
    assert store.snapshot().count("annotations") == LABELS


def test_words_of_sql_may_name_columns(store: Store) -> None:
    for name in ("order", "trim", "interval", "exists", "group"):
        measure(store, metric_column(name), {0: 1.0})
        assert store.snapshot().rows("annotations", columns=["id"], where={name: None}).num_rows == LABELS - 1
        relabel(store, [0], 2)
        assert values_of(store, name)[0] == 1.0


def test_images_touched_since_an_entry(store: Store) -> None:
    """Undo touches what its edit touched."""
    assert store.snapshot().touched_since(0) == set()
    relabel(store, [1, 6], 2)  # both in image 1
    delete(store, [3])
    seen = store.snapshot()
    undo(store)
    add(store, [4])
    assert seen.touched_since(1) == {1, 3}
    assert seen.touched_since(2) == {3}
    assert seen.touched_since(3) == set()
    assert store.snapshot().touched_since(3) == {3, 4}
    with store.writer() as writer:
        rows = with_value(writer.base.take("images", [2]), "split", "val")
        writer.edit({"images": rows}, kind=ChangeKind.MOVE, title="Split", author="tester")
    assert store.snapshot().touched_since(5) == {2}


def test_imports_touch_the_images_whose_rows_they_change(store: Store) -> None:
    """Images that are new, and predictions of a run that is new, were never measured: their values are NULL."""

    def imports(write: Callable[[Writer], object]) -> set[int]:
        with store.writer() as writer:
            write(writer)
            logged = writer.log(ChangeKind.IMPORT, "Import", "tester", "sdk", 1)
        assert store.snapshot().change_rows(logged.id) == {}
        return store.snapshot().touched_since(logged.id - 1)

    def more_images(writer: Writer) -> None:
        first = writer.reserve_ids("images", 2)
        writer.append("images", image_rows(first, 2))
        writer.append("annotations", label_rows(writer.reserve_ids("annotations", 2), [first, first + 1]))

    def predictions(writer: Writer, image: int) -> None:
        run = writer.add_run(1, "model")
        rows = label_rows(writer.reserve_ids("predictions", 1), [image])
        rows = rows.append_column("run_id", pa.array([run.id], pa.int32()))
        writer.append("predictions", rows.append_column("score", pa.array([0.5])))

    assert imports(more_images) == set()
    assert imports(
        lambda writer: writer.append("annotations", label_rows(writer.reserve_ids("annotations", 1), [3]))
    ) == {3}
    assert imports(lambda writer: writer.upsert("annotations", label_rows(6, [1]))) == {1}
    assert imports(lambda writer: writer.upsert("images", writer.base.take("images", [4]))) == {4}
    assert imports(lambda writer: predictions(writer, 2)) == set()
    assert imports(lambda writer: predictions(writer, 2)) == {2}
