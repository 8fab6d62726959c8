"""What sources say in fields of their own: in the JSON of a row's `attributes`, `metadata` or `extra`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids

ANNOTATOR = ("annotator", "annotator_id", "annotated_by", "labeler", "completed_by", "created_by", "author")
"""What sources call the person who labelled."""

SECONDS = ("annotation_time", "annotation_seconds", "time_spent", "lead_time")
"""What sources call the seconds that labelling took."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnValues:
    """What rows say in one field: `values[i]` is what row `rows[i]` says; the other rows of `count` say nothing."""

    rows: Ids
    values: list[object]
    count: int

    @classmethod
    def of(cls, texts: pa.ChunkedArray, names: Sequence[str]) -> OwnValues:
        """What each row's JSON object says under the first of `names` that it has.

        A name is looked for in the object, and in its `attributes`. Only rows that mention a name are parsed.
        """
        given = np.flatnonzero(texts.is_valid().to_numpy())
        mentions = pc.match_substring_regex(texts.take(pa.array(given)), '"(' + "|".join(names) + ')"')
        rows = given[mentions.to_numpy()]
        said = [_said(text, names) for text in texts.take(pa.array(rows)).to_pylist()]
        kept = [at for at, value in enumerate(said) if value is not None]
        return cls(rows[kept], [said[at] for at in kept], len(texts))

    @property
    def numbers(self) -> NDArray[np.float64]:
        """(count,) the values that are numbers; NaN for anything else."""
        numbers = np.full(self.count, np.nan)
        numbers[self.rows] = [value if isinstance(value, int | float) else np.nan for value in self.values]
        return numbers

    @property
    def codes(self) -> Ids:
        """(count,) a number per distinct value as text, in order of appearance; -1 where nothing is said."""
        known: dict[str, int] = {}
        codes = np.full(self.count, -1, np.int64)
        codes[self.rows] = [known.setdefault(str(value), len(known)) for value in self.values]
        return codes


def _said(text: str, names: Sequence[str]) -> object:
    told = orjson.loads(text)
    inner = told.get("attributes")
    for place in (told, inner if isinstance(inner, dict) else {}):
        for name in names:
            if place.get(name) is not None:
                return place[name]
    return None
