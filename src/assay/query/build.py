"""Python operators to the same nodes that a text gives.

>>> str((field.score > 0.3) & field.label.is_in(["car", "bus"]))
'score > 0.3 and label in ["car", "bus"]'
>>> str(any_("prediction", field.score > 0.9) & (field.annotations["traffic light"] == 0))
'any(prediction: score > 0.9) and annotations."traffic light" = 0'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from assay.errors import QueryType
from assay.model.level import Level
from assay.query.nodes import (
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    LiteralValue,
    Member,
    Name,
    Node,
    Not,
    Quantifier,
    Query,
    Range,
    all_of,
    any_of,
    negative,
)
from assay.query.show import show

Operand: TypeAlias = "Expression | LiteralValue"
"""What may stand beside an expression."""


class Expression:
    """A part of a query. Comparison and arithmetic operators, `&`, `|` and `~` make larger ones."""

    __slots__ = ("node",)
    __hash__ = None  # type: ignore[assignment]  # `==` makes a query, so that an expression cannot be a key

    def __init__(self, node: Node) -> None:
        self.node = node

    @property
    def query(self) -> Query:
        """The expression as a whole query."""
        return Query(self.node)

    def is_in(self, values: Iterable[LiteralValue]) -> Expression:
        """One of the values."""
        return Expression(Member(self.node, tuple(Literal(value) for value in values)))

    def between(self, low: Operand, high: Operand) -> Expression:
        """From `low` to `high`, both included."""
        return Expression(Range(_node(low), "<=", self.node, "<=", _node(high)))

    def like(self, pattern: str) -> Expression:
        """Fits a pattern with `%` for any text and `_` for any character, in any case."""
        return Expression(Like(self.node, Literal(pattern)))

    def is_null(self) -> Expression:
        """Unknown."""
        return Expression(IsNull(self.node))

    def is_known(self) -> Expression:
        """Not unknown."""
        return Expression(IsNull(self.node, negated=True))

    def __str__(self) -> str:
        return show(self.node)

    def __repr__(self) -> str:
        return f"<query {show(self.node)}>"

    def __bool__(self) -> bool:
        raise QueryType("A query is not true or false by itself.", hint="Join queries with &, | and ~, in brackets.")

    def __eq__(self, other: Operand) -> Expression:  # type: ignore[override]  # a comparison is a query
        return self._compare("=", other)

    def __ne__(self, other: Operand) -> Expression:  # type: ignore[override]  # a comparison is a query
        return self._compare("!=", other)

    def __lt__(self, other: Operand) -> Expression:
        return self._compare("<", other)

    def __le__(self, other: Operand) -> Expression:
        return self._compare("<=", other)

    def __gt__(self, other: Operand) -> Expression:
        return self._compare(">", other)

    def __ge__(self, other: Operand) -> Expression:
        return self._compare(">=", other)

    def __and__(self, other: Expression) -> Expression:
        return Expression(all_of(self.node, other.node))

    def __or__(self, other: Expression) -> Expression:
        return Expression(any_of(self.node, other.node))

    def __invert__(self) -> Expression:
        return Expression(Not(self.node))

    def __neg__(self) -> Expression:
        return Expression(negative(self.node))

    def __add__(self, other: Operand) -> Expression:
        return _arithmetic("+", self, other)

    def __radd__(self, other: Operand) -> Expression:
        return _arithmetic("+", other, self)

    def __sub__(self, other: Operand) -> Expression:
        return _arithmetic("-", self, other)

    def __rsub__(self, other: Operand) -> Expression:
        return _arithmetic("-", other, self)

    def __mul__(self, other: Operand) -> Expression:
        return _arithmetic("*", self, other)

    def __rmul__(self, other: Operand) -> Expression:
        return _arithmetic("*", other, self)

    def __truediv__(self, other: Operand) -> Expression:
        return _arithmetic("/", self, other)

    def __rtruediv__(self, other: Operand) -> Expression:
        return _arithmetic("/", other, self)

    def __mod__(self, other: Operand) -> Expression:
        return _arithmetic("%", self, other)

    def _compare(self, op: str, other: Operand) -> Expression:
        return Expression(Compare(op, self.node, _node(other)))


class FieldName(Expression):
    """A field, or the beginning of its name: `field.annotations.car`, `field.metadata["odd key"]`."""

    __slots__ = ()

    def __getattr__(self, part: str) -> FieldName:
        if part.startswith("_"):
            raise AttributeError(part)
        return self[part]

    def __getitem__(self, part: str) -> FieldName:
        assert isinstance(self.node, Name)
        return FieldName(Name((*self.node.parts, part), self.node.run))


class _Fields:
    """Where names begin: `field.score`, `field["score"]`."""

    def __getattr__(self, part: str) -> FieldName:
        if part.startswith("_"):
            raise AttributeError(part)
        return FieldName(Name((part,)))

    def __getitem__(self, part: str) -> FieldName:
        return FieldName(Name((part,)))


class _Run:
    """Where the fields of a run begin: `run("a").correct`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, part: str) -> FieldName:
        if part.startswith("_"):
            raise AttributeError(part)
        return FieldName(Name((part,), self._name))


field = _Fields()
"""`field.score > 0.3` is the query `score > 0.3`."""


def run(name: str) -> _Run:
    """How a run met the labels: `run("a").correct`."""
    return _Run(name)


def any_(level: Level | str, condition: Expression | None = None) -> Expression:
    """Images with some object of the level for which the condition holds."""
    return _quantified("any", level, condition)


def all_(level: Level | str, condition: Expression) -> Expression:
    """Images for all of whose objects of the level the condition holds; also those without any."""
    return _quantified("all", level, condition)


def count_(level: Level | str, condition: Expression | None = None) -> Expression:
    """How many objects of the level the image has for which the condition holds."""
    return _quantified("count", level, condition)


def call(function: str, *arguments: Operand) -> Expression:
    """A function of the language, such as `call("abs", field.x)`."""
    return Expression(Call(function, tuple(_node(argument) for argument in arguments)))


def _quantified(kind: str, level: Level | str, condition: Expression | None) -> Expression:
    return Expression(Quantifier(kind, Level(level).value, None if condition is None else condition.node))


def _arithmetic(op: str, left: Operand, right: Operand) -> Expression:
    return Expression(Arithmetic(op, _node(left), _node(right)))


def _node(operand: Operand) -> Node:
    return operand.node if isinstance(operand, Expression) else Literal(operand)
