"""Suspected errors as cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from assay.detectors.registry import DETECTORS
from assay.model.issue import IssueKind, IssueState, SuggestedAction
from assay.schema.scope import Scope
from assay.server.replies import FindReport, ImageObject, IssueItem, Suggestion
from assay.server.show.frames import Frames
from assay.server.show.objects import show_objects
from assay.store.snapshot import Snapshot
from assay.workflows.find_issues import FindReport as StoredReport
from assay.workflows.objects import labels_by_id, predictions_by_id

VERBS = {
    SuggestedAction.RELABEL: "Change the class",
    SuggestedAction.DELETE: "Delete the label",
    SuggestedAction.ADD: "Add the label",
    SuggestedAction.MOVE: "Move the box",
    SuggestedAction.REMOVE_IMAGE: "Remove the image",
}
"""What the button says that applies a suggestion."""

_Objects = dict[int, ImageObject]


def show_issues(snapshot: Snapshot, rows: pa.Table, scope: Scope) -> list[IssueItem]:
    """Rows of issues with the images, labels and predictions they speak of: one read of each table for all of them."""
    cards = [{**row, "evidence": orjson.loads(row["evidence"])} for row in rows.to_pylist()]
    label_rows = labels_by_id(snapshot, _mentioned(cards, "annotation_id", "annotation_ids"), scope)
    prediction_rows = predictions_by_id(snapshot, _mentioned(cards, "prediction_id", "prediction_ids"), scope)
    named = np.array(_mentioned(cards, "image_id", "image_ids"), dtype=np.int64)
    images = np.concatenate([named, label_rows.column("image_id"), prediction_rows.column("image_id")])
    frames = Frames.read(snapshot, images.astype(np.int64))
    labels: _Objects = {item["id"]: item for item in show_objects(label_rows, "label", frames)}
    predictions: _Objects = {item["id"]: item for item in show_objects(prediction_rows, "prediction", frames)}
    return [_card(card, frames, labels, predictions) for card in cards]


def titles() -> dict[IssueKind, tuple[str, str]]:
    """For each kind that a detector looks for, its title and its rule."""
    return {detector.kind: (detector.title, detector.rule) for detector in DETECTORS.values()}


def _card(card: Mapping[str, Any], frames: Frames, labels: _Objects, predictions: _Objects) -> IssueItem:
    kind, evidence = IssueKind(card["kind"]), card["evidence"]
    others = [
        labels[id_] for id_ in evidence.get("annotation_ids", []) if id_ in labels and id_ != card["annotation_id"]
    ]
    others += [
        predictions[id_]
        for id_ in evidence.get("prediction_ids", [])
        if id_ in predictions and id_ != card["prediction_id"]
    ]
    return {
        "id": card["id"],
        "kind": kind,
        "title": titles().get(kind, (kind.value, ""))[0],
        "sentence": evidence.get("sentence", ""),
        "score": card["score"],
        "state": IssueState(card["state"]),
        "run_id": card["run_id"],
        "image": frames.ref(card["image_id"]),
        "label": labels.get(card["annotation_id"]),
        "prediction": predictions.get(card["prediction_id"]),
        "others": others,
        "other_images": [
            frames.ref(id_) for id_ in evidence.get("image_ids", []) if id_ != card["image_id"] and frames.has(id_)
        ],
        "class_id": card["category_id"],
        "suggestion": _suggestion(card, frames),
        "evidence": evidence,
    }


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


def _mentioned(cards: list[dict[str, Any]], one: str, many: str) -> list[int]:
    """Every id that the cards speak of, once."""
    found = {card[one] for card in cards if card[one] is not None}
    return sorted(found.union(*(card["evidence"].get(many, []) for card in cards)))


def show_report(report: StoredReport, snapshot: Snapshot) -> FindReport:
    """What a search for errors found."""
    return {
        "found": [
            {"kind": IssueKind(kind), "title": titles().get(IssueKind(kind), (kind, ""))[0], "count": count}
            for kind, count in report.found.items()
        ],
        "skipped": [{"detector": detector, "reason": reason} for detector, reason in report.skipped.items()],
        "seconds": report.seconds,
        "revision": snapshot.key,
    }
