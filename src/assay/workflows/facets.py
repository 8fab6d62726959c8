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
from assay.workflows.search import Question, everything

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
Terms = tuple[tuple[str | None, int], ...]


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
    totals = _all_terms(question.snapshot, question.scope, question.level, field.name)
    counts = dict(totals) if _is_everything(question) else dict(_count_terms(question, field.name))
    present = tuple(Term(value, counts.get(value, 0), total) for value, total in totals if value is not None)
    return TermsFacet(field, present, counts.get(None, 0)) if present else None


def _histogram(question: Question, field: Field, most: int) -> HistogramFacet | None:
    bins, totals, missing = _all_bins(question.snapshot, question.scope, question.level, field.name, most)
    if bins is None:
        return None
    counts = totals
    if not _is_everything(question):
        counts, missing = _count_bins(question, field.name, bins)
    return HistogramFacet(field, tuple(bins.edges), counts, totals, missing)


def _is_everything(question: Question) -> bool:
    return question.checked.predicate is None


def _count_terms(question: Question, name: str) -> Terms:
    rows = question.snapshot.query(
        terms(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=name,
            limit=TERMS_SHOWN,
        )
    )
    return tuple(zip(rows.column("value").to_pylist(), rows.column("count").to_pylist(), strict=True))


def _count_bins(question: Question, name: str, bins: Bins) -> tuple[tuple[int, ...], int]:
    """Rows of the query in each bin, and those without a value."""
    rows = question.snapshot.query(
        histogram(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=name,
            bins=bins,
        )
    )
    counts = dict(zip(rows.column("bin").to_pylist(), rows.column("count").to_pylist(), strict=True))
    return tuple(counts.get(at, 0) for at in range(bins.count)), counts.get(None, 0)


@lru_cache(maxsize=512)
def _all_terms(snapshot: Snapshot, scope: Scope, level: Level, name: str) -> Terms:
    """The field's values over the whole set, most frequent first."""
    return _count_terms(everything(snapshot, scope, level), name)


@lru_cache(maxsize=512)
def _all_bins(
    snapshot: Snapshot, scope: Scope, level: Level, name: str, most: int
) -> tuple[Bins | None, tuple[int, ...], int]:
    """Bins over the field's whole range, how many rows of the whole set each holds, and how many have no value."""
    question = everything(snapshot, scope, level)
    row = snapshot.query(value_range(level=level, scope=scope, catalog=question.catalog, field=name)).to_pylist()[0]
    if row["low"] is None or not np.isfinite([row["low"], row["high"]]).all():
        return None, (), 0
    field = question.catalog.field(level, name)
    bins = Bins.over(row["low"], row["high"], most=most, whole=field is not None and field.whole)
    return bins, *_count_bins(question, name, bins)
