"""Segments as replies."""

from __future__ import annotations

from collections.abc import Mapping

from assay.model.level import Level
from assay.model.segment_kind import TEMPLATES
from assay.model.segment_kind import SegmentField as TemplateField
from assay.server.replies import (
    AddedItems,
    ChangeResult,
    ItemCounts,
    RemovedItems,
    Segment,
    SegmentField,
    SegmentTemplate,
)
from assay.server.show.changes import show_result
from assay.store.snapshot import Snapshot
from assay.workflows.segment_items import ItemsChange
from assay.workflows.segments import SegmentFacts, count_items, facts_of


def show_segment(facts: SegmentFacts) -> Segment:
    """A segment with the query that opens it."""
    segment = facts.segment
    return {
        "id": segment.id,
        "dataset": segment.dataset_id,
        "name": segment.name,
        "kind": segment.kind,
        "fields": dict(segment.fields),
        "level": facts.opens.level,
        "query": facts.opens.text,
        "items": None if facts.items is None else _counts(facts.items),
    }


def show_templates() -> list[SegmentTemplate]:
    """Every kind of segment with its fields, the likeliest first."""
    return [
        {
            "kind": kind,
            "title": template.title,
            "meaning": template.meaning,
            "fields": [_field(field) for field in template.fields],
        }
        for kind, template in TEMPLATES.items()
    ]


def show_added(done: ItemsChange, snapshot: Snapshot) -> AddedItems:
    """What came into a segment."""
    return {
        "segment": _segment(done, snapshot),
        "added": done.changed,
        "already": done.unchanged,
        "change": _change(done, snapshot),
    }


def show_removed(done: ItemsChange, snapshot: Snapshot) -> RemovedItems:
    """What was taken out of a segment."""
    return {
        "segment": _segment(done, snapshot),
        "removed": done.changed,
        "change": _change(done, snapshot),
    }


def _segment(done: ItemsChange, snapshot: Snapshot) -> Segment:
    return show_segment(facts_of(done.segment, count_items(snapshot, [done.segment]).get(done.segment.id)))


def _change(done: ItemsChange, snapshot: Snapshot) -> ChangeResult | None:
    return None if done.change is None else show_result(done.change, snapshot)


def _counts(items: Mapping[Level, int]) -> ItemCounts:
    return {
        "image": items[Level.IMAGE],
        "annotation": items[Level.ANNOTATION],
        "prediction": items[Level.PREDICTION],
    }


def _field(field: TemplateField) -> SegmentField:
    return {"name": field.name, "title": field.title, "form": field.form, "choices": list(field.choices)}
