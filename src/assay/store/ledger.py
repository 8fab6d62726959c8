"""The SQL ledger: its engine, how its transactions begin, and whether its schema is the one we know.

Only transactions that are told so (`write`) take SQLite's write lock, and they take it at once, so that a
transaction never fails half way because another wrote in between. In WAL mode readers go on meanwhile.

A ledger that cannot be written to is read all the same. SQLite would make files beside it; it need not where nobody
else has it open, and those of somebody who has are there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from assay.errors import ProjectDamaged, ProjectReadOnly, ProjectUnreachable

REVISION = "0014"
"""The Alembic revision this code needs."""

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014")
"""Every revision this code can start from, oldest first; another means that a newer Assay wrote the ledger."""

BUSY_TIMEOUT_MS = 30_000


class Ledger:
    """The engine of one project's ledger. Safe to share between threads.

    is_read_only : it could not be written to when it was opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_read_only = not _may_write(path)
        self.engine = _reading_engine(path) if self.is_read_only else make_engine(path)

    def check_writable(self) -> None:
        """Nothing, where it can be written to.

        Raises
        ------
        ProjectReadOnly : it cannot.
        """
        if self.is_read_only or not _may_write(self.path):
            raise ProjectReadOnly(
                f"{self.path.parent.name} can only be looked at: its folder cannot be written to.",
                hint="Nothing was changed. Let the user who runs Assay write there, or work on a copy of the folder.",
            )

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection in a read transaction: every statement sees the same state."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection in a write transaction: committed on a clean exit, rolled back on an exception.

        Raises
        ------
        ProjectReadOnly : the ledger cannot be written to.
        """
        self.check_writable()
        with self.engine.connect().execution_options(assay_begin="BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    def revision(self) -> str | None:
        """The Alembic revision the ledger stands at; None for a ledger that was never migrated.

        Raises
        ------
        ProjectDamaged : the file is missing, or is not a database.
        ProjectUnreachable : the system refuses: the disk is full, or the file cannot be read.
        """
        if not self.path.is_file():
            raise ProjectDamaged(f"{self.path} is missing.", hint="Restore it from a backup.")
        try:
            with self.read() as connection:
                # A fresh SQLite file has no tables at all: asking sqlite_master tells that from a broken one.
                known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
                row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if known else None
        except OperationalError as error:
            raise ProjectUnreachable(
                f"{self.path} cannot be opened: {error.orig}.",
                hint="Nothing was changed. Make room on its disk, and see that you may write in its folder; "
                "then try again.",
            ) from error
        except DatabaseError as error:
            raise ProjectDamaged(
                f"{self.path} cannot be read: {error.orig}.", hint="Restore it from a backup."
            ) from error
        return None if row is None else str(row[0])

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def make_engine(path: Path) -> sa.Engine:
    """An engine for the SQLite file at `path`.

    Raises
    ------
    Nothing: the file is opened by the first statement.
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,  # every thread of a server may read at once
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _may_write(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not path.exists())


def _reading_engine(path: Path) -> sa.Engine:
    """An engine for a file that can only be read; an empty one in memory where there is none."""

    def connect() -> sqlite3.Connection:
        if not path.exists():
            return sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        # `immutable` needs no files beside it, but sees nothing of who writes meanwhile: so each reader looks anew.
        is_written = path.with_name(f"{path.name}-wal").exists()
        address = f"{path.absolute().as_uri()}?mode=ro" + ("" if is_written else "&immutable=1")
        return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    # pysqlite's own transaction handling would begin only at the first write: see `_on_begin`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what was told to be saved is saved, also when the power goes. One fsync per publication.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _on_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("assay_begin", "BEGIN"))
