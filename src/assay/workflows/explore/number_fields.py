"""Fields that are numbers: what they declare, and their values within a query, in order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.errors import QueryType
from assay.metrics.metric import Metric, Output
from assay.metrics.registry import METRICS
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.query.nodes import Literal, Node, Query, all_of
from assay.query.parse import parse
from assay.query.show import show
from assay.query.typed import source_field
from assay.query.values import select_columns, value_of
from assay.schema.catalog import Catalog
from assay.schema.field import Facet, Field, FieldType
from assay.workflows.explore.search import Question

CELLS_READ = 1 << 24
"""Values that are read at a time, so that many fields of many rows never stand in memory together."""

PLACES = ("map_x", "map_y")
"""Where a row lies on the map of look-alikes: numbers of a drawing, no measure of the row."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NumberField:
    """A field as its page presents it.

    name : as the question spells it. operand : the same, as a part of a query.
    type : a number, or a whole one.
    low, high : its declared range, None where that is open. bad : which end is suspicious.
    page : the documentation of the metric that gives it, in Markdown; None for a field of no metric.
    metric : slug of the metric that measured the question's own rows; None for any other field.
    missing : why a value may not be had, where the metric says so.
    """

    name: str
    operand: Node
    title: str
    meaning: str
    unit: str
    type: MetricType
    low: float | None
    high: float | None
    bad: BadEnd
    page: str | None = None
    metric: str | None = None
    missing: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether its values are counts."""
        return self.type is MetricType.WHOLE


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Values of a field within a query.

    values : (n,) rising. What is not a number (NaN) stands as infinity at the end, where queries put it.
    missing : rows without a value.
    """

    values: Values
    missing: int

    @property
    def finite(self) -> Values:
        """The values that are neither infinite nor NaN."""
        return self.values[
            np.searchsorted(self.values, -math.inf, side="right") : np.searchsorted(self.values, math.inf, side="left")
        ]


def number_field(question: Question, name: str) -> NumberField:
    """The field, or the expression such as `w / h`, that `name` stands for at the question's level.

    Raises
    ------
    QueryName : there is no such field.
    QueryType : it is not one number per row.
    """
    node = value_of(name, question.catalog, question.level)
    operand = parse(name).body
    assert operand is not None, "an empty name has no value"
    if node.type is not FieldType.NUMBER:
        raise QueryType(f"`{name}` is not a number.", hint="Name a number, such as `area`.", span=(0, len(name)))
    field = question.catalog.field(question.level, name) or source_field(node)
    if field is None:
        return _plain(name, operand)
    type = MetricType.WHOLE if field.whole else MetricType.NUMBER
    known = replace(_plain(name, operand), title=field.title, meaning=field.meaning, unit=field.unit, type=type)
    columns = question.snapshot.metric_columns(question.scope.dataset_id)
    column = next((one for one in columns if (one.level, one.name) == (field.level, field.name)), None)
    if column is not None:
        page = METRICS[column.metric].page if column.metric in METRICS else None
        known = replace(known, low=column.low, high=column.high, bad=column.bad, page=page)
        metric = column.metric if field.level is question.level else None
        return replace(known, metric=metric, missing=column.missing)
    declared = declared_by(field.level, field.name)
    if declared is None:
        return known
    by, output = declared
    return replace(known, low=output.low, high=output.high, bad=output.bad, page=by.page)


def declared_by(level: Level, name: str) -> tuple[Metric, Output] | None:
    """The metric that gives the field `name` of `level`, and its declaration of it; None for a field of no metric."""
    for metric in METRICS.values():
        for output in metric.outputs:
            if output.name == name and level in metric.levels:
                return metric, output
    return None


def _plain(name: str, operand: Node) -> NumberField:
    """A number of which no more is known than its name."""
    return NumberField(name, operand, name, "", "", MetricType.NUMBER, None, None, BadEnd.NONE)


def spread_fields(catalog: Catalog, level: Level) -> tuple[Field, ...]:
    """The level's numbers whose spread tells something: not ids, not the numbers of groups, not places on the map."""
    return tuple(
        field for field in catalog.facets(level) if field.facet is Facet.HISTOGRAM and field.name not in PLACES
    )


def ordered_values(question: Question, names: Sequence[str], *, rows: int) -> Iterator[Ordered]:
    """The values of each field within the question, which lists `rows` rows; a few fields are read at a time."""
    at_once = max(1, CELLS_READ // max(rows, 1))
    for start in range(0, len(names), at_once):
        read = read_values(question, names[start : start + at_once])
        yield from map(in_order, read.columns)


def read_values(question: Question, names: Sequence[str]) -> pa.Table:
    """A column for each field, of the rows that the question lists, in no order; a class is told by its id."""
    return question.snapshot.query(
        select_columns(
            question.checked, level=question.level, scope=question.scope, catalog=question.catalog, fields=names
        )
    )


def in_order(column: pa.ChunkedArray) -> Ordered:
    """A column of numbers as `Ordered`."""
    values = np.array(pc.drop_null(column).cast(pa.float64(), safe=False).to_numpy())
    values[np.isnan(values)] = math.inf
    values.sort()
    return Ordered(values, column.null_count)


def literal(value: float) -> Literal:
    """A number as a query writes it: whole ones without a point, all others so that they are read back the same."""
    return Literal(int(value) if value.is_integer() and abs(value) < 1e15 else value)


def narrowed(question: Question, *conditions: Node) -> str:
    """The text that lists those of the question's rows for which the conditions hold too."""
    body = question.checked.query.body
    parts = (*(() if body is None else (body,)), *conditions)
    return show(Query(all_of(*parts) if parts else None))
