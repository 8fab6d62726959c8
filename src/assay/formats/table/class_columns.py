"""Finds the columns of a table that hold one number per class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.amounts import amount, listed
from assay.formats.table.columns import probability_groups
from assay.formats.table.file import mostly_numeric
from assay.formats.vectors import SLACK, SUM_SLACK, are_percent
from assay.model.reading import VectorForm

_LOGITS = frozenset({VectorForm.LOGITS, VectorForm.MULTI_LABEL})
_SIGNED = r"^[^%]*%\s*$"
_FEW = 3  # columns that a message names


@dataclass(frozen=True, slots=True, eq=False)
class ClassColumns:
    """Columns that are class vectors.

    classes : column -> class, k of them. values : (n, k) their numbers; those of cells such as `93.1%` are shares.
    signed : whether some columns have cells such as these.
    """

    classes: Mapping[str, str]
    values: NDArray[np.float64]
    signed: bool = False


def class_columns(table: pa.Table, key: str, form: VectorForm | None = None) -> ClassColumns | None:
    """The columns of a table that are class vectors, None when there are none.

    Columns count as such when their numbers are probabilities in most rows, or percent without doubt, when they are
    called logits, or when a person said that the table holds logits.
    """
    for group in probability_groups([name for name in table.column_names if name != key]):
        signed = {name: values for name in group if (values := signed_percent(table[name])) is not None}
        numbers = signed | _numbers(table, [name for name in group if name not in signed])
        called_logits = all(name.lower().startswith("logit") for name in numbers)
        is_told = called_logits or form in _LOGITS
        taken = numbers if is_told else _probabilities(numbers) or _percent(numbers)
        if len(taken) >= 2:
            values = np.column_stack(list(taken.values()))
            return ClassColumns({name: group[name] for name in taken}, values, bool(signed.keys() & taken.keys()))
    return None


def signed_percent(column: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """(n,) shares of cells such as `93.1%`, NaN where a cell has no sign; None when fewer than half have one."""
    if not pa.types.is_string(column.type):
        return None
    has_sign = pc.match_substring_regex(column, _SIGNED)
    if 2 * (pc.sum(has_sign).as_py() or 0) < max(len(column), 1):
        return None
    bare = pc.replace_substring_regex(column, pattern=r"\s*%\s*$", replacement="")
    values = mostly_numeric(pc.if_else(has_sign, bare, pa.scalar(None, column.type)))
    return None if values is None else values / 100


def why_none(table: pa.Table, key: str) -> str:
    """What would do for a table that names images, but whose numbers are no class vectors as they stand."""
    groups = probability_groups([name for name in table.column_names if name != key])
    numbers = next((found for group in groups if len(found := _numbers(table, list(group))) > 1), {})
    values = np.column_stack(list(numbers.values())) if numbers else np.full((0, 1), np.nan)
    values = values[np.isfinite(values).all(axis=1)]
    if not len(values):
        return "Give one column per class whose values add up to 1, or a `label` and a `score`."
    names = listed([f"`{name}`" for name in numbers], _FEW)
    low, high, sums = float(values.min()), float(values.max()), values.sum(axis=1)
    if low < -SLACK or high > 100 * (1 + SLACK):
        wrong = f"The numbers of {names} reach from {low:g} to {high:g}."
    else:
        whole = 1 if high <= 1 + SLACK else 100
        fits = int((np.abs(sums - whole) <= whole * SUM_SLACK).sum())
        wrong = f"The numbers of {names} add up to {whole} in {fits:,} of {amount(len(sums), 'row')} only."
    return (
        f"{wrong} If they are logits, say --vectors logits; if the classes do not exclude each other, "
        "--vectors multi-label. Every column of numbers is a class then, unless some share a prefix such as `prob_`."
    )


def _numbers(table: pa.Table, names: list[str]) -> dict[str, NDArray[np.float64]]:
    return {name: values for name in names if (values := mostly_numeric(table[name])) is not None}


def _probabilities(numbers: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """The columns that lie within 0..1 in most rows, if they add up to 1 in most."""
    shares = {name: values for name, values in numbers.items() if _mostly(values, -SLACK, 1 + SLACK, share=0.75)}
    if len(shares) < 2:
        return {}
    sums = np.sum(list(shares.values()), axis=0)
    return shares if _mostly(sums, 1 - SUM_SLACK, 1 + SUM_SLACK, share=0.5) else {}


def _percent(numbers: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """The columns that lie within 0..100 in most rows, if they are percent; none in doubt."""
    found = {name: values for name, values in numbers.items() if _mostly(values, 0, 100, share=0.75)}
    return found if found and are_percent(np.column_stack(list(found.values()))) else {}


def _mostly(values: NDArray[np.float64], low: float, high: float, *, share: float) -> bool:
    """Whether at least this share of the finite values lies in a range."""
    given = values[np.isfinite(values)]
    return len(given) > 0 and float(np.mean((given >= low) & (given <= high))) >= share
