"""What a query means, said slowly: one row at a time, in plain Python, with three-valued logic (None is unknown).

Shares nothing with the compiler but the nodes. Where the two disagree, one of them is wrong.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from assay.model.level import Level
from assay.query.nodes import (
    And,
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    Member,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quantifier,
    Range,
)
from assay.query.parse import parse
from tests.query_kit.world import ATTRIBUTES, CLASSES, METADATA, SEGMENTS, Cells, World

OUTCOMES = {"correct", "confusion", "background", "missed", "ignored"}
KINDS = {"box", "rotated_box", "polygon", "mask", "keypoints", "whole_image"}
ISSUES = {"loose_box", "missing_object", "duplicate_image", "wrong_class", "spurious_label", "duplicate_box"}
SPELLINGS = {"false positive": "background", "false negative": "missed", "tp": "correct"}
_CLASS_FIELDS = {"label", "predicted_label", "true_label"}


class Many(list[Any]):
    """The values of a field that has many."""


class Oracle:
    """Evaluates nodes at rows of a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def holds(self, node: Node | None, row: Cells | None, level: Level) -> bool:
        """Whether a row is listed."""
        return node is None or self.value(node, row, level) is True

    def value(self, node: Node, row: Cells | None, level: Level) -> Any:  # noqa: C901, PLR0911  # a case per node
        """The value of a node; None when it is unknown."""
        match node:
            case Literal(value):
                return value
            case Name() if node.run is not None:
                return self._in_run(node, row)
            case Name(parts):
                found = self.field(parts, row, level)
                return _any([item is True for item in found]) if isinstance(found, Many) else found
            case And(operands):
                return _all([self.value(operand, row, level) for operand in operands])
            case Or(operands):
                return _any([self.value(operand, row, level) for operand in operands])
            case Not(operand):
                value = self.value(operand, row, level)
                return None if value is None else not value
            case Negate(operand):
                value = self.value(operand, row, level)
                return None if value is None else -float(value)
            case Arithmetic(op, left, right):
                return _arithmetic(op, self.value(left, row, level), self.value(right, row, level))
            case Call(function, arguments):
                return _call(function, [self.value(argument, row, level) for argument in arguments])
            case Quantifier():
                return self._quantifier(node, row, level)
            case _:
                return self._comparison(node, row, level)

    def _comparison(self, node: Node, row: Cells | None, level: Level) -> Any:  # noqa: PLR0911  # a case per node
        match node:
            case Compare("=", Name(("segment",)), Literal(str() as name)):
                return self._in_segment(name, row, level)
            case Compare("!=", Name(("segment",)), Literal(str() as name)):
                return not self._in_segment(name, row, level)
            case Compare(op, left, right):
                return self._each(
                    left, row, level, lambda value: self._compare(op, value, self._raw(right, row, level), node)
                )
            case Range(low, low_op, operand, high_op, high):
                return _all(
                    [
                        self._comparison(Compare(low_op, low, operand), row, level),
                        self._comparison(Compare(high_op, operand, high), row, level),
                    ]
                )
            case Member(Name(("segment",)), values, negated):
                inside = any(self._in_segment(str(literal.value), row, level) for literal in values)
                return inside is not negated
            case Member(operand, values, negated):
                op = "!=" if negated else "="
                join = _all if negated else _any
                if not values:
                    return negated
                return self._each(
                    operand,
                    row,
                    level,
                    lambda item: join([self._compare(op, item, literal.value, node) for literal in values]),
                )
            case Like(operand, Literal(pattern), negated):
                fits = self._each(operand, row, level, lambda item: _like(item, str(pattern)))
                return fits if fits is None or not negated else not fits
            case IsNull(operand, negated):
                value = self._raw(operand, row, level)
                unknown = all(item is None for item in value) if isinstance(value, Many) else value is None
                return unknown is not negated
            case _:
                raise AssertionError(node)

    def _raw(self, node: Node, row: Cells | None, level: Level) -> Any:
        if isinstance(node, Name) and node.run is None:
            return self.field(node.parts, row, level)
        return self.value(node, row, level)

    def _each(self, node: Node, row: Cells | None, level: Level, test: Any) -> Any:
        value = self._raw(node, row, level)
        if isinstance(value, Many):
            return any(test(item) is True for item in value)
        return test(value)

    def _compare(self, op: str, left: Any, right: Any, node: Node) -> Any:
        left, right = _as_compared(left, right)
        if left is None or right is None:
            return None
        return (
            {
                "=": left == right,
                "!=": left != right,
            }.get(op)
            if op in {"=", "!="}
            else _ordered(op, left, right)
        )

    def _quantifier(self, node: Quantifier, row: Cells | None, level: Level) -> Any:
        child = Level(node.level)
        image_id = None if row is None else row["id"] if level is Level.IMAGE else row["image_id"]
        rows = [other for other in self.world.rows(child) if other["image_id"] == image_id]
        fitting = [other for other in rows if self.holds(node.body, other, child)]
        return {"any": bool(fitting), "all": len(fitting) == len(rows), "count": len(fitting)}[node.kind]

    def _in_segment(self, name: str, row: Cells | None, level: Level) -> bool:
        segment = next(segment for segment in SEGMENTS if segment.name == name)
        body = parse(segment.text).body
        if segment.level is level:
            return self.holds(body, row, level)
        if segment.level is Level.IMAGE:
            return self.holds(body, self._image(row, level), Level.IMAGE)
        if level is Level.IMAGE:
            assert row is not None
            rows = [other for other in self.world.rows(segment.level) if other["image_id"] == row["id"]]
            return any(self.holds(body, other, segment.level) for other in rows)
        assert level is Level.ISSUE
        return self.holds(body, self._referred(row, segment.level), segment.level)

    def _in_run(self, name: Name, row: Cells | None) -> Any:
        evaluation = {"a": 1, "b": 2}[name.run or ""]
        match = self._match(row, Level.ANNOTATION, evaluation)
        field = name.parts[0]
        if field in OUTCOMES:
            return None if match is None else match["outcome"] == field
        return None if match is None else match[{"match": "outcome"}.get(field, field)]

    def _image(self, row: Cells | None, level: Level) -> Cells | None:
        if level is Level.IMAGE or row is None:
            return row
        return next((image for image in self.world.images if image["id"] == row["image_id"]), None)

    def _referred(self, row: Cells | None, place: Level) -> Cells | None:
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
            return self._image_field(parts[1:], self._image(row, level), row)
        if level is Level.ISSUE and parts[0] in {"annotation", "prediction"}:
            place = Level(parts[0])
            return self.field(parts[1:], self._referred(row, place), place)
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
        return self._image_field(parts, self._image(row, level), row)

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
            return _arithmetic("/", row["w"], row["h"])
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
            return _arithmetic("*", row["width"], row["height"])
        if parts[0] == "aspect":
            return _arithmetic("/", row["width"], row["height"])
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
        return len([row for row in rows if not rest or _fold(_class_name(row["category_id"])) == _fold(rest[0])])


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


