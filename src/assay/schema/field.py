"""A field: what a query may name, with its type, unit and meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assay.model.level import Level
from assay.model.spelling import composed


class FieldType(StrEnum):
    """What kind of value a field has, which decides what it may be compared with."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    CLASS = "class"


class Origin(StrEnum):
    """Where a field comes from: every project has it, a metric measured it, or a metric that the user wrote did."""

    CORE = "core"
    METRIC = "metric"
    OWN = "own"


class Facet(StrEnum):
    """How the values of a field are summed up beside a list."""

    TERMS = "terms"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one level.

    `name` is its spelling in a query. `column` is the column of the level's table it is read from; empty when
    it is computed. `path` leads into a JSON column. `values` are the only values it can have (empty: any);
    `spellings` maps other words for one or several of them. A field with `many` has a set of values, and a
    comparison asks whether any of them fits. `metric` is the slug of the metric that measured it.
    """

    name: str
    level: Level
    type: FieldType
    title: str
    meaning: str
    unit: str = ""
    facet: Facet | None = None
    sortable: bool = True
    whole: bool = False
    column: str = ""
    path: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    many: bool = False
    origin: Origin = Origin.CORE
    metric: str = ""


KEYWORDS = frozenset({"and", "or", "not", "in", "between", "like", "is", "null", "true", "false"})
"""Words that a name can only be when quoted."""

_PLAIN = re.compile(r"[^\W\d]\w*")
_PLAIN_OR_DIGITS = re.compile(r"\w+")


def spell_name(parts: tuple[str, ...]) -> str:
    r"""The name as a query spells it, quoting parts with odd characters.

    >>> spell_name(("annotations", "traffic light"))
    'annotations."traffic light"'
    """
    first, *rest = parts
    plain = _PLAIN.fullmatch(first) and first.lower() not in KEYWORDS
    spelled = [first if plain else quote_text(first, "`")]
    spelled += [part if _PLAIN_OR_DIGITS.fullmatch(part) else quote_text(part, '"') for part in rest]
    return ".".join(spelled)


def quote_text(text: str, mark: str = '"') -> str:
    r"""The text between quotation marks, with escapes that the query language reads back.

    >>> quote_text('5" pipe')
    '"5\\" pipe"'
    """
    escapes = {"\\": "\\\\", mark: "\\" + mark, "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return mark + "".join(escapes.get(character, character) for character in text) + mark


def fold(text: str) -> str:
    """The `composed` text without case, spaces, hyphens and underscores alike: how names are compared loosely."""
    return composed(re.sub(r"[\s_-]+", "_", text.strip()).casefold())
