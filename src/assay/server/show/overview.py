"""The overview of a dataset, its classes and its suspects as replies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assay.model.issue import IssueState
from assay.model.skeleton import Skeleton, skeleton_of
from assay.schema.scope import Scope
from assay.server.replies import ClassCount, IssueItem, IssueSummary, LabelCount, Overview
from assay.server.replies import Suspects as SuspectsReply
from assay.server.show.evaluation import show_evaluation_detail
from assay.server.show.issues import show_issues
from assay.server.show.spot_checks import show_precision
from assay.store.snapshot import Snapshot
from assay.workflows import overview as facts
from assay.workflows.issues.suspects_by_kind import Suspects

BROKEN = 'problem is not null and problem != "size-mismatch"'
"""The query that lists the images that cannot be shown."""


def show_overview(found: facts.Overview, snapshot: Snapshot, scope: Scope) -> Overview:
    """Everything the overview page says, the examples of each kind of suspect in one read."""
    examples = _examples(found.suspects, snapshot, scope)
    return {
        "dataset": found.dataset.id,
        "images": found.images,
        "labels": found.labels,
        "predictions": found.predictions,
        "suspects": [_suspects(group, examples) for group in found.suspects],
        "skipped": [{"detector": detector, "reason": reason} for detector, reason in found.skipped.items()],
        "classes": show_classes(found.classes),
        "labels_per_image": _bars(found.labels_per_image),
        "splits": [{"name": name, "count": count} for name, count in found.splits.items()],
        "broken": {"count": found.broken, "query": BROKEN},
        "evaluation": show_evaluation_detail(found.evaluation, snapshot) if found.evaluation else None,
    }


def show_classes(counts: Sequence[facts.ClassCount]) -> list[ClassCount]:
    """Classes with their counts, in order of id."""
    return [_class(count, skeleton_of(count.category)) for count in counts]


def _class(count: facts.ClassCount, skeleton: Skeleton) -> ClassCount:
    return {
        "id": count.category.id,
        "name": count.category.name,
        "labels": count.labels,
        "predictions": count.predictions,
        "keypoints": [*skeleton.points],
        "limbs": [[*limb] for limb in skeleton.limbs],
    }


def show_summary(group: Suspects) -> IssueSummary:
    """How many issues of one kind there are, by state."""
    counts = group.counts
    return {
        "kind": group.detector.kind,
        "title": group.detector.title,
        "rule": group.detector.rule,
        "open": counts.get(IssueState.OPEN, 0),
        "fixed": counts.get(IssueState.FIXED, 0),
        "kept": counts.get(IssueState.KEPT, 0),
        "stale": counts.get(IssueState.STALE, 0),
        "expected": group.precision.expected if group.precision else 0.0,
        "precision": show_precision(group.precision) if group.precision else None,
    }


def _suspects(group: Suspects, examples: dict[int, IssueItem]) -> SuspectsReply:
    shown = [examples[id_] for id_ in group.examples]
    return {**show_summary(group), "query": group.query, "examples": shown}


def _examples(groups: Sequence[Suspects], snapshot: Snapshot, scope: Scope) -> dict[int, IssueItem]:
    ids = [id_ for group in groups for id_ in group.examples]
    rows = snapshot.take("issues", np.array(ids, dtype=np.int64))
    return {item["id"]: item for item in show_issues(snapshot, rows, scope)}


def _bars(counts: Sequence[int]) -> list[LabelCount]:
    """One bar per number of labels; the last one stands for all numbers from there on."""
    last = len(counts) - 1
    bars: list[LabelCount] = [
        {"low": number, "high": number, "images": images, "query": f"annotations.count = {number}"}
        for number, images in enumerate(counts[:-1])
    ]
    return [*bars, {"low": last, "high": None, "images": counts[-1], "query": f"annotations.count >= {last}"}]