def _fold(text: str) -> str:
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


def _as_compared(left: Any, right: Any) -> tuple[Any, Any]:
    """Flags compare with 0 and 1; classes and fixed values loosely, by their spelling."""
    if isinstance(left, bool) and not isinstance(right, bool) and isinstance(right, int | float):
        return left, bool(right)
    if isinstance(left, str) and isinstance(right, str):
        right = SPELLINGS.get(right, right)
        names = {_fold(name): name for _, name in CLASSES}
        if left in names.values():
            return left, names.get(_fold(right), right)
        if left in OUTCOMES | KINDS | ISSUES:
            return left, _fold(right)
    return left, right


def _ordered(op: str, left: Any, right: Any) -> bool:
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op])


def _all(values: list[Any]) -> Any:
    return False if False in values else None if None in values else True


def _any(values: list[Any]) -> Any:
    return True if True in values else None if None in values else False


def _arithmetic(op: str, left: Any, right: Any) -> Any:
    if left is None or right is None or (op in {"/", "%"} and right == 0):
        return None
    left, right = float(left), float(right)
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return math.fmod(left, right)


def _call(function: str, values: list[Any]) -> Any:
    if function in {"min", "max"}:
        known = [float(value) for value in values if value is not None]
        return None if not known else min(known) if function == "min" else max(known)
    (value,) = values
    if value is None or (function == "sqrt" and value < 0):
        return None
    calls: dict[str, Any] = {
        "abs": abs,
        "sqrt": math.sqrt,
        "floor": math.floor,
        "ceil": math.ceil,
        "round": _round,
        "length": len,
        "lower": str.lower,
        "upper": str.upper,
    }
    return calls[function](value)


def _round(value: float) -> float:
    whole = math.trunc(value)
    return whole + math.copysign(1, value) if abs(value - whole) >= 0.5 else whole


def _like(value: Any, pattern: str) -> Any:
    if value is None:
        return None
    expression, escaped = "", False
    for character in pattern:
        if not escaped and character == "\\":
            escaped = True
            continue
        wild = not escaped and character in "%_"
        expression += {"%": ".*", "_": "."}[character] if wild else re.escape(character)
        escaped = False
    return re.fullmatch(expression, str(value), re.IGNORECASE | re.DOTALL) is not None
