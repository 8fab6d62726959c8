"""What sets a cluster apart from the rest of a set, in words: a value that most of it has, or a number high or low."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.metrics.metric import Need
from assay.metrics.registry import METRICS
from assay.model.level import Level
from assay.schema.field import Facet, Field, FieldType
from assay.statistics.deviation import deviation
from assay.workflows.explore.number_fields import CELLS_READ, read_values
from assay.workflows.explore.search import Question, total_of

_SHARE, _LIFT = 0.8, 1.5  # of a value: its share in the cluster, and how much more frequent it is there
_EFFECT = 0.8  # of a number: how many standard deviations of the set its mean in the cluster lies off
_SKIPPED = {"issues.count", "issue_score", "issue", "iou", "match", "predicted_label", "x", "y", "problem"}


@dataclass(frozen=True, slots=True)
class SetApart:
    """Words for what sets a cluster apart, such as "split test" or "brightness low", and how strongly; empty: nothing.

    strength : standard deviations for a number; for a value, how much more frequent it is than in the whole set.
    """

    words: str = ""
    strength: float = 0.0


def set_apart(question: Question, numbers: Sequence[int]) -> list[SetApart]:
    """For each cluster, by its number, the field that sets it apart most: values before numbers."""
    if not numbers:
        return []
    best = [SetApart()] * len(numbers)
    fields = _fields(question)
    at_once = max(1, CELLS_READ // max(total_of(question), 1))
    for start in range(0, len(fields), at_once):
        part = fields[start : start + at_once]
        rows = read_values(question, ["cluster", *(name for name, _ in part)])
        cluster = np.searchsorted(numbers, rows.column(0).fill_null(0).to_numpy().astype(np.int64))
        cluster[rows.column(0).is_null().to_numpy()] = len(numbers)
        for at, (_, field) in enumerate(part, start=1):
            column = rows.column(at).combine_chunks()
            told = _of_values(column, cluster, len(numbers), field)
            best = [max(old, new, key=lambda one: one.strength) for old, new in zip(best, told, strict=True)]
    return best


def _fields(question: Question) -> list[tuple[str, Field]]:
    """The fields worth naming a cluster by, as a query spells them: not those that look at neighbours themselves."""
    own = [(field.name, field) for field in question.catalog.facets(question.level)]
    if question.level is not Level.IMAGE:
        own += [(f"image.{one.name}", one) for one in question.catalog.facets(Level.IMAGE) if one.name == "split"]
    return [
        (name, field)
        for name, field in own
        if field.name not in _SKIPPED and field.type is not FieldType.CLASS and not field.many and not _is_near(field)
    ]


def _is_near(field: Field) -> bool:
    return field.metric in METRICS and Need.EMBEDDINGS in METRICS[field.metric].needs


def _of_values(column: pa.Array, cluster: Ids, count: int, field: Field) -> list[SetApart]:
    if field.facet is Facet.HISTOGRAM:
        values = pc.fill_null(column.cast(pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False)
        return _of_number(values, cluster, count, field)
    return _of_terms(column.cast(pa.string()), cluster, count, field)


def _of_number(values: NDArray[np.float64], cluster: Ids, count: int, field: Field) -> list[SetApart]:
    known = np.isfinite(values)
    spread = deviation(values[known])
    if spread == 0:
        return [SetApart()] * count
    sizes = np.bincount(cluster[known], minlength=count + 1)[:count]
    means = np.bincount(cluster[known], values[known], count + 1)[:count] / sizes.clip(1)
    effects = np.where(sizes > 0, (means - values[known].mean()) / spread, 0.0)
    return [
        SetApart(f"{field.title.lower()} {'high' if effect > 0 else 'low'}", abs(float(effect)))
        if abs(effect) >= _EFFECT
        else SetApart()
        for effect in effects
    ]


def _of_terms(values: pa.Array, cluster: Ids, count: int, field: Field) -> list[SetApart]:
    encoded = values.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    if not 1 < len(words) <= len(values) // 2:
        return [SetApart()] * count
    codes = pc.fill_null(encoded.indices, len(words)).to_numpy(zero_copy_only=False).astype(np.int64)
    table = np.bincount(cluster * (len(words) + 1) + codes, minlength=(count + 1) * (len(words) + 1))
    table = table.reshape(count + 1, -1)
    inside = table[:count] / table[:count].sum(axis=1, keepdims=True).clip(1)
    everywhere = table.sum(axis=0) / max(table.sum(), 1)
    top = inside[:, :-1].argmax(axis=1)
    found = []
    for row, word in enumerate(top.tolist()):
        lift = inside[row, word] / everywhere[word] if everywhere[word] else 0.0
        is_apart = inside[row, word] >= _SHARE and lift >= _LIFT
        found.append(SetApart(f"{field.title.lower()} {words[word]}", float(lift)) if is_apart else SetApart())
    return found
