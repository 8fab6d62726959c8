"""Which segments a query names, and the query with one of them renamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from assay.query.candidates import SEGMENT_WORDS
from assay.query.nodes import Compare, Literal, Member, Name, Node, Query
from assay.query.parse import parse
from assay.schema.field import quote_text


def segments_named(query: Query) -> set[str]:
    """The names of the segments that a query names.

    >>> sorted(segments_named(parse('segment = "a" and not any(annotation: segment in ("b", "c"))')))
    ['a', 'b', 'c']
    """
    return {str(literal.value) for literal in _named(query)}


def rename_in(text: str, before: str, after: str) -> str:
    """The query text with the segment `before` called `after`.

    >>> rename_in('segment = "a" and split = "a"', "a", "b")
    'segment = "b" and split = "a"'
    """
    spans = sorted((literal.span for literal in _named(parse(text)) if literal.value == before), reverse=True)
    for start, end in spans:
        text = text[:start] + quote_text(after) + text[end:]
    return text


def _named(node: Query | Node) -> Iterator[Literal]:
    match node:
        case Compare(_, Name((word,), None), Literal() as name) if word.lower() in SEGMENT_WORDS:
            yield name
        case Member(Name((word,), None), names) if word.lower() in SEGMENT_WORDS:
            yield from names
        case _:
            for child in _children(node):
                yield from _named(child)


def _children(node: Query | Node) -> Iterator[Node]:
    for part in fields(node):
        value = getattr(node, part.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Node):
                yield one
