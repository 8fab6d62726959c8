"""The labels of a frozen segment's images as they were when its items came in, held against those of now (I10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import SegmentInvalid
from assay.model.change import ChangeKind
from assay.model.segment import ITEM_LEVELS, Segment
from assay.query.compile import PARENT_KEYS
from assay.schema.tables import TABLES
from assay.store.journal import IMAGE_OF
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import TABLE_OF
from assay.workflows.versions.diff_versions import ClassDiff, RowDiff, VersionDiff, keep_differing

_COLUMNS = tuple(column.name for column in TABLES["annotations"].stated.columns)


@dataclass(frozen=True)
class SegmentChanges:
    """What became of the labels in the images of a segment's items.

    `items` has the columns `level`, `id`, `image_id`, `error` and `done`; `since` (images,) the entry of the journal
    with which the first item of each of `images` came in.
    """

    items: pa.Table
    images: Ids
    since: Ids
    diff: VersionDiff


def segment_changes(snapshot: Snapshot, segment: Segment) -> SegmentChanges:
    """Every label of the images in which items of a frozen segment lie that is not what it was when they came in.

    Edits, their undo, and imports count alike: what was relabelled elsewhere and imported is told as what was edited
    here. An image counts from its first item on. Raise `SegmentInvalid` for a live segment.
    """
    if segment.query is not None:
        raise SegmentInvalid(
            f"{segment.name!r} is a query: nothing came into it at one moment.",
            hint="Freeze it, to keep what it lists now and see what becomes of it.",
        )
    rows = snapshot.rows("segment_items", where={"segment_id": segment.id})
    items = _placed(snapshot, rows)
    images, since = _came_in(items)
    now = snapshot.all_rows("annotations", columns=_COLUMNS, where={"image_id": images}).sort_by("id")
    begun = since[np.searchsorted(images, now["image_id"].to_numpy())]
    before, after = (_live(side) for side in (_past(snapshot, now, begun), now))
    labels = keep_differing(RowDiff(before, after), "annotations")
    none = snapshot.take("images", [])
    diff = VersionDiff(RowDiff(none, none), labels, ClassDiff((), (), ()))
    return SegmentChanges(items.drop_columns("since"), images, since, diff)


def _placed(snapshot: Snapshot, rows: pa.Table) -> pa.Table:
    """The items with the image in which each lies and the entry with which it came in; those of no image left out."""
    added = _additions(snapshot, rows["id"].to_numpy())
    parts = []
    for level in ITEM_LEVELS:
        table = TABLE_OF[level]
        own = pc.is_valid(rows[PARENT_KEYS[level]])
        mine = rows.filter(own)
        ids, key = mine[PARENT_KEYS[level]], IMAGE_OF[table]
        found = snapshot.all_rows(table, columns=tuple({"id", key}), where={"id": ids.to_numpy()})
        at = pc.index_in(ids, value_set=found["id"].combine_chunks())
        columns = {
            "level": pa.repeat(pa.scalar(level.value), len(ids)),
            "id": ids,
            "image_id": found[key].take(at),
            "since": added[own.to_numpy()],
        }
        parts.append(pa.table(columns | {name: mine[name] for name in ("error", "done")}))
    placed = pa.concat_tables(parts)
    return placed.filter(pc.is_valid(placed["image_id"]))


def _additions(snapshot: Snapshot, item_ids: Ids) -> Ids:
    """The entry of the journal with which each of these rows of `SEGMENT_ITEMS` was added."""
    added = np.zeros(len(item_ids), np.int64)
    for change, (_, after) in reversed(snapshot.edits_of("segment_items", item_ids).items()):
        added[np.isin(item_ids, after["id"].to_numpy())] = change
    return added


def _came_in(items: pa.Table) -> tuple[Ids, Ids]:
    """Images, ascending, and the entry with which the first item of each came in."""
    images, since = items["image_id"].to_numpy(), items["since"].to_numpy()
    order = np.lexsort((since, images))
    distinct, first = np.unique(images[order], return_index=True)
    return distinct, since[order][first]


def _past(snapshot: Snapshot, now: pa.Table, begun: Ids) -> pa.Table:
    """These labels, each as it was behind the entry `begun` of its own: the journal is walked from its end."""
    ids = now["id"].to_numpy()
    there = np.ones(len(ids), bool)
    oldest = int(begun.min(initial=np.iinfo(np.int64).max))
    for entry, first, last in snapshot.additions("annotations", since=oldest):
        there[(ids >= first) & (ids <= last) & (begun < entry)] = False
    sources, row = [now], np.arange(len(ids))
    edits = snapshot.edits_of("annotations", ids)
    for change in reversed(snapshot.entries_about(list(edits))):
        before, after = edits[change.id if change.target is None else change.target]
        touched = np.searchsorted(ids, after["id"].to_numpy())
        mine = touched[begun[touched] < change.id]
        old = after if change.kind is ChangeKind.UNDO else before
        at = pc.fill_null(pc.index_in(pa.array(ids[mine]), value_set=old["id"].combine_chunks()), -1).to_numpy()
        there[mine] = at >= 0
        row[mine] = sum(part.num_rows for part in sources) + at
        sources.append(old.select(_COLUMNS).cast(now.schema))
    return pa.concat_tables(sources).take(pa.array(row[there]))


def _live(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.invert(rows["deleted"])).combine_chunks()
