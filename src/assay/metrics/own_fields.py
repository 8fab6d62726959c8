"""What sources say in fields of their own: in the JSON of a row's `attributes`, `metadata` or `extra`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def own_values(texts: pa.ChunkedArray, names: Sequence[str]) -> list[object]:
    """What each row's JSON object says under the first of `names` that it has; None where it has none.

    A name is looked for in the object, and in its `attributes`. Only rows that mention a name are parsed.
    """
    found: list[object] = [None] * len(texts)
    mentions = pc.match_substring_regex(pc.fill_null(texts, ""), '"(' + "|".join(names) + ')"')
    rows = np.flatnonzero(mentions.to_numpy())
    for row, text in zip(rows.tolist(), texts.take(pa.array(rows)).to_pylist(), strict=True):
        found[row] = _said(text, names)
    return found


def numbers(values: Sequence[object]) -> NDArray[np.float64]:
    """(n,) the values that are numbers, as floats; NaN for anything else."""
    return np.array([value if isinstance(value, int | float) else np.nan for value in values], np.float64)


def _said(text: str, names: Sequence[str]) -> object:
    told = orjson.loads(text)
    inner = told.get("attributes")
    for place in (told, inner if isinstance(inner, dict) else {}):
        for name in names:
            if place.get(name) is not None:
                return place[name]
    return None
