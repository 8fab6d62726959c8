"""What goes out over HTTP.

Typed dicts: the type checker holds the code that builds them to these shapes, the OpenAPI schema and the web's
types are generated from them, and nothing is validated again while a reply is on its way.

Coordinates in replies are pixels of the *displayed* image. `v` is a token that changes whenever the picture
behind an id does; sent along as `?v=` it lets the browser keep a thumbnail or crop for good.
"""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue
from typing_extensions import TypedDict

from assay.model.change import ChangeKind, ChangeState
from assay.model.dataset import Task
from assay.model.issue import IssueKind, IssueState, SuggestedAction
from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.shape import ShapeKind
from assay.schema.field import Facet, FieldType

Box = tuple[float, float, float, float]


class ApiError(TypedDict):
    """Every error of the server. `code` is stable; `span` is the range of the user's text it points at."""

    code: str
    message: str
    hint: str
    span: tuple[int, int] | None


class Split(TypedDict):
    """A split and how many images it has; `name` is null for images without one."""

    name: str | None
    count: int


class Evaluation(TypedDict):
    """The counts of a run's current evaluation. Rates are null when their denominator is 0."""

    id: int
    iou: float
    confidence: float
    tp: int
    fp: int
    fn: int
    confusions: int
    precision: float | None
    recall: float | None
    f1: float | None


class ClassRates(TypedDict):
    """How one class fares: `support` labels, `predicted` predictions, `correct` pairs of both."""

    class_id: int
    name: str
    support: int
    predicted: int
    correct: int
    precision: float | None
    recall: float | None
    f1: float | None


class EvaluationDetail(Evaluation):
    """An evaluation with its confusion matrix.

    `matrix[i][j]` counts labels of class i taken by predictions of class j, in the order of `classes`; the last
    row and the last column are background.
    """

    classes: list[str]
    matrix: list[list[int]]
    per_class: list[ClassRates]


class Run(TypedDict):
    """A prediction run of a dataset."""

    id: int
    name: str
    predictions: int
    evaluation: Evaluation | None


class Dataset(TypedDict):
    """A dataset of the project."""

    id: int
    name: str
    task: Task
    images: int
    annotations: int
    splits: list[Split]
    runs: list[Run]


class ChangeRef(TypedDict):
    """The edit that undo or redo would act on."""

    id: int
    title: str


class Project(TypedDict):
    """What the app shows first. `revision` changes with everything that is published in the project."""

    name: str
    version: str
    revision: str
    author: str
    datasets: list[Dataset]
    undo: ChangeRef | None
    redo: ChangeRef | None


class ClassCount(TypedDict):
    """A class, its labels and its predictions in the run. The place in the list gives the colour."""

    id: int
    name: str
    labels: int
    predictions: int


class Field(TypedDict):
    """A field that a query may name at this level. `values` are the only ones it can have; none means any."""

    name: str
    title: str
    meaning: str
    unit: str
    type: FieldType
    values: list[str]
    sortable: bool
    facet: Facet | None


class ImageObject(TypedDict):
    """A label or a prediction as it is drawn. x, y, w, h are null for a label of the whole image.

    `rotation` turns the box clockwise about its centre, in radians.
    `outcome` is how it fared in the run's current evaluation. `polygons` and `keypoints` (flat lists of x, y and
    x, y, visibility) and `attributes` are given in the detail of an image only.
    """

    id: int
    source: Literal["label", "prediction"]
    class_id: int
    kind: ShapeKind
    x: float | None
    y: float | None
    w: float | None
    h: float | None
    rotation: float | None
    score: float | None
    outcome: Outcome | None
    is_crowd: bool
    ignore: bool
    changed_by: int | None
    polygons: list[list[float]] | None
    keypoints: list[float] | None
    attributes: JsonValue
    v: str


class ImageRef(TypedDict):
    """An image, as much of it as is needed to show it. Width and height are those of the displayed image."""

    id: int
    name: str
    width: int | None
    height: int | None
    problem: str | None
    v: str


class ImageItem(ImageRef):
    """An image in a page of search results, with its objects at or above the asked confidence.

    `labels` and `predictions` count all of them; `objects` may hold fewer where an image has very many.
    """

    split: str | None
    labels: int
    predictions: int
    objects: list[ImageObject]


