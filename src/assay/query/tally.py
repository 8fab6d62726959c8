"""How many rows each of several queries lists, and the first few of them: all in one pass over the rows."""

from __future__ import annotations

from collections.abc import Sequence

from assay.model.level import Level
from assay.query.check import Checked, check_value
from assay.query.compile import Binder, Source, expression
from assay.query.parse import parse
from assay.schema.catalog import Catalog
from assay.schema.scope import Scope
from assay.schema.statement import Statement


def tally(
    asked: Sequence[tuple[Checked, str | None]], *, level: Level, scope: Scope, catalog: Catalog, first: int
) -> Statement:
    """One row: `total` rows of the level, and for the query at place k `count_k` rows and the ids of the `first_k`.

    `asked` are queries checked for `level`, each with the field by which its first rows are found, smallest first and
    ties by id; None stands for the id.
    """
    source = Source(Binder(scope), level)
    columns = ["count(*) AS total"]
    for at, (checked, sort) in enumerate(asked):
        listed = "true" if checked.predicate is None else expression(checked.predicate, source.row)
        ids = "[]"
        if first:
            key, few = source.row.key, int(first)
            smallest = (
                f"arg_min({key}, row({_value(sort, catalog, source)}, {key}), {few})" if sort else f"min({key}, {few})"
            )
            ids = f"coalesce({smallest} FILTER (WHERE {listed}), [])"
        columns += [f"count(*) FILTER (WHERE {listed}) AS count_{at}", f"{ids} AS first_{at}"]
    text = "SELECT {}\n{}\n{}".format(",\n  ".join(columns), source.from_clause(), source.where())
    return source.binder.statement(text)


def _value(field: str, catalog: Catalog, source: Source) -> str:
    body = parse(field).body
    assert body is not None, "an empty field sorts nothing"
    return expression(check_value(body, catalog, source.level), source.row)
