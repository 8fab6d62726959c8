"""The journal of changes: append-only. No entry is ever altered, not even by undo.

Whether an edit is in force is not stored but follows from the entries after it: an UNDO or REDO entry names
the edit it speaks of as `target`. Each entry also carries two pointers, the edit that an undo right after it
would take back (`undo_id`) and the one that a redo right after it would put back (`redo_id`), so that both
stacks are known at every moment of the past without walking the journal. They move so:

    edit e       undo_id = e                                redo_id = none (the undone ones are dropped)
    undo of t    undo_id = that of the entry before t       redo_id = t
    redo of t    undo_id = t                                redo_id = that of the entry before the last undo of t
    other        both as they were
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray
from pyarrow import ipc

from assay.errors import NotFound
from assay.model.change import Change, ChangeKind, ChangeState
from assay.store.ledger_tables import CHANGE_ROWS, CHANGES

CHUNK_ROWS = 50_000
"""Rows per stored chunk: bounds the memory that reading or writing one needs."""

_FEW_BYTES = 4096  # rows of an edit that take no more than this are stored as they are

BEFORE, AFTER, TOUCHED, ADDED = "before", "after", "touched", "added"

IMAGE_OF = {"images": "id", "annotations": "image_id", "predictions": "image_id"}
"""The tables whose rows metrics look at, and the column that says which image a row belongs to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a new journal entry says; its id, time and pointers are found when it is written."""

    kind: ChangeKind
    title: str
    author: str
    reason: str = ""
    source: str = "sdk"
    rows: int = 0
    is_edit: bool = False
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Tip:
    """The end of the journal: the last entry's id (0 when there is none) and its two pointers."""

    id: int = 0
    undo_id: int | None = None
    redo_id: int | None = None


def read_tip(connection: sa.Connection, *, before: int | None = None) -> Tip:
    """The tip as it is, or as it was just before the entry `before` was written."""
    select = sa.select(CHANGES.c.id, CHANGES.c.undo_id, CHANGES.c.redo_id).order_by(CHANGES.c.id.desc()).limit(1)
    row = connection.execute(select if before is None else select.where(CHANGES.c.id < before)).first()
    return Tip() if row is None else Tip(*row)


def write(connection: sa.Connection, entry: Entry) -> Change:
    """Append `entry`; return it with its id and time."""
    tip = read_tip(connection)
    id_, at = tip.id + 1, datetime.now(UTC)
    undo_id, redo_id = _pointers(connection, entry, id_, tip)
    connection.execute(
        sa.insert(CHANGES).values(
            id=id_,
            kind=entry.kind.value,
            is_edit=entry.is_edit,
            title=entry.title,
            author=entry.author,
            reason=entry.reason,
            source=entry.source,
            at=at.replace(tzinfo=None),
            rows=entry.rows,
            target=entry.target,
            undo_id=undo_id,
            redo_id=redo_id,
        )
    )
    return Change(
        id=id_,
        kind=entry.kind,
        state=ChangeState.LIVE if entry.is_edit else ChangeState.LOGGED,
        title=entry.title,
        author=entry.author,
        reason=entry.reason,
        source=entry.source,
        at=at,
        rows=entry.rows,
        target=entry.target,
    )


def _pointers(connection: sa.Connection, entry: Entry, id_: int, tip: Tip) -> tuple[int | None, int | None]:
    if entry.is_edit:
        return id_, None
    if entry.target is None:
        return tip.undo_id, tip.redo_id
    if entry.kind is ChangeKind.UNDO:
        return read_tip(connection, before=entry.target).undo_id, entry.target
    last_undo = last_entry_of(connection, entry.target, kind=ChangeKind.UNDO)
    return entry.target, read_tip(connection, before=last_undo).redo_id


def last_entry_of(connection: sa.Connection, target: int, *, kind: ChangeKind) -> int | None:
    """The newest undo, or redo, of the edit `target`; None when it has none."""
    spoken = (CHANGES.c.target == target) & (CHANGES.c.kind == kind.value)
    found: int | None = connection.execute(sa.select(sa.func.max(CHANGES.c.id)).where(spoken)).scalar_one()
    return found


def read_changes(connection: sa.Connection, *, tip: int, limit: int, before: int | None = None) -> list[Change]:
    """Up to `limit` entries, newest first, older than `before`, as they stood when `tip` was the last entry."""
    newest = tip if before is None else min(tip, before - 1)
    rows = connection.execute(_select(tip).where(CHANGES.c.id <= newest).order_by(CHANGES.c.id.desc()).limit(limit))
    return [_change(row) for row in rows]


