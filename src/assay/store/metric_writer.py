"""Writing what metrics measured inside a writer's transaction."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from assay.errors import PluginClash
from assay.model.level import Level
from assay.model.metric import MetricColumn
from assay.schema.fields import LEVEL_TABLES
from assay.schema.metric_fields import as_column, check_name
from assay.store import lake
from assay.store.metric_values import fill, shape_values
from assay.store.nouns import read_metric_columns
from assay.store.row_writer import RowWriter


class MetricWriter(RowWriter):
    """The part of a writer that writes metric columns: what they are, and their values."""

    def put_metric_columns(self, columns: Sequence[MetricColumn]) -> None:
        """Describe columns that metrics measure; those that the tables lack are added, NULL in every row.

        Raises
        ------
        PluginError : a name is not one that queries can use, or means something else there.
        PluginClash : a name stands for something else, or for another type of values in another dataset.
        """
        for column in columns:
            check_name(column)
        self._set_metric_columns(columns)
        self._check_one_type()
        for table in {LEVEL_TABLES[column.level].name for column in columns}:
            fields = [as_column(column) for column in columns if LEVEL_TABLES[column.level].name == table]
            lake.add_columns(self._open(table), [pa.field(field.name, field.type) for field in fields])

    def drop_metric_columns(self, dataset_id: int, level: Level, names: Sequence[str]) -> None:
        """Forget what these metrics measured in a dataset: description and values."""
        self._remove_metric_columns(dataset_id, level, names)
        table = LEVEL_TABLES[level].name
        present = [name for name in names if name in self._view(table).table.measured]
        elsewhere = {column.name for column in read_metric_columns(self._connection) if column.level is level}
        lake.drop_columns(self._open(table), [name for name in present if name not in elsewhere])
        shared = [name for name in present if name in elsewhere]
        if shared:
            rows = self._view(table).read(["id", *shared], {"dataset_id": dataset_id}, tombstones=True)
            nulls = {name: pa.nulls(rows.num_rows, rows.schema.field(name).type) for name in shared}
            self.fill(table, pa.table({"id": rows["id"], **nulls}))

    def fill(self, table: str, values: pa.Table) -> None:
        """Write values of metrics: `id`, and columns that metrics measured (and `unmeasured`).

        Columns that the table lacks are added. Rows whose ids are not given keep what they have there, or are NULL.
        A number that is not finite is stored as NULL. Fast for all rows and for a few: whole columns are written
        anew, or single rows.

        Raises
        ------
        ArrayError : a column has no type that values have, or another than it had, or an id stands twice.
        NotFound : an id has no row.
        """
        shaped = shape_values(self._view(table).table, values)
        fill(self._open(table), shaped)

    def _check_one_type(self) -> None:
        """A column is one for all datasets, so that its values must be of one type."""
        first: dict[str, MetricColumn] = {}
        for column in read_metric_columns(self._connection):
            other = first.setdefault(column.name, column)
            if other.type is not column.type:
                raise PluginClash(
                    f"The metric column {column.name!r} is a {column.type} by {column.metric!r}, but a {other.type} "
                    f"by {other.metric!r} elsewhere in the project.",
                    hint="Choose another name for the output, or remove the metric there.",
                )
