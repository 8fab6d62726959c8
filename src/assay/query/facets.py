"""How the values of a field are spread over the rows of a query."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from assay.errors import QueryType
from assay.model.level import Level
from assay.query.check import Checked, check_value
from assay.query.compile import PARENT_KEYS, Binder, Source, expression, filtered
from assay.query.parse import parse
from assay.query.sql import bin_guess, bin_held
from assay.query.typed import Each, Typed, values_of
from assay.schema.catalog import Catalog
from assay.schema.field import FieldType
from assay.schema.scope import Scope
from assay.schema.statement import Statement

_SMALLEST = 1e-300


@dataclass(frozen=True, slots=True)
class Bins:
    """Even bins whose edges are short decimal numbers: edge i is `(start + i) * numerator / denominator`.

    Each bin holds its lower edge; the last one holds both. The edges are exact enough to be written into a query:
    `low <= field < high` lists as many rows as the bin counts.
    """

    start: int
    count: int
    numerator: int = 1
    denominator: int = 1

    @property
    def edges(self) -> list[float]:
        """The count + 1 edges, rising."""
        return [(self.start + i) * self.numerator / self.denominator for i in range(self.count + 1)]

    @classmethod
    def over(cls, low: float, high: float, *, most: int = 50, whole: bool = False) -> Bins:
        """Bins over low..high, `most` of them or fewer, with a width of 1, 2 or 5 times a power of ten.

        Zero is always an edge, so that a range around it has two bins at least. `whole` is for counts and pixels:
        no bin is narrower than 1, and a bin of width 1 holds one number. No bin is so narrow that floating
        point could not tell its edges apart.

        >>> Bins.over(0, 1, most=10).edges
        [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
        >>> Bins.over(0, 3, whole=True).edges
        [0.0, 1.0, 2.0, 3.0, 4.0]
        """
        if whole:
            high += 1
        largest = max(abs(low), abs(high))
        spread = high - low if high > low else max(largest, 1.0)
        finest = 0 if whole else max(math.floor(math.log10(max(largest, _SMALLEST))) - 12, -15)
        for power in count(max(math.floor(math.log10(spread / most)), finest)):
            for digit in (1, 2, 5):
                bins = cls._of_width(low, high, digit * 10 ** max(power, 0), 10 ** max(-power, 0))
                if bins.count <= max(most, 2):
                    return bins
        raise AssertionError("wider bins become fewer")

    @classmethod
    def _of_width(cls, low: float, high: float, numerator: int, denominator: int) -> Bins:
        start = math.floor(low * denominator / numerator)
        end = max(math.ceil(high * denominator / numerator), start + 1)
        # Rounding in the division must not leave the ends outside.
        start -= start * numerator / denominator > low
        end += end * numerator / denominator < high
        return cls(start, end - start, numerator, denominator)


def value_range(*, level: Level, scope: Scope, catalog: Catalog, field: str) -> Statement:
    """The smallest and the largest value of a number over all rows; one row with `low`, `high`, `missing`."""
    source = Source(Binder(scope), level)
    value = expression(_number(field, catalog, level), source.row)
    text = f"SELECT min({value}) AS low, max({value}) AS high, count(*) - count({value}) AS missing"
    return source.binder.statement(f"{text}\n{source.from_clause()}\n{source.where()}")


def histogram(
    checked: Checked | None, *, level: Level, scope: Scope, catalog: Catalog, field: str, bins: Bins
) -> Statement:
    """How many rows of the query fall into each bin: `bin` (from 0; NULL for rows without a value) and `count`.

    Empty bins have no row; values outside of the bins are left out.
    """
    source, condition = filtered(checked, level, scope)
    value = expression(_number(field, catalog, level), source.row)
    bind = source.binder.bind
    guess = bin_guess("value", scale=bind(bins.denominator / bins.numerator), start=bind(float(bins.start)))
    edge = f"(bin + {bind(float(bins.start))}) * {bind(float(bins.numerator))} / {bind(float(bins.denominator))}"
    # Without a word on the count, DuckDB would put the last condition to each row instead of each bin.
    text = f"""\
SELECT CAST(bin AS INTEGER) AS bin, count
FROM (
  SELECT {bin_held("value", edge=edge, last=bind(bins.edges[-1]))} AS bin, count(*) AS count
  FROM (
    SELECT value, {guess} AS bin
    FROM (
      SELECT CAST({value} AS DOUBLE) AS value
      {_indented(source.from_clause(), 6)}
      {source.where(condition)}
    )
  )
  GROUP BY 1
)
WHERE (bin IS NULL OR (bin >= 0 AND bin < {bind(bins.count)})) = (count > 0)
ORDER BY bin NULLS FIRST"""
    return source.binder.statement(text)


def terms(
    checked: Checked | None,
    *,
    level: Level,
    scope: Scope,
    catalog: Catalog,
    field: str,
    limit: int = 100,
    find: str = "",
    only: Sequence[str] | None = None,
) -> Statement:
    """How many rows of the query have each value, most frequent first: `value`, `id`, `count`, `distinct`.

    `value` is a text (the name of a class, whose number is in `id`) or NULL for rows without one. A row with many
    values counts once for each. `find` keeps the values that hold this text, in any case; `only` keeps these
    values and NULL. `distinct` is how many values there are beyond the limit too, NULL not counted.
    """
    node = _value(field, catalog, level)
    source, condition = filtered(checked, level, scope)
    if values_of(node) is not None and not isinstance(node, Each):
        raise QueryType(f"`{field}` is a field of another level.", hint="List the images and ask for it there.")
    if isinstance(node, Each):
        rows = _each_value(source, condition, node)
    else:
        value = expression(node, source.row)
        rows = (
            f"SELECT {value} AS value, count(*) AS count\n{source.from_clause()}\n{source.where(condition)}\nGROUP BY 1"
        )
    if node.type is FieldType.CLASS:
        text = f"""\
SELECT c.name AS value, t.value AS id, t.count
FROM (
  {_indented(rows, 2)}
) t
LEFT JOIN categories c ON c.id = t.value"""
    else:
        text = f"SELECT CAST(value AS VARCHAR) AS value, NULL AS id, count\nFROM (\n  {_indented(rows, 2)}\n)"
    kept = _kept(source.binder, find, only)
    limited = source.binder.bind(limit)
    text = f"""\
SELECT value, id, count, count(value) OVER () AS distinct
FROM (
  {_indented(text, 2)}
)
{kept}ORDER BY count DESC, 1 NULLS LAST, 2
LIMIT {limited}"""
    return source.binder.statement(text)


def _kept(binder: Binder, find: str, only: Sequence[str] | None) -> str:
    """The WHERE line of the values that were asked for; empty where all of them were."""
    conditions = []
    if find:
        conditions.append(f"contains(lower(value), {binder.bind(find.lower())})")
    if only is not None:
        among = f"value IN ({', '.join(map(binder.bind, only))})" if only else "FALSE"
        conditions.append(f"(value IS NULL OR {among})")
    return f"WHERE {' AND '.join(conditions)}\n" if conditions else ""


def _each_value(source: Source, condition: str | None, node: Each) -> str:
    """Each value with the number of rows of the source that have it."""
    child = Source(source.binder, node.level)
    value = expression(node.value, child.row)
    key = f"{child.alias}.{PARENT_KEYS[source.level]}"
    body = None if node.body is None else expression(node.body, child.row)
    rows = f"SELECT {source.row.key}\n{source.from_clause()}\n{source.where(condition)}"
    # Only what lies in the rows is made distinct, which for most queries is little.
    within = f"{key} IN (\n  {_indented(rows, 2)}\n)"
    values = f"SELECT DISTINCT {key} AS key, {value} AS value\n{child.from_clause()}\n{child.where(body, within)}"
    return f"SELECT value, count(*) AS count\nFROM (\n  {_indented(values, 2)}\n)\nGROUP BY value"


def _value(field: str, catalog: Catalog, level: Level) -> Typed:
    body = parse(field).body
    if body is None:
        raise QueryType("The field is empty.", hint="Name a field of the level.")
    return check_value(body, catalog, level)


def _number(field: str, catalog: Catalog, level: Level) -> Typed:
    node = _value(field, catalog, level)
    if node.type is not FieldType.NUMBER or values_of(node) is not None:
        raise QueryType(f"`{field}` is not a number.", hint="Count its values with `terms`.")
    return node


def _indented(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)
