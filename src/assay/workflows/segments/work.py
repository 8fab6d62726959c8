"""The work on a segment: what it is called and about, where it stands, who is at it, and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow as pa

from assay.amounts import amount
from assay.arrays import Ids
from assay.errors import SegmentInvalid
from assay.model.change import Change
from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, LiveQuery, Segment
from assay.model.segment_kind import TEMPLATES, FieldValue, SegmentKind, checked_fields
from assay.model.segment_state import SegmentState, check_step
from assay.model.signature import NOBODY, Signature
from assay.query.segment_names import rename_in
from assay.schema.tables import SEGMENT_COMMENTS
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.search import ask, ids_of
from assay.workflows.names import checked_name
from assay.workflows.segments.items import item_rows, items_of
from assay.workflows.segments.segments import (
    find_segment,
    list_segments,
    named_segment,
    new_segment,
    segment_rows,
    write_change,
    write_segments,
)


@dataclass(frozen=True, slots=True)
class Work:
    """What shall be different about a segment; None leaves a part as it is. `assignee` is empty for nobody."""

    name: str | None = None
    kind: SegmentKind | None = None
    fields: Mapping[str, FieldValue] | None = None
    state: SegmentState | None = None
    assignee: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A segment after some work on it, and the change; None where nothing was different."""

    segment: Segment
    change: Change | None


def edit_segment(
    store: Store, segment: str | int, work: Work, *, dataset: str | int | None = None, by: Signature = NOBODY
) -> Worked:
    """Change what is said of a segment, as one change. Live segments that name it name it by its new name then.

    A new kind keeps the fields that it has too.

    Raises
    ------
    NotFound : there is no such segment.
    NameInvalid : a segment cannot be named so.
    SegmentInvalid : the name is taken, the kind has no such field, or the state may not follow.
    """
    with store.writer() as writer:
        before = find_segment(writer.base, segment, dataset=dataset)
        after = _worked(before, work)
        if after == before:
            return Worked(before, None)
        written = [after]
        if after.name != before.name:
            _check_name(writer.base, after)
            written += _naming(writer.base, before, after)
        return Worked(after, write_segments(writer, written, _told(before, after), by))


def comment_on(
    store: Store, segment: str | int, text: str, *, dataset: str | int | None = None, by: Signature = NOBODY
) -> Change:
    """Say something of a segment; raise `SegmentInvalid` when nothing is said, `NotFound` when there is none."""
    if not text.strip():
        raise SegmentInvalid("The comment is empty.", hint="Say something.")
    with store.writer() as writer:
        target = find_segment(writer.base, segment, dataset=dataset)
        row = {
            "id": writer.reserve_ids("segment_comments", 1),
            "segment_id": target.id,
            "author": by.author,
            "at": datetime.now(UTC).replace(tzinfo=None),
            "text": text.strip(),
            "deleted": False,
        }
        rows = pa.Table.from_pylist([row], schema=SEGMENT_COMMENTS.arrow).drop_columns("changed_by")
        return write_change(writer, {"segment_comments": rows}, f"Comment on {target.name!r}", by)


def freeze_segment(
    store: Store, segment: str | int, *, dataset: str | int | None = None, by: Signature = NOBODY
) -> Worked:
    """Make a list of items of a live segment: what its query lists now, and stays in it from then on.

    Raises
    ------
    NotFound : there is no such segment.
    SegmentInvalid : it is frozen already, or lists suspects, which cannot be items.
    QueryError : its query does not work any more.
    """
    with store.writer() as writer:
        live = find_segment(writer.base, segment, dataset=dataset)
        items = _listed(writer.base, live)
        frozen = replace(live, query=None)
        count = sum(map(len, items.values()))
        tables = {"segments": segment_rows([frozen]), "segment_items": item_rows(writer, frozen, items)}
        return Worked(frozen, write_change(writer, tables, f"Freeze {live.name!r} with {amount(count, 'item')}", by))


