"""How a run fares at any thresholds, and the results behind the numbers."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.shape import ShapeKind
from assay.server.replies.drawn import ImageObject, ImageRef
from assay.server.replies.evaluations import ClassRates

ComparedShape = Literal[ShapeKind.BOX, ShapeKind.MASK, ShapeKind.KEYPOINTS]
"""What of a label and a prediction is compared."""


class MetricsClass(TypedDict):
    """A class in its place in the matrix."""

    id: int
    name: str


class Cells(TypedDict):
    """The cells of a confusion matrix that are not empty, one entry of each list a cell.

    With k classes: row k holds predictions on background, row k + 1 duplicates, column k missed labels.
    """

    row: list[int]
    column: list[int]
    count: list[int]


class OutcomeCounts(TypedDict):
    """How many results there are of each outcome; `background` and `duplicate` together are the false positives."""

    correct: int
    confusion: int
    background: int
    duplicate: int
    missed: int
    ignored: int


class AverageRates(TypedDict):
    """Rates over classes; null where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None


class Averages(TypedDict):
    """`macro`: each class alike; `weighted`: each by its labels; `micro`: all objects together."""

    macro: AverageRates
    weighted: AverageRates
    micro: AverageRates


class ModelMetrics(TypedDict):
    """A run at two thresholds, by one of the `shapes` that can be compared. `milliseconds` is what counting took."""

    iou: float
    confidence: float
    shape: ComparedShape
    shapes: list[ComparedShape]
    images: int
    milliseconds: float
    classes: list[MetricsClass]
    cells: Cells
    counts: OutcomeCounts
    per_class: list[ClassRates]
    averages: Averages


class ResultItem(TypedDict):
    """A label and the prediction that took it, or one of them alone.

    It stands for the object `id` of `level`: the prediction where it has no label under it or came second, else the
    label. `iou` of an object alone is its greatest with any object of the other side. `others` are further objects
    that can be seen around it.
    """

    level: Literal[Level.ANNOTATION, Level.PREDICTION]
    id: int
    outcome: Outcome
    iou: float | None
    loss: float
    label: ImageObject | None
    prediction: ImageObject | None
    others: list[ImageObject]
    image: ImageRef


class ResultPage(TypedDict):
    """Some of the results of a choice."""

    total: int
    items: list[ResultItem]


class ResultIds(TypedDict):
    """The objects that all results of a choice stand for."""

    annotation: list[int]
    prediction: list[int]


class WeakSlice(TypedDict):
    """Labels that the run fails to find (`level` annotation), or predictions that are wrong (prediction).

    `query` lists all `count` objects of the slice, `conditions` tell it in words. `rate` is the share of errors, with
    its 95 % interval; `elsewhere` the share outside. `excess` errors are more than if it were as good as the rest.
    """

    level: Literal[Level.ANNOTATION, Level.PREDICTION]
    query: str
    conditions: list[str]
    count: int
    wrong: int
    rate: float
    interval: tuple[float, float]
    elsewhere: float
    excess: float
    p_value: float