class ObjectItem(TypedDict):
    """A label or a prediction in a page of search results, with the image it lies in."""

    object: ImageObject
    image: ImageRef


class Suggestion(TypedDict):
    """What would mend an issue; `verb` is what the button says."""

    action: SuggestedAction
    verb: str
    class_id: int | None
    box: Box | None


class IssueItem(TypedDict):
    """A suspected error: 0 is the worst score, 1 is clean. `others` are further objects that it speaks of."""

    id: int
    kind: IssueKind
    title: str
    sentence: str
    score: float
    state: IssueState
    run_id: int | None
    image: ImageRef
    label: ImageObject | None
    prediction: ImageObject | None
    others: list[ImageObject]
    class_id: int | None
    suggestion: Suggestion | None
    evidence: dict[str, JsonValue]


class ImagePage(TypedDict):
    """Images that a query lists. `canonical` is the query in its canonical form."""

    level: Literal[Level.IMAGE]
    total: int
    canonical: str
    next_cursor: str | None
    items: list[ImageItem]


class ObjectPage(TypedDict):
    """Labels or predictions that a query lists."""

    level: Literal[Level.ANNOTATION, Level.PREDICTION]
    total: int
    canonical: str
    next_cursor: str | None
    items: list[ObjectItem]


class IssuePage(TypedDict):
    """Issues that a query lists."""

    level: Literal[Level.ISSUE]
    total: int
    canonical: str
    next_cursor: str | None
    items: list[IssueItem]


class ImageDetail(ImageItem):
    """One image with everything known about it."""

    reference_id: str
    path: str | None
    format: str | None
    file_size: int | None
    orientation: int | None
    metadata: JsonValue
    issues: list[IssueItem]


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


class Token(TypedDict):
    """A coloured stretch of a query text."""

    start: int
    end: int
    kind: str


class QueryCheck(TypedDict):
    """Whether a query is right; if so its canonical form and how many rows it lists. Tokens come either way."""

    ok: bool
    canonical: str | None
    tokens: list[Token]
    error: ApiError | None
    total: int | None


class Completion(TypedDict):
    """One way to go on: replace the text from `start` to `end` by `insert`."""

    start: int
    end: int
    insert: str
    kind: str
    detail: str


class ClauseCount(TypedDict):
    """How many rows one clause of a query lists on its own."""

    text: str
    start: int
    end: int
    count: int


class Term(TypedDict):
    """One value of a field: rows within the query, and rows in the whole set."""

    value: str | bool | None
    count: int
    total: int


class TermsFacet(TypedDict):
    """The most frequent values of a field. `missing` counts rows of the query without a value."""

    kind: Literal["terms"]
    field: str
    title: str
    unit: str
    missing: int
    terms: list[Term]


class Bins(TypedDict):
    """A histogram: n + 1 edges, n counts within the query, n totals of the whole set."""

    edges: list[float]
    counts: list[int]
    totals: list[int]


class HistogramFacet(TypedDict):
    """How a field's numbers are spread. `missing` counts rows of the query without a value."""

    kind: Literal["histogram"]
    field: str
    title: str
    unit: str
    missing: int
    bins: Bins


class ChangeResult(TypedDict):
    """What an edit, an undo or a redo did, what can be undone and redone now, and the new revision."""

    id: int
    kind: ChangeKind
    title: str
    rows: int
    undo: ChangeRef | None
    redo: ChangeRef | None
    revision: str


class Change(TypedDict):
    """An entry of the journal. `at` is an ISO 8601 time in UTC; `target` is the edit an undo or redo speaks of."""

    id: int
    kind: ChangeKind
    state: ChangeState
    title: str
    author: str
    reason: str
    source: str
    at: str
    rows: int
    target: int | None


class ClassRows(TypedDict):
    """How many rows of one class."""

    class_id: int
    count: int


class EditPreview(TypedDict):
    """What an edit would touch."""

    rows: int
    by_class: list[ClassRows]


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


class Loss(TypedDict):
    """One kind of thing that a format cannot carry, and how many rows it touches."""

    code: str
    message: str
    count: int


class ExportFormat(TypedDict):
    """A format that the dataset can be exported to, and what would be lost."""

    name: str
    title: str
    losses: list[Loss]


class Segment(TypedDict):
    """A query that is kept by name."""

    id: int
    dataset: int
    name: str
    level: Level
    query: str
