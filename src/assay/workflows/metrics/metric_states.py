"""How each metric stands in a dataset: measured, stale, not measured, or why it cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from assay.errors import NotFound
from assay.metrics.metric import Metric, Need
from assay.metrics.plan import Step, plan
from assay.model.change import ChangeKind
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.metric import MetricColumn
from assay.model.run import Run
from assay.schema.fields import LEVEL_TABLES
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.metrics.measured import UNMEASURED
from assay.workflows.metrics.metric_view import present_needs
from assay.workflows.metrics.own_metrics import known_metrics


class MetricState(StrEnum):
    """How a metric stands at one level.

    FIELD  every query computes it by itself.  STALE  rows were added or edited since, or the metric is of another
    version now.
    """

    MEASURED = "measured"
    FIELD = "field"
    STALE = "stale"
    NOT_MEASURED = "not measured"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class MetricStanding:
    """One metric at one level: how many rows have a value, and why it is stale, cannot be measured or has none.

    `columns` are the names of its columns, `page` its documentation.
    """

    slug: str
    version: int
    title: str
    level: Level
    state: MetricState
    why: str
    columns: tuple[str, ...]
    count: int
    is_own: bool
    page: str


class Freshness:
    """Which stored values still hold, as of a snapshot."""

    def __init__(self, snapshot: Snapshot, dataset: Dataset) -> None:
        self._snapshot, self._dataset = snapshot, dataset
        self.columns: Mapping[tuple[Level, str], MetricColumn] = {
            (column.level, column.name): column for column in snapshot.metric_columns(dataset.id)
        }
        self._tip = snapshot.tip
        self._images: set[int] | None = None
        self._touched: dict[int, set[int]] = {}
        self._has_new: dict[Level, bool] = {}
        self._imports: dict[int, bool] = {}

    def why_stale(self, step: Step, run: Run | None) -> str | None:
        """Why values of this step do not hold, though there are some; None where they hold, or where there are none."""
        stored = [self.columns.get((step.level, output.name)) for output in step.stored]
        for column in stored:
            if column is None or column.metric != step.metric.slug:
                return "A column of it was not measured yet." if any(stored) else None
            if column.version != step.metric.version:
                return "The metric is of another version now."
            if column.parameters != step.parameters:
                return "It was measured with other parameters."
            if step.reads_run and column.run_id != (run.id if run else None):
                return "It was measured with another run."
            if not self.is_of_evaluation(step, column):
                return "The run was evaluated anew since."
            if column.vectors != vectors_version(self._snapshot, step, self._dataset.id):
                return "The embedding is another now."
        first = stored[0]
        return None if first is None else self._why_changed(step, first)

    def is_of_evaluation(self, step: Step, column: MetricColumn) -> bool:
        """Whether the matches that were read, where a step reads any, are those of the run's present evaluation."""
        return column.evaluation_id == evaluation_of(self._snapshot, step, column.run_id)

    def can_go_on(self, step: Step, run: Run | None) -> bool:
        """Whether a metric that goes on from its own values may: they are of its version, parameters, run and space."""
        if not step.metric.goes_on:
            return False
        wanted = (step.metric.slug, step.metric.version, step.parameters, run.id if run and step.reads_run else None)
        space = _space(vectors_version(self._snapshot, step, self._dataset.id))
        stored = [self.columns.get((step.level, output.name)) for output in step.stored]
        return all(
            column is not None
            and (column.metric, column.version, column.parameters, column.run_id) == wanted
            and _space(column.vectors) == space != ""
            for column in stored
        )

    def is_measured(self, step: Step) -> bool:
        """Whether there are values of the metric, of whatever version."""
        column = self.columns.get((step.level, step.stored[0].name))
        return column is not None and column.metric == step.metric.slug

    def touched(self, since: int) -> set[int]:
        """Images of the dataset that were edited, or imported anew, after an entry of the journal."""
        if since not in self._touched:
            self._touched[since] = self._snapshot.touched_since(since) & self._all_images()
        return self._touched[since]

    def _why_changed(self, step: Step, column: MetricColumn) -> str | None:
        if self._new_rows(step.level) and self._imported(since=column.as_of):
            return "Rows were imported since."
        if leans_on_labels(step) and self._tip > column.as_of and self.touched(column.as_of):
            return "Labels were edited since."
        return None

    def _new_rows(self, level: Level) -> bool:
        """Whether there are rows that nobody has measured: every column is NULL, and no reason is given."""
        if level not in self._has_new:
            names = [*(name for of, name in self.columns if of is level), UNMEASURED]
            nowhere = " and ".join(f'"{name}" is null' for name in names)
            table = LEVEL_TABLES[level].name
            text = f"select count(*) as rows from {table} where dataset_id = $dataset and {nowhere}"  # noqa: S608
            counted = self._snapshot.query(Statement(text, {"dataset": self._dataset.id})).to_pylist()[0]["rows"]
            self._has_new[level] = counted > 0
        return self._has_new[level]

    def _imported(self, *, since: int) -> bool:
        """Whether there was an import after an entry of the journal: without one, NULL is what was measured."""
        if since not in self._imports:
            entries = self._snapshot.changes(limit=self._tip - since) if self._tip > since else []
            self._imports[since] = any(entry.id > since and entry.kind is ChangeKind.IMPORT for entry in entries)
        return self._imports[since]

    def _all_images(self) -> set[int]:
        if self._images is None:
            rows = self._snapshot.rows("images", columns=("id",), where={"dataset_id": self._dataset.id})
            self._images = set(rows.column("id").to_pylist())
        return self._images


