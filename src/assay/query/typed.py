"""The tree of a checked query: every name is a column or an aggregate, every node has a type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from assay.model.level import Level
from assay.schema.field import Field, FieldType
from assay.schema.likeness import LikeItem


@dataclass(frozen=True, slots=True)
class Constant:
    """A value of the user; it is bound, never written into SQL."""

    value: int | float | str | bool
    type: FieldType


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the row at hand.

    `type` differs from the field's own where a JSON value is read as what it is compared with. `evaluation`
    names one evaluation for a field of the match table or of the prediction that a label met in it; None means that
    of the scope, and the row itself.
    """

    field: Field
    type: FieldType
    evaluation: int | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count` or `min` over the rows of `level` that belong to the row at hand and fit `body`."""

    level: Level
    function: str
    value: Typed | None = None
    body: Typed | None = None
    type: FieldType = FieldType.NUMBER


@dataclass(frozen=True, slots=True)
class Each:
    """The values that the rows of `level` fitting `body` have; stands only directly in a comparison."""

    level: Level
    value: Typed
    body: Typed | None = None

    @property
    def type(self) -> FieldType:
        """Type of one of the values."""
        return self.value.type


@dataclass(frozen=True, slots=True)
class At:
    """`inner`, read at the row's image, or at the label or prediction that an issue speaks of."""

    place: Level
    inner: Typed

    @property
    def type(self) -> FieldType:
        """Type of what is read there."""
        return self.inner.type


@dataclass(frozen=True, slots=True)
class Listed:
    """Whether the row at hand is an item of a frozen segment."""

    segment_id: int
    type: FieldType = FieldType.FLAG


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike the row at hand is to items of the level `source`."""

    source: Level
    items: tuple[LikeItem, ...]
    mean: bool = False
    type: FieldType = FieldType.NUMBER


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a function of the table in `sql.py`, with its operands."""

    op: str
    args: tuple[Typed, ...]
    type: FieldType = FieldType.FLAG


Typed: TypeAlias = Constant | Column | Aggregate | Each | At | Listed | Alike | Apply
"""Any node of a checked tree."""


def all_hold(*predicates: Typed | None) -> Typed | None:
    """The conjunction of those that are given; None when none is."""
    given = tuple(predicate for predicate in predicates if predicate is not None)
    if len(given) < 2:
        return given[0] if given else None
    return Apply("and", given)


def exists(level: Level, body: Typed | None) -> Apply:
    """Whether some row of `level` fits `body`."""
    return Apply(">", (Aggregate(level, "count", body=body), Constant(0, FieldType.NUMBER)))


def values_of(node: Typed) -> Each | None:
    """The set of values that a node stands for, wherever it is read; None for a single value."""
    while isinstance(node, At):
        node = node.inner
    return node if isinstance(node, Each) else None


def source_field(node: Typed) -> Field | None:
    """The field that a node reads, if it reads one and nothing else."""
    while isinstance(node, At | Each):
        node = node.inner if isinstance(node, At) else node.value
    return node.field if isinstance(node, Column) else None


def retyped(node: Typed, type: FieldType) -> Typed:
    """The node with its JSON column read as `type`."""
    match node:
        case At(_, inner):
            return replace(node, inner=retyped(inner, type))
        case Each(_, value):
            return replace(node, value=retyped(value, type))
        case Column(field) if field.path:
            return replace(node, type=type)
        case _:
            return node
