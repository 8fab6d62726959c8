"""How the values of each field are spread, within a query and in the whole set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assay.model.level import Level
from assay.query.check import check
from assay.query.facets import Bins, histogram, terms, value_range
from assay.query.within import within
from assay.schema.field import Facet as FacetKind
from assay.schema.field import Field, FieldType
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import Question, everything

TERMS_SHOWN = 200
"""How many of the most frequent values a facet of terms has at most."""

_OBJECTS = (Level.ANNOTATION, Level.PREDICTION)


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a field: rows within the query, and rows in the whole set."""

    value: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class TermsFacet:
    """The most frequent values of a field out of `distinct`; `missing` counts the query's rows without a value."""

    field: Field
    terms: tuple[Term, ...]
    missing: int
    distinct: int


@dataclass(frozen=True, slots=True)
class HistogramFacet:
    """A field's numbers in even bins: n + 1 edges, n counts within the query, n totals of the whole set."""

    field: Field
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    totals: tuple[int, ...]
    missing: int


Facet = TermsFacet | HistogramFacet


@dataclass(frozen=True, slots=True)
class _Terms:
    """Values with their counts, most frequent first; None stands for rows without a value."""

    counts: tuple[tuple[str | None, int], ...]
    distinct: int


def facets(question: Question, *, fields: Sequence[str] | None = None, bins: int = 30, find: str = "") -> list[Facet]:
    """A facet for each field worth one at the question's level, or for `fields`; fields without any value are left out.

    Of labels and predictions, `image.` and a field of images asks for that of the image they lie in. `find` keeps the
    values of text that hold it, where there are more than are shown.
    """
    if fields is None:
        wanted = question.catalog.facets(question.level)
    else:
        known = _reachable(question)
        wanted = tuple(known[name] for name in fields if name in known)
    found = (_facet(question, field, bins, find) for field in wanted)
    return [facet for facet in found if facet is not None]


def of_objects(question: Question, level: Level) -> Question:
    """The question that lists the objects of a level in the images that `question` lists."""
    checked = check(within(question.checked.query), question.catalog, level)
    return replace(question, level=level, checked=checked)


def _reachable(question: Question) -> dict[str, Field]:
    """The fields worth a facet by the name a query gives them, those of an object's image among them."""
    own = {field.name: field for field in question.catalog.facets(question.level)}
    if question.level not in _OBJECTS:
        return own
    of_image = (field for field in question.catalog.facets(Level.IMAGE) if not field.many)
    return own | {(name := f"image.{field.name}"): replace(field, name=name) for field in of_image}


def _facet(question: Question, field: Field, bins: int, find: str) -> Facet | None:
    if field.facet is FacetKind.TERMS:
        return _terms(question, field, find)
    return _histogram(question, field, bins)


def _terms(question: Question, field: Field, find: str) -> TermsFacet | None:
    # A class has its own line beside every list, however rare it is.
    most = max(TERMS_SHOWN, len(question.catalog.classes)) if field.type is FieldType.CLASS else TERMS_SHOWN
    totals = _all_terms(question.snapshot, question.scope, question.level, field.name, limit=most, find=find)
    shown = [value for value, _ in totals.counts if value is not None]
    if not shown:
        return None
    within_query = totals if _is_everything(question) else _count_terms(question, field.name, most + 1, only=shown)
    counts = dict(within_query.counts)
    present = tuple(Term(value, counts.get(value, 0), total) for value, total in totals.counts if value is not None)
    return TermsFacet(field, present, counts.get(None, 0), totals.distinct)


def _histogram(question: Question, field: Field, most: int) -> HistogramFacet | None:
    bins, totals, missing = _all_bins(
        question.snapshot, question.scope, question.level, field.name, most, whole=field.whole
    )
    if bins is None:
        return None
    counts = totals
    if not _is_everything(question):
        counts, missing = _count_bins(question, field.name, bins)
    return HistogramFacet(field, tuple(bins.edges), counts, totals, missing)


def _is_everything(question: Question) -> bool:
    return question.checked.predicate is None


def _count_terms(
    question: Question, name: str, limit: int, *, find: str = "", only: Sequence[str] | None = None
) -> _Terms:
    rows = question.snapshot.query(
        terms(
            question.checked,
            level=question.level,
            scope=question.scope,
            catalog=question.catalog,
            field=name,
            limit=limit,
            find=find,
            only=only,
        )
    )
    values, counts = rows.column("value").to_pylist(), rows.column("count").to_pylist()
    distinct = rows.column("distinct")[0].as_py() if rows.num_rows else 0
    return _Terms(tuple(zip(values, counts, strict=True)), distinct)


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
def _all_terms(snapshot: Snapshot, scope: Scope, level: Level, name: str, *, limit: int, find: str) -> _Terms:
    """The field's values over the whole set, most frequent first."""
    return _count_terms(everything(snapshot, scope, level), name, limit, find=find)


@lru_cache(maxsize=512)
def _all_bins(
    snapshot: Snapshot, scope: Scope, level: Level, name: str, most: int, *, whole: bool
) -> tuple[Bins | None, tuple[int, ...], int]:
    """Bins over the field's whole range, how many rows of the whole set each holds, and how many have no value."""
    question = everything(snapshot, scope, level)
    row = snapshot.query(value_range(level=level, scope=scope, catalog=question.catalog, field=name)).to_pylist()[0]
    if row["low"] is None or not np.isfinite([row["low"], row["high"]]).all():
        return None, (), 0
    bins = Bins.over(row["low"], row["high"], most=most, whole=whole)
    return bins, *_count_bins(question, name, bins)
