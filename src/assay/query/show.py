"""Nodes to canonical text: `parse(show(node)) == node`."""

from __future__ import annotations

from typing import assert_never

from assay.query.nodes import (
    And,
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    LiteralValue,
    Member,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quantifier,
    Query,
    Range,
    Similar,
)
from assay.schema.field import quote_text, spell_name

# How tightly a node binds: an operand that binds less than its place demands stands in brackets.
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _UNARY, _ATOM = range(8)
_ARITHMETIC = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "%": _PRODUCT}


def show(node: Query | Node) -> str:
    """The canonical text of a query or of any node of it.

    >>> from assay.query.parse import parse
    >>> show(parse("a>1 AND (b == 'x')"))
    'a > 1 and b = "x"'
    """
    if isinstance(node, Query):
        return "" if node.body is None else show(node.body)
    return _show(node)


def _show(node: Node) -> str:
    match node:
        case And(operands):
            return " and ".join(_operand(operand, _NOT) for operand in operands)
        case Or(operands):
            return " or ".join(_operand(operand, _AND) for operand in operands)
        case Not(operand):
            return f"not {_operand(operand, _NOT)}"
        case Compare() | Range() | Member() | Like() | IsNull():
            return _show_comparison(node)
        case _:
            return _show_value(node)


def _show_comparison(node: Compare | Range | Member | Like | IsNull) -> str:
    match node:
        case Compare(op, left, right):
            return f"{_operand(left, _SUM)} {op} {_operand(right, _SUM)}"
        case Range(low, low_op, operand, high_op, high):
            return f"{_operand(low, _SUM)} {low_op} {_operand(operand, _SUM)} {high_op} {_operand(high, _SUM)}"
        case Member(operand, values, negated):
            return f"{_operand(operand, _SUM)} {_not(negated)}in [{', '.join(map(_show, values))}]"
        case Like(operand, pattern, negated):
            return f"{_operand(operand, _SUM)} {_not(negated)}like {_operand(pattern, _SUM)}"
        case IsNull(operand, negated):
            return f"{_operand(operand, _SUM)} is {_not(negated)}null"
        case _:
            assert_never(node)


def _show_value(node: Name | Literal | Negate | Arithmetic | Call | Quantifier | Similar) -> str:
    match node:
        case Name(parts, run):
            # Behind `run("…").` the first part stands after a dot, so that a keyword needs no quotes.
            return spell_name(parts) if run is None else f"run({quote_text(run)}).{spell_name(('run', *parts))[4:]}"
        case Literal(value):
            return _show_literal(value)
        case Negate(operand):
            return f"-{_operand(operand, _UNARY)}"
        case Arithmetic(op, left, right):
            own = _ARITHMETIC[op]
            return f"{_operand(left, own)} {op} {_operand(right, own + 1)}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(_show, arguments))})"
        case Quantifier(kind, level, body):
            return f"{kind}({level})" if body is None else f"{kind}({level}: {_show(body)})"
        case Similar(level, items, mean):
            return f"similar({level}: {', '.join((*map(_show_literal, items), *(('mean',) if mean else ())))})"
        case _:
            assert_never(node)


def _show_literal(value: LiteralValue) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote_text(value) if isinstance(value, str) else repr(value)


def _operand(node: Node, least: int) -> str:
    text = _show(node)
    return text if _binds(node) >= least else f"({text})"


def _binds(node: Node) -> int:
    match node:
        case Or():
            return _OR
        case And():
            return _AND
        case Not():
            return _NOT
        case Compare() | Range() | Member() | Like() | IsNull():
            return _COMPARISON
        case Arithmetic(op):
            return _ARITHMETIC[op]
        case Negate():
            return _UNARY
        case _:
            return _ATOM


def _not(negated: bool) -> str:  # noqa: FBT001  # a word for a claim of the node
    return "not " if negated else ""
