"""Segments: keep a query by name, list what is kept, delete one. Each act is a change, with an undo."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyarrow as pa

from assay.errors import NotFound, SegmentInvalid
from assay.model.change import Change, ChangeKind
from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, LiveQuery, Segment
from assay.model.segment_kind import SegmentKind
from assay.schema.field import quote_text
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.edit_labels import NOBODY, Signature
from assay.workflows.search import ask

DEFAULT_KIND = SegmentKind.DATA_ORGANISATION
"""What a segment is for when nobody said."""


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """A segment with the query that lists what is in it; `items` counts a frozen one's, by level."""

    segment: Segment
    opens: LiveQuery
    items: Mapping[Level, int] | None


def save_segment(
    store: Store,
    name: str,
    query: str,
    *,
    level: Level = Level.IMAGE,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Segment:
    """Keep `query` under `name`, in its canonical form; a live segment of that name gets the new query.

    Raises
    ------
    QueryError : the query is wrong.
    SegmentInvalid : the name is empty, or is that of a list of items.
    NotFound : there is no such dataset.
    """
    with store.writer() as writer:
        question = ask(writer.base, query, level=level, dataset=dataset)
        kept, dataset_id = LiveQuery(level, question.canonical), question.scope.dataset_id
        standing = named_segment(writer.base, dataset_id, name)
        if standing is not None and standing.is_frozen:
            raise SegmentInvalid(
                f"{standing.name!r} is a list of items, which a query cannot replace.", hint="Choose another name."
            )
        segment = (
            new_segment(writer, dataset_id, name, query=kept)
            if standing is None
            else Segment(standing.id, dataset_id, standing.name, standing.kind, standing.fields, kept)
        )
        if segment != standing:
            _edit(writer, segment, f"Save segment {segment.name!r}", by)
        return segment


def delete_segment(
    store: Store, name_or_id: str | int, *, dataset: str | int | None = None, by: Signature = NOBODY
) -> Change:
    """Delete a segment; the images and labels it listed stay. Raise `NotFound` when there is none."""
    with store.writer() as writer:
        segment = find_segment(writer.base, name_or_id, dataset=dataset)
        return _edit(writer, segment, f"Delete segment {segment.name!r}", by, deleted=True)


def list_segments(snapshot: Snapshot, dataset: str | int | None = None) -> list[Segment]:
    """The segments of `dataset` (the first one when None)."""
    return snapshot.segments(snapshot.dataset(dataset).id)


def segment_facts(snapshot: Snapshot, dataset: str | int | None = None) -> list[SegmentFacts]:
    """The segments of `dataset` with what they hold. Items whose object was deleted are not counted."""
    segments = list_segments(snapshot, dataset)
    counted = count_items(snapshot, segments)
    return [facts_of(segment, counted.get(segment.id)) for segment in segments]


def facts_of(segment: Segment, items: Mapping[Level, int] | None) -> SegmentFacts:
    """A segment with what it holds; a frozen one opens at the level at which it has most items."""
    if segment.query is not None:
        return SegmentFacts(segment, segment.query, None)
    counts = items or dict.fromkeys(ITEM_LEVELS, 0)
    fullest = max(ITEM_LEVELS, key=lambda level: counts[level])
    return SegmentFacts(segment, LiveQuery(fullest, f"segment = {quote_text(segment.name)}"), counts)


def count_items(snapshot: Snapshot, segments: Sequence[Segment]) -> dict[int, dict[Level, int]]:
    """Segment id -> how many items it has at each level, for the frozen ones of one dataset that have any."""
    frozen = [segment for segment in segments if segment.is_frozen]
    if not frozen:
        return {}
    counted = snapshot.query(Statement(_COUNT, {"dataset": frozen[0].dataset_id}))
    return {row["segment_id"]: {level: row[level.value] for level in ITEM_LEVELS} for row in counted.to_pylist()}


def find_segment(snapshot: Snapshot, name_or_id: str | int, *, dataset: str | int | None = None) -> Segment:
    """The segment of that name or id; raise `NotFound` with the nearest name."""
    segments = list_segments(snapshot, dataset)
    for segment in segments:
        if name_or_id in (segment.id, segment.name):
            return segment
    names = [segment.name for segment in segments]
    near = get_close_matches(str(name_or_id), names, n=1)
    told = f"There are: {', '.join(names)}." if names else "None was saved yet."
    raise NotFound(f"There is no segment {name_or_id!r}.", hint=f"Did you mean {near[0]!r}?" if near else told)


def named_segment(snapshot: Snapshot, dataset_id: int, name: str) -> Segment | None:
    """The segment of exactly this name, if there is one."""
    return next((segment for segment in snapshot.segments(dataset_id) if segment.name == name.strip()), None)


def new_segment(
    writer: Writer,
    dataset_id: int,
    name: str,
    *,
    query: LiveQuery | None = None,
    kind: SegmentKind = DEFAULT_KIND,
    fields: Mapping[str, str | int | float] | None = None,
) -> Segment:
    """A segment with an id of its own, not written yet; raise `SegmentInvalid` when its name is empty."""
    if not name.strip():
        raise SegmentInvalid("A segment needs a name.", hint="Name it after what it lists.")
    return Segment(writer.reserve_ids("segments", 1), dataset_id, name.strip(), kind, fields or {}, query)


def segment_row(segment: Segment, *, deleted: bool = False) -> pa.Table:
    """The segment as a row of `SEGMENTS`."""
    query = segment.query
    row = {
        "id": segment.id,
        "dataset_id": segment.dataset_id,
        "name": segment.name,
        "kind": segment.kind.value,
        "fields": json.dumps(dict(segment.fields)),
        "level": None if query is None else query.level.value,
        "query": None if query is None else query.text,
        "deleted": deleted,
    }
    return pa.Table.from_pylist([row])


def _edit(writer: Writer, segment: Segment, title: str, by: Signature, *, deleted: bool = False) -> Change:
    return writer.edit(
        {"segments": segment_row(segment, deleted=deleted)},
        kind=ChangeKind.SEGMENT,
        title=title,
        author=by.author,
        reason=by.reason,
        source=by.source,
    )


_COUNT = """
SELECT s.segment_id, count(i.id) AS image, count(a.id) AS annotation, count(p.id) AS prediction
FROM segment_items s
LEFT JOIN images i ON i.id = s.image_id
LEFT JOIN annotations a ON a.id = s.annotation_id
LEFT JOIN predictions p ON p.id = s.prediction_id
WHERE s.dataset_id = $dataset
GROUP BY s.segment_id
"""
