"""Projects are made, opened, refused when damaged, and brought up to date."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assay.errors import ProjectDamaged, ProjectExists, ProjectNotFound
from assay.model.reading import Reading
from assay.model.run import Run
from assay.schema.tables import TABLES
from assay.store import migrations
from assay.store.ledger import REVISION, Ledger
from assay.store.ledger_tables import METADATA
from assay.store.nouns import read_nouns
from assay.store.store import Store
from tests.integration.state import state_of
from tests.store_rows import EDITED, fill, label_rows, redo, relabel, undo


def test_a_new_project_is_empty_and_opens_again(tmp_path: Path) -> None:
    with Store.create(tmp_path / "deep" / "new.assay") as store:
        assert all(store.snapshot().count(name) == 0 for name in TABLES)
        assert store.snapshot().datasets() == []
        key = store.snapshot().key
    with Store.open(tmp_path / "deep" / "new.assay") as again:
        assert again.snapshot().key == key
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["new.assay"], "nothing is left beside it"


def test_an_empty_folder_may_become_a_project(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    Store.create(tmp_path / "empty").close()
    Store.open(tmp_path / "empty").close()


@pytest.mark.parametrize("place", ["full", "file", "taken.assay"])
def test_nothing_that_stands_there_is_overwritten(tmp_path: Path, place: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    (tmp_path / "file").write_text("hello")
    Store.create(tmp_path / "taken.assay").close()
    with pytest.raises(ProjectExists):
        Store.create(tmp_path / place)
    assert (tmp_path / "full" / "thesis.txt").read_text() == "years of work"


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectNotFound):
        Store.open(tmp_path / "nowhere.assay")
    with pytest.raises(ProjectNotFound):
        Store.open(tmp_path)


def test_a_project_may_be_moved(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.assay") as store:
        fill(store)
        before = state_of(store.snapshot(), tables=EDITED, without=())
    shutil.move(tmp_path / "a.assay", tmp_path / "b.assay")
    with Store.open(tmp_path / "b.assay") as moved:
        assert state_of(moved.snapshot(), tables=EDITED, without=()) == before
        relabel(moved, [0], 2)


def test_keys_tell_projects_and_publications_apart(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.assay") as one, Store.create(tmp_path / "b.assay") as two:
        assert one.snapshot().key != two.snapshot().key
        first = one.snapshot().key
        with one.writer() as writer:
            writer.add_root(tmp_path)
        assert one.snapshot().key != first


def test_the_ledger_that_migrations_make_is_the_one_the_code_knows(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.assay") as store:
        engine = sa.create_engine(sa.URL.create("sqlite", database=str(store.path / "ledger.sqlite")))
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        engine.dispose()


def test_a_ledger_from_before_readings_is_brought_up_and_its_runs_have_none(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    migrations.upgrade(ledger.engine, "0001")
    with ledger.write() as connection:
        connection.exec_driver_sql("INSERT INTO datasets (name, task) VALUES ('toys', 'detection')")
        connection.exec_driver_sql("INSERT INTO runs (dataset_id, name, source) VALUES (1, 'old', 'a.json')")
    migrations.upgrade(ledger.engine, REVISION)
    with ledger.read() as connection:
        assert read_nouns(connection).all_runs == (Run(1, 1, "old", "a.json", Reading()),)
    ledger.close()


def test_metric_columns_from_before_evaluations_were_kept_are_of_none(tmp_path: Path) -> None:
    """M91: what reads matches is stale then, since nobody knows whose they were."""
    ledger = Ledger(tmp_path / "ledger.sqlite")
    migrations.upgrade(ledger.engine, "0004")
    with ledger.write() as connection:
        connection.exec_driver_sql("INSERT INTO datasets (name, task) VALUES ('toys', 'detection')")
        connection.exec_driver_sql(
            "INSERT INTO metric_columns (dataset_id, level, name, metric, version, title, meaning, type, unit,"
            " parameters, bad, missing, is_own, run_id, as_of) VALUES (1, 'prediction', 'prediction_loss',"
            " 'prediction_loss', 1, 'Loss', '', 'number', '', '{}', 'high', '', 0, 1, 7)"
        )
    migrations.upgrade(ledger.engine, REVISION)
    with ledger.read() as connection:
        (column,) = read_nouns(connection).all_metric_columns
    assert (column.name, column.as_of, column.evaluation_id) == ("prediction_loss", 7, None)
    ledger.close()


def test_a_dataset_from_before_exif_was_declared_declares_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    migrations.upgrade(ledger.engine, "0005")
    with ledger.write() as connection:
        connection.exec_driver_sql("INSERT INTO datasets (name, task) VALUES ('toys', 'detection')")
    migrations.upgrade(ledger.engine, REVISION)
    with ledger.read() as connection:
        (dataset,) = read_nouns(connection).all_datasets
    assert (dataset.name, dataset.exif) == ("toys", None)
    ledger.close()


def test_a_ledger_of_a_newer_assay_is_left_alone(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.assay").close()
    _execute(tmp_path / "a.assay", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ProjectDamaged, match=r"stands at revision 9999.*newer version of Assay"):
        Store.open(tmp_path / "a.assay")


def test_a_project_from_before_a_column_gets_it_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later Assay declares more columns; NULL is what the old rows have there."""
    annotations = TABLES["annotations"]
    narrow = type(annotations)(
        annotations.name, annotations.meaning, tuple(c for c in annotations.columns if c.name != "track_id")
    )
    with monkeypatch.context() as older:
        older.setitem(TABLES, "annotations", narrow)
        with Store.create(tmp_path / "a.assay") as store:
            fill(store)
            relabel(store, [0], 2)
    with Store.open(tmp_path / "a.assay") as store:
        assert store.snapshot().rows("annotations")["track_id"].null_count == 12
        undo(store)
        assert store.snapshot().take("annotations", [0])["category_id"].to_pylist() == [1]
        redo(store)
        relabel(store, [1], 3)
        with store.writer() as writer:
            first = writer.reserve_ids("annotations", 1)
            writer.append("annotations", label_rows(first, [0]))
        assert store.snapshot().count("annotations") == 13
    with Store.open(tmp_path / "a.assay") as store:
        assert store.snapshot().take("annotations", [0, 1])["category_id"].to_pylist() == [2, 3]


def test_a_project_from_before_a_table_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.delitem(TABLES, "issues")
        Store.create(tmp_path / "a.assay").close()
    (tmp_path / "a.assay" / "issues.lance" / "_versions").mkdir(parents=True)  # one was killed while adding it
    with Store.open(tmp_path / "a.assay") as store:
        assert store.snapshot().count("issues") == 0
        with store.writer() as writer:
            assert writer.reserve_ids("issues", 3) == 0


def test_opening_an_up_to_date_project_writes_nothing(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.assay").close()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "a.assay").rglob("*.lance/*/*")}
    with Store.open(tmp_path / "a.assay") as store:
        key = store.snapshot().key
    with Store.open(tmp_path / "a.assay") as store:
        assert store.snapshot().key == key
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "a.assay").rglob("*.lance/*/*")} == before


def test_the_ledger_survives_the_power_and_does_not_block_readers(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.assay").close()
    ledger = Ledger(tmp_path / "a.assay" / "ledger.sqlite")
    with ledger.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2, "FULL"
    assert ledger.revision() == REVISION
    ledger.close()


def _execute(project: Path, sql: str) -> None:
    connection = sqlite3.connect(project / "ledger.sqlite")
    connection.execute(sql)
    connection.commit()
    connection.close()
