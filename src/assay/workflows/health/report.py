"""The health report: facts about a dataset, and every check of it, the worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.metrics.registry import METRICS
from assay.model.level import Level
from assay.schema.catalog import Catalog
from assay.schema.field import FieldType
from assay.schema.scope import Scope
from assay.store.snapshot import Snapshot
from assay.workflows.catalog import catalog_of, scope_of
from assay.workflows.health.check import Asked, Check, Need, Severity
from assay.workflows.health.checks import CHECKS
from assay.workflows.health.facts import Facts, facts_of
from assay.workflows.health.listed import Listed, listed

EXAMPLES = 5
"""How many examples each check shows."""

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    said : what is particular to this dataset; may be empty. fix : what would mend it.
    count, total : rows of the level that `query` lists (None: there is nothing to ask), of all rows.
    examples : ids of the first of them, in the order of the field `sort` (None: of the id).
    unmeasured : rows that could not be judged. how : what to do about that, None when all were judged.
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
    facts, catalog = facts_of(snapshot, scope), catalog_of(snapshot, scope.dataset_id)
    ready = {check.slug: check.ask(facts) for check in CHECKS if _why_not(check, facts, catalog) is None}
    counts = _counts(snapshot, scope, ready, catalog)
    found = [_result(check, facts, catalog, ready.get(check.slug), counts) for check in CHECKS]
    return HealthReport(facts, tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), -one.share))))


def _counts(
    snapshot: Snapshot, scope: Scope, ready: Mapping[str, Asked], catalog: Catalog
) -> Mapping[tuple[Level, str], Listed]:
    """What each query of each level lists: those of the checks that can be asked, and the rows lacking a flag."""
    counts: dict[tuple[Level, str], Listed] = {}
    for level in (Level.IMAGE, Level.ANNOTATION):
        checks = [check for check in CHECKS if check.level is level and check.slug in ready]
        asked: dict[str, str | None] = {"": None}
        for check in checks:
            asked |= {query: check.sort for query in [ready[check.slug].query] if query is not None}
            asked |= {_lacking(flag): None for flag in _flags(check, catalog)}
        found = listed(snapshot, scope, level, list(asked.items()), first=EXAMPLES)
        counts |= {(level, query): one for query, one in zip(asked, found, strict=True)}
    return counts


def _result(
    check: Check, facts: Facts, catalog: Catalog, asked: Asked | None, counts: Mapping[tuple[Level, str], Listed]
) -> CheckResult:
    total = counts[check.level, ""].total
    how = _why_not(check, facts, catalog)
    found = Listed(0, total, ()) if asked is None or asked.query is None else counts[check.level, asked.query]
    lacking = [counts[check.level, _lacking(flag)].count for flag in _flags(check, catalog)] if asked else []
    unmeasured = max(lacking, default=0)
    if unmeasured:
        how = how or _measure(check.reads)
    is_unknown = asked is None or 0 < total == unmeasured
    return CheckResult(
        check.slug,
        check.title,
        check.rule,
        asked.said if asked else "",
        check.fix,
        Severity.UNKNOWN if is_unknown else check.severity if found.count else Severity.FINE,
        check.level,
        found.count,
        total,
        None if asked is None else asked.query,
        check.sort,
        found.first,
        unmeasured,
        how,
    )


def _why_not(check: Check, facts: Facts, catalog: Catalog) -> str | None:
    """What to do before the check can tell anything; None when it can."""
    if Need.LABELS in check.needs and not facts.labels:
        return "It looks at labels, and there are none: assay import P labels.json"
    if Need.RUN in check.needs and facts.run is None:
        return "It looks at predictions, and there are none: assay import-predictions P results.json --run NAME"
    absent = [name for name in check.reads if catalog.field(check.level, name) is None]
    return _measure(absent) if absent else None


def _measure(columns: Sequence[str]) -> str:
    """The command that measures these columns."""
    slugs = {output.name: slug for slug, metric in METRICS.items() for output in metric.outputs}
    wanted = dict.fromkeys(slugs.get(name, name) for name in columns)
    return f"Not measured yet: assay metric run P {' '.join(wanted)}"


def _flags(check: Check, catalog: Catalog) -> list[str]:
    """The flags of images it reads: where one is unknown, nothing was measured; others may be unknown by rights."""
    fields = (catalog.field(check.level, name) for name in check.reads if check.level is Level.IMAGE)
    return [field.name for field in fields if field is not None and field.type is FieldType.FLAG]


def _lacking(flag: str) -> str:
    return f"{flag} is null"
