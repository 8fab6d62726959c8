"""Metric columns for tests of the store and of queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from assay.model.level import Level
from assay.model.metric import MetricColumn, MetricType
from assay.schema.fields import LEVEL_TABLES
from assay.store.store import Store


def metric_column(
    name: str, type: MetricType = MetricType.NUMBER, *, level: Level = Level.ANNOTATION, **more: Any
) -> MetricColumn:
    """A column that the metric of the same name measured in dataset 1."""
    given = {"dataset_id": 1, "metric": name, "version": 1, "title": name.capitalize(), "meaning": f"how {name}"}
    return MetricColumn(**{**given, "level": level, "name": name, "type": type, **more})


def measure(store: Store, column: MetricColumn, values: Mapping[int, Any]) -> None:
    """Store `values`, id -> value, in `column`, as a metric that was measured does."""
    with store.writer() as writer:
        writer.put_metric_columns([column])
        written = pa.table({"id": pa.array(values.keys(), pa.int64()), column.name: pa.array(values.values())})
        writer.fill(LEVEL_TABLES[column.level].name, written)


def values_of(store: Store, name: str, *, table: str = "annotations") -> dict[int, Any]:
    """Id -> value, of all rows, tombstones included."""
    rows = store.snapshot().all_rows(table, columns=["id", name])
    return dict(zip(rows["id"].to_pylist(), rows[name].to_pylist(), strict=True))
