"""Questions about fields, and about how two queries differ in them: the bodies of requests."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.server.requests import QueryRequest, Request, Text

MeasuredLevel: TypeAlias = Literal[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION]
"""A level whose fields are measured."""

FieldName = Annotated[str, Field(min_length=1, max_length=1_000)]
"""A field as a query spells it, or an expression such as `w / h`."""


class FieldRequest(QueryRequest):
    """A field, within the rows that a query lists."""

    level: MeasuredLevel = Level.IMAGE
    field: FieldName


class FieldPageRequest(FieldRequest):
    """Into how many even bins the whole range is cut, at most."""

    bins: Annotated[int, Field(ge=1, le=200)] = 30


class OutliersRequest(Request):
    """Outliers of every field of a level; null asks for all levels: images of the query, and what lies in them."""

    dataset: int
    run: int | None = None
    level: MeasuredLevel | None = None
    query: Text = ""


class SheetRequest(FieldRequest):
    """How many quantile bins, at most, and how many rows are shown of each."""

    bins: Annotated[int, Field(ge=1, le=50)] = 10
    each: Annotated[int, Field(ge=1, le=50)] = 6


class ScatterRequest(QueryRequest):
    """Two fields against each other; beyond `limit` rows a sample is drawn, the same for the same seed."""

    level: MeasuredLevel = Level.IMAGE
    x: FieldName
    y: FieldName
    colour: FieldName = "class"
    limit: Annotated[int, Field(ge=1, le=1_000_000)] = 100_000
    seed: Annotated[int, Field(ge=0)] = 0


class AcquireRequest(QueryRequest):
    """What an image is worth, how many images at most, and how unlike each other; `end` null: the metric's own."""

    by: FieldName
    budget: Annotated[int, Field(ge=1, le=10_000)] = 100
    diversity: Annotated[float, Field(ge=0, le=1)] = 0.5
    apart: Annotated[int, Field(ge=0, le=64)] = 4
    end: Literal[BadEnd.LOW, BadEnd.HIGH] | None = None
    seed: Annotated[int, Field(ge=0)] = 0


class DriftSide(Request):
    """The rows of one side: what a query lists in a dataset (the first when null), with the predictions of a run."""

    dataset: int | None = None
    run: int | None = None
    query: Text = ""


class CurrentSide(DriftSide):
    """The side that is compared with the reference: of this project, or of the `project` beside it of that name."""

    project: Text | None = None


class DriftRequest(Request):
    """Two sides to compare, in some fields; null asks for all that both have.

    `run` is that of a side which names none, where the run belongs to its dataset.
    """

    level: MeasuredLevel = Level.IMAGE
    reference: DriftSide
    current: CurrentSide
    run: int | None = None
    fields: Annotated[list[FieldName], Field(max_length=500)] | None = None


class OverlayRequest(DriftRequest):
    """The field to lay over one another, and into how many even bins its numbers are cut, at most."""

    field: FieldName
    bins: Annotated[int, Field(ge=1, le=200)] = 30


class MapRequest(QueryRequest):
    """Whose map: of the rows that a query lists. `colour` is a field or "class"; `places` asks for one of the two."""

    colour: FieldName = "class"
    places: Literal["map", "pca"] | None = None
