"""A field's value for every row that a query lists."""

from __future__ import annotations

from assay.errors import QueryType
from assay.model.level import Level
from assay.query.check import Checked, check_value
from assay.query.compile import expression, filtered
from assay.query.parse import parse
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
    return Statement(text, source.binder.parameters)
