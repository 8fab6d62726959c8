"""The health report: facts about a dataset, and every check of it, the worst first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.metrics.metric import Metric
from assay.metrics.plan import plan
from assay.metrics.registry import METRICS
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.workflows.catalog import catalog_of, scope_of
from assay.workflows.health.check import Check, Need, Severity
from assay.workflows.health.checks import CHECKS
from assay.workflows.health.checks.own import own_checks
from assay.workflows.health.facts import Facts, facts_of
from assay.workflows.health.listed import Listed, listed
from assay.workflows.metric_states import Freshness, standing_parameters

EXAMPLES = 5
"""How many examples each check shows."""

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    said : what is particular to this dataset; may be empty. fix : what would mend it.
    count, total : rows of the level that `query` lists (None: there is nothing to ask), of all rows.
    examples : ids of the first of them, in the order of the field `sort` (None: of the id).
    unmeasured : rows that could not be judged. how : what to do before the check can tell, or tell anew what was
    edited since; None when it told.
    """

    slug: str
    title: str
    rule: str
    said: str
    fix: str
    severity: Severity
    level: Level
    count: int
    total: int
    query: str | None
    sort: str | None
    examples: tuple[int, ...]
    unmeasured: int
    how: str | None

    @property
    def share(self) -> float:
        """The part of all rows that is listed, 0 to 1."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What the data is, and what is wrong with it, the worst first."""

    facts: Facts
    checks: tuple[CheckResult, ...]

    def of(self, severity: Severity) -> tuple[CheckResult, ...]:
        """The checks of one severity."""
        return tuple(found for found in self.checks if found.severity is severity)


