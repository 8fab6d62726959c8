"""Segments: keep a query by name, list what is kept, delete one. Each act is a change, with an undo."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

import pyarrow as pa

from assay.errors import NotFound, QueryError, SegmentInvalid
from assay.model.change import Change, ChangeKind
from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, LiveQuery, Segment
from assay.model.segment_kind import SegmentKind
from assay.model.signature import NOBODY, Signature
from assay.query.parse import parse
from assay.query.segment_names import segments_named
from assay.schema.field import quote_text
from assay.schema.statement import Statement
from assay.schema.tables import SEGMENTS
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.explore.search import ask, total_of
from assay.workflows.names import checked_name

DEFAULT_KIND = SegmentKind.DATA_ORGANISATION
"""What a segment is for when nobody said."""


class Held(NamedTuple):
    """How many items a frozen segment has at each level, and how many of them are done."""

    counts: Mapping[Level, int]
    done: int


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """A segment with the query that lists what is in it; `items` counts a frozen one's, by level.

    done : items of it that are done. total : rows that a live one lists at its level; None when its query does not
    work any more, or was not asked.
    """

    segment: Segment
    opens: LiveQuery
    items: Mapping[Level, int] | None
    done: int = 0
    total: int | None = None


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
    NameInvalid : a segment cannot be named so.
    SegmentInvalid : the name is that of a list of items; the query would list the segment itself.
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
        if standing is None:
            segment = new_segment(writer, dataset_id, name, query=kept)
        else:
            _check_no_circle(writer.base, standing, kept)
            segment = replace(standing, query=kept)
        if segment != standing:
            write_segments(writer, [segment], f"Save segment {segment.name!r}", by)
        return segment


def delete_segment(
    store: Store, name_or_id: str | int, *, dataset: str | int | None = None, by: Signature = NOBODY
) -> Change:
    """Delete a segment; the images and labels it listed stay. Raise `NotFound` when there is none."""
    with store.writer() as writer:
        segment = find_segment(writer.base, name_or_id, dataset=dataset)
        return write_segments(writer, [segment], f"Delete segment {segment.name!r}", by, deleted=True)


def list_segments(snapshot: Snapshot, dataset: str | int | None = None) -> list[Segment]:
    """The segments of `dataset` (the first one when None)."""
    return snapshot.segments(snapshot.dataset(dataset).id)


def segment_facts(snapshot: Snapshot, dataset: str | int | None = None) -> list[SegmentFacts]:
    """The segments of `dataset` with what they hold. Items whose object was deleted are not counted."""
    segments = list_segments(snapshot, dataset)
    counted = count_items(snapshot, segments)
    return [_with_total(snapshot, facts_of(segment, counted.get(segment.id))) for segment in segments]


def facts_in(snapshot: Snapshot, segment: Segment) -> SegmentFacts:
    """One segment with what it holds."""
    return _with_total(snapshot, facts_of(segment, count_items(snapshot, [segment]).get(segment.id)))


def facts_of(segment: Segment, held: Held | None) -> SegmentFacts:
    """A segment with what it holds; a frozen one opens at the level at which it has most items."""
    if segment.query is not None:
        return SegmentFacts(segment, segment.query, None)
    counts, done = held or Held(dict.fromkeys(ITEM_LEVELS, 0), 0)
    fullest = max(ITEM_LEVELS, key=lambda level: counts[level])
    opens = LiveQuery(fullest, f"segment = {quote_text(segment.name)}")
    return SegmentFacts(segment, opens, counts, done, sum(counts.values()))


def count_items(snapshot: Snapshot, segments: Sequence[Segment]) -> dict[int, Held]:
    """Segment id -> what it holds, for the frozen ones of one dataset that have any items."""
    frozen = [segment for segment in segments if segment.is_frozen]
    if not frozen:
        return {}
    counted = snapshot.query(Statement(_COUNT, {"dataset": frozen[0].dataset_id}))
    return {
        row["segment_id"]: Held({level: row[level.value] for level in ITEM_LEVELS}, row["finished"])
        for row in counted.to_pylist()
    }


def _with_total(snapshot: Snapshot, facts: SegmentFacts) -> SegmentFacts:
    """What a live segment lists is counted; one whose query does not work any more stays without."""
    if facts.items is not None:
        return facts
    opens = facts.opens
    try:
        return replace(
            facts, total=total_of(ask(snapshot, opens.text, level=opens.level, dataset=facts.segment.dataset_id))
        )
    except QueryError:
        return facts


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
    """A segment with an id of its own, not written yet; raise `NameInvalid` when that is no name."""
    name = checked_name(name, "segment")
    id_ = writer.reserve_ids("segments", 1)
    return Segment(id_, dataset_id, name, kind, fields or {}, query, made_at=datetime.now(UTC))


def segment_rows(segments: Sequence[Segment], *, deleted: bool = False) -> pa.Table:
    """Segments as rows of `SEGMENTS`."""
    rows = [_row(segment) | {"deleted": deleted} for segment in segments]
    schema = pa.schema([field for field in SEGMENTS.arrow if field.name != "changed_by"])
    return pa.Table.from_pylist(rows, schema=schema)


def write_segments(
    writer: Writer, segments: Sequence[Segment], title: str, by: Signature, *, deleted: bool = False
) -> Change:
    """Write segments as one change."""
    return write_change(writer, {"segments": segment_rows(segments, deleted=deleted)}, title, by)


def write_change(writer: Writer, tables: Mapping[str, pa.Table], title: str, by: Signature) -> Change:
    """Write rows of segments, of their items and of their comments as one change."""
    return writer.edit(
        tables, kind=ChangeKind.SEGMENT, title=title, author=by.author, reason=by.reason, source=by.source
    )


def _row(segment: Segment) -> dict[str, Any]:
    query = segment.query
    return {
        "id": segment.id,
        "dataset_id": segment.dataset_id,
        "name": segment.name,
        "kind": segment.kind.value,
        "fields": json.dumps(dict(segment.fields)),
        "level": None if query is None else query.level.value,
        "query": None if query is None else query.text,
        "state": segment.state.value,
        "assignee": segment.assignee,
        "description": segment.description,
        "made_at": None if segment.made_at is None else segment.made_at.replace(tzinfo=None),
    }


def _check_no_circle(snapshot: Snapshot, changed: Segment, query: LiveQuery) -> None:
    """A live segment may name others, as long as none of them leads back to it."""
    texts = {
        segment.name: segment.query.text for segment in list_segments(snapshot, changed.dataset_id) if segment.query
    }
    seen: set[str] = set()
    waiting = segments_named(parse(query.text))
    while waiting:
        name = waiting.pop()
        if name == changed.name:
            raise SegmentInvalid(
                f"{changed.name!r} would list what {changed.name!r} lists: the query leads back to it.",
                hint="Save it under another name.",
            )
        if name not in seen:
            seen.add(name)
            waiting |= segments_named(parse(texts.get(name, "")))


_COUNT = """
SELECT s.segment_id, count(i.id) AS image, count(a.id) AS annotation, count(p.id) AS prediction,
  count(s.done) FILTER (WHERE coalesce(i.id, a.id, p.id) IS NOT NULL) AS finished
FROM segment_items s
LEFT JOIN images i ON i.id = s.image_id
LEFT JOIN annotations a ON a.id = s.annotation_id
LEFT JOIN predictions p ON p.id = s.prediction_id
WHERE s.dataset_id = $dataset
GROUP BY s.segment_id
"""
