"""Segments as replies."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from assay.model.level import Level
from assay.model.segment import Segment as StoredSegment
from assay.model.segment_kind import TEMPLATES
from assay.model.segment_kind import SegmentField as TemplateField
from assay.model.segment_state import STEPS, SegmentState
from assay.server.replies import (
    AddedItems,
    ChangeResult,
    ItemCounts,
    RemovedItems,
    Segment,
    SegmentField,
    SegmentTemplate,
)
from assay.server.replies.segments import ClassScore, ItemInImage, SegmentDetail, SegmentInsights, WorkedSegment
from assay.server.replies.segments import SegmentChanges as ShownChanges
from assay.server.show.changes import show_change, show_result
from assay.server.show.versions import show_diff
from assay.store.snapshot import Snapshot
from assay.workflows.segments.changes import SegmentChanges
from assay.workflows.segments.insights import ClassScore as ScoreOfClass
from assay.workflows.segments.insights import Insights
from assay.workflows.segments.items import ItemsChange
from assay.workflows.segments.segments import SegmentFacts, facts_in
from assay.workflows.segments.work import Worked


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
        "done": facts.done,
        "total": facts.total,
        "state": segment.state,
        "steps": [state for state in SegmentState if state in STEPS[segment.state]],
        "assignee": segment.assignee,
        "description": segment.description,
        "made_at": None if segment.made_at is None else segment.made_at.isoformat(),
    }


def show_detail(segment: StoredSegment, snapshot: Snapshot) -> SegmentDetail:
    """A segment with what was said of it and done with it."""
    return {
        "segment": show_segment(facts_in(snapshot, segment)),
        "comments": [
            {"id": comment.id, "author": comment.author, "at": comment.at.isoformat(), "text": comment.text}
            for comment in snapshot.segment_comments(segment.id)
        ],
        "activity": [show_change(change) for change in snapshot.segment_changes(segment.id)],
    }


def show_worked(worked: Worked, snapshot: Snapshot) -> WorkedSegment:
    """A segment after some work on it."""
    return {
        "segment": show_segment(facts_in(snapshot, worked.segment)),
        "change": None if worked.change is None else show_result(worked.change, snapshot),
    }


def show_changes(found: SegmentChanges, snapshot: Snapshot, *, offset: int, limit: int) -> ShownChanges:
    """What became of the labels in the images of a segment's items, with a page of the images."""
    names = {one.id: one.name for dataset in snapshot.datasets() for one in snapshot.categories(dataset.id)}
    diff = show_diff(found.diff, snapshot, names, kind=None, offset=offset, limit=limit)
    shown = pa.array([difference["image"]["id"] for difference in diff["images"]], pa.int64())
    items: list[ItemInImage] = [
        {"level": row["level"], "id": row["id"], "image": row["image_id"], "error": row["error"], "done": row["done"]}
        for row in found.items.filter(pc.is_in(found.items["image_id"], value_set=shown)).to_pylist()
    ]
    return {"images": len(found.images), "items": items, "diff": diff}


def show_insights(found: Insights) -> SegmentInsights:
    """What is in a segment."""
    return {
        "query": found.query,
        "level": found.level,
        "counts": {level.value: count for level, count in found.counts.items()},
        "classes": [
            {"name": term.value, "count": term.count, "total": term.total}
            for term in (found.classes.terms if found.classes else ())
            if term.count
        ],
        "run": None if found.run is None else found.run.name,
        "scores": [_score(score) for score in found.scores],
        "required": [
            {"field": one.field, "wanted": one.wanted, "reached": one.reached, "met": one.is_met}
            for one in found.required
        ],
        "leaks": [
            {"other": leak.other, "words": leak.words, "images": leak.images, "query": leak.query}
            for leak in found.leaks
        ],
    }


def _score(score: ScoreOfClass) -> ClassScore:
    return {
        "class_id": score.category_id,
        "name": score.name,
        "labels": score.labels,
        "found": score.found,
        "predictions": score.predictions,
        "right": score.right,
        "recall": score.recall,
        "precision": score.precision,
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
    return show_segment(facts_in(snapshot, done.segment))


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
