"""What the fields of `world.py` hold, row by row, in plain Python."""

from __future__ import annotations

import json
import re
from typing import Any

from assay.model.level import Level
from assay.query.nodes import Name
from tests.query_kit.world import ATTRIBUTES, CLASSES, METADATA, Cells, World

OUTCOMES = {"correct", "confusion", "background", "duplicate", "missed", "ignored"}
KINDS = {"box", "rotated_box", "polygon", "mask", "keypoints", "whole_image"}
ISSUES = {"loose_box", "missing_object", "duplicate_image", "wrong_class", "spurious_label", "duplicate_box"}
SPELLINGS = {
    "bbox": ["box"],
    "confused": ["confusion"],
    "FN": ["missed"],
    "false positive": ["background", "duplicate"],
    "false negative": ["missed"],
    "tp": ["correct"],
    "true positive": ["correct"],
    "FP": ["background", "duplicate"],
}
_CLASS_FIELDS = {"label", "predicted_label", "true_label"}


class Many(list[Any]):
    """The values of a field that has many."""


class Fields:
    """Reads fields of the rows of a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def in_run(self, name: Name, row: Cells | None) -> Any:
        """How a named run met a label."""
        evaluation = {"a": 1, "b": 2}[name.run or ""]
        match = self._match(row, Level.ANNOTATION, evaluation)
        field = name.parts[0]
        if match is None:
            return None
        if field in OUTCOMES:
            return match["outcome"] == field
        if field in {"score", "confidence"}:
            taken = (row for row in self.world.predictions if row["id"] == match["prediction_id"])
            return next((row["score"] for row in taken), None)
        if field == "label":
            return _class_name(match["predicted_category_id"])
        return match[{"match": "outcome"}.get(field, field)]

    def image(self, row: Cells | None, level: Level) -> Cells | None:
        """The image of a row."""
        if level is Level.IMAGE or row is None:
            return row
        return next((image for image in self.world.images if image["id"] == row["image_id"]), None)

    def referred(self, row: Cells | None, place: Level) -> Cells | None:
        """The label or prediction that an issue speaks of."""
        if row is None:
            return None
        rows = self.world.annotations if place is Level.ANNOTATION else self.world.predictions
        return next((other for other in rows if other["id"] == row[f"{place.value}_id"]), None)

    def _match(self, row: Cells | None, level: Level, evaluation: int) -> Cells | None:
        if row is None:
            return None
        key = f"{level.value}_id"
        rows = (m for m in self.world.matches if m["evaluation_id"] == evaluation and m[key] == row["id"])
        return next(rows, None)

    def field(self, parts: tuple[str, ...], row: Cells | None, level: Level) -> Any:
        """The value of a field; `Many` for a field that has many."""
        if level is Level.IMAGE:
            return self._image_field(parts[1:] if parts[0] == "image" else parts, row)
        if parts[0] == "image":
            return self._image_field(parts[1:], self.image(row, level), row)
        if level is Level.ISSUE and parts[0] in {"annotation", "prediction"}:
            place = Level(parts[0])
            return self.field(parts[1:], self.referred(row, place), place)
        if level is Level.ISSUE:
            known = parts[0] in {
                "id",
                "image_id",
                "annotation_id",
                "prediction_id",
                "kind",
                "state",
                "score",
                "detector",
            }
            if known or parts[0] == "label":
                return self._own(parts[0], row, level)
        elif parts[0] == "attributes":
            return _json(_cell(row, "attributes"), parts[1:])
        elif len(parts) == 1 and parts[0] in _OBJECT_FIELDS[level]:
            return self._own(parts[0], row, level)
        return self._image_field(parts, self.image(row, level), row)

    def _own(self, name: str, row: Cells | None, level: Level) -> Any:
        if name == "issue":
            return self._issue_kinds(row, level)
        if name == "issue_score":
            return self._worst(row, level)
        if row is None:
            return False if name == "changed" else None
        if name in {"match", "iou", "predicted_label", "true_label"}:
            match = self._match(row, level, 1)
            column = {"match": "outcome", "predicted_label": "predicted_category_id", "true_label": "category_id"}
            value = None if match is None else match[column.get(name, name)]
            return _class_name(value) if name in _CLASS_FIELDS else value
        if name == "label":
            return _class_name(row["category_id"])
        if name == "aspect":
            return divided(row["w"], row["h"])
        return row["changed_by"] is not None if name == "changed" else row[name]

    def _open(self, row: Cells | None, level: Level) -> list[Cells]:
        key = f"{level.value}_id"
        return [
            issue
            for issue in self.world.rows(Level.ISSUE)
            if issue["state"] == "open" and row is not None and issue[key] == row["id"]
        ]

    def _issue_kinds(self, row: Cells | None, level: Level) -> Many:
        return Many(issue["kind"] for issue in self._open(row, level))

    def _worst(self, row: Cells | None, level: Level) -> Any:
        return min((issue["score"] for issue in self._open(row, level)), default=None)

    def _image_field(  # noqa: PLR0911  # a case per kind of field
        self, parts: tuple[str, ...], row: Cells | None, via: Cells | None = None
    ) -> Any:
        # What lies in the image is found by the object's own image id, even if the image itself is not there.
        image_id = row["id"] if row is not None else via["image_id"] if via is not None else None
        if parts[0] in {"annotations", "predictions", "issues"}:
            return self._in_image(parts, image_id)
        if parts[0] == "metadata":
            return _json(_cell(row, "metadata"), parts[1:])
        if parts[0] == "issue":
            return self._issue_kinds({"id": image_id}, Level.IMAGE)
        if parts[0] == "issue_score":
            return self._worst({"id": image_id}, Level.IMAGE)
        if parts[0] == "changed":
            labels = [label for label in self.world.rows(Level.ANNOTATION) if label["image_id"] == image_id]
            own = row is not None and row["changed_by"] is not None
            return own or any(label["changed_by"] is not None for label in labels)
        if row is None:
            return None
        if parts[0] == "area":
            return None if None in {row["width"], row["height"]} else row["width"] * row["height"]
        if parts[0] == "aspect":
            return divided(row["width"], row["height"])
        return row[{"name": "file_name"}.get(parts[0], parts[0])]

    def _in_image(self, parts: tuple[str, ...], image_id: Any) -> Any:
        if parts[0] == "issues":
            issues = self._open({"id": image_id}, Level.IMAGE)
            return len([row for row in issues if parts[1] in {"count", row["kind"]}])
        rows = self.world.rows(Level(parts[0][:-1]))
        rows = [row for row in rows if row["image_id"] == image_id]
        rest = parts[1:]
        if rest[0] == "count":
            return len(rows)
        if rest[0] == "label":
            return Many(_class_name(row["category_id"]) for row in rows)
        if rest[0] in {"metadata", "attributes"}:
            return Many(_json(row["attributes"], rest[1:]) for row in rows)
        if rest[0] in KINDS:
            rows = [row for row in rows if row["kind"] == rest[0]]
            rest = rest[1:]
        return len(
            [row for row in rows if not rest or fold_name(_class_name(row["category_id"])) == fold_name(rest[0])]
        )


_SHARED = {
    "id",
    "image_id",
    "label",
    "kind",
    "x",
    "y",
    "w",
    "h",
    "area",
    "aspect",
    "rotation",
    "is_crowd",
    "ignore",
    "track_id",
    "reference_id",
    "match",
    "iou",
    "issue",
    "issue_score",
}
_OBJECT_FIELDS = {
    Level.ANNOTATION: _SHARED | {"predicted_label", "changed"},
    Level.PREDICTION: _SHARED | {"score", "true_label"},
}


def fold_name(text: str) -> str:
    """The name without case, spaces, hyphens and underscores alike."""
    return re.sub(r"[\s_-]+", "_", text).casefold()


def _class_name(id: int | None) -> Any:
    return None if id is None else dict(CLASSES)[id]


def _cell(row: Cells | None, column: str) -> Any:
    return None if row is None else row[column]


def _json(text: str | None, path: tuple[str, ...]) -> Any:
    value = None if text is None else json.loads(text)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str) and (METADATA.get(path[0]) or ATTRIBUTES.get(path[0])) == "number":
        return None  # a word where a number is declared
    return value


def divided(left: Any, right: Any) -> Any:
    """The quotient; None when it cannot be computed."""
    return None if left is None or right is None or right == 0 else left / right
