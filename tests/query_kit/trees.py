"""Any tree that a text can have, whether or not it means something, and texts that look a little like queries."""

from __future__ import annotations

from hypothesis import strategies as st

from assay.query.nodes import (
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    Member,
    Name,
    Node,
    Not,
    Quantifier,
    Range,
    Similar,
    all_of,
    any_of,
    negative,
)

_printable = st.characters(exclude_categories=["Cs"])
_words = st.sampled_from(["score", "count", "and", "annotations", "run", "any", "été", "x_1", "not"])
_odd = st.one_of(
    _words, st.text(_printable, max_size=6), st.sampled_from(["traffic light", "7", "3d", 'a"b', "a`b", "a\\", "a.b"])
)

literals = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(-1e18, 1e18, allow_nan=False),
    st.text(_printable, max_size=8),
).map(Literal)

names = st.builds(
    lambda first, rest, run: Name((first, *rest), run),
    _odd,
    st.lists(_odd, max_size=2),
    st.one_of(st.none(), st.none(), st.text(_printable, max_size=4)),
)
_items = st.lists(st.one_of(st.integers(0, 2**62), st.text(_printable, min_size=1, max_size=4)), min_size=1, max_size=3)
similar = st.builds(
    lambda level, items, mean: Similar(level, tuple(items), mean),
    st.sampled_from(["image", "annotation", "prediction"]),
    _items,
    st.booleans(),
)
_functions = st.sampled_from(["abs", "min", "no_such_function"])
_levels = st.sampled_from(["annotation", "prediction", "issue"])
_compared = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_within = st.sampled_from(["<", "<="])


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    many = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        inner.map(negative),
        st.builds(Arithmetic, st.sampled_from("+-*/%"), inner, inner),
        st.builds(lambda name, args: Call(name, tuple(args)), _functions, st.lists(inner, max_size=3)),
        st.builds(Compare, _compared, inner, inner),
        st.builds(Range, inner, _within, inner, _within, inner),
        st.builds(lambda x, vs, n: Member(x, tuple(vs), n), inner, st.lists(literals, max_size=3), st.booleans()),
        st.builds(Like, inner, inner, st.booleans()),
        st.builds(IsNull, inner, st.booleans()),
        inner.map(Not),
        many.map(lambda nodes: all_of(*nodes)),
        many.map(lambda nodes: any_of(*nodes)),
        st.builds(Quantifier, st.sampled_from(["any", "all", "count"]), _levels, st.one_of(st.none(), inner)),
    )


trees: st.SearchStrategy[Node] = st.recursive(st.one_of(literals, names, similar), _larger, max_leaves=8)
"""Trees in the form that the parser gives: conjunctions flat, negative numbers as one literal."""

_PIECES = (
    "and",
    "or",
    "not",
    "in",
    "is",
    "null",
    "like",
    "between",
    "any(",
    "count(",
    "annotation",
    ":",
    "(",
    ")",
    "[",
    "]",
    ",",
    "label",
    "score",
    "annotations",
    ".",
    '"',
    "'",
    "`",
    "\\",
    "=",
    "<=",
    "!",
    "3",
    "1e5",
    ".5",
    "-",
    "%",
    "é",
    "“",
    "\n",
    " ",
    "run(",
    '"a"',
    "metadata",
    "traffic light",
    "segment",
    "similar(",
    "image",
    "mean",
)
texts = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
)
"""Texts that are mostly no queries."""
