"""One field of two queries in the same bins, each with the query that lists its rows (V2.9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.query.nodes import Compare, Literal, Member, Node, Not, Range
from assay.query.parse import parse
from assay.schema.field import Field, FieldType
from assay.workflows.drift.compare import is_number, shared_field
from assay.workflows.drift.terms import OTHERS, Terms, count_terms
from assay.workflows.explore.field_page import count_bins, even_edges, ordered_of
from assay.workflows.explore.number_fields import NumberField, Values, literal, narrowed, number_field
from assay.workflows.explore.search import Question


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """(b,) rows of either side in each bin, and the query that lists them there.

    edges : (b + 1,) of a number; a bin holds its lower edge, the last one both. None for terms.
    terms : (b,) names of the bins; None for a number.
    Rows without a value are in no bin.
    """

    edges: Values | None
    terms: tuple[str, ...] | None
    reference: NDArray[np.int64]
    current: NDArray[np.int64]
    queries_reference: tuple[str, ...]
    queries_current: tuple[str, ...]
    missing_reference: int
    missing_current: int


def overlay(reference: Question, current: Question, name: str, *, bins: int = 30) -> Overlay:
    """The field `name` of both questions, which are of one level, in even bins over the values of both.

    Raises
    ------
    QueryError : as `shared_field` says.
    """
    field = shared_field(reference, current, name)
    if is_number(field):
        return _of_number(reference, current, number_field(reference, name), most=bins)
    return _of_terms(reference, current, field)


def _of_number(reference: Question, current: Question, field: NumberField, *, most: int) -> Overlay:
    before, after = ordered_of(reference, field.name), ordered_of(current, field.name)
    values = np.concatenate([side.finite[[0, -1]] for side in (before, after) if len(side.finite)] or [np.empty(0)])
    edges = even_edges(field, np.sort(values), most=most)
    conditions = [
        Range(literal(low), "<=", field.operand, "<=" if at == len(edges) - 2 else "<", literal(high))
        for at, (low, high) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
    ]
    return Overlay(
        edges,
        None,
        count_bins(before.finite, edges),
        count_bins(after.finite, edges),
        tuple(narrowed(reference, condition) for condition in conditions),
        tuple(narrowed(current, condition) for condition in conditions),
        before.missing,
        after.missing,
    )


def _of_terms(reference: Question, current: Question, field: Field) -> Overlay:
    found = count_terms(reference, current, field)
    conditions = _conditions(field, found)
    return Overlay(
        None,
        (*found.terms, *((OTHERS,) if found.has_others else ())),
        found.reference,
        found.current,
        tuple(narrowed(reference, condition) for condition in conditions),
        tuple(narrowed(current, condition) for condition in conditions),
        found.missing_reference,
        found.missing_current,
    )


def _conditions(field: Field, found: Terms) -> list[Node]:
    operand = parse(field.name).body
    assert operand is not None, "a field has a name"
    if field.type is FieldType.FLAG:
        return [operand if term == "true" else Not(operand) for term in found.terms]
    conditions: list[Node] = [Compare("=", operand, _value(field, term)) for term in found.terms]
    if found.has_others:
        shown = tuple(_value(field, term) for term in found.terms)
        conditions.append(Member(operand, shown, negated=True))
    return conditions


def _value(field: Field, term: str) -> Literal:
    return literal(float(term)) if field.type is FieldType.NUMBER else Literal(term)
