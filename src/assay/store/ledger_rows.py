"""Rows of the SQL ledger as Arrow tables, so that the journal treats them as it treats rows of Lance."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import sqlite

from assay.schema.tables import LEDGER_TABLES
from assay.store.ledger_tables import METADATA


def take(connection: sa.Connection, name: str, ids: NDArray[np.int64]) -> pa.Table:
    """Full rows of `name` with these ids, tombstones included, in order of id; missing ones are left out."""
    table = METADATA.tables[name]
    rows = connection.execute(sa.select(table).where(table.c.id.in_(ids.tolist())).order_by(table.c.id))
    return pa.Table.from_pylist([dict(row) for row in rows.mappings()], schema=LEDGER_TABLES[name].arrow)


def upsert(connection: sa.Connection, name: str, rows: pa.Table) -> None:
    """Write rows of `name` by id: those that exist get what `rows` state, the others are added.

    Undo of an edit that is older than a column of the table does not state that column.
    """
    if not rows.num_rows:
        return
    insert = sqlite.insert(METADATA.tables[name])
    stated = {column: insert.excluded[column] for column in rows.column_names if column != "id"}
    # Tombstones first: a name that they had may be taken by another row of the same edit.
    given = sorted(rows.to_pylist(), key=lambda row: not row["deleted"])
    connection.execute(insert.on_conflict_do_update(["id"], set_=stated), given)
