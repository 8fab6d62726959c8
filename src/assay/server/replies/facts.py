"""Facts about a dataset: classes, suspects by kind, the overview."""

from __future__ import annotations

from datetime import datetime

from typing_extensions import TypedDict

from assay.model.issue import IssueKind
from assay.server.replies.drawn import IssueItem
from assay.server.replies.evaluations import EvaluationDetail
from assay.server.replies.project import Split
from assay.workflows.issues.spot_check import Basis


class ClassCount(TypedDict):
    """A class, its labels and its predictions in the run. The place in the list gives the colour.

    `keypoints` are the names of its keypoints in the order of a label, none for most classes; `limbs` are pairs of
    places among them, from 0.
    """

    id: int
    name: str
    labels: int
    predictions: int
    keypoints: list[str]
    limbs: list[list[int]]


class Precision(TypedDict):
    """The share of suspects that are real errors, with its 95 % interval, null where nobody judged any.

    `basis` says what it rests on: suspects drawn at random, decisions made down the ranked list (too high for the rest
    of it), or what the detectors claim. `expected` is how many of the `open` ones are errors.
    """

    kind: str | None
    detector: str | None
    basis: Basis
    share: float | None
    low: float | None
    high: float | None
    errors: int
    judged: int
    open: int
    expected: float


class SpotCheck(TypedDict):
    """Suspects drawn at random, in the order to judge them; `left` are still open. `kind` null: of the whole list."""

    id: int
    kind: str | None
    population: int
    issues: list[int]
    left: list[int]
    author: str
    at: datetime


class Precisions(TypedDict):
    """How precise the list is, each kind, and each detector; and the spot check that was begun last, if it goes on."""

    whole: Precision
    kinds: list[Precision]
    detectors: list[Precision]
    spot_check: SpotCheck | None


class KindWorth(TypedDict):
    """What mending an error of a kind is worth, beside a wrong class, and the effort of judging one suspect of it."""

    kind: str
    worth: float
    default: float
    effort: float


class IssueSummary(TypedDict):
    """How many issues of one kind there are, by state; `rule` says in one sentence what is suspected.

    `expected` is how many of the open ones are real errors; `precision` tells how far that can be trusted.
    """

    kind: IssueKind
    title: str
    rule: str
    open: int
    fixed: int
    kept: int
    stale: int
    expected: float
    precision: Precision | None


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
