"""Metric columns as columns of a table and as fields of a query."""

from __future__ import annotations

import re

import pyarrow as pa

from assay.errors import PluginClash, PluginError
from assay.model.level import Level
from assay.model.metric import MetricColumn, MetricType
from assay.schema.column import Column
from assay.schema.field import KEYWORDS, Facet, Field, FieldType, Origin
from assay.schema.fields import ALIASES, CORE_FIELDS, LEVEL_TABLES

ARROW_TYPES: dict[MetricType, pa.DataType] = {
    MetricType.NUMBER: pa.float64(),
    MetricType.WHOLE: pa.int64(),
    MetricType.GROUP: pa.int64(),
    MetricType.HASH: pa.int64(),
    MetricType.FLAG: pa.bool_(),
    MetricType.CLASS: pa.int32(),
    MetricType.TEXT: pa.string(),
}
"""How values of each type are stored."""

MEASURED_LEVELS = (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)
"""The levels whose tables hold metric columns."""

_FACETS = {
    MetricType.FLAG: Facet.TERMS,
    MetricType.GROUP: Facet.TERMS,
    MetricType.HASH: None,
    MetricType.CLASS: Facet.TERMS,
    MetricType.TEXT: Facet.TERMS,
}
_FIELD_TYPES = {
    MetricType.FLAG: FieldType.FLAG,
    MetricType.CLASS: FieldType.CLASS,
    MetricType.TEXT: FieldType.TEXT,
}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = KEYWORDS | {
    "annotation",
    "annotations",
    "attributes",
    "autotag",
    "image",
    "issues",
    "metadata",
    "prediction",
    "predictions",
    "run",
    "segment",
    "slice",
}
"""Words that mean something else at the beginning of a name."""


def as_column(described: MetricColumn) -> Column:
    """The column that holds the values."""
    return Column(described.name, ARROW_TYPES[described.type], described.meaning, described.unit, measured=True)


def as_field(described: MetricColumn) -> Field:
    """The field by which queries name the values."""
    return Field(
        described.name,
        described.level,
        _FIELD_TYPES.get(described.type, FieldType.NUMBER),
        described.title,
        described.meaning,
        described.unit,
        _FACETS.get(described.type, Facet.HISTOGRAM),
        whole=described.type in {MetricType.WHOLE, MetricType.GROUP, MetricType.HASH},
        column=described.name,
        origin=Origin.OWN if described.is_own else Origin.METRIC,
        metric=described.metric,
    )


def check_name(described: MetricColumn) -> None:
    """Whether queries can name the column by its name, and mean nothing else.

    Raises
    ------
    PluginError : the name is not in lower case with underscores, or the level has no metrics.
    PluginClash : the name stands for something else already.
    """
    level, name = described.level, described.name
    if level not in MEASURED_LEVELS:
        raise PluginError(
            f"Metric {described.metric!r} measures {level.value}s.",
            hint=f"Metrics measure {', '.join(f'{one.value}s' for one in MEASURED_LEVELS)}.",
        )
    if not _NAME.fullmatch(name):
        raise PluginError(
            f"Metric {described.metric!r} names a column {name!r}.",
            hint="Write names of columns in lower case with underscores, such as `blur_edges`.",
        )
    known = {field.name for field in CORE_FIELDS[level]} | set(ALIASES[level])
    if name in known or name in _TAKEN or any(column.name == name for column in LEVEL_TABLES[level].columns):
        raise PluginClash(
            f"Metric {described.metric!r} names a column {name!r}, which {level.value}s have already.",
            hint="Choose another name for the output.",
        )
