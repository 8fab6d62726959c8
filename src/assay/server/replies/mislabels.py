"""Mislabels as replies: who can tell of them, and what was told."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.mislabel_source import MislabelSource
from assay.workflows.metric_states import MetricState


class MislabelSourceState(TypedDict):
    """One that could tell the classes of labels; `missing` says what it lacks, "" where it is ready."""

    source: MislabelSource
    missing: str


class ToldMislabels(TypedDict):
    """What was told: `flagged` of `labels`, `coarsely` of them of another coarse class (null: there are none).

    `run`, whose class probabilities were heard, and whether `look_alikes` were.
    """

    state: MetricState
    labels: int
    flagged: int
    coarsely: int | None
    run: str | None
    look_alikes: bool


class Mislabels(TypedDict):
    """Who could tell of mislabels, the run that would be heard, and what was told; null where nothing was."""

    sources: list[MislabelSourceState]
    run: str | None
    told: ToldMislabels | None


class FoundMislabels(TypedDict):
    """What a job told: `flagged` of `labels` of which something is known; nothing is known of `unknown`."""

    labels: int
    unknown: int
    flagged: int
    coarsely: int | None
    seconds: float
