"""The items of a frozen segment: add images, labels and predictions to it, take them out, list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.amounts import amount
from assay.arrays import Ids
from assay.errors import EditConflict, SegmentInvalid
from assay.model.change import Change
from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, Done, Segment
from assay.model.segment_kind import FieldValue, SegmentKind, checked_fields
from assay.model.signature import NOBODY, Signature
from assay.query.compile import PARENT_KEYS
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.explore.search import TABLE_OF
from assay.workflows.segment_errors import errors_at
from assay.workflows.segments.segments import (
    DEFAULT_KIND,
    find_segment,
    named_segment,
    new_segment,
    segment_rows,
    write_change,
)

Items: TypeAlias = Mapping[Level, Sequence[int] | Ids]
"""Ids of images, labels and predictions, by level."""

_NOUNS = {Level.IMAGE: "image", Level.ANNOTATION: "label", Level.PREDICTION: "prediction"}


@dataclass(frozen=True, slots=True)
class ItemsChange:
    """What was done to a frozen segment.

    `changed` items were added or taken out; `unchanged` stood there already, or were not there to be taken out.
    `change` is None when there was nothing to do.
    """

    segment: Segment
    changed: int
    unchanged: int
    change: Change | None


def add_items(
    store: Store,
    items: Items,
    *,
    segment: str | int,
    kind: SegmentKind | None = None,
    fields: Mapping[str, FieldValue] | None = None,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> ItemsChange:
    """Add items to a segment, by name or id, as one change; what it has already is not added twice.

    A name that no segment has makes one, of `kind` and with `fields`, in the same change: undo takes it away again.

    Raises
    ------
    SegmentInvalid : the segment is a live query; it has another kind or other fields; a field is wrong; no item.
    EditConflict : an item is not there any more, or belongs to another dataset.
    NotFound : there is no such dataset, or no segment of that id.
    """
    given = {level: _distinct(items.get(level, ())) for level in ITEM_LEVELS}
    total = sum(map(len, given.values()))
    if not total:
        raise SegmentInvalid("No item was given.", hint="Choose at least one image, label or prediction.")
    with store.writer() as writer:
        dataset_id = writer.base.dataset(dataset).id
        _check_there(writer.base, given, dataset_id)
        standing = _standing(writer.base, segment, dataset_id)
        target = standing or _made(writer, dataset_id, str(segment), kind, fields)
        _check_alike(target, kind, fields)
        held = _held(writer.base, target.id)
        fresh = {level: ids[~np.isin(ids, held[level])] for level, ids in given.items()}
        added = sum(map(len, fresh.values()))
        if not added and standing is not None:
            return ItemsChange(target, 0, total, None)
        tables = {"segment_items": item_rows(writer, target, fresh)}
        if standing is None:
            tables["segments"] = segment_rows([target])
        there = f" ({total - added:,} {'was' if total - added == 1 else 'were'} there already)" if added < total else ""
        title = f"Add {_told(fresh)} to {target.name!r}{there}"
        return ItemsChange(target, added, total - added, write_change(writer, tables, title, by))


def remove_items(
    store: Store, items: Items, *, segment: str | int, dataset: str | int | None = None, by: Signature = NOBODY
) -> ItemsChange:
    """Take items out of a frozen segment as one change; the images, labels and predictions themselves stay.

    Raises
    ------
    SegmentInvalid : the segment is a live query.
    NotFound : there is no such segment.
    """
    given = {level: _distinct(items.get(level, ())) for level in ITEM_LEVELS}
    with store.writer() as writer:
        target = find_segment(writer.base, segment, dataset=dataset)
        removed = _chosen(writer.base, target, given)
        unchanged = sum(map(len, given.values())) - removed.num_rows
        if not removed.num_rows:
            return ItemsChange(target, 0, unchanged, None)
        title = f"Take {_told(_ids_of(removed))} out of {target.name!r}"
        removed = with_value(removed, "deleted", value=True)
        change = write_change(writer, {"segment_items": removed}, title, by)
        return ItemsChange(target, removed.num_rows, unchanged, change)


def tick_items(
    store: Store,
    items: Items,
    *,
    done: bool,
    segment: str | int,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> ItemsChange:
    """Say that items of a frozen segment are done, or that they are not; one change.

    What a person opens again stays open: it does not close by itself.

    Raises
    ------
    SegmentInvalid : the segment is a live query.
    NotFound : there is no such segment.
    """
    given = {level: _distinct(items.get(level, ())) for level in ITEM_LEVELS}
    with store.writer() as writer:
        target = find_segment(writer.base, segment, dataset=dataset)
        rows = _chosen(writer.base, target, given)
        rows = rows.filter(pc.is_null(rows["done"]) if done else pc.is_valid(rows["done"]))
        unchanged = sum(map(len, given.values())) - rows.num_rows
        if not rows.num_rows:
            return ItemsChange(target, 0, unchanged, None)
        told = _told(_ids_of(rows))
        title = f"Done: {told} of {target.name!r}" if done else f"Open {told} of {target.name!r} again"
        rows = with_value(rows, "done", value=Done.CHECKED.value if done else None)
        if not done:
            rows = with_value(rows, "error", value=None)
        return ItemsChange(target, rows.num_rows, unchanged, write_change(writer, {"segment_items": rows}, title, by))


def subjects_of(snapshot: Snapshot, issue_ids: Ids) -> dict[Level, Ids]:
    """What suspects speak of: the label of each, else its prediction, else its image."""
    rows = snapshot.take("issues", issue_ids)
    label, prediction = rows["annotation_id"], rows["prediction_id"]
    return {
        Level.ANNOTATION: label.drop_null().to_numpy(),
        Level.PREDICTION: prediction.filter(pc.is_null(label)).drop_null().to_numpy(),
        Level.IMAGE: rows["image_id"].filter(pc.and_(pc.is_null(label), pc.is_null(prediction))).to_numpy(),
    }


def items_of(snapshot: Snapshot, segment: Segment) -> pa.Table:
    """Columns `level`, `id`, `error` and `done` of a frozen segment's items, in the order in which they were added.

    Items whose object was deleted are left out. Raise `SegmentInvalid` for a live segment.
    """
    _check_frozen(segment)
    return snapshot.query(Statement(_LIST, {"segment": segment.id}))


def item_rows(writer: Writer, segment: Segment, items: Mapping[Level, Ids]) -> pa.Table:
    """Items as new rows of `SEGMENT_ITEMS`; those of a data quality segment with what is wrong with them."""
    total = sum(map(len, items.values()))
    first = writer.reserve_ids("segment_items", total)
    starts = np.cumsum([0, *map(len, items.values())])
    parts = [
        pa.table(
            {
                "id": first + start + np.arange(len(ids)),
                "dataset_id": np.full(len(ids), segment.dataset_id, np.int32),
                "segment_id": np.full(len(ids), segment.id, np.int32),
                PARENT_KEYS[level]: ids,
                "error": _errors(writer.base, segment, level, ids),
            }
        )
        for start, (level, ids) in zip(starts, items.items(), strict=False)
    ]
    return pa.concat_tables(parts, promote_options="default")


def _errors(base: Snapshot, segment: Segment, level: Level, ids: Ids) -> pa.Array:
    if segment.kind is not SegmentKind.DATA_QUALITY or not len(ids):
        return pa.nulls(len(ids), pa.string())
    return errors_at(base, segment.dataset_id, level).of(ids)


def with_value(rows: pa.Table, name: str, *, value: str | bool | None) -> pa.Table:
    """The rows with one value in a column."""
    at = rows.schema.get_field_index(name)
    field = rows.schema.field(at)
    return rows.set_column(at, field, pa.repeat(pa.scalar(value, field.type), rows.num_rows))


def _chosen(base: Snapshot, segment: Segment, given: Mapping[Level, Ids]) -> pa.Table:
    """The rows of the items that are named; raise `SegmentInvalid` for a live segment."""
    _check_frozen(segment)
    rows = base.rows("segment_items", where={"segment_id": segment.id})
    named = [pc.is_in(rows[PARENT_KEYS[level]], value_set=pa.array(ids)) for level, ids in given.items()]
    return rows.filter(np.logical_or.reduce([mask.to_numpy() for mask in named]))


def _ids_of(rows: pa.Table) -> dict[Level, Ids]:
    return {level: rows[PARENT_KEYS[level]].drop_null().to_numpy() for level in ITEM_LEVELS}


def _distinct(ids: Sequence[int] | Ids) -> Ids:
    """The ids, each once, in the order in which they come first."""
    given = np.asarray(ids, dtype=np.int64)
    _, first = np.unique(given, return_index=True)
    return given[np.sort(first)]


def _check_there(base: Snapshot, given: Mapping[Level, Ids], dataset_id: int) -> None:
    for level, ids in given.items():
        rows = base.take(TABLE_OF[level], ids, columns=("id", "dataset_id"))
        present = rows["id"].to_numpy()[rows["dataset_id"].to_numpy() == dataset_id]
        missing = ids[~np.isin(ids, present)]
        if len(missing):
            others = f", nor {amount(len(missing) - 1, 'other')}" if len(missing) > 1 else ""
            raise EditConflict(
                f"{_NOUNS[level].capitalize()} {missing[0]} is not in the dataset{others}.",
                hint="It may have been deleted meanwhile: look at the log. Nothing was changed.",
            )


def _standing(base: Snapshot, segment: str | int, dataset_id: int) -> Segment | None:
    """The frozen segment that is meant; None when a name means a new one."""
    if isinstance(segment, int):
        found: Segment | None = find_segment(base, segment, dataset=dataset_id)
    else:
        found = named_segment(base, dataset_id, segment)
    if found is not None:
        _check_frozen(found)
    return found


def _made(
    writer: Writer,
    dataset_id: int,
    name: str,
    kind: SegmentKind | None,
    fields: Mapping[str, FieldValue] | None,
) -> Segment:
    chosen = kind or DEFAULT_KIND
    return new_segment(writer, dataset_id, name, kind=chosen, fields=checked_fields(chosen, fields or {}))


def _check_frozen(segment: Segment) -> None:
    if segment.query is not None:
        raise SegmentInvalid(
            f"{segment.name!r} is a query, and lists what it matches: items cannot be added or taken out.",
            hint="Change its query, or choose another segment.",
        )


def _check_alike(segment: Segment, kind: SegmentKind | None, fields: Mapping[str, FieldValue] | None) -> None:
    """Kind and fields are given for a new segment; of one that stands they may only say what it is."""
    if kind not in (None, segment.kind):
        raise SegmentInvalid(
            f"{segment.name!r} is of kind {segment.kind.value!r}, not {str(kind)!r}.",
            hint="Leave the kind out, or choose another name.",
        )
    if fields is not None and checked_fields(segment.kind, fields) != segment.fields:
        raise SegmentInvalid(f"{segment.name!r} has other fields already.", hint="Leave the fields out.")


def _held(base: Snapshot, segment_id: int) -> dict[Level, Ids]:
    columns = [PARENT_KEYS[level] for level in ITEM_LEVELS]
    return _ids_of(base.rows("segment_items", columns=columns, where={"segment_id": segment_id}))


def _told(items: Mapping[Level, Ids]) -> str:
    """`2 labels and 1 prediction`."""
    *most, last = [amount(len(ids), _NOUNS[level]) for level, ids in items.items() if len(ids)]
    return f"{', '.join(most)} and {last}" if most else last


_LIST = """
SELECT
  CASE WHEN i.id IS NOT NULL THEN 'image' WHEN a.id IS NOT NULL THEN 'annotation' ELSE 'prediction' END AS level,
  coalesce(i.id, a.id, p.id) AS id, s.error, s.done
FROM segment_items s
LEFT JOIN images i ON i.id = s.image_id
LEFT JOIN annotations a ON a.id = s.annotation_id
LEFT JOIN predictions p ON p.id = s.prediction_id
WHERE s.segment_id = $segment AND coalesce(i.id, a.id, p.id) IS NOT NULL
ORDER BY s.id
"""
