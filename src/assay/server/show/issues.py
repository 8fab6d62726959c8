"""Suspected errors as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from assay.detectors.registry import DETECTORS
from assay.model.issue import IssueKind, IssueState, SuggestedAction
from assay.model.level import Level
from assay.schema.scope import Scope
from assay.server.replies import ImageObject, ImageRef, IssueItem, LookAlike, Suggestion
from assay.server.show.evidence import Neighbours, ReadEvidence, read_evidence
from assay.server.show.frames import Frames
from assay.server.show.objects import show_objects
from assay.server.show.sentences import readable
from assay.store.snapshot import Snapshot
from assay.workflows.explore.objects import labels_by_id, predictions_by_id
from assay.workflows.inbox import ranking
from assay.workflows.issues.suggested_fix import SuggestedFix
from assay.workflows.issues.suspects_by_kind import kind_titles

VERBS = {
    SuggestedAction.RELABEL: "Change the class",
    SuggestedAction.DELETE: "Delete the label",
    SuggestedAction.ADD: "Add the label",
    SuggestedAction.MOVE: "Move the box",
    SuggestedAction.REMOVE_IMAGE: "Remove the image",
}
"""What the button says that applies a suggestion."""

_Cards = Sequence[tuple[dict[str, Any], ReadEvidence]]
"""Rows of issues, each with its evidence."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the cards of a page speak of, by id."""

    frames: Frames
    labels: Mapping[int, ImageObject]
    predictions: Mapping[int, ImageObject]
    image_of_label: Mapping[int, int]
    titles: Mapping[str, str]


def show_issues(snapshot: Snapshot, rows: pa.Table, scope: Scope) -> list[IssueItem]:
    """Rows of issues with the images, labels and predictions they speak of: one read of each table for all of them."""
    cards = [(row, read_evidence(row["evidence"], row["detector"])) for row in rows.to_pylist()]
    shown = _shown(snapshot, cards, scope)
    chances, benefits = ranking(snapshot, scope.dataset_id).of(rows["id"].to_numpy())
    return [
        _card(row, evidence, shown, chance, benefit)
        for (row, evidence), chance, benefit in zip(cards, chances.tolist(), benefits.tolist(), strict=True)
    ]


def _shown(snapshot: Snapshot, cards: _Cards, scope: Scope) -> _Shown:
    labels, predictions, images = (
        _named(cards, "annotation_id"),
        _named(cards, "prediction_id"),
        _named(cards, "image_id"),
    )
    for _, evidence in cards:
        told = evidence.told
        labels.update(told.annotation_ids, told.neighbour_ids(Level.ANNOTATION))
        predictions.update(told.prediction_ids)
        images.update(told.image_ids, told.frames, told.neighbour_ids(Level.IMAGE))
    label_rows = labels_by_id(snapshot, sorted(labels), scope)
    prediction_rows = predictions_by_id(snapshot, sorted(predictions), scope)
    homes = label_rows["image_id"].to_numpy(), prediction_rows["image_id"].to_numpy()
    frames = Frames.read(snapshot, np.concatenate([np.array(sorted(images), np.int64), *homes]).astype(np.int64))
    return _Shown(
        frames,
        {item["id"]: item for item in show_objects(label_rows, "label", frames)},
        {item["id"]: item for item in show_objects(prediction_rows, "prediction", frames)},
        dict(zip(label_rows["id"].to_pylist(), label_rows["image_id"].to_pylist(), strict=True)),
        {slug: detector.title for slug, detector in DETECTORS.items()},
    )


def _card(row: Mapping[str, Any], evidence: ReadEvidence, shown: _Shown, chance: float, benefit: float) -> IssueItem:
    kind, told, frames = IssueKind(row["kind"]), evidence.told, shown.frames
    return {
        "id": row["id"],
        "kind": kind,
        "title": kind_titles().get(kind, (kind.value, ""))[0],
        "sentence": readable(told.sentence),
        "score": row["score"],
        "chance": chance,
        "benefit": benefit,
        "detector": row["detector"],
        "state": IssueState(row["state"]),
        "run_id": row["run_id"],
        "image": frames.ref(row["image_id"]),
        "label": shown.labels.get(row["annotation_id"]),
        "prediction": shown.predictions.get(row["prediction_id"]),
        "others": [
            *_others(shown.labels, told.annotation_ids, but=row["annotation_id"]),
            *_others(shown.predictions, told.prediction_ids, but=row["prediction_id"]),
        ],
        "other_images": _images(told.image_ids, frames, but=row["image_id"]),
        "other_boxes": [frames.displayed_box(box, row["image_id"]) for box in told.other_boxes],
        "look_alikes": [] if told.neighbours is None else _look_alikes(told.neighbours, shown),
        "frames": _images(told.frames, frames),
        "field": told.field,
        "also": [
            {
                "detector": witness.detector,
                "title": shown.titles.get(witness.detector.partition("@")[0], witness.detector),
                "chance": witness.chance,
                "sentence": readable(witness.sentence),
            }
            for witness in told.also
        ],
        "class_id": row["category_id"],
        "suggestion": _suggestion(row, frames),
        "evidence": evidence.raw,
    }


def _others(objects: Mapping[int, ImageObject], ids: Sequence[int], *, but: int | None) -> list[ImageObject]:
    return [objects[id_] for id_ in ids if id_ in objects and id_ != but]


def _images(ids: Sequence[int], frames: Frames, *, but: int | None = None) -> list[ImageRef]:
    return [frames.ref(id_) for id_ in ids if id_ != but and frames.has(id_)]


def _look_alikes(told: Neighbours, shown: _Shown) -> list[LookAlike]:
    """The neighbours that are still there, nearest first."""
    of_labels = told.level == Level.ANNOTATION
    found: list[LookAlike] = []
    for id_, class_id, distance in zip(told.ids, told.category_ids, told.distances, strict=True):
        image_id = shown.image_of_label.get(id_) if of_labels else id_
        if image_id is not None and shown.frames.has(image_id):
            object_ = shown.labels.get(id_) if of_labels else None
            image = shown.frames.ref(image_id)
            found.append({"image": image, "object": object_, "class_id": class_id, "distance": distance})
    return found


def _suggestion(row: Mapping[str, Any], frames: Frames) -> Suggestion | None:
    fix = SuggestedFix.read(row["suggestion"]) if row["suggestion"] is not None else None
    if fix is None:
        return None
    return {
        "action": fix.action,
        "verb": VERBS[fix.action],
        "class_id": fix.category_id,
        "box": frames.displayed_box(fix.box, row["image_id"]) if fix.box else None,
    }


def _named(cards: _Cards, column: str) -> set[int]:
    """Every id in a column of the rows."""
    return {row[column] for row, _ in cards if row[column] is not None}