def read_change(connection: sa.Connection, change_id: int, *, tip: int) -> Change:
    """One entry as it stood when `tip` was the last one.

    Raises
    ------
    NotFound : there is no such entry.
    """
    row = connection.execute(_select(tip).where(CHANGES.c.id == change_id, CHANGES.c.id <= tip)).first()
    if row is None:
        raise NotFound(f"There is no change {change_id}.", hint="`assay log` lists the changes.")
    return _change(row)


def _select(tip: int) -> sa.Select[Any]:
    """Entries with `verdict`, the last undo or redo that speaks of them, and `closed`: an edit came after it."""
    later, judged = CHANGES.alias("later"), CHANGES.alias("judged")
    spoken = sa.select(sa.func.max(later.c.id)).where(later.c.target == CHANGES.c.id, later.c.id <= tip)
    # Correlated by hand: left to itself, SQLAlchemy does not reach over two levels of subqueries.
    verdict = spoken.correlate(CHANGES).scalar_subquery()
    verdict_kind = sa.select(judged.c.kind).where(judged.c.id == verdict).correlate(CHANGES).scalar_subquery()
    last_edit = sa.select(sa.func.max(later.c.id)).where(later.c.is_edit, later.c.id <= tip).scalar_subquery()
    return sa.select(CHANGES, verdict_kind.label("verdict_kind"), (last_edit > verdict).label("closed"))


def _change(row: sa.Row[Any]) -> Change:
    return Change(
        id=row.id,
        kind=ChangeKind(row.kind),
        state=_state(row),
        title=row.title,
        author=row.author,
        reason=row.reason,
        source=row.source,
        at=row.at.replace(tzinfo=UTC),
        rows=row.rows,
        target=row.target,
    )


def _state(row: sa.Row[Any]) -> ChangeState:
    if not row.is_edit:
        return ChangeState.LOGGED
    if row.verdict_kind != ChangeKind.UNDO.value:
        return ChangeState.LIVE
    return ChangeState.DROPPED if row.closed else ChangeState.UNDONE


def write_rows(connection: sa.Connection, change_id: int, table: str, side: str, rows: pa.Table) -> None:
    """Keep the full rows of one side of an edit, in order of id, in compressed chunks."""
    for part, start in enumerate(range(0, max(rows.num_rows, 1), CHUNK_ROWS)):
        write_part(connection, change_id, table, side, part=part, rows=rows.slice(start, CHUNK_ROWS))


def write_part(connection: sa.Connection, change_id: int, table: str, side: str, *, part: int, rows: pa.Table) -> None:
    """Keep one chunk of the rows of one side of an entry."""
    ids = rows["id"].to_numpy()
    span = (int(ids.min()), int(ids.max())) if len(ids) else (None, None)
    _write_chunk(connection, change_id, table, side, part=part, data=_pack(rows), span=span)


def _write_chunk(
    connection: sa.Connection,
    change_id: int,
    table: str,
    side: str,
    *,
    part: int,
    data: bytes,
    span: tuple[int | None, int | None],
) -> None:
    values = {"change_id": change_id, "table_name": table, "side": side, "part": part, "data": data}
    connection.execute(sa.insert(CHANGE_ROWS).values(**values, first_id=span[0], last_id=span[1]))


def write_added(connection: sa.Connection, change_id: int, table: str, ids: range) -> None:
    """Keep that an entry without rows, such as an import, added those of `table` with these ids."""
    if len(ids):
        _write_chunk(connection, change_id, table, ADDED, part=0, data=b"", span=(ids[0], ids[-1]))


def read_adder(connection: sa.Connection, table: str, id_: int, *, tip: int) -> int | None:
    """The entry that kept no rows and added the row `id_`; None where none says so."""
    rows = CHANGE_ROWS.c
    spans = (rows.table_name == table) & (rows.side == ADDED) & (rows.first_id <= id_) & (rows.last_id >= id_)
    found: int | None = connection.execute(
        sa.select(sa.func.max(rows.change_id)).where(spans, rows.change_id <= tip)
    ).scalar_one()
    return found


def read_additions(connection: sa.Connection, table: str, *, after: int, tip: int) -> list[tuple[int, int, int]]:
    """Entry, first and last id of the rows that entries without rows added behind the entry `after`, up to `tip`."""
    rows = CHANGE_ROWS.c
    since = (rows.table_name == table) & (rows.side == ADDED) & (rows.change_id > after) & (rows.change_id <= tip)
    return [
        tuple(row) for row in connection.execute(sa.select(rows.change_id, rows.first_id, rows.last_id).where(since))
    ]


