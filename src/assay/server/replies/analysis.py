"""What lies behind a run's numbers: curves, kinds of error, calibration, columns, comparison with another run."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from assay.model.level import Level

Interval = tuple[float | None, float | None]
"""Low and high end of a 95 % interval; nulls where it cannot be told."""


class ClassPrecision(TypedDict):
    """Average precision of one class: over IoU .5 to .95, and at .5. Null for a class without labels."""

    class_id: int
    name: str
    ap: float | None
    ap50: float | None


class RunPrecision(TypedDict):
    """The twelve numbers of COCO, -1 where there is no such label, with 95 % intervals of the headline numbers.

    `intervals` has AP and AP50, and precision, recall and f1 at the thresholds asked for.
    """

    summary: dict[str, float]
    intervals: dict[str, Interval]
    per_class: list[ClassPrecision]


class BestThreshold(TypedDict):
    """The confidence at which F1 is highest."""

    confidence: float
    f1: float
    precision: float
    recall: float


class ScoreHistogram(TypedDict):
    """How many predictions, whatever their confidence, are right and wrong in each bin; n + 1 edges."""

    edges: list[float]
    correct: list[int]
    wrong: list[int]


class Curves(TypedDict):
    """Curves of one class, or of all together.

    `precision` and `scores` are those at 101 recalls, by the rules of COCO at this IoU, and `ap` is their mean.
    `f1`, `precision_at` and `recall_at` are what the matrix says when only predictions of at least that confidence
    count. Null is what has no value.
    """

    recall: list[float]
    precision: list[float | None]
    scores: list[float | None]
    ap: float | None
    thresholds: list[float]
    f1: list[float | None]
    precision_at: list[float | None]
    recall_at: list[float | None]
    best: BestThreshold | None
    histogram: ScoreHistogram


class ErrorKind(TypedDict):
    """One kind of error: how many there are, and how much AP50 would rise if there were none."""

    kind: Literal["cls", "loc", "both", "dupe", "bkg", "miss"]
    title: str
    count: int
    dap: float | None


class SpecialErrors(TypedDict):
    """How much AP50 would rise without any false positive, and without any missed label."""

    fp_dap: float | None
    fn_dap: float | None


class FalsePositiveReason(TypedDict):
    """Why predictions are wrong."""

    reason: str
    title: str
    count: int


class ErrorTypes(TypedDict):
    """The kinds of error of TIDE, and the reasons of the false positives."""

    ap50: float | None
    errors: list[ErrorKind]
    special: SpecialErrors
    reasons: list[FalsePositiveReason]


class CalibrationBin(TypedDict):
    """Predictions of about one confidence: their mean confidence, and the share that is right with its interval."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float
    lower: float
    upper: float


class RocCurve(TypedDict):
    """Share of the right and of the wrong predictions above each threshold, and the area below."""

    fpr: list[float]
    tpr: list[float]
    auc: float


class TopK(TypedDict):
    """Share of images whose class is among the `k` likeliest."""

    k: int
    accuracy: float


class Calibration(TypedDict):
    """How far confidence can be believed.

    `roc` (all classes together), `top_k` and `scores` (accuracy, log loss and the like by name) are of runs that give
    whole images a probability for each class; for others they are null, and `reason` says so.
    """

    ece: float | None
    bins: list[CalibrationBin]
    brier: float | None
    roc: RocCurve | None
    top_k: list[TopK] | None
    scores: dict[str, float | None] | None
    reason: str | None


class ColumnBin(TypedDict):
    """A bin of a column: from `low`, included, to `high`; null where it is no range.

    `query` lists its items: images, labels or predictions, as the level says.
    """

    label: str
    low: float | None
    high: float | None
    query: str
    images: int
    count: int
    predicted: int
    precision: float | None
    recall: float | None
    f1: float | None
    precision_interval: Interval
    recall_interval: Interval


class Fairness(TypedDict):
    """How far groups of at least `minimum` labels lie apart.

    `gap` is the recall of the `best` less that of the `worst`, with its interval from `low` to `high`; `ratio` the one
    by the other. `equal_opportunity` is the same gap under its usual name; `predictive_parity` is that of precision,
    `demographic_parity` that of the share of images in which anything is predicted (null unless the field is one of
    images). `small` names smaller groups.
    """

    gap: float | None
    low: float | None
    high: float | None
    ratio: float | None
    best: str | None
    worst: str | None
    equal_opportunity: float | None
    predictive_parity: float | None
    demographic_parity: float | None
    minimum: int
    small: list[str]


class Breakdown(TypedDict):
    """A run's performance by a column. Bins share out all objects; those of unknown value come last."""

    field: str
    title: str
    unit: str
    level: Level
    bins: list[ColumnBin]
    fairness: Fairness | None


class ColumnImportance(TypedDict):
    """How much a column tells of how well objects are found.

    `mutual_information` in bits; `spearman` null for texts; `p_value` by permutation; `count` objects with a value.
    """

    field: str
    title: str
    level: Level
    mutual_information: float
    spearman: float | None
    p_value: float
    count: int


class ComparedRun(TypedDict):
    """One side of a comparison."""

    run: int
    name: str
    predicted: int
    correct: int


class ComparedNumber(TypedDict):
    """A headline number of both runs, b less a, and the 95 % interval of that difference."""

    name: str
    title: str
    a: float | None
    b: float | None
    delta: float | None
    low: float | None
    high: float | None


class ComparedClass(TypedDict):
    """F1 of one class in both runs."""

    class_id: int
    name: str
    support: int
    f1_a: float | None
    f1_b: float | None
    delta: float | None


class Flips(TypedDict):
    """Labels that only one of the two runs found; `query` lists them where both are evaluated at these thresholds."""

    count: int
    ids: list[int]
    query: str | None


class CellDifferences(TypedDict):
    """Cells of the matrix whose counts differ, b less a; numbered as in the metrics."""

    row: list[int]
    column: list[int]
    difference: list[int]


class RunComparison(TypedDict):
    """Two runs side by side, in the same images."""

    a: ComparedRun
    b: ComparedRun
    rows: list[ComparedNumber]
    per_class: list[ComparedClass]
    fixed: Flips
    broken: Flips
    cells: CellDifferences
