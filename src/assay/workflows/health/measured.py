"""What is known of the metric columns that checks read: how they were measured, where that failed, what is stale."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.metrics.metric import Metric
from assay.metrics.plan import plan
from assay.metrics.registry import METRICS
from assay.model.level import Level
from assay.model.metric import MetricColumn, MetricType
from assay.schema.fields import LEVEL_TABLES
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.workflows.health.check import Check
from assay.workflows.health.facts import Facts
from assay.workflows.metrics.metric_states import Freshness, standing_parameters

CHECKED_LEVELS = (Level.IMAGE, Level.ANNOTATION)
"""The levels at which there are checks."""

NOT_MEASURED = "Not measured yet"
"""So begins what is told of a check whose metrics were never run."""


@dataclass(frozen=True, slots=True)
class Failures:
    """How many rows a metric failed on, and one of the reasons."""

    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class MeasuredColumns:
    """The metric columns of a dataset by level and name; why they may be stale; where a metric failed, by its slug."""

    columns: Mapping[tuple[Level, str], MetricColumn]
    stale: Mapping[tuple[Level, str], str]
    failures: Mapping[tuple[Level, str], Failures]

    @classmethod
    def read(cls, snapshot: Snapshot, facts: Facts) -> MeasuredColumns:
        """Those of a dataset, with the run that the facts speak of."""
        fresh = Freshness(snapshot, facts.dataset)
        return cls(fresh.columns, _stale(fresh, facts), _failures(snapshot, facts))

    def why_absent(self, check: Check) -> str | None:
        """What to run before the check can tell; None when everything it reads is there."""
        absent = [name for name in check.reads if (check.level, name) not in self.columns]
        return f"{NOT_MEASURED}: {_command(absent)}" if absent else None

    def why_stale(self, check: Check) -> str | None:
        """Why what it reads may not hold any more, and what to run; None when it holds."""
        stale = [name for name in check.reads if (check.level, name) in self.stale]
        return f"{self.stale[check.level, stale[0]]} {_command(stale)}" if stale else None

    def failed(self, check: Check) -> Failures | None:
        """Where a metric that it reads failed; of several the one that failed most."""
        found = (self.failures.get((check.level, column.metric)) for column in self.of(check))
        return max((one for one in found if one is not None), key=lambda one: one.count, default=None)

    def flags(self, check: Check) -> list[str]:
        """The flags it reads that may be unknown by rights, such as one of videos where there is none."""
        return [column.name for column in self.of(check) if column.type is MetricType.FLAG and column.missing]

    def parameters(self, check: Check) -> dict[str, object]:
        """What the metrics it reads were measured with, or would be."""
        given: dict[str, object] = {}
        for name in check.reads:
            metric, column = _metric_of(name), self.columns.get((check.level, name))
            given |= metric.parameters if metric else {}
            given |= json.loads(column.parameters) if column else {}
        return given

    def of(self, check: Check) -> list[MetricColumn]:
        """Those that it reads, as far as they are there."""
        found = (self.columns.get((check.level, name)) for name in check.reads)
        return [column for column in found if column is not None]


def _command(columns: Sequence[str]) -> str:
    """The command that measures these columns."""
    metrics = [_metric_of(name) for name in columns]
    slugs = [metric.slug if metric else name for metric, name in zip(metrics, columns, strict=True)]
    return f"assay metric run P {' '.join(dict.fromkeys(slugs))}"


def _metric_of(column: str) -> Metric | None:
    """The metric that gives a column."""
    known = (metric for metric in METRICS.values() if any(output.name == column for output in metric.outputs))
    return next(known, None)


def _stale(fresh: Freshness, facts: Facts) -> Mapping[tuple[Level, str], str]:
    """The columns whose values may not hold any more, and why."""
    steps = plan(METRICS.values(), levels=CHECKED_LEVELS, parameters=standing_parameters(fresh, METRICS))
    reasons = [(step, fresh.why_stale(step, facts.run)) for step in steps if fresh.is_measured(step)]
    return {(step.level, output.name): why for step, why in reasons if why for output in step.stored}


def _failures(snapshot: Snapshot, facts: Facts) -> Mapping[tuple[Level, str], Failures]:
    """Where metrics failed, by level and slug, as the column `unmeasured` has it."""
    parts = [_FAILED.format(level=level.value, table=LEVEL_TABLES[level].name) for level in CHECKED_LEVELS]
    rows = snapshot.query(Statement(" union all ".join(parts), {"dataset": facts.dataset.id})).to_pylist()
    return {(Level(row["level"]), row["slug"]): Failures(row["n"], row["reason"]) for row in rows}


_FAILED = """
select '{level}' as level, slug, count(*) as n, min(json_extract_string(unmeasured, '$."' || slug || '"')) as reason
from (
  select unmeasured, unnest(json_keys(unmeasured)) as slug from {table}
  where dataset_id = $dataset and unmeasured is not null
) group by slug
"""
