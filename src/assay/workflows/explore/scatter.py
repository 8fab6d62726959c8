"""Two fields against each other: a point for each row that has both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.workflows.explore.colours import CLASS, Colours, colours_of
from assay.workflows.explore.number_fields import NumberField, Values, number_field, read_values
from assay.workflows.explore.search import Question

MOST_POINTS = 100_000
"""How many points are told of; of more rows, as many are drawn at random."""


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """Points of a plot, in order of id.

    total : rows of the query with finite values of both fields, of which these are all or a sample.
    ids, x_values, y_values : (n,) one per point. colours : of the points, by class or by any field.
    """

    total: int
    x: NumberField
    y: NumberField
    ids: Ids
    x_values: Values
    y_values: Values
    colours: Colours


def scatter(
    question: Question, x: str, y: str, *, colour: str = CLASS, limit: int = MOST_POINTS, seed: int = 0
) -> Scatter:
    """The fields `x` and `y` of the question's rows; the same sample for the same rows and `seed`.

    `colour` names a field too, or `CLASS`, as on the map.

    Raises
    ------
    QueryError : there is no such field, or it is not one number per row.
    """
    fields = number_field(question, x), number_field(question, y)
    rows = read_values(question, ["id", x, y])
    rows = rows.filter(pc.and_(pc.is_finite(rows.column(1)), pc.is_finite(rows.column(2))))
    order = np.argsort(rows.column(0).to_numpy())
    total = len(order)
    if total > limit:
        order = order[np.sort(np.random.default_rng(seed).choice(total, limit, replace=False))]
    chosen = rows.take(order)
    ids = chosen.column(0).to_numpy()
    return Scatter(
        total,
        *fields,
        ids,
        chosen.column(1).cast("double", safe=False).to_numpy(),
        chosen.column(2).cast("double", safe=False).to_numpy(),
        colours_of(question, colour, ids),
    )
