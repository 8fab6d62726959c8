"""Two runs side by side: numbers with paired intervals, labels fixed and broken, cells of the matrix (E16, F15)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Flags, Ids
from assay.errors import NotFound
from assay.evaluation.cells import count_cells, merge_duplicates
from assay.evaluation.confusion import ClassRates, class_rates
from assay.model.category import Category
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.query.nodes import Name, Not
from assay.query.show import show
from assay.query.within import within
from assay.statistics.resampling import paired_difference
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask
from assay.workflows.runs.counted import Counted, count_outcomes
from assay.workflows.runs.headline import TITLES, Draws, draw_numbers, drawn_precision
from assay.workflows.runs.matches import RunMatches, images_of, run_matches


@dataclass(frozen=True, slots=True)
class ComparedNumber:
    """A headline number of both runs, and the 95 % interval of b - a, by paired bootstrap over images."""

    name: str
    title: str
    a: float
    b: float
    low: float
    high: float

    @property
    def delta(self) -> float:
        """How much b is above a."""
        return self.b - self.a


@dataclass(frozen=True, slots=True, eq=False)
class ComparedRun:
    """One side: how many predictions count and how many are correct, the rates of each class, the matrix.

    counts : (k + 2, k + 1), see `evaluation.cells`.
    """

    run: Run
    predicted: int
    correct: int
    per_class: ClassRates
    counts: Ids


@dataclass(frozen=True, slots=True, eq=False)
class RunComparison:
    """Two runs at the same thresholds in the same images.

    fixed, broken : ids of labels that b found under their class and a did not; and the other way round. The queries
        list them as labels; None where a run is not evaluated at these thresholds, so that no query can tell.
    """

    classes: tuple[Category, ...]
    a: ComparedRun
    b: ComparedRun
    numbers: tuple[ComparedNumber, ...]
    fixed: Ids
    broken: Ids
    fixed_query: str | None
    broken_query: str | None

    @property
    def cells(self) -> Ids:
        """(k + 2, k + 1) cells of the matrix of b less those of a."""
        return self.b.counts - self.a.counts

    def arrow(self) -> pa.Table:
        """One row per number: `name`, `a`, `b`, `delta`, `low`, `high`."""
        names = ("name", "a", "b", "delta", "low", "high")
        return pa.table({name: [getattr(number, name) for number in self.numbers] for name in names})


def compare_runs(
    snapshot: Snapshot, run: Run, other: Run, *, config: EvaluationConfig | None = None, query: str = ""
) -> RunComparison:
    """Hold `other` (b) against `run` (a) at `config`'s thresholds, in the images of `query`.

    Raises
    ------
    NotFound : the runs are not of one dataset.
    QueryError : the query is wrong.
    """
    if run.dataset_id != other.dataset_id:
        raise NotFound(f"The runs {run.name!r} and {other.name!r} are of different datasets.", hint="Choose another.")
    thresholds, images = config or EvaluationConfig(), images_of(snapshot, run, query)
    a, b = (run_matches(snapshot, side, thresholds.shape) for side in (run, other))
    counted_a, counted_b = (count_outcomes(rows, thresholds, images=images) for rows in (a, b))
    found_a, found_b = _found(a, counted_a), _found(b, counted_b)
    is_told = all(_is_evaluated_at(snapshot, side, thresholds) for side in (run, other))
    base = ask(snapshot, query, dataset=run.dataset_id, run=run.id).checked.query

    def lists(loser: Run, winner: Run) -> str | None:
        correct = Name(("correct",), loser.name), Name(("correct",), winner.name)
        return show(within(base, Not(correct[0]), correct[1])) if is_told else None

    return RunComparison(
        a.classes,
        _side(a, counted_a),
        _side(b, counted_b),
        _numbers(snapshot, (run, other), thresholds, images, query),
        fixed=a.label.id[:-1][~found_a & found_b],
        broken=a.label.id[:-1][found_a & ~found_b],
        fixed_query=lists(run, other),
        broken_query=lists(other, run),
    )


def _found(rows: RunMatches, counted: Counted) -> Flags:
    """(n,) whether each label was found under its class; the labels of two runs of a dataset are the same rows."""
    found = np.zeros(rows.labels.num_rows, bool)
    found[counted.label] = counted.found
    return found


def _is_evaluated_at(snapshot: Snapshot, run: Run, config: EvaluationConfig) -> bool:
    stored = snapshot.evaluation(run.id)
    return stored is not None and stored.config == config


def _side(rows: RunMatches, counted: Counted) -> ComparedRun:
    counts = count_cells(rows.cells(counted.matches), classes=len(rows.classes))
    rates = class_rates(merge_duplicates(counts))
    return ComparedRun(rows.run, len(counted.prediction), counted.correct, rates, counts)


def _numbers(
    snapshot: Snapshot, runs: tuple[Run, Run], config: EvaluationConfig, images: Ids | None, query: str
) -> tuple[ComparedNumber, ...]:
    draws = Draws.of(snapshot, runs[0].dataset_id, images)
    a, b = (
        draw_numbers(snapshot, run, config, draws, precision=drawn_precision(snapshot, run, config.shape, query))
        for run in runs
    )
    difference = paired_difference(a.drawn, b.drawn)
    columns = (a.values, b.values, difference.low, difference.high)
    rows = zip(a.names, *(column.tolist() for column in columns), strict=True)
    return tuple(ComparedNumber(name, TITLES[name], *numbers) for name, *numbers in rows)
