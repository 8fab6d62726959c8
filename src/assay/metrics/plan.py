"""What is to be measured, in which order, and what cannot be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assay.errors import NotFound
from assay.metrics.metric import Metric, Need, Output
from assay.model.level import Level
from assay.schema.fields import CORE_FIELDS

LACKING: Mapping[Need, str] = {
    Need.LABELS: "The dataset has no labels.",
    Need.RUN: "There is no run of predictions. Import one with `assay import-predictions`.",
    Need.SECOND_RUN: "There is no second run to compare with. Import one with `assay import-predictions`.",
    Need.PROBABILITIES: "The run's predictions have no class vectors.",
    Need.MATCHES: "The run was not evaluated. Do so with `assay evaluate`.",
    Need.TRACKS: "No label has a track id.",
    Need.MASKS: "No label is a polygon or a mask.",
    Need.KEYPOINTS: "No label has keypoints.",
    Need.EMBEDDINGS: "There is no embedding. Make one with `assay embed`.",
    Need.PIXELS: "The run says nothing of pixels. Tell where its files are with `assay import-pixels`.",
}
"""Why a metric cannot be measured, by what it lacks."""

LACKING_PREDICTIONS: Mapping[Need, str] = {
    Need.MASKS: "No prediction of the run is a polygon or a mask.",
    Need.KEYPOINTS: "No prediction of the run has keypoints.",
    Need.EMBEDDINGS: "Predictions have no embedding. Make one with `assay embed --level prediction`.",
}
"""The same of predictions, where that is what it measures."""

_OF_LEVEL = {Level.ANNOTATION: Need.LABELS, Level.PREDICTION: Need.RUN}


@dataclass(frozen=True, slots=True)
class Step:
    """One metric at one level, with its parameters. `stored` are the outputs that become columns."""

    metric: Metric
    level: Level
    parameters: str

    @property
    def stored(self) -> tuple[Output, ...]:
        """The outputs that are no fields of the level already."""
        return stored_outputs(self.metric, self.level)

    @property
    def key(self) -> str:
        """By what values are known in the cache: metric, version and parameters."""
        return f"{self.metric.name}{self.parameters}"

    @property
    def bound(self) -> Metric:
        """The metric with its parameters given."""
        named = json.loads(self.parameters)
        if named == dict(self.metric.parameters):
            return self.metric
        if self.metric.measure_picture is not None:
            return replace(self.metric, measure_picture=partial(self.metric.measure_picture, **named))
        return self.metric

    @property
    def is_of_pixels(self) -> bool:
        """Whether it looks at pictures."""
        return self.metric.measure_picture is not None

    @property
    def reads_run(self) -> bool:
        """Whether its values are of one run."""
        reads = self.metric.needs & {Need.RUN, Need.PROBABILITIES, Need.MATCHES, Need.PIXELS}
        return self.level is Level.PREDICTION or bool(reads)

    @property
    def reads_matches(self) -> bool:
        """Whether its values are of one evaluation of the run."""
        return Need.MATCHES in self.metric.needs

    @property
    def reads_vectors(self) -> bool:
        """Whether its values lean on the embedding of its level."""
        return Need.EMBEDDINGS in self.metric.needs

    def why_not(self, present: Collection[Need]) -> str | None:
        """Why it cannot be measured where these needs are met at its level; None when it can."""
        needs = {*self.metric.needs, *([_OF_LEVEL[self.level]] if self.level in _OF_LEVEL else [])}
        lacking = [need for need in Need if need in needs and need not in present]
        told = {**LACKING, **LACKING_PREDICTIONS} if self.level is Level.PREDICTION else LACKING
        return told[lacking[0]] if lacking else None


def stored_outputs(metric: Metric, level: Level) -> tuple[Output, ...]:
    """The outputs that become columns at `level`: those whose name is no field of it already."""
    fields = {field.name for field in CORE_FIELDS[level]}
    return tuple(output for output in metric.outputs if output.name not in fields)


def plan(
    metrics: Iterable[Metric],
    *,
    levels: Collection[Level] | None = None,
    parameters: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Step, ...]:
    """Every metric at every level that it is of (and that is in `levels`), after those whose columns it reads.

    A metric whose outputs are all fields of a level has no step there: every query computes it by itself.

    Raises
    ------
    NotFound : a metric has no parameter of that name.
    """
    given = parameters or {}
    steps = [
        Step(metric, level, _canonical(metric, given.get(metric.slug, {})))
        for metric in metrics
        for level in Level
        if level in metric.levels and (levels is None or level in levels) and stored_outputs(metric, level)
    ]
    return tuple(_ordered(steps))


def _canonical(metric: Metric, given: Mapping[str, object]) -> str:
    unknown = sorted(set(given) - set(metric.parameters))
    if unknown:
        known = ", ".join(metric.parameters) or "none"
        raise NotFound(f"The metric {metric.slug!r} has no parameter {unknown[0]!r}.", hint=f"It has: {known}.")
    return json.dumps({**metric.parameters, **given}, sort_keys=True, separators=(",", ":"), default=str)


def _ordered(steps: Sequence[Step]) -> Iterator[Step]:
    """Each step after those it reads from; those that read from each other in a ring come last, as they stand."""
    waiting = list(steps)
    while waiting:
        unmade = {output.name for step in waiting for output in step.stored}
        ready = [
            step for step in waiting if not (set(step.metric.reads) & unmade) - {output.name for output in step.stored}
        ]
        if not ready:
            yield from waiting
            return
        yield from ready
        waiting = [step for step in waiting if step not in ready]
