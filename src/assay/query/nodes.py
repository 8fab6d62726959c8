"""The tree of a query, before anything in it has been looked up. Nodes compare without their spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""Half-open range of characters of the text a node was read from; (0, 0) when it was built in Python."""


LiteralValue: TypeAlias = int | float | str | bool | None
"""What can stand in a query as it is; None is `null`."""


@dataclass(frozen=True, slots=True)
class Name:
    """A field: `score`, `annotations.car`; with `run`, that field as this run sees it."""

    parts: tuple[str, ...]
    run: str | None = None
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, true, false, or null (None)."""

    value: LiteralValue
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """The operand with its sign turned."""

    operand: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands and one of `+ - * / %`."""

    op: str
    left: Node
    right: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of values, such as `abs(x)`."""

    function: str
    arguments: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and one of `= != < <= > >=`."""

    op: str
    left: Node
    right: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """An operand between two others; `low_op` and `high_op` are `<` or `<=`, read from low to high."""

    low: Node
    low_op: str
    operand: Node
    high_op: str
    high: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """The operand is one of the values."""

    operand: Node
    values: tuple[Literal, ...]
    negated: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Like:
    """The operand fits a pattern with `%` and `_`."""

    operand: Node
    pattern: Node
    negated: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class IsNull:
    """The operand is unknown."""

    operand: Node
    negated: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The operand does not hold."""

    operand: Node
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """Every operand holds; two or more, none of them an `And` itself."""

    operands: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Some operand holds; two or more, none of them an `Or` itself."""

    operands: tuple[Node, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Quantifier:
    """`any`, `all` or `count` over the rows of a level that lie in the image; without a body, over all of them."""

    kind: str
    level: str
    body: Node | None = None
    span: Span = field(default=(0, 0), compare=False)
    level_span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Similar:
    """How alike the row, its image or its object as `level` says, is to items: by the most alike, or their mean.

    items : ids of the level, or digests of pictures that a person gave; one or more.
    """

    level: str
    items: tuple[int | str, ...]
    mean: bool = False
    span: Span = field(default=(0, 0), compare=False)
    level_span: Span = field(default=(0, 0), compare=False)


Node: TypeAlias = (
    Name
    | Literal
    | Negate
    | Arithmetic
    | Call
    | Compare
    | Range
    | Member
    | Like
    | IsNull
    | Not
    | And
    | Or
    | Quantifier
    | Similar
)
"""Any node of the tree."""


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; without a body it lists everything."""

    body: Node | None = None


def all_of(*operands: Node, span: Span = (0, 0)) -> Node:
    """The conjunction of the operands, flat; a single operand stays itself."""
    flat = tuple(part for node in operands for part in (node.operands if isinstance(node, And) else (node,)))
    return flat[0] if len(flat) == 1 else And(flat, span)


def any_of(*operands: Node, span: Span = (0, 0)) -> Node:
    """The disjunction of the operands, flat; a single operand stays itself."""
    flat = tuple(part for node in operands for part in (node.operands if isinstance(node, Or) else (node,)))
    return flat[0] if len(flat) == 1 else Or(flat, span)


def negative(operand: Node, *, span: Span = (0, 0)) -> Node:
    """The operand with its sign turned; a number becomes the negative number."""
    if isinstance(operand, Literal) and isinstance(operand.value, int | float) and not isinstance(operand.value, bool):
        return Literal(-operand.value, span)
    return Negate(operand, span)
