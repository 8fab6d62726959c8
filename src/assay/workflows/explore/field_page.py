"""The page of a field: what it is, how its values are spread within a query, and who stands at both ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.query.facets import Bins
from assay.query.pages import select_page
from assay.query.values import count_reasons
from assay.workflows.explore.number_fields import NumberField, Ordered, Values, in_order, number_field, read_values
from assay.workflows.explore.outliers import Outliers, outliers_of
from assay.workflows.explore.search import Question, everything

EXTREMES = 12
"""How many rows are told of at either end."""

UNKNOWN, NOT_MEASURED = "It is unknown.", "It is not measured yet."
"""Why a row has no value, where nothing else is said of it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some rows have no value."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Even bins over the values of the whole set: n + 1 edges, rows of the query and of the whole set in each.

    A bin holds its lower edge, the last one both. Infinite values are in no bin.
    """

    edges: Values
    counts: NDArray[np.int64]
    totals: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quantiles:
    """What a share of the finite values is at most, interpolated between them; and their mean."""

    min: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    max: float
    mean: float


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """Some rows, by id, each with its value of the field."""

    ids: Ids
    values: Values


@dataclass(frozen=True, slots=True, eq=False)
class FieldPage:
    """What there is to say of a field within a query.

    count, missing : rows with a value, and rows without one; `reasons` says why, most frequent first.
    quantiles : None where there is no finite value.
    lowest, highest : the rows at either end, the outermost first, equal values in order of id.
    """

    field: NumberField
    count: int
    missing: int
    reasons: tuple[Reason, ...]
    histogram: Histogram
    quantiles: Quantiles | None
    outliers: Outliers
    lowest: Picked
    highest: Picked


def field_page(question: Question, name: str, *, bins: int = 30) -> FieldPage:
    """The page of the field `name` within the question.

    Raises
    ------
    QueryError : there is no such field, or it is not one number per row.
    """
    field = number_field(question, name)
    ordered = ordered_of(question, name)
    whole = everything(question.snapshot, question.scope, question.level)
    is_everything = question.checked.predicate is None
    return FieldPage(
        field,
        len(ordered.values),
        ordered.missing,
        _reasons(question, field, ordered.missing),
        _histogram(field, ordered, ordered if is_everything else ordered_of(whole, name), most=bins),
        quantiles(ordered.finite),
        outliers_of(question, field, ordered),
        _extreme(question, name, descending=False),
        _extreme(question, name, descending=True),
    )


def ordered_of(question: Question, name: str) -> Ordered:
    """The values of one field within the question."""
    return in_order(read_values(question, [name]).column(0))


def quantiles(values: Values) -> Quantiles | None:
    """Of rising, finite values; None where there are none."""
    if not len(values):
        return None
    q05, q25, q50, q75, q95 = (float(value) for value in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95)))
    return Quantiles(float(values[0]), q05, q25, q50, q75, q95, float(values[-1]), float(values.mean()))


def count_bins(values: Values, edges: Values) -> NDArray[np.int64]:
    """(n,) how many of the rising values fall into each bin of the n + 1 edges, the last of which holds both."""
    places = np.searchsorted(values, edges, side="left")
    places[-1] = np.searchsorted(values, edges[-1], side="right")
    return np.diff(places)


def even_edges(field: NumberField, values: Values, *, most: int) -> Values:
    """Edges of even bins over rising, finite values, as `Bins.over` sets them; none without values."""
    if not len(values):
        return np.empty(0)
    return np.array(Bins.over(float(values[0]), float(values[-1]), most=most, whole=field.is_whole).edges)


def _reasons(question: Question, field: NumberField, missing: int) -> tuple[Reason, ...]:
    if not missing:
        return ()
    if field.metric is None:
        return (Reason(UNKNOWN, missing),)
    rows = question.snapshot.query(
        count_reasons(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=field.name,
            metric=field.metric,
        )
    )
    return tuple(Reason(row["reason"] or field.missing or NOT_MEASURED, row["count"]) for row in rows.to_pylist())


def _histogram(field: NumberField, ordered: Ordered, whole: Ordered, *, most: int) -> Histogram:
    edges = even_edges(field, whole.finite, most=most)
    if not len(edges):
        return Histogram(edges, np.empty(0, np.int64), np.empty(0, np.int64))
    return Histogram(edges, count_bins(ordered.finite, edges), count_bins(whole.finite, edges))


def _extreme(question: Question, name: str, *, descending: bool) -> Picked:
    rows = question.snapshot.query(
        select_page(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            sort=name,
            descending=descending,
            limit=EXTREMES,
        )
    )
    known = rows.filter(rows.column("sort_value").is_valid())
    return Picked(known.column("id").to_numpy(), known.column("sort_value").cast("double").to_numpy())
