"""Suspected errors as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from assay.detectors.registry import DETECTORS
from assay.model.issue import IssueKind, IssueState, SuggestedAction
from assay.model.level import Level
from assay.schema.scope import Scope
from assay.server.replies import ImageObject, ImageRef, IssueItem, LookAlike, Suggestion
from assay.server.show.frames import Frames
from assay.server.show.objects import show_objects
from assay.server.show.sentences import readable
from assay.store.snapshot import Snapshot
from assay.workflows.explore.objects import labels_by_id, predictions_by_id
from assay.workflows.inbox import ranking
from assay.workflows.issues.suspects_by_kind import kind_titles

VERBS = {
    SuggestedAction.RELABEL: "Change the class",
    SuggestedAction.DELETE: "Delete the label",
    SuggestedAction.ADD: "Add the label",
    SuggestedAction.MOVE: "Move the box",
    SuggestedAction.REMOVE_IMAGE: "Remove the image",
}
"""What the button says that applies a suggestion."""

_Cards = Sequence[dict[str, Any]]


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
    cards = [{**row, "evidence": orjson.loads(row["evidence"])} for row in rows.to_pylist()]
    shown = _shown(snapshot, cards, scope)
    chances, benefits = ranking(snapshot, scope.dataset_id).of(rows["id"].to_numpy())
    return [
        _card(card, shown, chance, benefit)
        for card, chance, benefit in zip(cards, chances.tolist(), benefits.tolist(), strict=True)
    ]


def _shown(snapshot: Snapshot, cards: _Cards, scope: Scope) -> _Shown:
    labels = _mentioned(cards, "annotation_id", "annotation_ids") | _neighbours(cards, Level.ANNOTATION)
    label_rows = labels_by_id(snapshot, sorted(labels), scope)
    prediction_rows = predictions_by_id(snapshot, sorted(_mentioned(cards, "prediction_id", "prediction_ids")), scope)
    images = _mentioned(cards, "image_id", "image_ids") | _neighbours(cards, Level.IMAGE)
    images.update(*(card["evidence"].get("frames", []) for card in cards))
    homes = label_rows["image_id"].to_numpy(), prediction_rows["image_id"].to_numpy()
    frames = Frames.read(snapshot, np.concatenate([np.array(sorted(images), np.int64), *homes]).astype(np.int64))
    return _Shown(
        frames,
        {item["id"]: item for item in show_objects(label_rows, "label", frames)},
        {item["id"]: item for item in show_objects(prediction_rows, "prediction", frames)},
        dict(zip(label_rows["id"].to_pylist(), label_rows["image_id"].to_pylist(), strict=True)),
        {slug: detector.title for slug, detector in DETECTORS.items()},
    )


def _card(card: Mapping[str, Any], shown: _Shown, chance: float, benefit: float) -> IssueItem:
    kind, evidence, frames = IssueKind(card["kind"]), card["evidence"], shown.frames
    return {
        "id": card["id"],
        "kind": kind,
        "title": kind_titles().get(kind, (kind.value, ""))[0],
        "sentence": readable(evidence.get("sentence", "")),
        "score": card["score"],
        "chance": chance,
        "benefit": benefit,
        "detector": card["detector"],
        "state": IssueState(card["state"]),
        "run_id": card["run_id"],
        "image": frames.ref(card["image_id"]),
        "label": shown.labels.get(card["annotation_id"]),
        "prediction": shown.predictions.get(card["prediction_id"]),
        "others": [
            *_others(shown.labels, evidence.get("annotation_ids", []), but=card["annotation_id"]),
            *_others(shown.predictions, evidence.get("prediction_ids", []), but=card["prediction_id"]),
        ],
        "other_images": _images(evidence.get("image_ids", []), frames, but=card["image_id"]),
        "other_boxes": [frames.displayed_box(box, card["image_id"]) for box in evidence.get("other_boxes", [])],
        "look_alikes": _look_alikes(evidence.get("neighbours"), shown),
        "frames": _images(evidence.get("frames", []), frames),
        "field": evidence.get("field"),
        "also": [
            {
                "detector": witness["detector"],
                "title": shown.titles.get(witness["detector"].partition("@")[0], witness["detector"]),
                "chance": witness["chance"],
                "sentence": readable(witness["sentence"]),
            }
            for witness in evidence.get("also", [])
        ],
        "class_id": card["category_id"],
        "suggestion": _suggestion(card, frames),
        "evidence": evidence,
    }


def _others(objects: Mapping[int, ImageObject], ids: Sequence[int], *, but: int | None) -> list[ImageObject]:
    return [objects[id_] for id_ in ids if id_ in objects and id_ != but]


def _images(ids: Sequence[int], frames: Frames, *, but: int | None = None) -> list[ImageRef]:
    return [frames.ref(id_) for id_ in ids if id_ != but and frames.has(id_)]


def _look_alikes(told: Mapping[str, Any] | None, shown: _Shown) -> list[LookAlike]:
    """The neighbours that are still there, nearest first."""
    if told is None:
        return []
    of_labels = told["level"] == Level.ANNOTATION
    found: list[LookAlike] = []
    for id_, class_id, distance in zip(told["ids"], told["category_ids"], told["distances"], strict=True):
        image_id = shown.image_of_label.get(id_) if of_labels else id_
        if image_id is not None and shown.frames.has(image_id):
            object_ = shown.labels.get(id_) if of_labels else None
            image = shown.frames.ref(image_id)
            found.append({"image": image, "object": object_, "class_id": class_id, "distance": distance})
    return found


def _suggestion(card: Mapping[str, Any], frames: Frames) -> Suggestion | None:
    if card["suggestion"] is None:
        return None
    suggestion = orjson.loads(card["suggestion"])
    action, box = SuggestedAction(suggestion["action"]), suggestion.get("box")
    return {
        "action": action,
        "verb": VERBS[action],
        "class_id": suggestion.get("category_id"),
        "box": frames.displayed_box(box, card["image_id"]) if box else None,
    }


def _mentioned(cards: _Cards, one: str, many: str) -> set[int]:
    """Every id that the cards speak of."""
    found = {card[one] for card in cards if card[one] is not None}
    return found.union(*(card["evidence"].get(many, []) for card in cards))


def _neighbours(cards: _Cards, level: Level) -> set[int]:
    told = (card["evidence"].get("neighbours") for card in cards)
    return set().union(*(one["ids"] for one in told if one is not None and one["level"] == level))
