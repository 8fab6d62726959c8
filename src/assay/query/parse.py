"""Text to nodes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from assay.errors import QueryName, QuerySyntax
from assay.query.nodes import (
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    Member,
    Name,
    Node,
    Not,
    Quantifier,
    Query,
    Range,
    Similar,
    Span,
    all_of,
    any_of,
    negative,
)
from assay.query.syntax import ALIKE_LEVELS, LEVELS, MAX_DEPTH, MAX_LENGTH, MEAN, grammar
from assay.query.syntax_errors import explain_failure
from assay.schema.catalog import near

_Children: TypeAlias = list[Any]

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_OPERATORS = {"==": "=", "<>": "!="}
_FLIPPED = {">": "<", ">=": "<="}
_WORDS = {"TRUE": True, "FALSE": False, "NULL": None}


def parse(text: str) -> Query:
    """The tree of a query text; an empty text lists everything.

    Raises `QuerySyntax` with the span of the place that does not parse.
    """
    if len(text) > MAX_LENGTH:
        raise QuerySyntax(
            f"The query has {len(text):,} characters, {MAX_LENGTH:,} are allowed.",
            hint="Save part of it as a segment and name the segment.",
            span=(MAX_LENGTH, len(text)),
        )
    if not text.strip():
        return Query()  # most questions list everything; the grammar takes a moment to build
    try:
        tree = grammar().parse(text)
    except UnexpectedInput as error:
        raise explain_failure(text, error) from None
    _refuse_depth(tree)
    query = _node(tree)
    assert isinstance(query, Query)
    return query


def unquote(token: str) -> str:
    """The text that a token in quotation marks stands for; a backslash before any other character is kept."""
    mark = token[0]

    def plain(match: re.Match[str]) -> str:
        escaped = match.group(1)
        if len(escaped) > 1:
            return chr(int(escaped[1:], 16))
        return _ESCAPED.get(escaped, escaped if escaped in {mark, "\\"} else match.group(0))

    return _ESCAPE.sub(plain, token[1:-1])


def _refuse_depth(tree: Tree[Token]) -> None:
    """Raise when the tree is nested too deeply; without recursion, since that is what is being guarded."""
    waiting: list[tuple[Tree[Token], int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise QuerySyntax(
                f"The query is nested more than {MAX_DEPTH} levels deep.",
                hint="Use fewer brackets, or save part of it as a segment.",
                span=_span(node),
            )
        waiting.extend((child, depth + 1) for child in node.children if isinstance(child, Tree))


def _span(tree: Tree[Token]) -> Span:
    return (0, 0) if tree.meta.empty else (tree.meta.start_pos, tree.meta.end_pos)


def _token_span(token: Token) -> Span:
    return int(token.start_pos or 0), int(token.end_pos or 0)


def _node(tree: Tree[Token]) -> Any:
    children = [_node(child) if isinstance(child, Tree) else child for child in tree.children]
    return _RULES[str(tree.data)](children, _span(tree))


def _operands(children: _Children) -> list[Node]:
    return [child for child in children if not isinstance(child, Token)]


def _arithmetic(children: _Children, span: Span) -> Node:
    left, op, right = children
    return Arithmetic(str(op), left, right, span)


def _compare(children: _Children, span: Span) -> Node:
    left, op, right = children
    return Compare(_OPERATORS.get(op, str(op)), left, right, span)


def _chain(children: _Children, span: Span) -> Node:
    low, low_op, operand, high_op, high = children
    if {low_op, high_op} <= {"<", "<="}:
        return Range(low, str(low_op), operand, str(high_op), high, span)
    if {low_op, high_op} <= {">", ">="}:
        return Range(high, _FLIPPED[high_op], operand, _FLIPPED[low_op], low, span)
    raise QuerySyntax(
        f"A range must read in one direction, got `{low_op}` and then `{high_op}`.",
        hint="Write it like `0.2 <= brightness < 0.4`, or join two comparisons with `and`.",
        span=_token_span(high_op),
    )


def _between(children: _Children, span: Span) -> Node:
    operand, low, high = _operands(children)
    return Range(low, "<=", operand, "<=", high, span)


def _member(children: _Children, span: Span, *, negated: bool = False) -> Node:
    operand, values = _operands(children)
    return Member(operand, tuple(values), negated, span)  # type: ignore[arg-type]  # the rule `list` gives literals


def _like(children: _Children, span: Span, *, negated: bool = False) -> Node:
    operand, pattern = _operands(children)
    return Like(operand, pattern, negated, span)


def _is_null(children: _Children, span: Span, *, negated: bool = False) -> Node:
    return IsNull(_operands(children)[0], negated, span)


def _literal(children: _Children, span: Span) -> Literal:
    token: Token = children[0]
    if token.type in _WORDS:
        return Literal(_WORDS[token.type], span)
    if token.type == "TEXT":
        return Literal(unquote(token), span)
    value: int | float = int(token) if token.isdecimal() else float(token)
    if abs(value) >= 2**63 or math.isinf(value):
        raise QuerySyntax(f"The number {_shortened(token)} is too large.", hint="Numbers go to 9.2e18.", span=span)
    return Literal(value, span)


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:20]}…"


def _part(children: _Children, _: Span) -> str:
    token: Token = children[0]
    return unquote(token) if token.type in {"TEXT", "BACKTICK"} else str(token)


def _run_name(children: _Children, span: Span) -> Name:
    _, run, *parts = children
    return Name(tuple(parts), unquote(run), span)


def _quantifier(children: _Children, span: Span) -> Node:
    kind, word, *body = children
    level = LEVELS.get(word.lower())
    if level is None:
        nearest = near(word, LEVELS)
        wanted = f"Did you mean `{LEVELS[nearest[0]]}`?" if nearest else "Write `any(annotation: …)`."
        raise QueryName(
            f"`{kind.lower()}` goes over annotation, prediction or issue, got `{word}`.",
            hint=wanted,
            span=_token_span(word),
        )
    return Quantifier(kind.lower(), level, body[0] if body else None, span, _token_span(word))


def _similar(children: _Children, span: Span) -> Similar:
    _, word, *given = children
    level = ALIKE_LEVELS.get(word.lower())
    if level is None:
        nearest = near(word, ALIKE_LEVELS)
        hint = f"Did you mean `{ALIKE_LEVELS[nearest[0]]}`?" if nearest else "Write `similar(image: 12) > 0.8`."
        raise QueryName(
            f"`similar` compares images, annotations or predictions, got `{word}`.", hint=hint, span=_token_span(word)
        )
    mean = given[-1].type == "WORD" and given[-1].lower() == MEAN
    items = tuple(_alike(token) for token in (given[:-1] if mean else given))
    if not items:
        raise QuerySyntax("`similar` has nothing to compare with.", hint=f"Write `similar({level}: 12)`.", span=span)
    return Similar(level, items, mean, span, _token_span(word))


def _alike(token: Token) -> int | str:
    if token.type == "TEXT" and len(token) > len('""'):
        return unquote(token)
    if token.type == "NUMBER" and token.isdecimal() and int(token) < 2**63:
        return int(token)
    raise QuerySyntax(
        f"`similar` takes ids, got `{_shortened(token)}`.",
        hint="Write the ids of items, as in `similar(image: 12, 15) > 0.8`; `mean` may stand behind them.",
        span=_token_span(token),
    )


def _call(children: _Children, span: Span) -> Node:
    function, *arguments = children
    return Call(function.lower(), tuple(arguments), span)


_RULES: dict[str, Callable[[_Children, Span], Any]] = {
    "query": lambda children, _: Query(children[0] if children else None),
    "disjunction": lambda children, span: any_of(*_operands(children), span=span),
    "conjunction": lambda children, span: all_of(*_operands(children), span=span),
    "negation": lambda children, span: Not(children[1], span),
    "compare": _compare,
    "chain": _chain,
    "between": _between,
    "not_between": lambda children, span: Not(_between(children, span), span),
    "member": _member,
    "not_member": lambda children, span: _member(children, span, negated=True),
    "like": _like,
    "not_like": lambda children, span: _like(children, span, negated=True),
    "is_null": _is_null,
    "is_not_null": lambda children, span: _is_null(children, span, negated=True),
    "arithmetic": _arithmetic,
    "negate": lambda children, span: negative(children[1], span=span),
    "negative": lambda children, span: negative(_literal(children[1:], span), span=span),
    "list": lambda children, _: children,
    "literal": _literal,
    "name": lambda children, span: Name(tuple(children), None, span),
    "first": _part,
    "part": _part,
    "run_name": _run_name,
    "quantifier": _quantifier,
    "call": _call,
    "similar": _similar,
    "bracket": lambda children, _: children[0],
}
"""Each rule of the grammar: its children and its span to the node it stands for."""
