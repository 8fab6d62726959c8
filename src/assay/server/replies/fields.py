"""What is told of a field: how its values are spread, who lies outside, and how two queries differ in it."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.server.replies.drawn import ImageObject, ImageRef
from assay.server.replies.facts import CountedQuery
from assay.server.replies.queries import Bins


class NumberField(TypedDict):
    """A field that is a number. `low` and `high` are its declared range, null where that is open.

    `bad` is the end of it that is suspicious. `page` is the documentation of the metric that gives it, in Markdown.
    """

    name: str
    title: str
    meaning: str
    unit: str
    type: Literal["number", "whole"]
    low: float | None
    high: float | None
    bad: BadEnd
    page: str | None


class FieldItem(TypedDict):
    """An image, label or prediction with its value of a field. `object` is null for an image."""

    level: Level
    id: int
    value: float | None
    image: ImageRef
    object: ImageObject | None


class MissingReason(TypedDict):
    """Why some rows have no value."""

    reason: str
    count: int


class Quantiles(TypedDict):
    """What a share of the values is at most; and their mean."""

    min: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    max: float
    mean: float


class Fences(TypedDict):
    """Where outliers begin: below the first number, or above the second."""

    moderate: tuple[float, float]
    severe: tuple[float, float]


class OutlierCounts(TypedDict):
    """Rows below the lower fence and above the upper one; a severe outlier is not a moderate one too."""

    moderate_low: CountedQuery
    moderate_high: CountedQuery
    severe_low: CountedQuery
    severe_high: CountedQuery


class FieldPage(TypedDict):
    """A field within a query: `count` rows have a value, `missing` have none.

    `quantiles` is null where there is no value, `fences` where the middle half of the values is all one: then there
    are no outliers. `lowest` and `highest` are the rows at either end, the outermost first.
    """

    field: NumberField
    count: int
    missing: int
    missing_reasons: list[MissingReason]
    histogram: Bins
    quantiles: Quantiles | None
    fences: Fences | None
    outliers: OutlierCounts
    lowest: list[FieldItem]
    highest: list[FieldItem]


class FieldOutliers(TypedDict):
    """How many rows lie far outside the middle half of a field, and the queries that list them.

    `stated`: a source says the field of its rows, no metric measured it.
    """

    level: Level
    field: str
    title: str
    fences: Fences | None
    moderate: int
    severe: int
    moderate_query: str
    severe_query: str
    stated: bool


class SheetBin(TypedDict):
    """A quantile bin: `low` <= value < `high`, the last one with its high end; `items` are some of its rows."""

    low: float
    high: float
    count: int
    query: str
    items: list[FieldItem]


class ColourTerm(TypedDict):
    """A value and how many points have it; a class is told by its id."""

    value: str | int
    count: int


class PointColour(TypedDict):
    """What points are coloured by: terms, the most frequent first, or a number from `low` to `high`."""

    field: str
    title: str
    type: Literal["class", "text", "flag", "number"]
    terms: list[ColourTerm]
    low: float
    high: float


class Scatter(TypedDict):
    """A point for each row that has both fields, or for some of `total`.

    `codes` are the places of their values among the terms of `colour`, or 0 to 255 from low to high; 65535 for none.
    """

    total: int
    x: NumberField
    y: NumberField
    ids: list[int]
    xs: list[float]
    ys: list[float]
    colour: PointColour
    codes: list[int]


class DriftRow(TypedDict):
    """How far one field differs. Measures of numbers are null for terms, and the other way round.

    `effect`, 0 to 1, is the KS distance of a number and Cramér's V of terms. `p_holm` is corrected for the number of
    fields. `missing` counts the rows of both sides without a value.
    """

    field: str
    title: str
    unit: str
    kind: Literal["number", "terms"]
    ks: float | None
    wasserstein: float | None
    psi: float
    jensen_shannon: float
    chi2: float | None
    p: float
    p_holm: float
    effect: float
    missing: int
    missing_reference: int
    missing_current: int


class NotCompared(TypedDict):
    """A field that was not compared, and why."""

    field: str
    title: str
    why: str


class DriftReport(TypedDict):
    """Fields by how much two sets of rows differ in them, the strongest effect first."""

    reference_count: int
    current_count: int
    rows: list[DriftRow]
    not_compared: list[NotCompared]


class DriftOverlay(TypedDict):
    """A field of both sides in the same bins: n + 1 `edges` of a number, or n `terms`; the other is null.

    The queries list the rows of each bin, on either side.
    """

    edges: list[float] | None
    terms: list[str] | None
    reference: list[int]
    current: list[int]
    queries_reference: list[str]
    queries_current: list[str]
    missing_reference: int
    missing_current: int