def health(snapshot: Snapshot, *, dataset: str | int | None = None, run: str | int | None = None) -> HealthReport:
    """Report on `dataset` (the first when None), with the predictions of `run` (the newest when None).

    Reads no file: what is asked of pixels must have been measured. Kept while nothing is written.

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    scope = scope_of(snapshot, dataset, run)
    key = ("health", scope.dataset_id, scope.run_id)
    return snapshot.derived(key, ("images", "annotations", "predictions"), lambda: _report(snapshot, scope))


def _report(snapshot: Snapshot, scope: Scope) -> HealthReport:
    examination = _Examination(snapshot, scope)
    found = [examination.result(check) for check in examination.checks if examination.concerns(check)]
    return HealthReport(
        examination.facts, tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), -one.share)))
    )


class _Examination:
    """All checks of one dataset: what each asks, answered together."""

    def __init__(self, snapshot: Snapshot, scope: Scope) -> None:
        columns = snapshot.metric_columns(scope.dataset_id)
        self.facts = facts_of(snapshot, scope)
        self.checks = (*CHECKS, *own_checks(columns))
        self._catalog = catalog_of(snapshot, scope.dataset_id)
        self._columns = {(column.level, column.name): column for column in columns}
        self._stale = _stale(snapshot, self.facts)
        ready = [check for check in self.checks if self._why_not(check) is None]
        self._asked = {check.slug: check.ask(self.facts) for check in ready}
        self._counts = {
            (level, query): found
            for level in (Level.IMAGE, Level.ANNOTATION)
            for query, found in self._count(snapshot, scope, level).items()
        }

    def concerns(self, check: Check) -> bool:
        """Whether the check has anything to say of such data: not where its flags are unknown of all, by rights."""
        columns = [self._columns.get((check.level, name)) for name in check.reads]
        return not any(
            column is not None and column.missing and self._unmeasured(check) == self._counts[check.level, ""].total > 0
            for column in columns
        )

    def result(self, check: Check) -> CheckResult:
        """What one check found."""
        asked, total = self._asked.get(check.slug), self._counts[check.level, ""].total
        query = None if asked is None else asked.query
        found = Listed(0, total, ()) if query is None else self._counts[check.level, query]
        unmeasured = self._unmeasured(check) if asked else 0
        is_unknown = asked is None or 0 < total == unmeasured
        return CheckResult(
            check.slug,
            check.title,
            check.rule.format_map(self._parameters(check)),
            asked.said if asked else "",
            check.fix,
            Severity.UNKNOWN if is_unknown else check.severity if found.count else Severity.FINE,
            check.level,
            found.count,
            total,
            query,
            check.sort,
            found.first,
            unmeasured,
            self._why_not(check) or self._why_again(check),
        )

    def _count(self, snapshot: Snapshot, scope: Scope, level: Level) -> dict[str, Listed]:
        """What each query of the level lists: that of all rows, of the checks, and of the rows that lack a flag."""
        wanted: dict[str, str | None] = {"": None}
        for check in self.checks:
            asked = self._asked.get(check.slug) if check.level is level else None
            if asked is not None:
                wanted |= {query: check.sort for query in [asked.query] if query is not None}
                wanted |= {_lacking(flag): None for flag in self._flags(check)}
        found = listed(snapshot, scope, level, list(wanted.items()), first=EXAMPLES)
        return dict(zip(wanted, found, strict=True))

    def _why_not(self, check: Check) -> str | None:
        """What to do before the check can tell anything; None when it can."""
        if Need.LABELS in check.needs and not self.facts.labels:
            return "It looks at labels, and there are none: assay import P labels.json"
        if Need.RUN in check.needs and self.facts.run is None:
            return "It looks at predictions, and there are none: assay import-predictions P results.json --run NAME"
        absent = [name for name in check.reads if self._catalog.field(check.level, name) is None]
        return f"Not measured yet: {_measure(absent)}" if absent else None

    def _why_again(self, check: Check) -> str | None:
        """Why what it read may not hold any more; None when it does."""
        stale = [name for name in check.reads if (check.level, name) in self._stale]
        return f"{self._stale[check.level, stale[0]]} {_measure(stale)}" if stale else None

    def _unmeasured(self, check: Check) -> int:
        """How many rows lack a flag that it reads."""
        return max((self._counts[check.level, _lacking(flag)].count for flag in self._flags(check)), default=0)

    def _flags(self, check: Check) -> Sequence[str]:
        """The flags of images it reads: where one is unknown, nothing was measured; others may be unknown by rights."""
        columns = [self._columns.get((check.level, name)) for name in check.reads if check.level is Level.IMAGE]
        return [column.name for column in columns if column is not None and column.type is MetricType.FLAG]

    def _parameters(self, check: Check) -> Mapping[str, object]:
        """What the metrics it reads were measured with, or would be."""
        given: dict[str, object] = {}
        for name in check.reads:
            metric, column = _metric_of(name), self._columns.get((check.level, name))
            given |= metric.parameters if metric else {}
            given |= json.loads(column.parameters) if column else {}
        return given


def _measure(columns: Sequence[str]) -> str:
    """The command that measures these columns."""
    metrics = [_metric_of(name) for name in columns]
    slugs = [metric.slug if metric else name for metric, name in zip(metrics, columns, strict=True)]
    return f"assay metric run P {' '.join(dict.fromkeys(slugs))}"


def _stale(snapshot: Snapshot, facts: Facts) -> Mapping[tuple[Level, str], str]:
    """The columns whose values may not hold any more, and why."""
    fresh = Freshness(snapshot, facts.dataset)
    steps = plan(METRICS.values(), parameters=standing_parameters(fresh, METRICS))
    reasons = [(step, fresh.why_stale(step, facts.run)) for step in steps if fresh.is_measured(step)]
    return {(step.level, output.name): why for step, why in reasons if why for output in step.stored}


def _metric_of(column: str) -> Metric | None:
    """The metric that gives a column."""
    known = (metric for metric in METRICS.values() if any(output.name == column for output in metric.outputs))
    return next(known, None)


def _lacking(flag: str) -> str:
    return f"{flag} is null"
