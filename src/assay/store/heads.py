"""Heads: the published version of each Lance table, and the revision of the ledger that publishes them.

The heads are what makes a project one thing although its rows lie in several Lance tables and an SQL file:
a reader opens every table exactly at its head, and a writer moves all heads in the same SQL transaction that
writes its ledger rows. What a crashed writer left in Lance beyond the heads was never published.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from assay.store.ledger_tables import COUNTERS, HEADS, STATE


def begin(connection: sa.Connection, heads: Mapping[str, int]) -> None:
    """The first publication of a new project: its empty tables, whose ids begin with 0."""
    connection.execute(sa.insert(STATE).values(id=1, revision=1))
    add_tables(connection, heads)


def add_tables(connection: sa.Connection, heads: Mapping[str, int]) -> None:
    """Tables that the project did not have before."""
    connection.execute(sa.insert(HEADS), [{"table_name": name, "version": version} for name, version in heads.items()])
    connection.execute(sa.insert(COUNTERS), [{"table_name": name, "next_id": 0} for name in heads])


def read_revision(connection: sa.Connection) -> int:
    """The number of the last publication."""
    return int(connection.execute(sa.select(STATE.c.revision)).scalar_one())


def read_heads(connection: sa.Connection) -> dict[str, int]:
    """Table name -> published Lance version."""
    return {row.table_name: row.version for row in connection.execute(sa.select(HEADS))}


def publish(connection: sa.Connection, heads: Mapping[str, int]) -> None:
    """Move `heads`, those of new tables too, and raise the revision; the caller's transaction makes it visible."""
    for name, version in heads.items():
        insert = sqlite.insert(HEADS).values(table_name=name, version=version)
        connection.execute(insert.on_conflict_do_update(["table_name"], set_={"version": version}))
    connection.execute(sa.update(STATE).values(revision=STATE.c.revision + 1))


def drop(connection: sa.Connection, name: str) -> None:
    """Publish the table `name` no more."""
    connection.execute(sa.delete(HEADS).where(HEADS.c.table_name == name))


def reserve_ids(connection: sa.Connection, table: str, count: int) -> int:
    """Set `count` ids of `table` aside; return the first. They are given to nobody else, ever."""
    first = read_counters(connection)[table]
    connection.execute(sa.update(COUNTERS).where(COUNTERS.c.table_name == table).values(next_id=first + count))
    return first


def read_counters(connection: sa.Connection) -> dict[str, int]:
    """Table name -> the id that its next new row will have."""
    return {row.table_name: row.next_id for row in connection.execute(sa.select(COUNTERS))}
