"""How the values of each field are spread, within a query and in the whole set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assay.model.level import Level
from assay.query.facets import Bins, histogram, terms, value_range
from assay.schema.field import Facet as FacetKind
from assay.schema.field import Field
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.workflows.catalog import catalog_of
from assay.workflows.search import Question

TERMS_SHOWN = 200
"""How many of the most frequent values a facet of terms has at most."""


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a field: rows within the query, and rows in the whole set."""

    value: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class TermsFacet:
    """The most frequent values of a field; `missing` counts the query's rows without a value."""

    field: Field
    terms: tuple[Term, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class HistogramFacet:
    """A field's numbers in even bins: n + 1 edges, n counts within the query, n totals of the whole set."""

    field: Field
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    totals: tuple[int, ...]
    missing: int


Facet = TermsFacet | HistogramFacet


def facets(question: Question, *, fields: Sequence[str] | None = None, bins: int = 30) -> list[Facet]:
    """A facet for each field worth one at the question's level, or for `fields`; fields without any value are left out.

    Raises
    ------
    QueryName : there is no such field.
    """
    known = question.catalog.facets(question.level)
    wanted = known if fields is None else tuple(field for field in known if field.name in fields)
    found = (_facet(question, field, bins) for field in wanted)
    return [facet for facet in found if facet is not None]


def _facet(question: Question, field: Field, bins: int) -> Facet | None:
    if field.facet is FacetKind.TERMS:
        return _terms(question, field)
    return _histogram(question, field, bins)


def _terms(question: Question, field: Field) -> TermsFacet | None:
    rows = question.snapshot.query(
        terms(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=field.name,
            limit=TERMS_SHOWN,
        )
    ).to_pylist()
    present = tuple(Term(row["value"], row["count"], row["total"]) for row in rows if row["value"] is not None)
    if not present:
        return None
    return TermsFacet(field, present, sum(row["count"] for row in rows if row["value"] is None))


def _histogram(question: Question, field: Field, most: int) -> HistogramFacet | None:
    bins = _bins(question.snapshot, question.scope, question.level, field.name, most)
    if bins is None:
        return None
    rows = question.snapshot.query(
        histogram(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=field.name,
            bins=bins,
        )
    )
    missing = 0
    counts, totals = np.zeros(bins.count, np.int64), np.zeros(bins.count, np.int64)
    for row in rows.to_pylist():
        if row["bin"] is None:
            missing = row["count"]
        else:
            counts[row["bin"]], totals[row["bin"]] = row["count"], row["total"]
    return HistogramFacet(field, tuple(bins.edges), tuple(counts.tolist()), tuple(totals.tolist()), missing)


@lru_cache(maxsize=512)
def _bins(snapshot: Snapshot, scope: Scope, level: Level, name: str, most: int) -> Bins | None:
    """The bins of a field over the whole set; None when it has no values there."""
    catalog = catalog_of(snapshot, scope.dataset_id)
    row = snapshot.query(value_range(level=level, scope=scope, catalog=catalog, field=name)).to_pylist()[0]
    if row["low"] is None or not np.isfinite([row["low"], row["high"]]).all():
        return None
    field = catalog.field(level, name)
    return Bins.over(row["low"], row["high"], most=most, whole=field is not None and field.whole)
