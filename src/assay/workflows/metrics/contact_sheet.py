"""The contact sheet of a field: what its values look like, from the lowest to the highest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.model.level import Level
from assay.workflows.explore.field_page import Picked
from assay.workflows.explore.number_fields import NumberField, Values, narrowed, number_field, read_values
from assay.workflows.explore.search import Question
from assay.workflows.runs.column_bins import cut
from assay.workflows.runs.columns import Column


@dataclass(frozen=True, slots=True, eq=False)
class SheetBin:
    """A bin of about as many rows as the others: `low` <= value < `high`, the last one with its high end.

    query lists its `count` rows; `items` are some of them, rising, spread evenly over the bin.
    """

    low: float
    high: float
    count: int
    query: str
    items: Picked


def contact_sheet(question: Question, name: str, *, bins: int = 10, each: int = 6) -> list[SheetBin]:
    """At most `bins` quantile bins of the field `name` within the question, with `each` rows of every bin at most.

    Equal values are never parted, so that there may be fewer bins. Infinite values are in none.

    Raises
    ------
    QueryError : there is no such field, or it is not one number per row.
    """
    field = number_field(question, name)
    ids, values = _rising(question, name)
    if not len(values):
        return []
    found = cut(_column(field, question.level), [values], most=bins)
    assert found.edges is not None, "numbers are cut at edges"
    starts = np.concatenate(([0], np.searchsorted(values, found.edges[1:-1]), [len(values)])).tolist()
    sheet = []
    for at, (start, end) in enumerate(pairwise(starts)):  # the last of the bins, "unknown", has no place here
        chosen = _spread(start, end, each)
        query = narrowed(question, found.bins[at].condition)
        low, high = found.edges[at : at + 2].tolist()
        sheet.append(SheetBin(low, high, end - start, query, Picked(ids[chosen], values[chosen])))
    return sheet


def _rising(question: Question, name: str) -> tuple[Ids, Values]:
    """The finite values of the field, rising, and whose they are; equal values in order of id."""
    rows = read_values(question, ["id", name])
    rows = rows.filter(pc.is_valid(rows.column(1)))
    ids = rows.column(0).to_numpy()
    values = rows.column(1).cast("double", safe=False).to_numpy()
    order = np.lexsort((ids, values))
    order = order[np.isfinite(values[order])]
    return ids[order], values[order]


def _column(field: NumberField, level: Level) -> Column:
    none: Ids = np.empty(0, np.int64)
    return Column(field.name, field.title, field.unit, level, field.operand, None, None, None, none, np.empty(0))


def _spread(start: int, end: int, most: int) -> Ids:
    """At most so many places from `start` to `end`, evenly."""
    count = min(most, end - start)
    return start + ((np.arange(count) + 0.5) * (end - start) / max(count, 1)).astype(np.int64)
