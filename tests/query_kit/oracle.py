"""What a query means, said slowly: one row at a time, in plain Python, with three-valued logic (None is unknown).

Shares nothing with the compiler but the nodes. Where the two disagree, one of them is wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
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
from assay.schema.catalog import SegmentText
from tests.query_kit.fields import ISSUES, KINDS, OUTCOMES, SPELLINGS, Fields, Many, fold_name
from tests.query_kit.world import CLASSES, SEGMENTS, Cells, World


class Oracle:
    """Evaluates nodes at rows of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.fields = Fields(world)

    def holds(self, node: Node | None, row: Cells | None, level: Level) -> bool:
        """Whether a row is listed."""
        return node is None or self.value(node, row, level) is True

    def value(self, node: Node, row: Cells | None, level: Level) -> Any:  # noqa: C901, PLR0911  # a case per node
        """The value of a node; None when it is unknown."""
        match node:
            case Literal(value):
                return value
            case Name() if node.run is not None:
                return self.fields.in_run(node, row)
            case Name(parts):
                found = self.fields.field(parts, row, level)
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
            return self.fields.field(node.parts, row, level)
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
        if isinstance(segment, SegmentText):
            body = parse(segment.text).body
            return self._reaches(segment.level, row, level, lambda other: self.holds(body, other, segment.level))
        return any(
            self._reaches(home, row, level, partial(self._is_item, segment.segment_id, home))
            for home in segment.levels
            if level in {home, Level.IMAGE, Level.ISSUE} or home is Level.IMAGE
        )

    def _reaches(self, home: Level, row: Cells | None, level: Level, inside: Callable[[Cells | None], bool]) -> bool:
        if home is level:
            return inside(row)
        if home is Level.IMAGE:
            return inside(self.fields.image(row, level))
        if level is Level.IMAGE:
            assert row is not None
            return any(inside(other) for other in self.world.rows(home) if other["image_id"] == row["id"])
        assert level is Level.ISSUE
        return inside(self.fields.referred(row, home))

    def _is_item(self, segment_id: int, home: Level, row: Cells | None) -> bool:
        items = [item for item in self.world.segment_items if item["segment_id"] == segment_id]
        return row is not None and any(item.get(f"{home.value}_id") == row["id"] for item in items)


def _as_compared(left: Any, right: Any) -> tuple[Any, Any]:
    """Flags compare with 0 and 1; classes and fixed values loosely, by their spelling."""
    if isinstance(left, bool) and not isinstance(right, bool) and isinstance(right, int | float):
        return left, bool(right)
    if isinstance(left, str) and isinstance(right, int | float):
        return (float(left) if left.isdecimal() else None), right  # a text of the user's own, read as a number
    if isinstance(left, str) and isinstance(right, str):
        meant = SPELLINGS.get(right, [right])
        right = left if left in meant else meant[0]
        names = {fold_name(name): name for _, name in CLASSES}
        if left in names.values():
            return left, names.get(fold_name(right), right)
        if left in OUTCOMES | KINDS | ISSUES:
            return left, fold_name(right)
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
