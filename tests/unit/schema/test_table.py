"""Tables with the columns that metrics write."""

from __future__ import annotations

import pytest

from assay.model.level import Level
from assay.model.metric import MetricType
from assay.schema.fields import LEVEL_TABLES
from assay.schema.metric_fields import ARROW_TYPES, MEASURED_LEVELS, as_column, as_field
from assay.schema.tables import IMAGES, TABLES, UNMEASURED
from tests.metric_columns import metric_column


def test_what_metrics_write_stands_behind_what_is_stated() -> None:
    wide = IMAGES.with_columns([as_column(metric_column("glare", level=Level.IMAGE))])
    assert wide.measured == ("unmeasured", "glare")
    assert wide.arrow.names == [*IMAGES.arrow.names, "glare"]
    assert wide.stated.columns == IMAGES.stated.columns
    assert wide.stated.measured == ()


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_measured_rows_keep_reasons_and_no_others_do(name: str) -> None:
    measured = name in {LEVEL_TABLES[level].name for level in MEASURED_LEVELS}
    assert (UNMEASURED in TABLES[name].columns) == measured


@pytest.mark.parametrize("type", MetricType)
def test_a_field_reads_the_column_of_its_name(type: MetricType) -> None:
    described = metric_column("glare", type, unit="lx")
    field, column = as_field(described), as_column(described)
    assert (field.column, field.unit, field.meaning) == (column.name, column.unit, column.meaning)
    assert column.type == ARROW_TYPES[type]
