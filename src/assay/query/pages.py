"""A checked query to the statements that list, count and select its rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

from assay.errors import QueryError, QuerySyntax, QueryType
from assay.model.level import Level
from assay.query.check import Checked, check_value
from assay.query.compile import Source, expression, filtered
from assay.query.parse import parse
from assay.query.typed import Constant, source_field, values_of
from assay.schema.catalog import Catalog
from assay.schema.field import FieldType
from assay.schema.scope import Scope
from assay.schema.statement import Statement

SortValue: TypeAlias = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: its sort value and its id. The next page starts after it."""

    value: SortValue
    id: int

    def text(self) -> str:
        """The cursor as text, for a URL or a reply.

        >>> Cursor(0.5, 7).text()
        '[0.5,7]'
        """
        return json.dumps([self.value, self.id], separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Cursor:
        """The cursor that `text` stands for; raise `QuerySyntax` when it is none."""
        try:
            value, id = json.loads(text)
        except (ValueError, TypeError):
            value, id = None, None
        if not isinstance(id, int) or isinstance(id, bool) or not isinstance(value, int | float | str | None):
            raise QuerySyntax(f"{text!r} is not a cursor.", hint="Give back the `next_cursor` of the page before.")
        return cls(value, id)


def select_page(
    checked: Checked | None,
    *,
    level: Level,
    scope: Scope,
    catalog: Catalog,
    sort: str | None = None,
    descending: bool = False,
    limit: int,
    offset: int = 0,
    after: Cursor | None = None,
) -> Statement:
    """One page of the rows, in a stable order: by `sort`, then by id; rows without a value come last.

    `sort` is a field or an expression of the level; None sorts by id. Columns: `id`, `image_id` (not for
    images), `sort_value`. `after` continues behind a row of an earlier page, `offset` skips rows.
    """
    source, condition = filtered(checked, level, scope)
    bind = source.binder.bind
    by_id = sort is None
    value = source.row.key if sort is None else _sort_value(sort, catalog, source)
    direction = "DESC" if descending else "ASC"
    start = None if after is None else _behind(after, value, source, descending=descending, by_id=by_id)
    columns = f"{source.alias}.id" + ("" if level is Level.IMAGE else f", {source.alias}.image_id")
    order = f"{source.alias}.id {direction}" if by_id else f"sort_value {direction} NULLS LAST, {source.alias}.id ASC"
    lines = [
        f"SELECT {columns}, {value} AS sort_value",
        source.from_clause(),
        source.where(condition, start),
        f"ORDER BY {order}",
        f"LIMIT {bind(limit)}" + (f" OFFSET {bind(offset)}" if offset else ""),
    ]
    return source.binder.statement("\n".join(lines))


def count_rows(checked: Checked | None, *, level: Level, scope: Scope) -> Statement:
    """How many rows there are; one row with the column `count`."""
    source, condition = filtered(checked, level, scope)
    where = source.where(condition)
    return source.binder.statement(f"SELECT count(*) AS count\n{source.from_clause()}\n{where}")


def select_ids(checked: Checked | None, *, level: Level, scope: Scope) -> Statement:
    """The ids of all rows, in order; one column `id`."""
    source, condition = filtered(checked, level, scope)
    where = source.where(condition)
    text = f"SELECT {source.alias}.id\n{source.from_clause()}\n{where}\nORDER BY {source.alias}.id"
    return source.binder.statement(text)


def _sort_value(sort: str, catalog: Catalog, source: Source) -> str:
    """What to sort by, as SQL. Errors name the text: the one on the screen, which a span points into, is another."""
    try:
        return _sort_expression(sort, catalog, source)
    except QueryError as error:
        raise type(error)(f"Sorting by `{sort}`: {error.message}", hint=error.hint) from error


def _sort_expression(sort: str, catalog: Catalog, source: Source) -> str:
    body = parse(sort).body
    if body is None:
        raise QuerySyntax("The field to sort by is empty.", hint="Name a field, such as `id`.", span=(0, 0))
    node = check_value(body, catalog, source.level)
    field = source_field(node)
    if values_of(node) is not None or isinstance(node, Constant):
        raise QueryType("It has no one value for each row.", hint="Sort by a field with one value.", span=body.span)
    value = expression(node, source.row)
    if field is not None and node.type is FieldType.CLASS:
        return f"{source.join('categories', 'id', value)}.name"
    return value


def _behind(after: Cursor, value: str, source: Source, *, descending: bool, by_id: bool) -> str:
    """The condition of the rows behind a cursor, in the order of the page."""
    bind, row_id = source.binder.bind, f"{source.alias}.id"
    beyond = "<" if descending else ">"
    if by_id:
        return f"{row_id} {beyond} {bind(after.id)}"
    if after.value is None:
        return f"({value} IS NULL AND {row_id} > {bind(after.id)})"
    last = bind(after.value)
    return f"({value} {beyond} {last} OR ({value} = {last} AND {row_id} > {bind(after.id)}) OR {value} IS NULL)"
