"""Outliers: how many values of a field lie far outside its middle half, and which query lists them (D1, V2.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assay.model.level import Level
from assay.query.nodes import Compare, Node, Range, any_of
from assay.statistics.outliers import Fences, fences
from assay.store.snapshot import Snapshot
from assay.workflows.explore.facets import of_objects
from assay.workflows.explore.number_fields import (
    NumberField,
    Ordered,
    Values,
    literal,
    narrowed,
    number_field,
    ordered_values,
    spread_fields,
)
from assay.workflows.explore.search import Question, ask, total_of

OBJECT_LEVELS = (Level.ANNOTATION, Level.PREDICTION)

_FEWEST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """Some rows: how many, and the query that lists them."""

    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Outliers:
    """The outliers of a field within a query.

    fences : None where the field has no spread, and so no outliers.
    *_low, *_high : rows below the lower fence and above the upper one. A severe outlier is not a moderate one too.
    moderate, severe : those of both ends; an end without any is left out of the query.
    stated : a source says the field of its rows, no metric measured it: its outliers are no flaw by themselves.
    """

    level: Level
    field: NumberField
    fences: Fences | None
    moderate_low: Counted
    moderate_high: Counted
    severe_low: Counted
    severe_high: Counted
    moderate: Counted
    severe: Counted
    stated: bool = False


def outliers(
    snapshot: Snapshot,
    query: str = "",
    *,
    level: Level | None = None,
    dataset: str | int | None = None,
    run: str | int | None = None,
) -> list[Outliers]:
    """The outliers of every field whose spread tells something: worst first, fields without any left out.

    The worst has the most severe outliers, then the most moderate ones; what sources state of rows comes behind what
    was measured. Where `level` is None, `query` speaks of images and all levels are looked at: labels and predictions
    are those that lie in the images.

    Raises
    ------
    QueryError : the query is wrong.
    NotFound : there is no such dataset or run.
    """
    question = ask(snapshot, query, level=level or Level.IMAGE, dataset=dataset, run=run)
    asked = [question] if level else [question, *(of_objects(question, at) for at in OBJECT_LEVELS)]
    found = [row for each in asked for row in _of_level(each)]
    return sorted(found, key=lambda row: (row.stated, -row.severe.count, -row.moderate.count))


def outliers_of(question: Question, field: NumberField, ordered: Ordered) -> Outliers:
    """The outliers of one field, whose values within the question are `ordered`."""
    found = fences(ordered.finite)
    values = ordered.values
    severe_low, low, high, severe_high = (_spelled(limit, values) for limit in _limits(found, ordered.finite))
    operand = field.operand
    places = *np.searchsorted(values, (severe_low, low)), *np.searchsorted(values, (high, severe_high), side="right")
    first, second, third, fourth = (int(place) for place in places)
    below = _End(first, Compare("<", operand, literal(severe_low)))
    lower = _End(second - first, Range(literal(severe_low), "<=", operand, "<", literal(low)))
    upper = _End(fourth - third, Range(literal(high), "<", operand, "<=", literal(severe_high)))
    above = _End(len(values) - fourth, Compare(">", operand, literal(severe_high)))

    def counted(*ends: _End) -> Counted:
        named = [end.condition for end in ends if end.count] or [end.condition for end in ends]
        return Counted(sum(end.count for end in ends), narrowed(question, any_of(*named)))

    return Outliers(
        question.level,
        field,
        found,
        moderate_low=counted(lower),
        moderate_high=counted(upper),
        severe_low=counted(below),
        severe_high=counted(above),
        moderate=counted(lower, upper),
        severe=counted(below, above),
    )


@dataclass(frozen=True, slots=True)
class _End:
    """Values between two fences, or beyond one: how many there are, and what holds for them."""

    count: int
    condition: Node


def _of_level(question: Question) -> list[Outliers]:
    fields = spread_fields(question.catalog, question.level)
    names = [field.name for field in fields]
    rows = total_of(question)
    if not rows:
        return []
    every = zip(names, ordered_values(question, names, rows=rows), strict=True)
    stated = {field.name for field in fields if field.path}
    found = (
        replace(outliers_of(question, number_field(question, name), ordered), stated=name in stated)
        for name, ordered in every
    )
    return [row for row in found if row.moderate.count or row.severe.count]


def _limits(found: Fences | None, values: Values) -> tuple[float, float, float, float]:
    """The severe and the moderate fence below, the moderate and the severe one above; the ends where there are none."""
    if found is not None:
        return found.severe[0], found.moderate[0], found.moderate[1], found.severe[1]
    low, high = (float(values[0]), float(values[-1])) if len(values) else (0.0, 0.0)
    return low, low, high, high


def _spelled(limit: float, values: Values) -> float:
    """The number of the fewest digits, four at least, that parts the values as `limit` does."""
    for digits in range(_FEWEST_DIGITS, 17):
        short = float(f"{limit:.{digits}g}")
        if _parted(values, short) == _parted(values, limit):
            return short
    return limit


def _parted(values: Values, at: float) -> tuple[int, int]:
    """How many of the rising values are less than `at`, and how many at most as great."""
    return int(np.searchsorted(values, at)), int(np.searchsorted(values, at, side="right"))
