"""Versions in the ledger: what each keeps, and the rows of nouns as they were when it was kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from assay.model.version import Version
from assay.store.ledger_tables import METADATA, VERSIONS

BESIDE_THE_JOURNAL = ("review_applications", "segment_changes")
"""Tables that say more of entries of the journal, which their column `change_id` names."""

_OF_NO_VERSION = frozenset({"state", "heads", "counters", "changes", "change_rows", "versions", *BESIDE_THE_JOURNAL})
"""Tables of the ledger that say where the project stands or what was done, and so are no part of what it is."""

NounRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table -> its rows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a version keeps: the version of each Lance table, and the rows of every table of nouns."""

    heads: Mapping[str, int]
    nouns: NounRows


def tag_of(version_id: int) -> str:
    """The tag by which Lance keeps the files of a version."""
    return f"version-{version_id}"


def noun_tables() -> list[sa.Table]:
    """The tables of the ledger that a version keeps, those that others refer to first."""
    return [table for table in METADATA.sorted_tables if table.name not in _OF_NO_VERSION]


def read_versions(connection: sa.Connection) -> tuple[Version, ...]:
    """Every version, oldest first."""
    columns = [column for column in VERSIONS.c if column.name not in ("heads", "nouns")]
    rows = connection.execute(sa.select(*columns).order_by(VERSIONS.c.id))
    return tuple(
        Version(row.id, row.name, row.note, row.author, row.at.replace(tzinfo=UTC), row.change_id, row.digest)
        for row in rows
    )


def read_kept(connection: sa.Connection, version: Version) -> Kept:
    """What a version keeps."""
    row = connection.execute(sa.select(VERSIONS.c.heads, VERSIONS.c.nouns).where(VERSIONS.c.id == version.id)).one()
    return Kept(json.loads(row.heads), _unpack(row.nouns))


def read_nouns_now(connection: sa.Connection) -> NounRows:
    """The rows of every table of nouns as they are."""
    return {
        table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in noun_tables()
    }


def put_nouns(connection: sa.Connection, nouns: NounRows) -> None:
    """Write these rows in place of all that the tables of nouns have."""
    tables = noun_tables()
    for table in reversed(tables):
        connection.execute(sa.delete(table))
    for table in tables:
        rows = nouns.get(table.name, ())
        if rows:
            connection.execute(sa.insert(table), [dict(row) for row in rows])


@contextmanager
def nouns_ledger(nouns: NounRows) -> Iterator[sa.Connection]:
    """A ledger in memory that has these nouns, to be read as the one on disk is."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        METADATA.create_all(engine)
        with engine.begin() as connection:
            put_nouns(connection, nouns)
            yield connection
    finally:
        engine.dispose()


def pack(nouns: NounRows) -> bytes:
    """Rows of nouns as they are stored."""
    return zlib.compress(json.dumps(nouns, default=_told).encode())


def _unpack(data: bytes) -> NounRows:
    stored = json.loads(zlib.decompress(data))
    return {
        table.name: [_typed(table, row) for row in stored[table.name]]
        for table in noun_tables()
        if table.name in stored
    }


def _typed(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as SQLAlchemy takes it; a column that the table did not have yet is NULL, or empty where it may not be."""
    return {column.name: _read(column, row.get(column.name)) for column in table.c}


def _read(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return None if column.nullable else column.type.python_type()
    if isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(value)
    return bytes.fromhex(value) if isinstance(column.type, sa.LargeBinary) else value


def _told(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value.isoformat())
