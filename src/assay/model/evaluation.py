"""An evaluation: a run compared with the labels at one IoU and one confidence threshold."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.shape import ShapeKind


@dataclass(frozen=True, slots=True)
class EvaluationConfig:
    """What is compared in an evaluation, and its thresholds.

    iou : least overlap of a match, in (0, 1]. confidence : 0..1; predictions below it are left out.
    shape : BOX (those that are turned as they lie, whole images too), MASK by IoU of pixels, or KEYPOINTS by OKS;
        objects without the shape do not count.
    """

    iou: float = 0.5
    confidence: float = 0.25
    shape: ShapeKind = ShapeKind.BOX

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", ShapeKind(self.shape))  # from JSON it comes as text


@dataclass(frozen=True, slots=True)
class EvaluationSummary:
    """Counts and rates of an evaluation.

    `matrix[i][j]` counts labels of class i taken by predictions of class j, classes in the order of
    `classes`; the last row is background (predictions with no label), the last column is background
    (labels with no prediction). Row sums of the class rows equal the support. Rates are None when their
    denominator is 0.
    """

    classes: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]
    tp: int
    fp: int
    fn: int
    confusions: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A stored evaluation of a run; its match rows carry its id, and its numbers are read from them."""

    id: int
    run_id: int
    dataset_id: int
    config: EvaluationConfig
