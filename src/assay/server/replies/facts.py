"""Facts about a dataset: classes, suspects by kind, the overview."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.issue import IssueKind
from assay.server.replies.drawn import IssueItem
from assay.server.replies.evaluations import EvaluationDetail
from assay.server.replies.project import Split


class ClassCount(TypedDict):
    """A class, its labels and its predictions in the run. The place in the list gives the colour."""

    id: int
    name: str
    labels: int
    predictions: int


class IssueSummary(TypedDict):
    """How many issues of one kind there are, by state; `rule` says in one sentence what is suspected."""

    kind: IssueKind
    title: str
    rule: str
    open: int
    fixed: int
    kept: int
    stale: int


class Suspects(IssueSummary):
    """A card of the overview: issues of one kind, the query that lists the open ones, and the worst of them."""

    query: str
    examples: list[IssueItem]


class Skipped(TypedDict):
    """A detector that could not run, and why."""

    detector: str
    reason: str


class CountedQuery(TypedDict):
    """A number that is a door: how many, and the query that lists them."""

    count: int
    query: str


class LabelCount(TypedDict):
    """How many images have `low` to `high` labels (both included, null: any number), and the query that lists them."""

    low: int
    high: int | None
    images: int
    query: str


class Overview(TypedDict):
    """What is wrong with the data, worst first; then facts about the data and the run."""

    dataset: int
    images: int
    labels: int
    predictions: int
    suspects: list[Suspects]
    skipped: list[Skipped]
    classes: list[ClassCount]
    labels_per_image: list[LabelCount]
    splits: list[Split]
    broken: CountedQuery
    evaluation: EvaluationDetail | None


class Found(TypedDict):
    """How many issues of one kind a search for errors found."""

    kind: IssueKind
    title: str
    count: int


class FindReport(TypedDict):
    """What a search for errors did; `skipped` lists the detectors that could not run."""

    found: list[Found]
    skipped: list[Skipped]
    seconds: float
    revision: str
