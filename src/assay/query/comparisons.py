"""Typing rules: what may be compared with what, and what the comparison becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assay.amounts import listed
from assay.errors import QueryName, QueryType
from assay.query.names import closed_values
from assay.query.nodes import Span
from assay.query.typed import (
    Apply,
    At,
    Constant,
    Each,
    Typed,
    all_hold,
    exists,
    retyped,
    source_field,
    values_of,
)
from assay.schema.catalog import Catalog, near
from assay.schema.field import FieldType, quote_text

FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Each comparison, read from the right."""

_A = {
    FieldType.NUMBER: "a number",
    FieldType.TEXT: "a text",
    FieldType.FLAG: "true or false",
    FieldType.CLASS: "a class",
}


def compare(op: str, left: Typed, right: Typed, *, catalog: Catalog, spans: tuple[Span, Span]) -> Typed:
    """The comparison of two operands; raise `QueryType` when they do not go together.

    `spans` are the places of the operands in the text, for the caret.
    """
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, right, op, spans = right, left, FLIPPED[op], (spans[1], spans[0])
    if FieldType.CLASS in {left.type, right.type}:
        return _compare_class(op, left, right, catalog=catalog, spans=spans)
    left, right = _agree(left, right, spans)
    if left.type is FieldType.FLAG and op not in {"=", "!="}:
        raise QueryType(f"True and false have no order, got `{op}`.", hint="Compare with = or !=.", span=spans[0])
    if isinstance(right, Constant) and op in {"=", "!="}:
        right, *more = _closed(left, right, spans[1])
        if more:
            among = "in" if op == "=" else "not in"
            return each(left, lambda value: Apply(among, (value, right, *more)), other=None, span=spans[0])
    return each(left, lambda value: Apply(op, (value, right)), other=right, span=spans[0])


def member(
    operand: Typed, values: Sequence[tuple[Constant, Span]], *, negated: bool, catalog: Catalog, span: Span
) -> Typed:
    """Whether the operand is one of the values, or (negated) none of them."""
    op = "not in" if negated else "in"
    options: list[Typed] = []
    for constant, place in values:
        if operand.type is FieldType.CLASS:
            options += _class_ids(constant, catalog, place)
            continue
        operand, option = _agree(operand, constant, (span, place))
        options += _closed(operand, option, place) if isinstance(option, Constant) else (option,)
    if not options:
        return Constant(negated, FieldType.FLAG)
    return each(operand, lambda value: Apply(op, (value, *options)), other=None, span=span)


def like(operand: Typed, pattern: Typed, *, catalog: Catalog, spans: tuple[Span, Span]) -> Typed:
    """Whether a text or the name of a class fits a pattern."""
    if not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
        raise QueryType("`like` needs a pattern in quotation marks.", hint='Write `name like "cat%"`.', span=spans[1])
    if (len(pattern.value) - len(pattern.value.rstrip("\\"))) % 2:
        raise QueryType("A pattern must not end in a single backslash.", hint="Write two for one.", span=spans[1])
    if operand.type is FieldType.CLASS:
        ids = [Constant(id, FieldType.NUMBER) for id in catalog.class_ids_like(pattern.value)]
        return each(operand, lambda value: _one_of(value, ids), other=None, span=spans[0])
    operand = retyped(operand, FieldType.TEXT)
    if operand.type is not FieldType.TEXT:
        raise QueryType(f"`like` needs a text, got {_A[operand.type]}.", hint="Compare it with = or <.", span=spans[0])
    return each(operand, lambda value: Apply("like", (value, pattern)), other=None, span=spans[0])


def _one_of(value: Typed, options: Sequence[Typed]) -> Typed:
    """Whether the value is an option; where there is none it is false, but of an unknown value it stays unknown."""
    return Apply("in", (value, *options)) if options else Apply("!=", (value, value))


def is_null(operand: Typed, *, negated: bool) -> Typed:
    """Whether the operand is unknown; for a set of values, whether it is empty."""
    if values_of(operand) is None:
        return Apply("is not null" if negated else "is null", (operand,))
    present = each(operand, lambda value: Apply("is not null", (value,)), other=None, span=(0, 0))
    return present if negated else Apply("not", (present,))