def read_rows_of(
    connection: sa.Connection, table: str, ids: NDArray[np.int64], *, tip: int
) -> dict[int, tuple[pa.Table, pa.Table]]:
    """Entry -> the rows with these ids (ascending) before and after it, for every one up to `tip` that changed one.

    Those are edits, and imports that gave rows other values. Only chunks in whose span one
    of the ids lies are unpacked.
    """
    rows = CHANGE_ROWS.c
    of_table = (rows.table_name == table) & rows.side.in_([BEFORE, AFTER]) & (rows.change_id <= tip)
    near = rows.first_id.is_(None) | ((rows.first_id <= int(ids[-1])) & (rows.last_id >= int(ids[0])))
    spans = sa.select(rows.id, rows.change_id, rows.side, rows.first_id, rows.last_id).where(of_table, near)
    found: dict[int, dict[str, list[pa.Table]]] = {}
    for row in connection.execute(spans.order_by(rows.change_id, rows.part)).all():
        if row.first_id is not None and not np.searchsorted(ids, row.last_id, "right") > np.searchsorted(
            ids, row.first_id
        ):
            continue
        data = connection.execute(sa.select(rows.data).where(rows.id == row.id)).scalar_one()
        chunk = _unpack(data)
        chunk = chunk.filter(pc.is_in(chunk["id"], value_set=pa.array(ids)))
        found.setdefault(row.change_id, {BEFORE: [], AFTER: []})[row.side].append(chunk)
    return {change: _both(sides) for change, sides in found.items() if any(part.num_rows for part in sides[AFTER])}


def _both(sides: dict[str, list[pa.Table]]) -> tuple[pa.Table, pa.Table]:
    after = pa.concat_tables(sides[AFTER])
    return pa.concat_tables(sides[BEFORE]) if sides[BEFORE] else after.slice(0, 0), after


def read_entries_about(connection: sa.Connection, edits: Sequence[int], *, tip: int) -> list[Change]:
    """These entries and every undo and redo of them up to `tip`, in the order in which they came."""
    about = CHANGES.c.id.in_(edits) | CHANGES.c.target.in_(edits)
    return [
        _change(row)
        for row in connection.execute(_select(tip).where(about, CHANGES.c.id <= tip).order_by(CHANGES.c.id))
    ]


def read_rows(connection: sa.Connection, change_id: int) -> dict[str, tuple[pa.Table, pa.Table]]:
    """Table name -> the rows of an edit before and after it; rows it added have no before."""
    stored = connection.execute(
        sa.select(CHANGE_ROWS.c.table_name, CHANGE_ROWS.c.side, CHANGE_ROWS.c.data)
        .where(CHANGE_ROWS.c.change_id == change_id, CHANGE_ROWS.c.side.in_([BEFORE, AFTER]))
        .order_by(CHANGE_ROWS.c.table_name, CHANGE_ROWS.c.side, CHANGE_ROWS.c.part)
    )
    sides: dict[str, dict[str, list[pa.Table]]] = {}
    for table, side, data in stored:
        sides.setdefault(table, {BEFORE: [], AFTER: []})[side].append(_unpack(data))
    return {table: (pa.concat_tables(parts[BEFORE]), pa.concat_tables(parts[AFTER])) for table, parts in sides.items()}


def write_touched(connection: sa.Connection, change_id: int, image_ids: NDArray[np.int64]) -> None:
    """Keep which images an entry touched that keeps no rows, such as an import."""
    if len(image_ids):
        write_rows(connection, change_id, "images", TOUCHED, pa.table({"id": image_ids}))


def read_touched(connection: sa.Connection, *, after: int, tip: int) -> set[int]:
    """Ids of the images that the entries behind `after`, up to `tip`, touched or whose objects they touched."""
    meant = sa.func.coalesce(CHANGES.c.target, CHANGES.c.id)
    entries = sa.select(meant).where(CHANGES.c.id > after, CHANGES.c.id <= tip)
    stored = connection.execute(
        sa.select(CHANGE_ROWS.c.table_name, CHANGE_ROWS.c.data).where(
            CHANGE_ROWS.c.change_id.in_(entries),
            CHANGE_ROWS.c.table_name.in_(list(IMAGE_OF)),
            CHANGE_ROWS.c.side != ADDED,
        )
    )
    return {image for table, data in stored for image in _unpack(data)[IMAGE_OF[table]].to_pylist()}


def _pack(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    # Each column is compressed by itself: of few rows that saves nothing, and takes twenty times as long as the rest.
    options = ipc.IpcWriteOptions(compression="zstd" if rows.nbytes > _FEW_BYTES else None)
    # One batch per chunk: the rows of a large edit come in hundreds of small ones, which compress worse.
    with ipc.new_stream(sink, rows.schema, options=options) as writer:
        for batch in _batches(rows):
            writer.write_batch(batch)
    return bytes(sink.getvalue())


def _batches(rows: pa.Table) -> Iterator[pa.RecordBatch]:
    yield from rows.combine_chunks().to_batches()


def _unpack(data: bytes) -> pa.Table:
    with ipc.open_stream(pa.BufferReader(data)) as reader:
        return reader.read_all()
