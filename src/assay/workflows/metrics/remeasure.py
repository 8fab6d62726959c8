"""Bring values up to date after edits: those that lean on what was edited, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.jobs.progress import Progress, quiet
from assay.metrics.plan import Step, plan
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.metrics.measure import MeasureReport, Pass
from assay.workflows.metrics.metric_states import (
    Freshness,
    leans_on_labels,
    leans_on_the_set,
    run_of,
    standing_parameters,
)
from assay.workflows.metrics.metric_view import present_needs
from assay.workflows.metrics.own_metrics import known_metrics

SMALL_SET = 20_000
"""Up to so many labels and predictions, metrics that lean on the whole set are measured anew at once as well."""

FEW_IMAGES = 2_000
"""An edit of more images leaves its values stale: the next run brings them up to date."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Steps whose values are as of one entry of the journal, of one run. `whole`: they lean on the whole set."""

    since: int
    run_id: int | None
    whole: bool


def remeasure(store: Store, *, progress: Progress = quiet) -> list[MeasureReport]:
    """Measure anew what edits since the last run made stale, in every dataset; what each pass did.

    Of row metrics the touched images and their objects are measured, of crops those whose box was moved or added.
    Metrics that lean on the whole set are measured anew where the set is small, and left stale where it is not.
    """
    reports = []
    for dataset in store.snapshot().datasets():
        for group in _groups(store, store.snapshot(), dataset):
            report = _remeasure(store, dataset, group, progress)
            if report is not None:
                reports.append(report)
    return reports


def _groups(store: Store, snapshot: Snapshot, dataset: Dataset) -> list[_Group]:
    """The groups of steps whose dependencies were edited, in the order in which they are to be measured."""
    fresh, newest = Freshness(snapshot, dataset), snapshot.tip
    if not any(column.as_of < newest and fresh.touched(column.as_of) for column in fresh.columns.values()):
        return []
    found = {group: None for step, group in _standing(store, fresh) if leans_on_labels(step) and group.since < newest}
    return sorted(found, key=lambda group: (group.whole, group.run_id or -1, group.since))


def _remeasure(store: Store, dataset: Dataset, group: _Group, progress: Progress) -> MeasureReport | None:
    # The group before was published by now, and its values may be read here; or someone made an edit.
    snapshot = store.snapshot()
    fresh = Freshness(snapshot, dataset)
    touched = fresh.touched(group.since)
    run = run_of(snapshot, dataset, group.run_id) if group.run_id is not None else None
    present = present_needs(snapshot, dataset, run)
    steps = [
        step
        for step, its in _standing(store, fresh)
        if its == group and leans_on_labels(step) and not step.why_not(present[step.level])
    ]
    if not steps or not touched or len(touched) > FEW_IMAGES:
        return None
    known = known_metrics(store)
    if group.whole:
        every = Pass(store, snapshot, known, dataset, run)
        is_small = every.count(Level.ANNOTATION) + every.count(Level.PREDICTION) <= SMALL_SET
        return every.run(steps, fresh=fresh, progress=progress) if is_small else None
    images = np.array(sorted(touched), dtype=np.int64)
    return Pass(store, snapshot, known, dataset, run, images=images).run(steps, fresh=fresh, progress=progress)


def _standing(store: Store, fresh: Freshness) -> Sequence[tuple[Step, _Group]]:
    """The steps that have values of the metric's present version and evaluation, in order, and the group of each."""
    known = known_metrics(store).metrics
    measured = [known[slug] for slug in {column.metric for column in fresh.columns.values()} if slug in known]
    found = []
    for step in plan(measured, parameters=standing_parameters(fresh, known)):
        column = fresh.columns.get((step.level, step.stored[0].name))
        identity = (step.metric.slug, step.metric.version)
        # Of another evaluation every value is stale, not those of the touched images alone.
        if column and (column.metric, column.version) == identity and fresh.is_of_evaluation(step, column):
            found.append((step, _Group(column.as_of, column.run_id, leans_on_the_set(step))))
    return found
