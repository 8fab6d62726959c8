"""`project.metrics`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path

from assay.jobs.progress import Progress, quiet
from assay.metrics.own import OwnMetric
from assay.model.level import Level
from assay.sdk.session import Session
from assay.workflows.issues.mislabels import mislabel_standing
from assay.workflows.metrics.measure import MeasureReport, measure
from assay.workflows.metrics.metric_states import MetricStanding, list_metrics
from assay.workflows.metrics.own_metrics import add_metric, remove_metric, trust_metric


class Metrics:
    """Numbers of images, labels and predictions, which queries then sort and filter by.

    >>> project = assay.open("my.assay")
    >>> report = project.metrics.run(["brightness"])
    >>> report.decoded, report.measured
    (3, 6)
    >>> project.images.search(sort="brightness", limit=1).table.column("file_name").to_pylist()
    ['one.png']
    >>> project.metrics.run(["brightness"]).decoded  # nothing is measured twice
    0
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(
        self,
        metrics: Sequence[str] | None = None,
        *,
        levels: Iterable[str | Level] | None = None,
        run: str | None = None,
        parameters: Mapping[str, Mapping[str, object]] | None = None,
        progress: Progress = quiet,
    ) -> MeasureReport:
        """Measure metrics by slug (all that can be, when None) with the predictions of `run` (the newest when None).

        `levels` narrows what is measured; `parameters` are given by slug and name. An item that fails has its reason
        in the report, and in the column `unmeasured`; it stops nothing.

        Raises
        ------
        NotFound : there is no such metric, run or parameter.
        """
        session = self._session
        return measure(
            session.store,
            dataset=session.dataset,
            run=run,
            metrics=metrics,
            levels=None if levels is None else [Level(level) for level in levels],
            parameters=parameters or {},
            progress=progress,
        )

    def list(self, *, run: str | None = None) -> tuple[MetricStanding, ...]:
        """Every metric at each of its levels: measured, stale, not measured, or why it cannot be.

        >>> standing = next(one for one in assay.open("my.assay").metrics.list() if one.slug == "brightness")
        >>> standing.title, standing.level.value, standing.state.value
        ('Brightness', 'image', 'not measured')
        """
        store, dataset = self._session.store, self._session.dataset
        told = mislabel_standing(store, dataset=dataset)
        return (*list_metrics(store, dataset=dataset, run=run), *([told] if told else ()))

    def add(self, metric: OwnMetric | str | PathLike[str]) -> tuple[str, ...]:
        """Keep a metric of your own in the project: a function with `@assay.metric`, or a Python file of them.

        The source lies in the project's folder `metrics`, and is trusted by you: see `trust`. Returns the slugs.

        Raises
        ------
        MetricInvalid : it is not what a metric must be, or its name is taken.
        """
        source = metric if isinstance(metric, OwnMetric) else Path(metric)
        return tuple(added.slug for added in add_metric(self._session.store, source))

    def trust(self, name: str) -> tuple[str, ...]:
        """Let a metric file of the project be run that somebody else added. Read it first: it is a program.

        Raises
        ------
        NotFound : the project has no such file.
        """
        return tuple(metric.slug for metric in trust_metric(self._session.store, name))

    def remove(self, name: str) -> tuple[str, ...]:
        """Take an own metric out of the project, with its columns, whose names it returns.

        Raises
        ------
        NotFound : the project has no metric of its own of that name.
        """
        return remove_metric(self._session.store, name)