def leans_on_labels(step: Step) -> bool:
    """Whether an edit of labels may change its values."""
    return not step.is_of_pixels or step.level is Level.ANNOTATION


def leans_on_the_set(step: Step) -> bool:
    """Whether an edit of one image may change the values of others."""
    return not step.is_of_pixels and (step.metric.whole_set or Need.TRACKS in step.metric.needs)


def chosen_metrics(
    known: Mapping[str, Metric], refused: Mapping[str, str], slugs: Sequence[str] | None
) -> list[Metric]:
    """The metrics of these slugs, or all.

    Raises
    ------
    NotFound : there is none of that name, or it may not be run; the hint says which there are.
    """
    for slug in slugs or ():
        if slug not in known:
            told = (
                f"The metric {slug!r} was not run. {refused[slug]}"
                if slug in refused
                else f"There is no metric {slug!r}."
            )
            raise NotFound(told, hint=f"There are: {', '.join(known)}.")
    return [known[slug] for slug in (slugs if slugs is not None else known)]


def run_of(snapshot: Snapshot, dataset: Dataset, run: str | int | None) -> Run | None:
    """The run asked for, else the newest, else none; raise `NotFound` when there is none of that name."""
    return snapshot.run(dataset.id, run) if run is not None or snapshot.runs(dataset.id) else None


def evaluation_of(snapshot: Snapshot, step: Step, run_id: int | None) -> int | None:
    """The evaluation of a run whose matches a step reads, an id that is new each time; None where it reads none."""
    found = snapshot.evaluation(run_id) if step.reads_matches and run_id is not None else None
    return found.id if found else None


def vectors_version(snapshot: Snapshot, step: Step, dataset_id: int) -> str | None:
    """The embedding that a step reads, and its version; None where it reads none.

    For a metric that goes on from its own values also what the vectors can be compared with: their space.
    """
    found = snapshot.embedding(dataset_id, step.level) if step.reads_vectors else None
    if found is None:
        return None
    version = snapshot.vectors_version(found)
    if not step.metric.goes_on:
        return version
    return f"{version} {sha256(repr(found.space).encode()).hexdigest()[:16]}"


def _space(vectors: str | None) -> str:
    return (vectors or "").partition(" ")[2]


