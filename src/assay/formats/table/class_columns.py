"""Finds the columns of a table that hold one number per class."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.formats.table.columns import probability_groups
from assay.formats.table.file import mostly_numeric
from assay.formats.vectors import SLACK, SUM_SLACK
from assay.model.reading import VectorForm


def class_columns(table: pa.Table, key: str, form: VectorForm | None = None) -> dict[str, str]:
    """Column -> class of the columns that are class vectors; empty when there are none.

    Columns count as such when their numbers are probabilities in most rows, when they are called logits, or when a
    person said that the table holds logits.
    """
    for group in probability_groups([name for name in table.column_names if name != key]):
        numbers = {name: values for name in group if (values := mostly_numeric(table[name])) is not None}
        called_logits = all(name.lower().startswith("logit") for name in numbers)
        found = numbers if called_logits or form in _LOGITS else _probabilities(numbers)
        if len(found) >= 2:
            return {name: group[name] for name in found}
    return {}


_LOGITS = frozenset({VectorForm.LOGITS, VectorForm.MULTI_LABEL})


def _probabilities(numbers: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """The columns that lie within 0..1 in most rows, if they add up to 1 in most."""
    shares = {name: values for name, values in numbers.items() if _mostly(values, -SLACK, 1 + SLACK, share=0.75)}
    if len(shares) < 2:
        return {}
    sums = np.sum(list(shares.values()), axis=0)
    return shares if _mostly(sums, 1 - SUM_SLACK, 1 + SUM_SLACK, share=0.5) else {}


def _mostly(values: NDArray[np.float64], low: float, high: float, *, share: float) -> bool:
    """Whether at least this share of the finite values lies in a range."""
    given = values[np.isfinite(values)]
    return len(given) > 0 and float(np.mean((given >= low) & (given <= high))) >= share
