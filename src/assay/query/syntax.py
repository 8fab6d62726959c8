"""The grammar, read once, and how far a text may go."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lark import Lark

MAX_LENGTH = 20_000
"""Longest query text, in characters."""

MAX_DEPTH = 100
"""Deepest nesting of a query."""

LEVELS = {
    "annotation": "annotation",
    "annotations": "annotation",
    "prediction": "prediction",
    "predictions": "prediction",
    "issue": "issue",
    "issues": "issue",
}
"""What `any`, `all` and `count` go over, in the spellings that are understood."""

ALIKE_LEVELS = {
    "image": "image",
    "images": "image",
    "annotation": "annotation",
    "annotations": "annotation",
    "prediction": "prediction",
    "predictions": "prediction",
}
"""What `similar` compares, in the spellings that are understood."""

MEAN = "mean"
"""The word behind the items of `similar` by which the mean of the similarities counts, not the largest."""


@cache
def grammar() -> Lark:
    """The parser of the query language; built at the first call."""
    text = files("assay.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start="query", propagate_positions=True, maybe_placeholders=False)
