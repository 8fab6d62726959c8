"""What each clause of a query lets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.model.level import Level
from assay.query.check import Checked, around, check
from assay.query.nodes import And, Node, Not, Or, Query, Span
from assay.query.pages import count_rows
from assay.query.show import show
from assay.schema.catalog import Catalog
from assay.schema.scope import Scope
from assay.schema.statement import Statement


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its canonical text, its place in the query, how deep it stands, and the count of its rows alone."""

    text: str
    span: Span
    depth: int
    statement: Statement


def explain(query: Query, *, catalog: Catalog, level: Level, scope: Scope) -> list[Clause]:
    """The clauses of a query in reading order, each with the statement that counts its rows alone.

    A clause is an operand of `and`, `or` or `not`; an operand that is made of clauses is followed by them, one
    level deeper. A query of one clause gives that one. Raises as `check` does.
    """
    if query.body is None:
        return []
    lifted = check(query, catalog, level).lifted
    clauses = _split(query.body, 0) if isinstance(query.body, And | Or) else iter([(query.body, 0)])
    return [
        Clause(show(node), node.span, depth, _count(node, lifted, catalog, level, scope)) for node, depth in clauses
    ]


def _split(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    operands = node.operands if isinstance(node, And | Or) else (node.operand,) if isinstance(node, Not) else ()
    for operand in operands:
        yield operand, depth
        if isinstance(operand, And | Or) or (isinstance(operand, Not) and isinstance(operand.operand, And | Or)):
            yield from _split(operand, depth + 1)


def _count(node: Node, lifted: Level | None, catalog: Catalog, level: Level, scope: Scope) -> Statement:
    body = node if lifted is None else around(node, lifted)
    checked: Checked = check(Query(body), catalog, level)
    return count_rows(checked, level=level, scope=scope)
