"""Choose the images to label next, under a budget."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError, ChoiceInvalid, QueryError
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.selection.greedy import choose
from assay.statistics.ranks import percentiles
from assay.workflows.explore.number_fields import NumberField, number_field, read_values
from assay.workflows.explore.search import Question

Floats = NDArray[np.float64]

HASH = "phash"
"""The metric that tells how alike two images look."""


@dataclass(frozen=True, slots=True, eq=False)
class Acquisition:
    """The images to label next, in the order of choice, and all that the choice rests on.

    by : the field that says what an image is worth. parameters : what its metric was measured with, such as the
        `aggregation` over an image's predictions (M86); empty where it is no metric. end : which end goes first.
    budget, diversity, apart, seed : as they were asked for; the same ones choose the same.
    candidates : images of the query with a value. unknown : those without one, which are never chosen.
    image_ids, values, worth, novelty : (b,) the images, their values, and the terms of each choice (M97).
    """

    by: str
    parameters: dict[str, object]
    end: BadEnd
    budget: int
    diversity: float
    apart: int
    seed: int
    candidates: int
    unknown: int
    image_ids: Ids
    values: Floats
    worth: Floats
    novelty: Floats


def acquire(
    question: Question,
    by: str,
    *,
    budget: int,
    diversity: float = 0.5,
    apart: int = 4,
    end: BadEnd | None = None,
    seed: int = 0,
) -> Acquisition:
    """At most `budget` images of the question: those most worth a label, and unlike each other (V2.10, D11).

    The worth of an image is the share of the candidates that `by` finds less worth a label: those further from `end`,
    which is the end that the metric declares unless told. `diversity` and `apart` are those of `selection.choose`
    over the perceptual hashes of the images.

    Raises
    ------
    ChoiceInvalid : the question is about objects, nothing says which end goes first, a budget or a share is out of
        range, or images have no hash to tell likeness by.
    QueryName, QueryType : there is no such field, or it is not one number per image.
    """
    if question.level is not Level.IMAGE:
        raise ChoiceInvalid("Images are chosen, not objects.", hint="Write a query about images.")
    field = _field(question, by)
    first = end or field.bad
    if first not in (BadEnd.LOW, BadEnd.HIGH):
        raise ChoiceInvalid(f"`{by}` does not say which of its ends goes first.", hint="Say low, or high.")
    ids, values, hashes = _candidates(question, by, is_alike_told=diversity > 0 or apart > 0)
    known = np.isfinite(values)
    ids, values = ids[known], values[known]
    worth = percentiles(values if first is BadEnd.HIGH else -values)
    try:
        chosen = choose(worth, hashes[known], budget=budget, diversity=diversity, apart=apart, seed=seed)
    except ArrayError as error:
        raise ChoiceInvalid(error.message, hint=error.hint) from error
    return Acquisition(
        by=by,
        parameters=_measured_with(question, by),
        end=first,
        budget=budget,
        diversity=diversity,
        apart=apart,
        seed=seed,
        candidates=len(ids),
        unknown=int((~known).sum()),
        image_ids=ids[chosen.items],
        values=values[chosen.items],
        worth=chosen.worth,
        novelty=chosen.novelty,
    )


def fields_to_choose_by(question: Question) -> list[NumberField]:
    """The measured fields of images that say which of their ends goes first, in the order of their columns."""
    columns = question.snapshot.metric_columns(question.scope.dataset_id)
    return [
        number_field(question, column.name)
        for column in columns
        if column.level is Level.IMAGE and column.type in _COUNTED and column.bad in (BadEnd.LOW, BadEnd.HIGH)
    ]


_COUNTED = (MetricType.NUMBER, MetricType.WHOLE)


def _field(question: Question, by: str) -> NumberField:
    try:
        return number_field(question, by)
    except QueryError as error:  # its span points into `by`, not into the query on the screen
        raise type(error)(f"Choosing by `{by}`: {error.message}", hint=error.hint) from error


def _candidates(question: Question, by: str, *, is_alike_told: bool) -> tuple[Ids, Floats, NDArray[np.uint64]]:
    """Ids, values and hashes of the question's images, in order of id; images without a hash have no value."""
    if is_alike_told and question.catalog.field(Level.IMAGE, HASH) is None:
        raise ChoiceInvalid(
            "Nothing tells yet how alike the images look.",
            hint=f"Measure `{HASH}` first, or give a diversity and a distance apart of 0.",
        )
    rows = read_values(question, ["id", by, HASH] if is_alike_told else ["id", by])
    rows = rows.sort_by(rows.column_names[0])
    values = np.asarray(rows.column(1).cast("double", safe=False).fill_null(np.nan), np.float64)
    if not is_alike_told:
        return rows.column(0).to_numpy(), values, np.zeros(len(values), np.uint64)
    hashes = rows.column(2)
    values = np.where(np.asarray(hashes.is_valid()), values, np.nan)
    return rows.column(0).to_numpy(), values, np.asarray(hashes.fill_null(0), np.int64).view(np.uint64)


def _measured_with(question: Question, by: str) -> dict[str, object]:
    columns = question.snapshot.metric_columns(question.scope.dataset_id)
    column = next((one for one in columns if (one.level, one.name) == (Level.IMAGE, by)), None)
    told: dict[str, object] = {} if column is None else json.loads(column.parameters)
    return told
