"""What is wrong with the items of data quality segments, and closing those of which nothing is wrong any more.

An item is wrong while a suspect of it stands open (or was made stale by an edit and not looked for again yet), or while
the model and the labels disagree about it: a label that the newest evaluated run misses or takes for another class, a
prediction that is no true positive in the evaluation of its run. What was wrong when it was added, or was found later,
is noted in `error`; an item of which nothing was ever noted waits for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.amounts import amount
from assay.arrays import Ids
from assay.model.change import ChangeKind
from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, Done, Segment
from assay.model.segment_kind import SegmentKind
from assay.query.compile import PARENT_KEYS
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with the objects of one level: ids, and kinds of suspects and outcomes in words beside them."""

    ids: pa.ChunkedArray
    texts: pa.ChunkedArray

    def of(self, ids: Ids | pa.ChunkedArray) -> pa.Array:
        """(n,) what is wrong with these; NULL where nothing is."""
        wanted = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else pa.array(ids)
        return self.texts.take(pc.index_in(wanted, value_set=self.ids.combine_chunks())).combine_chunks()


def errors_at(snapshot: Snapshot, dataset_id: int, level: Level) -> Errors:
    """What is wrong with images, labels or predictions of a dataset now."""
    evaluated = [found for run in snapshot.runs(dataset_id) if (found := snapshot.evaluation(run.id))]
    bound: dict[str, object] = {"dataset": dataset_id}
    matched = ""
    if level is not Level.IMAGE and evaluated:
        bound["evaluations"] = [found.id for found in (evaluated[-1:] if level is Level.ANNOTATION else evaluated)]
        matched = _MATCHED.format(key=PARENT_KEYS[level], wrong=_WRONG[level])
    found = snapshot.query(Statement(_ERRORS.format(key=PARENT_KEYS[level], matched=matched), bound))
    return Errors(found["id"], found["error"])


def settle_items(store: Store) -> int:
    """Close the items of data quality segments whose error is gone, and open those again whose error came back.

    Returns how many were closed. Not an edit: it follows from the labels, so undo of an edit of labels takes it back
    by itself. The activity of each segment tells of it.
    """
    if not _settled(store.snapshot()):
        return 0
    with store.writer() as writer:
        settled = _settled(writer.base)
        for one in settled:
            writer.upsert("segment_items", one.rows)
            _log(writer, one)
        return sum(one.closed for one in settled)


def has_quality_segments(store: Store) -> bool:
    """Whether any segment has items that close by themselves."""
    snapshot = store.snapshot()
    return any(_closing(snapshot, dataset.id) for dataset in snapshot.datasets())


@dataclass(frozen=True, slots=True)
class _Settled:
    """The rows of one segment that change, and how many of them are closed and opened by it."""

    segment: Segment
    rows: pa.Table
    closed: int
    opened: int


def _closing(snapshot: Snapshot, dataset_id: int) -> list[Segment]:
    return [
        segment
        for segment in snapshot.segments(dataset_id)
        if segment.is_frozen and segment.kind is SegmentKind.DATA_QUALITY
    ]


def _settled(snapshot: Snapshot) -> list[_Settled]:
    found = []
    for dataset in snapshot.datasets():
        segments = _closing(snapshot, dataset.id)
        if segments:
            wrong = [errors_at(snapshot, dataset.id, level) for level in ITEM_LEVELS]
            found += [_settle(snapshot, segment, wrong) for segment in segments]
    return [one for one in found if one.rows.num_rows]


def _settle(snapshot: Snapshot, segment: Segment, wrong: Sequence[Errors]) -> _Settled:
    rows = snapshot.rows("segment_items", where={"segment_id": segment.id}).combine_chunks()
    now = pc.coalesce(*(errors.of(rows[PARENT_KEYS[level]]) for level, errors in zip(ITEM_LEVELS, wrong, strict=True)))
    is_wrong = pc.is_valid(now)
    by_itself = pc.fill_null(pc.equal(rows["done"], Done.GONE.value), fill_value=False)
    closed = pc.and_(pc.is_null(rows["done"]), pc.and_(pc.is_valid(rows["error"]), pc.invert(is_wrong)))
    opened = pc.and_(by_itself, is_wrong)
    noted = pc.and_(pc.is_null(rows["done"]), pc.and_(pc.is_null(rows["error"]), is_wrong))
    done = pc.if_else(closed, Done.GONE.value, pc.if_else(opened, pa.scalar(None, pa.string()), rows["done"]))
    for name, values in (("done", done), ("error", pc.if_else(noted, now, rows["error"]))):
        at = rows.schema.get_field_index(name)
        rows = rows.set_column(at, rows.schema.field(at), values)
    changed = pc.or_(noted, pc.or_(closed, opened))
    return _Settled(segment, rows.filter(changed), *(int(np.count_nonzero(flags)) for flags in (closed, opened)))


def _log(writer: Writer, one: _Settled) -> None:
    name = one.segment.name
    told = (
        (one.closed, f"{amount(one.closed, 'item')} of {name!r} done by themselves: what was wrong is gone"),
        (one.opened, f"{amount(one.opened, 'item')} of {name!r} open again: what was wrong came back"),
    )
    for count, title in told:
        if count:
            writer.log(ChangeKind.SEGMENT, title, "", "assay", count, segments=[one.segment.id])


_ERRORS = """
SELECT id, string_agg(DISTINCT error, ', ' ORDER BY error) AS error FROM (
  SELECT {key} AS id, kind AS error FROM issues
  WHERE dataset_id = $dataset AND state IN ('open', 'stale') AND {key} IS NOT NULL{matched}
) GROUP BY id
"""

_MATCHED = """
  UNION ALL
  SELECT {key}, outcome FROM matches
  WHERE list_contains($evaluations, evaluation_id) AND {key} IS NOT NULL AND outcome IN ({wrong})"""

_WRONG = {Level.ANNOTATION: "'missed', 'confusion'", Level.PREDICTION: "'background', 'duplicate', 'confusion'"}
