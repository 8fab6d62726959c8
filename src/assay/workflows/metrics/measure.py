"""Measure: run metrics over the rows of a dataset, each picture decoded once, and publish the columns as one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter

from assay.arrays import Ids
from assay.jobs.progress import Progress, quiet
from assay.metrics.plan import Step, plan
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.metric import MetricColumn
from assay.model.run import Run
from assay.schema.fields import LEVEL_TABLES
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.metrics.measure_pictures import PictureCount, PicturePass
from assay.workflows.metrics.measure_rows import measure_rows
from assay.workflows.metrics.measured import SHOWN_FAILURES, Failure, Measured
from assay.workflows.metrics.metric_states import Freshness, chosen_metrics, evaluation_of, run_of, vectors_version
from assay.workflows.metrics.metric_view import present_needs, read_view
from assay.workflows.metrics.own_metrics import Known, known_metrics

NOTHING: Mapping[str, Mapping[str, object]] = {}


@dataclass(frozen=True, slots=True)
class MeasureReport:
    """What a run of metrics did.

    columns : (level, name) of the columns that now hold. decoded : how many images were read and decoded.
    measured, reused : values (item times metric) computed now, and values that stood or were found in the cache.
    failed : the first items that could not be measured, and why; `failures` counts all of them.
    skipped : metrics that could not be measured at all, and why.
    """

    dataset: str
    run: str | None
    columns: tuple[tuple[Level, str], ...] = ()
    decoded: int = 0
    measured: int = 0
    reused: int = 0
    failures: int = 0
    failed: tuple[Failure, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def measure(
    store: Store,
    *,
    dataset: str | int | None = None,
    run: str | int | None = None,
    metrics: Sequence[str] | None = None,
    levels: Collection[Level] | None = None,
    parameters: Mapping[str, Mapping[str, object]] = NOTHING,
    afresh: Collection[str] = (),
    progress: Progress = quiet,
) -> MeasureReport:
    """Measure `metrics` (slugs; None: all that can be) over `dataset`, with the predictions of `run` (the newest).

    Values that still hold are not computed again, and no image whose values are known is decoded. A run that is
    killed or cancelled keeps what it has measured of images, and the next one goes on there. An item that fails
    has its reason in the column `unmeasured` and stops nothing. Metrics named in `afresh` are computed whatever holds,
    and from nothing that stands.

    Raises
    ------
    NotFound : there is no such dataset, run, metric or parameter.
    ProjectBusy : another process kept writing for too long; what was measured of images is kept.
    """
    started = perf_counter()
    known, snapshot = known_metrics(store), store.snapshot()
    target = snapshot.dataset(dataset)
    chosen = run_of(snapshot, target, run)
    steps = plan(chosen_metrics(known.metrics, known.refused, metrics), levels=levels, parameters=parameters)
    present = present_needs(snapshot, target, chosen)
    refused = {step.metric.slug: why for step in steps if (why := step.why_not(present[step.level]))}
    fresh = Freshness(snapshot, target)
    able = [step for step in steps if not step.why_not(present[step.level])]
    possible = {step.metric.slug for step in able}
    pass_ = Pass(store, snapshot, known, target, chosen, afresh=afresh)
    rows = [step for step in able if not step.is_of_pixels and step.metric.slug not in afresh]
    holding = [step for step in rows if _holds(step, fresh, chosen)]
    report = pass_.run([step for step in able if step not in holding], fresh=fresh, progress=progress)
    own = known.refused if metrics is None else {}
    return MeasureReport(
        target.name,
        chosen.name if chosen else None,
        tuple(
            (step.level, output.name)
            for step in able
            for output in step.stored
            if step.metric.slug not in report.skipped
        ),
        report.decoded,
        report.measured,
        report.reused + sum(pass_.count(step.level) for step in holding),
        report.failures,
        report.failed,
        {**{slug: why for slug, why in refused.items() if slug not in possible}, **report.skipped, **own},
        perf_counter() - started,
    )


class Pass:
    """One pass over a dataset, or over some of its images, as a snapshot has it."""

    def __init__(
        self,
        store: Store,
        snapshot: Snapshot,
        known: Known,
        dataset: Dataset,
        run: Run | None,
        *,
        images: Ids | None = None,
        afresh: Collection[str] = (),
    ) -> None:
        self._store, self._snapshot, self._known = store, snapshot, known
        self._dataset, self._run, self._images, self._afresh = dataset, run, images, frozenset(afresh)

    def run(self, steps: Sequence[Step], *, fresh: Freshness, progress: Progress) -> MeasureReport:
        """Measure these steps and publish their values."""
        going_on = [step for step in steps if self._goes_on(step, fresh)]
        view = read_view(
            self._snapshot,
            self._dataset,
            self._run,
            reads={name for step in steps for name in step.metric.reads}
            | {output.name for step in going_on for output in step.stored},
            images=self._images,
            standing=frozenset((step.level, step.metric.slug) for step in going_on),
        )
        measured = Measured(view)
        pictures = PicturePass(
            view,
            [step for step in steps if step.is_of_pixels],
            roots=self._snapshot.roots(),
            folder=self._store.path / "cache" / "measured",
            files=tuple(self._known.files),
        )
        counted = pictures.run(progress, measured)
        rows = [step for step in steps if not step.is_of_pixels]
        refused = measure_rows(view, rows, progress, measured)
        done = [step for step in steps if step.metric.slug not in refused]
        if counted.measured or any(self._is_due(step, fresh) for step in done):
            progress.stage("Writing the columns")
            self._publish(measured, list(self._columns(done)))
        return self._report(measured, counted, [step for step in rows if step in done], refused)

    def count(self, level: Level) -> int:
        """How many rows the level has."""
        whose = (
            {"run_id": self._run.id} if level is Level.PREDICTION and self._run else {"dataset_id": self._dataset.id}
        )
        return self._snapshot.count(LEVEL_TABLES[level].name, where=whose)

    def _goes_on(self, step: Step, fresh: Freshness) -> bool:
        return step.metric.slug not in self._afresh and fresh.can_go_on(step, self._run)

    def _is_due(self, step: Step, fresh: Freshness) -> bool:
        return step.metric.slug in self._afresh or not _holds(step, fresh, self._run)

    def _publish(self, measured: Measured, columns: Sequence[MetricColumn]) -> None:
        with self._store.writer() as writer:
            writer.put_metric_columns(columns)
            for level, values in measured.tables():
                writer.fill(LEVEL_TABLES[level].name, values)

    def _columns(self, steps: Sequence[Step]) -> Iterator[MetricColumn]:
        as_of = self._snapshot.tip
        for step in steps:
            run_id = self._run.id if self._run and step.reads_run else None
            for output in step.stored:
                yield MetricColumn(
                    dataset_id=self._dataset.id,
                    level=step.level,
                    name=output.name,
                    metric=step.metric.slug,
                    version=step.metric.version,
                    title=output.title or step.metric.title,
                    meaning=output.meaning or step.metric.page.partition("\n")[0],
                    type=output.type,
                    unit=output.unit,
                    parameters=step.parameters,
                    low=output.low,
                    high=output.high,
                    bad=output.bad,
                    missing=step.metric.missing,
                    is_own=step.metric.is_own,
                    run_id=run_id,
                    as_of=as_of,
                    evaluation_id=evaluation_of(self._snapshot, step, run_id),
                    vectors=vectors_version(self._snapshot, step, self._dataset.id),
                )

    def _report(
        self, measured: Measured, counted: PictureCount, rows: Sequence[Step], refused: Mapping[str, str]
    ) -> MeasureReport:
        failures = measured.failures()
        shown = tuple(islice(failures, SHOWN_FAILURES))
        return MeasureReport(
            self._dataset.name,
            self._run.name if self._run else None,
            decoded=counted.decoded,
            measured=counted.measured + sum(measured.count(step.level) for step in rows),
            reused=counted.reused,
            failures=len(shown) + sum(1 for _ in failures),
            failed=shown,
            skipped=refused,
        )


def _holds(step: Step, fresh: Freshness, run: Run | None) -> bool:
    return fresh.is_measured(step) and fresh.why_stale(step, run) is None
