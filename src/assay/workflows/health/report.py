"""The health report: facts about a dataset, and every check of it, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assay.model.level import Level
from assay.schema.scope import Scope
from assay.statistics.intervals import wilson
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import scope_of
from assay.workflows.health.check import Check, Need, Severity
from assay.workflows.health.checks import CHECKS
from assay.workflows.health.checks.own import own_checks
from assay.workflows.health.facts import Facts, facts_of
from assay.workflows.health.listed import Listed, listed
from assay.workflows.health.measured import CHECKED_LEVELS, MeasuredColumns
from assay.workflows.inbox import EFFORT, worths_of

EXAMPLES = 5
"""How many examples each check shows."""

USUAL = 0.5
"""The share from which on something is what the data is like; see `Check.may_be_usual`."""

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    said : what is particular to this dataset; may be empty. fix : what would mend it.
    count, total : rows of the level that `query` lists (None: there is nothing to ask), of all rows.
    examples : ids of the first of them, in the order of the field `sort` (None: of the id).
    unmeasured : rows on which a metric that it reads failed. how : what to do before the check can tell, or can tell
    of what changed since; None when it told.
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
    worths = worths_of(snapshot, scope.dataset_id)
    key = (scope.dataset_id, scope.run_id, tuple(sorted(worths.items())))
    leaning = ("images", "annotations", "predictions")
    return snapshot.derived("health", key, leaning, lambda: _report(snapshot, scope, worths))


def _report(snapshot: Snapshot, scope: Scope, worths: Mapping[str, float]) -> HealthReport:
    examination = _Examination(snapshot, scope)
    found = {check: examination.result(check) for check in examination.checks if examination.concerns(check)}

    def rank(check: Check) -> tuple[int, float]:
        benefit = found[check].count * worths.get(check.kind, 1.0) / EFFORT.get(check.kind, 1.0)
        return _ORDER.index(found[check].severity), -benefit

    return HealthReport(examination.facts, tuple(found[check] for check in sorted(found, key=rank)))


class _Examination:
    """All checks of one dataset: what each asks, answered together."""

    def __init__(self, snapshot: Snapshot, scope: Scope) -> None:
        self.facts = facts_of(snapshot, scope)
        self._measured = MeasuredColumns.read(snapshot, self.facts)
        self.checks = (*CHECKS, *own_checks(self._measured.columns.values()))
        ready = [check for check in self.checks if self._why_not(check) is None]
        self._asked = {check.slug: check.ask(self.facts) for check in ready}
        self._counts = {
            (level, query): found
            for level in CHECKED_LEVELS
            for query, found in self._count(snapshot, scope, level).items()
        }

    def concerns(self, check: Check) -> bool:
        """Whether the check has anything to say of such data: not where a flag is unknown of all, by rights."""
        if check.slug not in self._asked or self._measured.failed(check):
            return True
        lacking = [self._counts[check.level, _lacking(flag)] for flag in self._measured.flags(check)]
        return not any(0 < one.total == one.count for one in lacking)

    def result(self, check: Check) -> CheckResult:
        """What one check found."""
        asked, total = self._asked.get(check.slug), self._counts[check.level, ""].total
        query = None if asked is None else asked.query
        found = Listed(0, total, ()) if query is None else self._counts[check.level, query]
        failed = self._measured.failed(check)
        is_unknown = asked is None or (failed is not None and failed.count >= total)
        is_usual = check.may_be_usual and _is_usual(found.count, total)
        how = self._why_not(check) or self._measured.why_stale(check)
        return CheckResult(
            check.slug,
            check.title,
            check.rule.format_map(self._measured.parameters(check)),
            "More than half are so: that is what this data is like." if is_usual else asked.said if asked else "",
            check.fix,
            Severity.UNKNOWN if is_unknown else check.severity if found.count and not is_usual else Severity.FINE,
            check.level,
            found.count,
            total,
            query,
            check.sort,
            found.first,
            failed.count if failed else 0,
            how or (f"Could not be measured: {failed.reason}" if failed and is_unknown else None),
        )

    def _count(self, snapshot: Snapshot, scope: Scope, level: Level) -> dict[str, Listed]:
        """What each query of the level lists: that of all rows, of the checks, and of the rows that lack a flag."""
        wanted: dict[str, str | None] = {"": None}
        for check in self.checks:
            asked = self._asked.get(check.slug) if check.level is level else None
            if asked is not None:
                wanted |= {query: check.sort for query in [asked.query] if query is not None}
                wanted |= {_lacking(flag): None for flag in self._measured.flags(check)}
        found = listed(snapshot, scope, level, list(wanted.items()), first=EXAMPLES)
        return dict(zip(wanted, found, strict=True))

    def _why_not(self, check: Check) -> str | None:
        """What to do before the check can tell anything; None when it can."""
        if Need.LABELS in check.needs and not self.facts.labels:
            return "It looks at labels, and there are none: assay import P labels.json"
        if Need.RUN in check.needs and self.facts.run is None:
            return "It looks at predictions, and there are none: assay import-predictions P results.json --run NAME"
        return self._measured.why_absent(check)


def _is_usual(count: int, total: int) -> bool:
    """Whether more than half are so for sure: seven of nine may be chance, and a person sees nine images in no time."""
    return total > 0 and float(wilson(count, total)[0]) > USUAL


def _lacking(flag: str) -> str:
    return f"{flag} is null"
