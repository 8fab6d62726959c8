"""Metrics and how they stand, and the jobs that measure them."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.jobs.background import JobState
from assay.model.level import Level
from assay.server.replies.embeddings import Embedded
from assay.server.replies.fix_effect import FixEffect
from assay.server.replies.mislabels import FoundMislabels
from assay.workflows.metrics.metric_states import MetricState


class Metric(TypedDict):
    """A metric at one level: `why` it is stale or cannot be measured, `count` of the rows that have a value.

    `columns` are the fields it gives; `page` is its documentation, in Markdown; `own`: a person's own.
    """

    slug: str
    version: int
    title: str
    level: Level
    state: MetricState
    why: str
    columns: list[str]
    count: int
    own: bool
    page: str


class UnmeasuredItem(TypedDict):
    """An item that a metric could not measure, and why."""

    level: Level
    id: int
    metric: str
    reason: str


class SkippedMetric(TypedDict):
    """A metric that could not be measured at all, and why."""

    metric: str
    reason: str


class Measured(TypedDict):
    """What a run of metrics did: values measured now and values that stood, images decoded, what failed."""

    columns: int
    decoded: int
    measured: int
    reused: int
    failures: int
    failed: list[UnmeasuredItem]
    skipped: list[SkippedMetric]
    seconds: float
    revision: str


class Job(TypedDict):
    """Long work of the server: `done` of `total` steps of the `stage` it is in (null: nobody knows how many).

    `result` is what metrics gave, `embedded` what an embedder did, `effect` what fixes were worth,
    `mislabels` which labels are likely of another class.
    """

    id: int
    title: str
    stage: str
    done: int
    total: int | None
    state: JobState
    error: str | None
    result: Measured | None
    embedded: Embedded | None
    effect: FixEffect | None
    mislabels: FoundMislabels | None
