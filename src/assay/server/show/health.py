"""The health report as a reply."""

from __future__ import annotations

from collections.abc import Mapping

from assay.model.level import Level
from assay.schema.scope import Scope
from assay.server.replies import health as replies
from assay.server.show.frames import Frames
from assay.server.show.objects import show_objects
from assay.store.snapshot import Snapshot
from assay.workflows.explore.objects import labels_by_id
from assay.workflows.health.facts import ClassBalance, Facts, Part
from assay.workflows.health.report import CheckResult, HealthReport

_Examples = Mapping[tuple[Level, int], replies.HealthExample]


def show_health(found: HealthReport, snapshot: Snapshot) -> replies.Health:
    """The whole report; the examples of all checks in one read of each table."""
    facts = found.facts
    scope = Scope(facts.dataset.id, facts.run.id if facts.run else None)
    examples = _examples(found, snapshot, scope)
    return {
        "dataset": facts.dataset.id,
        "run": scope.run_id,
        "facts": _facts(facts),
        "checks": [_check(one, examples) for one in found.checks],
    }


def _facts(facts: Facts) -> replies.HealthFacts:
    return {
        "images": facts.images,
        "labels": facts.labels,
        "predictions": facts.predictions,
        "bytes": facts.bytes,
        "pixels": facts.pixels,
        "splits": [_part(part) for part in facts.splits],
        "formats": [_part(part) for part in facts.formats],
        "colours": [_part(part) for part in facts.colours],
        "sizes": [_part(part) for part in facts.size_parts],
        "classes": [_class(one) for one in facts.classes],
        "effective_classes": facts.effective_classes,
        "exif": facts.dataset.exif,
        "labels_per_image": [
            {"low": bar.low, "high": bar.high, "count": bar.count, "query": bar.query} for bar in facts.labels_per_image
        ],
    }


def _part(part: Part) -> replies.Part:
    return {"name": part.name, "count": part.count, "share": part.share, "query": part.query}


def _class(one: ClassBalance) -> replies.ClassBalance:
    return {
        "id": one.id,
        "name": one.name,
        "labels": one.labels,
        "share": one.share,
        "effective": one.effective,
        "query": one.query,
    }


def _check(found: CheckResult, examples: _Examples) -> replies.HealthCheck:
    keys = [(found.level, id_) for id_ in found.examples]
    return {
        "slug": found.slug,
        "title": found.title,
        "rule": found.rule,
        "said": found.said,
        "fix": found.fix,
        "severity": found.severity,
        "level": found.level,
        "count": found.count,
        "total": found.total,
        "share": found.share,
        "query": found.query,
        "sort": found.sort,
        "examples": [examples[key] for key in keys if key in examples],
        "unmeasured": found.unmeasured,
        "how": found.how,
    }


def _examples(found: HealthReport, snapshot: Snapshot, scope: Scope) -> _Examples:
    """Every image and label that some check shows, by level and id."""
    ids = {
        level: sorted({id_ for one in found.checks if one.level is level for id_ in one.examples})
        for level in (Level.IMAGE, Level.ANNOTATION)
    }
    labels = labels_by_id(snapshot, ids[Level.ANNOTATION], scope)
    of_labels = labels.column("image_id").to_pylist()
    frames = Frames.read(snapshot, [*ids[Level.IMAGE], *of_labels])
    shown: dict[tuple[Level, int], replies.HealthExample] = {
        (Level.IMAGE, id_): {"image": frames.ref(id_), "object": None} for id_ in ids[Level.IMAGE]
    }
    for item, image in zip(show_objects(labels, "label", frames), of_labels, strict=True):
        shown[Level.ANNOTATION, item["id"]] = {"image": frames.ref(image), "object": item}
    return shown
