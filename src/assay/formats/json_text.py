"""JSON text of values that a file may hold: numbers of any length, NaN, any nesting."""

from __future__ import annotations

import json
import math
import re
from typing import Any, cast

import orjson

DEEPEST = 100
"""How deeply a value may be nested that is kept."""

_LONG_NUMBER = re.compile(r"\d{19}")


def to_json(value: Any) -> bytes:
    """`value` as JSON; NaN and Infinity, which JSON does not know, become null."""
    try:
        return orjson.dumps(value)
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(_finite(value), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(text: str) -> Any:
    """The value of JSON text; whole numbers of any length stay exact."""
    return json.loads(text) if _LONG_NUMBER.search(text) else orjson.loads(text)


def object_of(text: str | None) -> dict[str, Any]:
    """JSON text as an object; empty when there is none."""
    return cast("dict[str, Any]", from_json(text)) if text else {}


def is_deep(value: Any) -> bool:
    """Whether a value is nested more deeply than `DEEPEST`."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def is_finite(value: Any) -> bool:
    """Whether every number in a value that is not too deep is finite."""
    if isinstance(value, float):
        return math.isfinite(value)
    return all(is_finite(inner) for inner in _inside(value))


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
