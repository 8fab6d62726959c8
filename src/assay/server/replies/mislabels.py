"""Mislabels as replies: who can tell of them, and what was told."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.mislabel_source import MislabelSource
from assay.workflows.metrics.metric_states import MetricState


class MislabelSourceState(TypedDict):
    """One that could tell the classes of labels; `missing` says what it lacks, "" where it is ready."""

    source: MislabelSource
    missing: str


class ToldMislabels(TypedDict):
    """What was told: `flagged` of `labels`, `coarsely` of them of another coarse class (null: there are none).

    `run`, whose class probabilities were heard, and whether `look_alikes` or `given` ones were.
    """

    state: MetricState
    labels: int
    flagged: int
    coarsely: int | None
    run: str | None
    look_alikes: bool
    given: bool


class Mislabels(TypedDict):
    """Who could tell of mislabels, the run that would be heard, and what was told; null where nothing was."""

    sources: list[MislabelSourceState]
    run: str | None
    told: ToldMislabels | None


class GivenRow(TypedDict):
    """What is wrong with a row of a file that was given; `skipped`: it was left out."""

    place: str
    code: str
    message: str
    skipped: bool


class GivenChances(TypedDict):
    """Class probabilities that were given: of `rows`, `taken` speak of a label; found by `named_by`."""

    key: str
    rows: int
    taken: int
    labels: int
    named_by: str
    problems: list[GivenRow]
    problem_counts: dict[str, int]


class GivenCoarse(TypedDict):
    """Coarse classes that were given: class -> coarse class, and the classes `without` one."""

    key: str
    groups: dict[str, str]
    without: list[str]
    problems: list[GivenRow]


class FoundMislabels(TypedDict):
    """What a job told: `flagged` of `labels` of which something is known; nothing is known of `unknown`."""

    labels: int
    unknown: int
    flagged: int
    coarsely: int | None
    seconds: float
