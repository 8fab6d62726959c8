"""Evaluations of runs."""

from __future__ import annotations

from typing_extensions import TypedDict


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
