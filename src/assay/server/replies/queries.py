"""What the query editor and the facets beside a list show."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from assay.query.candidates import CandidateKind
from assay.query.colour import TokenKind
from assay.schema.field import Facet, FieldType, Origin
from assay.server.replies.errors import ApiError


class Field(TypedDict):
    """A field that a query may name at this level. `values` are the only ones it can have; none means any.

    `metric` is the slug of the metric that measured it, null for a field that every project has.
    """

    name: str
    title: str
    meaning: str
    unit: str
    type: FieldType
    values: list[str]
    sortable: bool
    facet: Facet | None
    origin: Origin
    metric: str | None


class Token(TypedDict):
    """A coloured stretch of a query text."""

    start: int
    end: int
    kind: TokenKind


class QueryCheck(TypedDict):
    """Whether a query is right; if so its canonical form and how many rows it lists. Tokens come either way."""

    ok: bool
    canonical: str | None
    tokens: list[Token]
    error: ApiError | None
    total: int | None


class Completion(TypedDict):
    """One way to go on: replace the text from `start` to `end` by `insert`."""

    start: int
    end: int
    insert: str
    kind: CandidateKind
    detail: str


class ClauseCount(TypedDict):
    """How many rows one clause of a query lists on its own; `depth` counts the clauses around it."""

    text: str
    start: int
    end: int
    depth: int
    count: int


class Term(TypedDict):
    """One value of a field: rows within the query, and rows in the whole set."""

    value: str
    count: int
    total: int


class TermsFacet(TypedDict):
    """The most frequent values of a field out of `distinct`. `missing` counts rows of the query without a value."""

    kind: Literal["terms"]
    field: str
    title: str
    unit: str
    missing: int
    distinct: int
    terms: list[Term]


class Bins(TypedDict):
    """A histogram: n + 1 edges, n counts within the query, n totals of the whole set."""

    edges: list[float]
    counts: list[int]
    totals: list[int]


class HistogramFacet(TypedDict):
    """How a field's numbers are spread. `missing` counts rows of the query without a value."""

    kind: Literal["histogram"]
    field: str
    title: str
    unit: str
    missing: int
    bins: Bins


class RowValues(TypedDict):
    """What the rows `ids` have in each field: `values[field][i]` is that of row i, null where it has none."""

    ids: list[int]
    values: dict[str, list[float | str | bool | None]]
