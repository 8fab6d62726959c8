"""The DuckDB dialect, as tables: the only file that knows it."""

from __future__ import annotations

from collections.abc import Sequence

from assay.model.level import Level
from assay.schema.field import FieldType

TEMPLATES = {
    "=": "({0} = {1})",
    "!=": "({0} <> {1})",
    "<": "({0} < {1})",
    "<=": "({0} <= {1})",
    ">": "({0} > {1})",
    ">=": "({0} >= {1})",
    "not": "(NOT {0})",
    "is null": "({0} IS NULL)",
    "is not null": "({0} IS NOT NULL)",
    "is true": "({0} IS TRUE)",
    "is not true": "({0} IS NOT TRUE)",
    "like": "({0} ILIKE {1} ESCAPE '\\')",
    "+": "({0} + {1})",
    "-": "({0} - {1})",
    "*": "({0} * {1})",
    # What cannot be computed is NULL, not infinity and not an error.
    "/": "({0} / nullif({1}, 0))",
    "%": "({0} % nullif({1}, 0))",
    "neg": "(-{0})",
    "abs": "abs({0})",
    "round": "round({0})",
    "floor": "floor({0})",
    "ceil": "ceil({0})",
    "sqrt": "(CASE WHEN {0} >= 0 THEN sqrt({0}) END)",
    "length": "length({0})",
    "lower": "lower({0})",
    "upper": "upper({0})",
}
"""Operators and functions with a fixed number of operands."""

JOINED = {"and": " AND ", "or": " OR "}
"""Operators that stand between any number of operands."""

CALLED = {"min": "least", "max": "greatest"}
"""Functions of any number of operands; both leave out NULL."""

MEMBERSHIP = {"in": "IN", "not in": "NOT IN"}
"""Operators whose first operand is looked up among the others."""

IN_DOUBLES = frozenset({"+", "-", "*", "/", "%", "neg", "abs", "round", "floor", "ceil", "sqrt", "min", "max"})
"""What computes in floating point, so that no whole number overflows."""

DERIVED = {
    (Level.IMAGE, "area"): "(CAST({row}.width AS BIGINT) * {row}.height)",
    (Level.IMAGE, "aspect"): "({row}.width / nullif({row}.height, 0))",
    (Level.ANNOTATION, "aspect"): "({row}.w / nullif({row}.h, 0))",
    (Level.PREDICTION, "aspect"): "({row}.w / nullif({row}.h, 0))",
}
"""Fields computed from columns of their row."""

_JSON_VALUE = "TRY(json_extract_string({column}, {pointer}))"
"""A value at a JSON pointer, as text; NULL where the text of the column is no JSON at all."""

_JSON_CASTS = {
    # Python writes NaN into JSON; what is not a number is unknown.
    FieldType.NUMBER: "TRY_CAST(nullif({value}, 'NaN') AS DOUBLE)",
    FieldType.FLAG: "TRY_CAST({value} AS BOOLEAN)",
    FieldType.TEXT: "{value}",
}


def render(op: str, args: Sequence[str]) -> str:
    """The operator applied to operands that are SQL already."""
    if op in JOINED:
        return f"({JOINED[op].join(args)})"
    if op in CALLED:
        return f"{CALLED[op]}({', '.join(args)})"
    if op in MEMBERSHIP:
        first, *options = args
        return f"({first} {MEMBERSHIP[op]} ({', '.join(options)}))"
    return TEMPLATES[op].format(*args)


def as_double(arg: str) -> str:
    """The number in floating point."""
    return f"CAST({arg} AS DOUBLE)"


def json_value(column: str, pointer: str, type: FieldType) -> str:
    """The value at a JSON pointer of a text column, NULL when it is absent or of another type."""
    return _JSON_CASTS[type].format(value=_JSON_VALUE.format(column=column, pointer=pointer))


def json_pointer(path: Sequence[str]) -> str:
    """The keys as a JSON pointer (RFC 6901)."""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path)


def aggregate(function: str, value: str, condition: str | None) -> str:
    """`count` or `min` over the rows for which the condition holds."""
    call = f"{function}({value})"
    return call if condition is None else f"{call} FILTER (WHERE {condition})"


def bin_guess(value: str, *, scale: str, start: str) -> str:
    """The number of the even bin that holds `value`, or the one above it.

    Added to the quotient before it is cut, a quarter outweighs any rounding of the product, so that the guess is
    never too low; `bin_held` then takes back the one that is too high.
    """
    return f"floor({value} * {scale} + 0.25) - {start}"


def bin_held(value: str, *, edge: str, last: str) -> str:
    """`bin`, corrected by holding `value` against the lower edge of the bin; the last edge belongs below it."""
    return f"bin - CAST({value} < {edge} OR {value} = {last} AS INTEGER)"
