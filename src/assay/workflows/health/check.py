"""What a check of the health report declares: a query that lists what is wrong, and words for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.workflows.health.facts import Facts


class Severity(StrEnum):
    """How bad what was found is; the worst first."""

    BAD = "bad"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"
    FINE = "fine"


class Need(StrEnum):
    """What a check cannot work without, beside images and the columns that it reads."""

    LABELS = "labels"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check asks of one dataset: a query (None: nothing there can be wrong), and what is particular to it."""

    query: str | None
    said: str = ""


Ask: TypeAlias = Callable[[Facts], Asked]
"""From the facts of a dataset to what is asked of it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong with a dataset.

    slug : identity. title : what a person sees.
    rule : one sentence that says what is listed; `{name}` stands for a parameter of the metrics it reads.
    fix : what would mend it.
    query : what lists it, or a function that makes it of the facts.
    level : what it lists. severity : how bad it is when there is any.
    kind : of error, by which it is said what mending one row is worth.
    may_be_usual : where most rows are so, it is what such data is like, not a fault: scans of paper are bright.
    reads : metric columns that must have been measured. sort : the field that puts the worst first; None: the id.
    """

    slug: str
    title: str
    rule: str
    fix: str
    query: str | Ask
    level: Level = Level.IMAGE
    severity: Severity = Severity.DOUBTFUL
    kind: IssueKind = IssueKind.ODD_IMAGE
    reads: tuple[str, ...] = ()
    needs: frozenset[Need] = frozenset()
    may_be_usual: bool = False
    sort: str | None = None

    def ask(self, facts: Facts) -> Asked:
        """What it asks of this dataset."""
        return Asked(self.query) if isinstance(self.query, str) else self.query(facts)