def copy_segment(
    store: Store,
    segment: str | int,
    name: str,
    *,
    frozen: bool = False,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Worked:
    """A new segment of another name with the same query or items, kind and fields; the work on it begins anew.

    `frozen` makes a list of items also of a live one.

    Raises
    ------
    NotFound : there is no such segment.
    NameInvalid : a segment cannot be named so.
    SegmentInvalid : the name is taken.
    """
    with store.writer() as writer:
        origin = find_segment(writer.base, segment, dataset=dataset)
        live = origin.query if not frozen else None
        fresh = new_segment(writer, origin.dataset_id, name, query=live, kind=origin.kind, fields=origin.fields)
        fresh = replace(fresh, description=origin.description)
        _check_name(writer.base, fresh)
        tables = {"segments": segment_rows([fresh])}
        if live is None:
            items = _items(writer.base, origin) if origin.is_frozen else _listed(writer.base, origin)
            tables["segment_items"] = item_rows(writer, fresh, items)
        return Worked(fresh, write_change(writer, tables, f"Copy {origin.name!r} to {fresh.name!r}", by))


def _worked(before: Segment, work: Work) -> Segment:
    state = work.state or before.state
    check_step(before.state, state)
    kind = work.kind or before.kind
    if work.fields is None:
        has = {field.name: field for field in TEMPLATES[kind].fields}
        kept = {name: value for name, value in before.fields.items() if name in has and has[name].accepts(value)}
    else:
        kept = checked_fields(kind, work.fields)
    return replace(
        before,
        name=before.name if work.name is None else checked_name(work.name, "segment"),
        kind=kind,
        fields=kept,
        state=state,
        assignee=before.assignee if work.assignee is None else work.assignee.strip(),
        description=before.description if work.description is None else work.description.strip(),
    )


def _check_name(snapshot: Snapshot, segment: Segment) -> None:
    if named_segment(snapshot, segment.dataset_id, segment.name) is not None:
        raise SegmentInvalid(f"There is a segment {segment.name!r} already.", hint="Choose another name.")


def _naming(snapshot: Snapshot, before: Segment, after: Segment) -> list[Segment]:
    """The live segments that name `before`, naming `after` instead; `after` itself comes first in the change."""
    changed = []
    for other in list_segments(snapshot, before.dataset_id):
        if other.query is None:
            continue
        text = rename_in(other.query.text, before.name, after.name)
        if text != other.query.text:
            changed.append(replace(other, query=LiveQuery(other.query.level, text)))
    return changed


def _told(before: Segment, after: Segment) -> str:
    """What was done, by the part that says most."""
    name = repr(before.name)
    if after.name != before.name:
        return f"Rename {name} to {after.name!r}"
    if after.state is not before.state:
        return f"{name}: {before.state.words} → {after.state.words}"
    if after.assignee != before.assignee:
        return f"Assign {name} to {after.assignee}" if after.assignee else f"Assign {name} to nobody"
    if after.kind is not before.kind:
        return f"Make {name} a segment of kind {TEMPLATES[after.kind].title.lower()}"
    return f"Describe {name}" if after.description != before.description else f"Fill in the fields of {name}"


def _items(snapshot: Snapshot, segment: Segment) -> dict[Level, Ids]:
    rows = items_of(snapshot, segment)
    levels, ids = rows["level"].to_numpy(), rows["id"].to_numpy()
    return {level: ids[levels == level.value] for level in ITEM_LEVELS}


def _listed(snapshot: Snapshot, segment: Segment) -> dict[Level, Ids]:
    """What a live segment lists now, as items."""
    if segment.query is None:
        raise SegmentInvalid(f"{segment.name!r} is a list of items already.", hint="Copy it, to keep it as it is now.")
    level, text = segment.query.level, segment.query.text
    if level is Level.ISSUE:
        raise SegmentInvalid(f"{segment.name!r} lists suspects, which cannot be items.", hint="Ask for labels instead.")
    return {level: ids_of(ask(snapshot, text, level=level, dataset=segment.dataset_id))}
