"""Where a run is weakest: slices of the data found without being asked for (F20)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Flags, Ids
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.query.nodes import Node
from assay.query.show import show
from assay.query.within import within
from assay.statistics.intervals import wilson
from assay.statistics.slices import Slice
from assay.statistics.slices import weak_slices as search
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import catalog_of
from assay.workflows.explore.search import ask
from assay.workflows.runs.breakdown import what_counts
from assay.workflows.runs.column_bins import ColumnBins, cut
from assay.workflows.runs.columns import Column, read_column
from assay.workflows.runs.counted import Counted, count_outcomes
from assay.workflows.runs.importance import fields_worth_asking
from assay.workflows.runs.matches import images_of, run_matches

_BINS = 5
_NO_CAUSE = {"score"}  # that less confident predictions are wrong more often is what confidence means


@dataclass(frozen=True, slots=True)
class WeakSlice:
    """Labels (`level` ANNOTATION) that the run fails to find, or predictions (PREDICTION) that are wrong.

    query : the text that lists all objects of the slice. conditions : each field with its range or value, in words.
    count : objects. wrong : errors among them. rate, low, high : share of errors with its Wilson interval of 95 %.
    elsewhere : share of errors outside. excess : errors more than it would have if it were as good as the rest.
    p_value : how often chance alone finds as weak a slice, of all that were looked at.
    """

    level: Level
    query: str
    conditions: tuple[str, ...]
    count: int
    wrong: int
    rate: float
    low: float
    high: float
    elsewhere: float
    excess: float
    p_value: float


class WeakSlices(list[WeakSlice]):
    """Slices, the costliest first."""

    def arrow(self) -> pa.Table:
        """One row per slice."""
        names = ("level", "query", "count", "wrong", "rate", "low", "high", "elsewhere", "excess", "p_value")
        return pa.table({name: [getattr(found, name) for found in self] for name in names})


def weak_slices(
    snapshot: Snapshot,
    run: Run,
    *,
    config: EvaluationConfig | None = None,
    query: str = "",
    minimum: int = 20,
    most: int = 20,
) -> WeakSlices:
    """The slices that cost `run` the most errors at `config`'s thresholds, greatest first.

    All fields of images, labels and predictions are looked at that `column_importance` looks at, numbers in five
    quantile bins, alone and two at a time. `minimum` : objects that a slice must have.

    Raises
    ------
    QueryError : the query is wrong.
    """
    thresholds = config or EvaluationConfig()
    rows = run_matches(snapshot, run, thresholds.shape)
    counted = count_outcomes(rows, thresholds, images=images_of(snapshot, run, query))
    base = ask(snapshot, query, dataset=run.dataset_id, run=run.id).checked.query
    names = [name for name in fields_worth_asking(catalog_of(snapshot, run.dataset_id)) if name not in _NO_CAUSE]
    columns = [read_column(snapshot, rows, name) for name in names]
    told: list[WeakSlice] = []
    for level in (Level.ANNOTATION, Level.PREDICTION):
        wrong = ~counted.found if level is Level.ANNOTATION else ~counted.right
        parts = _parts(columns, counted, level)
        also = what_counts(rows, level, thresholds)
        for found in search([codes for _, _, codes in parts], wrong, minimum=minimum, most=most):
            chosen = [(parts[at][0], parts[at][1].bins[bin]) for at, bin in zip(found.columns, found.bins, strict=True)]
            conditions: list[Node] = [bin.condition for _, bin in chosen]
            words = tuple(f"{column.title}: {bin.label}" for column, bin in chosen)
            told.append(_told(found, wrong, level, show(within(base, *also, *conditions)), words))
    return WeakSlices(sorted(told, key=lambda found: -found.excess)[:most])


def _parts(columns: list[Column], counted: Counted, level: Level) -> list[tuple[Column, ColumnBins, Ids]]:
    """The columns that the objects of `level` have and that vary among them, cut into bins; the bin of each object."""
    parts = []
    for column in columns:
        values = column.labels if level is Level.ANNOTATION else column.predictions
        if values is None:
            continue
        own = values[counted.label if level is Level.ANNOTATION else counted.prediction]
        bins = cut(column, (own,), most=_BINS)
        codes = bins.place(own)
        if len(np.unique(codes)) > 1:
            parts.append((column, bins, codes))
    return parts


def _told(found: Slice, wrong: Flags, level: Level, query: str, conditions: tuple[str, ...]) -> WeakSlice:
    low, high = wilson(found.wrong, found.count)
    return WeakSlice(
        level,
        query,
        conditions,
        count=found.count,
        wrong=found.wrong,
        rate=found.wrong / found.count,
        low=float(low),
        high=float(high),
        elsewhere=(int(wrong.sum()) - found.wrong) / (len(wrong) - found.count),
        excess=found.excess,
        p_value=found.p_value,
    )
