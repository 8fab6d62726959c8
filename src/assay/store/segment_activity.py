"""Which entries of the journal speak of which segment, noted beside them, so that none has to be unpacked to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from assay.model.change import Change
from assay.store import journal
from assay.store.ledger_tables import CHANGES, SEGMENT_CHANGES

_SEGMENT_OF = {"segments": "id", "segment_items": "segment_id", "segment_comments": "segment_id"}


def note(connection: sa.Connection, change_id: int, segment_ids: Iterable[int]) -> None:
    """Say that an entry speaks of these segments."""
    rows = [{"segment_id": int(id), "change_id": change_id} for id in segment_ids]
    if rows:
        connection.execute(sa.insert(SEGMENT_CHANGES), rows)


def segments_in(tables: Mapping[str, pa.Table]) -> list[int]:
    """The segments that rows of an edit belong to, ascending."""
    columns = [rows[_SEGMENT_OF[name]].cast(pa.int64()) for name, rows in tables.items() if name in _SEGMENT_OF]
    return sorted({id for column in columns for id in pc.unique(column).to_pylist()})


def read(connection: sa.Connection, segment_id: int, *, tip: int, limit: int) -> list[Change]:
    """The newest entries up to `tip` that speak of a segment, the newest first; undo and redo of them included."""
    own = sa.select(SEGMENT_CHANGES.c.change_id).where(SEGMENT_CHANGES.c.segment_id == segment_id)
    found = connection.execute(
        sa.select(CHANGES.c.id)
        .where(CHANGES.c.id <= tip, CHANGES.c.id.in_(own) | CHANGES.c.target.in_(own))
        .order_by(CHANGES.c.id.desc())
        .limit(limit)
    )
    return [journal.read_change(connection, id, tip=tip) for id in found.scalars()]