def each(operand: Typed, predicate: Callable[[Typed], Typed], *, other: Typed | None, span: Span) -> Typed:
    """`predicate` of the operand; of a set of values, whether it holds for any of them."""
    if values_of(operand) is None:
        if other is not None and values_of(other) is not None:
            raise QueryType("A field with many values can only be compared with a fixed value.", span=span)
        return predicate(operand)
    if other is not None and not isinstance(other, Constant):
        raise QueryType(
            "A field with many values can only be compared with a fixed value.",
            hint="Write the comparison inside `any(annotation: …)`.",
            span=span,
        )
    if isinstance(operand, At):
        return At(operand.place, each(operand.inner, predicate, other=other, span=span))
    assert isinstance(operand, Each)
    return exists(operand.level, all_hold(operand.body, predicate(operand.value)))


def as_flag(node: Typed) -> Typed | None:
    """The node as a predicate; None when it is not true or false."""
    node = retyped(node, FieldType.FLAG)
    if node.type is not FieldType.FLAG:
        return None
    if values_of(node) is not None:
        return each(node, lambda value: value, other=None, span=(0, 0))
    return node


def describe(type: FieldType) -> str:
    """The type in words, with its article."""
    return _A[type]


def _agree(left: Typed, right: Typed, spans: tuple[Span, Span]) -> tuple[Typed, Typed]:
    """Both operands with one type between them."""
    if isinstance(right, Constant):
        if left.type is FieldType.FLAG and right.value in {0, 1} and right.type is FieldType.NUMBER:
            right = Constant(bool(right.value), FieldType.FLAG)
        left = retyped(left, right.type)
    elif left.type is not right.type:
        left, right = (retyped(left, right.type), right) if _is_json(left) else (left, retyped(right, left.type))
    if left.type is right.type:
        return left, right
    field = source_field(left)
    what = f"`{field.name}` is" if field is not None else "The left side is"
    hint = {
        FieldType.NUMBER: "Write the number without quotation marks.",
        FieldType.TEXT: 'Write the text in quotation marks: "…".',
        FieldType.FLAG: "Compare it with true or false.",
    }[left.type]
    raise QueryType(f"{what} {_A[left.type]}, got {_A[right.type]}.", hint=hint, span=spans[1])


def _is_json(node: Typed) -> bool:
    field = source_field(node)
    return field is not None and bool(field.path)


def _closed(left: Typed, right: Constant, span: Span) -> tuple[Constant, ...]:
    """The constant as the field spells it, where the field has a fixed set of values; one word may mean several."""
    field = source_field(left)
    if field is None or not field.values or not isinstance(right.value, str):
        return (right,)
    values = closed_values(field, right.value)
    if not values:
        nearest = near(right.value, [*field.values, *field.spellings])
        hint = f"Did you mean {quote_text(nearest[0])}?" if nearest else f"It is one of {', '.join(field.values)}."
        raise QueryName(f"`{field.name}` is never {quote_text(right.value)}.", hint=hint, span=span)
    return tuple(Constant(value, FieldType.TEXT) for value in values)


def _compare_class(op: str, left: Typed, right: Typed, *, catalog: Catalog, spans: tuple[Span, Span]) -> Typed:
    if op not in {"=", "!="}:
        raise QueryType(f"Classes have no order, got `{op}`.", hint="Compare with =, !=, in or like.", span=spans[0])
    if isinstance(right, Constant):
        ids = _class_ids(right, catalog, spans[1])
        wanted = "in" if op == "=" else "not in"
        return each(left, lambda value: Apply(wanted, (value, *ids)), other=None, span=spans[0])
    if left.type is not right.type:
        other = left if left.type is not FieldType.CLASS else right
        raise QueryType(
            f"A class is compared with the name of a class, got {_A[other.type]}.",
            hint='Write `label = "car"`.',
            span=spans[1],
        )
    return each(left, lambda value: Apply(op, (value, right)), other=right, span=spans[0])


def _class_ids(constant: Constant, catalog: Catalog, span: Span) -> list[Typed]:
    name = constant.value if isinstance(constant.value, str) else str(constant.value)
    ids = catalog.class_ids(name) if constant.type is not FieldType.FLAG else ()
    if ids:
        return [Constant(id, FieldType.NUMBER) for id in ids]
    nearest = catalog.near_classes(name)
    told = listed([quote_text(known) for _, known in catalog.classes], 6)
    hint = f"Did you mean {' or '.join(map(quote_text, nearest))}?" if nearest else f"There are {told or 'none'}."
    raise QueryName(f"There is no class named {quote_text(name)}.", hint=hint, span=span)
