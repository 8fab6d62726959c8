"""A field's value for every row that a query lists."""

from __future__ import annotations

from collections.abc import Sequence

from assay.errors import QueryType
from assay.model.level import Level
from assay.query.check import Checked, check_value
from assay.query.compile import expression, filtered
from assay.query.parse import parse
from assay.query.sql import json_pointer, json_value
from assay.query.typed import Constant, Typed, source_field, values_of
from assay.schema.catalog import Catalog
from assay.schema.field import FieldType
from assay.schema.scope import Scope
from assay.schema.statement import Statement


def value_of(text: str, catalog: Catalog, level: Level) -> Typed:
    """The field, or the expression such as `w / h`, that `text` names for a row of `level`.

    Raises
    ------
    QueryError : it is no field, or one with many values.
    """
    body = parse(text).body
    if body is None:
        raise QueryType("The field is empty.", hint="Name a field, such as `area`.", span=(0, 0))
    node = check_value(body, catalog, level)
    if values_of(node) is not None or isinstance(node, Constant):
        raise QueryType(
            f"`{text}` is not one value per row.", hint="Name a field with one value, such as `area`.", span=body.span
        )
    return node


def select_values(checked: Checked | None, *, level: Level, scope: Scope, catalog: Catalog, field: str) -> Statement:
    """`id` and `value` of every row, in order of id. A class is told by its name."""
    node = value_of(field, catalog, level)
    source, condition = filtered(checked, level, scope)
    value = expression(node, source.row)
    if node.type is FieldType.CLASS and source_field(node) is not None:
        value = f"{source.join('categories', 'id', value)}.name"
    where = source.where(condition)
    text = f"SELECT {source.alias}.id AS id, {value} AS value\n{source.from_clause()}\n{where}\nORDER BY 1"
    return source.binder.statement(text)


def select_columns(
    checked: Checked | None, *, level: Level, scope: Scope, catalog: Catalog, fields: Sequence[str]
) -> Statement:
    """A column `value_0`, `value_1`… for each field, of every row, in no order; a class is told by its id."""
    source, condition = filtered(checked, level, scope)
    values = [expression(value_of(field, catalog, level), source.row) for field in fields]
    columns = ", ".join(f"{value} AS value_{at}" for at, value in enumerate(values))
    return source.binder.statement(f"SELECT {columns}\n{source.from_clause()}\n{source.where(condition)}")


def count_reasons(
    checked: Checked | None, *, level: Level, scope: Scope, catalog: Catalog, field: str, metric: str
) -> Statement:
    """`reason` and `count` of the rows without a value of `field`, which `metric` measures: why it could not.

    NULL where nothing is told of the row. Most frequent first.
    """
    source, condition = filtered(checked, level, scope)
    value = expression(value_of(field, catalog, level), source.row)
    pointer = source.binder.bind(json_pointer((metric,)))
    reason = json_value(f"{source.row.alias}.unmeasured", pointer, FieldType.TEXT)
    where = source.where(condition, f"{value} IS NULL")
    text = (
        f"SELECT {reason} AS reason, count(*) AS count\n{source.from_clause()}\n{where}\nGROUP BY 1\nORDER BY 2 DESC, 1"
    )
    return source.binder.statement(text)
