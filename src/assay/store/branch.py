"""A project of its own made from a version of another: copied files, nothing shared."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from assay.errors import ProjectExists
from assay.model.version import Version
from assay.store import heads, versions
from assay.store.durability import settle
from assay.store.lake import Lake
from assay.store.layout import Layout
from assay.store.ledger import Ledger
from assay.store.ledger_tables import CHANGE_ROWS, CHANGES, COUNTERS, HEADS, METADATA, VERSIONS


def branch(project: Path, version: Version, to: Path) -> None:
    """Make the project `to` that stands as `version` of `project` does, with its journal up to then.

    Of each table the files of that one version are copied, whatever else the table holds. Images stay where they are.
    It is made beside `to` and then moved there, so that it is there whole or not at all.

    Raises
    ------
    ProjectExists : something stands at `to` already.
    """
    to = Path(to).absolute()
    if to.exists():
        raise ProjectExists(f"{to} is there already.", hint="Choose another name.")
    to.parent.mkdir(parents=True, exist_ok=True)
    source, building = Layout(project), Layout(to.parent / f".{to.name}.{uuid.uuid4().hex[:8]}.new")
    building.folder.mkdir()
    try:
        _copy(source, version, building)
        settle(path for path in building.folder.rglob("*") if path.is_file())
        os.rename(building.folder, to)
    except BaseException:
        shutil.rmtree(building.folder, ignore_errors=True)
        raise


def _copy(source: Layout, version: Version, target: Layout) -> None:
    target.cache.mkdir()
    with closing(sqlite3.connect(source.ledger)) as standing, closing(sqlite3.connect(target.ledger)) as copied:
        standing.backup(copied)
    ledger = Ledger(target.ledger)
    try:
        with ledger.write() as connection:
            kept = versions.read_kept(connection, version)
            _turn_back(connection, version, kept)
        with ledger.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM")  # rows of later changes are gone, and so shall their room be
    finally:
        ledger.close()
    Lake(source).copy(kept.heads, target)
    for row in kept.nouns["embeddings"]:
        _copy_if_there(source.folder, target.folder, f"vectors/{row['digest']}.npz")
    if (source.folder / "metrics").is_dir():
        shutil.copytree(source.folder / "metrics", target.folder / "metrics")
    target.write_marker()


def _turn_back(connection: sa.Connection, version: Version, kept: versions.Kept) -> None:
    """Make a copied ledger say what the version kept, and nothing that came later."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for name in versions.BESIDE_THE_JOURNAL:
        table = METADATA.tables[name]
        connection.execute(sa.delete(table).where(table.c.change_id > version.change_id))
    connection.execute(sa.delete(CHANGE_ROWS).where(CHANGE_ROWS.c.change_id > version.change_id))
    connection.execute(sa.delete(CHANGES).where(CHANGES.c.id > version.change_id))
    connection.execute(sa.delete(VERSIONS))  # their files were not copied
    versions.put_nouns(connection, kept.nouns)
    connection.execute(sa.delete(HEADS).where(HEADS.c.table_name.not_in(list(kept.heads))))
    connection.execute(sa.delete(COUNTERS).where(COUNTERS.c.table_name.not_in(list(kept.heads))))
    heads.publish(connection, kept.heads)


def _copy_if_there(source: Path, target: Path, name: str) -> None:
    if (source / name).is_file():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
