"""Rows of the SQL ledger as Arrow tables, so that the journal treats them as it treats rows of Lance."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from assay.schema.tables import LEDGER_TABLES
from assay.store.ledger_tables import METADATA


def take(connection: sa.Connection, name: str, ids: NDArray[np.int64]) -> pa.Table:
    """Full rows of `name` with these ids, tombstones included, in order of id; missing ones are left out."""
    table = METADATA.tables[name]
    rows = connection.execute(sa.select(table).where(table.c.id.in_(ids.tolist())).order_by(table.c.id))
    return pa.Table.from_pylist([dict(row) for row in rows.mappings()], schema=LEDGER_TABLES[name].arrow)


def upsert(connection: sa.Connection, name: str, rows: pa.Table) -> None:
    """Write full rows of `name` by id: those that exist are replaced, the others are added."""
    table = METADATA.tables[name]
    connection.execute(sa.delete(table).where(table.c.id.in_(rows["id"].to_pylist())))
    if rows.num_rows:
        connection.execute(sa.insert(table), rows.to_pylist())