def standing_parameters(fresh: Freshness, known: Mapping[str, Metric]) -> dict[str, dict[str, object]]:
    """The parameters that each metric was last measured with, as far as it still has them."""
    found: dict[str, dict[str, object]] = {}
    for column in fresh.columns.values():
        if column.metric in known:
            named = json.loads(column.parameters)
            found[column.metric] = {
                key: value for key, value in named.items() if key in known[column.metric].parameters
            }
    return found


def list_metrics(
    store: Store, *, dataset: str | int | None = None, run: str | int | None = None
) -> tuple[MetricStanding, ...]:
    """Every metric that there is, at each of its levels, and how it stands in `dataset` with `run`.

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    known, snapshot = known_metrics(store), store.snapshot()
    target = snapshot.dataset(dataset)
    chosen = run_of(snapshot, target, run)
    fresh, present = Freshness(snapshot, target), present_needs(snapshot, target, chosen)
    counts = _counts(snapshot, target, chosen)
    found = [
        _standing(step, fresh, chosen, present=present, counts=counts)
        for step in plan(known.metrics.values(), parameters=standing_parameters(fresh, known.metrics))
    ]
    order = {slug: at for at, slug in enumerate(known.metrics)}
    fields = [_field(metric, level) for metric in known.metrics.values() for level in _field_levels(metric)]
    found = sorted([*found, *fields], key=lambda one: (order[one.slug], list(Level).index(one.level)))
    return (*found, *(_refused(name, why) for name, why in known.refused.items()))


def _standing(
    step: Step,
    fresh: Freshness,
    run: Run | None,
    *,
    present: Mapping[Level, frozenset[Need]],
    counts: Mapping[tuple[Level, str], int],
) -> MetricStanding:
    why = step.why_not(present[step.level])
    state = MetricState.CANNOT if why else MetricState.NOT_MEASURED
    if fresh.is_measured(step):
        stale = fresh.why_stale(step, run)
        state, why = (MetricState.STALE, stale) if stale else (MetricState.MEASURED, None)
    columns = tuple(output.name for output in step.stored)
    metric, count = step.metric, 0
    if fresh.is_measured(step):
        count = counts.get((step.level, columns[0]), 0)
        why = why or (metric.missing if count == 0 else None)
    return MetricStanding(
        metric.slug,
        metric.version,
        metric.title,
        step.level,
        state,
        why or "",
        columns,
        count,
        metric.is_own,
        metric.page,
    )


def _field_levels(metric: Metric) -> list[Level]:
    return [level for level in Level if level in metric.levels and not plan([metric], levels=[level])]


def _field(metric: Metric, level: Level) -> MetricStanding:
    names = tuple(output.name for output in metric.outputs)
    told = "Every query computes it."
    return MetricStanding(
        metric.slug, metric.version, metric.title, level, MetricState.FIELD, told, names, 0, metric.is_own, metric.page
    )


def _refused(name: str, why: str) -> MetricStanding:
    return MetricStanding(name, 0, name, Level.IMAGE, MetricState.CANNOT, why, (), 0, is_own=True, page="")


def _counts(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> dict[tuple[Level, str], int]:
    """How many rows have a value, by level and column; kept in memory while the tables stand."""
    return snapshot.derived(
        "metric counts",
        (dataset.id, run.id if run else None, snapshot.key),
        [LEVEL_TABLES[level].name for level in (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)],
        lambda: _count(snapshot, dataset, run),
    )


def _count(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> dict[tuple[Level, str], int]:
    found: dict[tuple[Level, str], int] = {}
    for level in (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION):
        names = [column.name for column in snapshot.metric_columns(dataset.id) if column.level is level]
        if not names or (level is Level.PREDICTION and run is None):
            continue
        whose, value = ("run_id", run.id) if level is Level.PREDICTION and run else ("dataset_id", dataset.id)
        counted = ", ".join(f'count("{name}") as n{at}' for at, name in enumerate(names))
        text = f"select {counted} from {LEVEL_TABLES[level].name} where {whose} = $whose"  # noqa: S608 - our own names
        row = snapshot.query(Statement(text, {"whose": value})).to_pylist()[0]
        found |= {(level, name): row[f"n{at}"] for at, name in enumerate(names)}
    return found
