"""The confusion matrix of a match, and the rates that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Labels
from assay.errors import ArrayError
from assay.evaluation.outcomes import IGNORED, MatchArrays
from assay.evaluation.rates import divided
from assay.model.evaluation import EvaluationSummary


def confusion_matrix(
    matches: MatchArrays, *, label_class: Labels, pred_class: Labels, class_ids: Ids | Sequence[int]
) -> Ids:
    """(k + 1, k + 1) counts: row = class of the label, column = class of the prediction, last = background.

    Classes stand in the order of `class_ids`. Row i < k sums to the support of class i (its labels that are
    not ignored), whatever the run; the last row counts predictions on background. Ignored rows count nowhere.

    Raises
    ------
    ArrayError : when a row has a class that is not among `class_ids`.
    """
    counted = matches.outcome != IGNORED
    k = len(class_ids)
    row = _positions(np.asarray(label_class), matches.label_index[counted], np.asarray(class_ids, np.int64))
    column = _positions(np.asarray(pred_class), matches.pred_index[counted], np.asarray(class_ids, np.int64))
    cells: Ids = np.bincount(row * (k + 1) + column, minlength=(k + 1) ** 2).astype(np.int64)
    return cells.reshape(k + 1, k + 1)


def _positions(classes: NDArray[np.int64], rows: Ids, class_ids: Ids) -> Ids:
    """Place in `class_ids` of the class of each row; its length for the row -1, background."""
    place = np.full(len(rows), len(class_ids), np.int64)
    present = rows >= 0
    wanted = classes[rows[present]]
    if not len(wanted):
        return place
    order = np.argsort(class_ids)
    found = order[np.minimum(np.searchsorted(class_ids, wanted, sorter=order), len(order) - 1)] if len(order) else None
    if found is None or not np.array_equal(class_ids[found], wanted):
        unknown = sorted(set(wanted.tolist()) - set(class_ids.tolist()))
        raise ArrayError(f"Class ids {unknown[:5]} are not among the classes of the matrix.", hint="Give every class.")
    place[present] = found
    return place


@dataclass(frozen=True, slots=True, eq=False)
class ClassRates:
    """Rates of each class, (k,) each, in the order of the matrix; NaN where a denominator is 0.

    support : labels that count. precision : correct / predictions of the class. recall : correct / support.
    f1 : harmonic mean of the two.
    """

    support: Ids
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]


def class_rates(matrix: Ids) -> ClassRates:
    """Precision, recall and F1 of each class of a confusion matrix with background as its last row and column."""
    correct = np.diagonal(matrix)[:-1]
    predicted, support = matrix[:, :-1].sum(axis=0), matrix[:-1].sum(axis=1)
    return ClassRates(
        support=support,
        precision=divided(correct, predicted),
        recall=divided(correct, support),
        f1=divided(2 * correct, predicted + support),
    )


def summarise(matrix: Ids, classes: Sequence[str]) -> EvaluationSummary:
    """Counts and rates of a whole evaluation from its confusion matrix.

    A confusion is both a wrong prediction and a label not found: precision = tp / (tp + fp + confusions),
    recall = tp / (tp + fn + confusions), F1 their harmonic mean. A rate is None when its denominator is 0.
    """
    if matrix.shape != (len(classes) + 1, len(classes) + 1):
        raise ArrayError(
            f"`matrix` must have shape ({len(classes) + 1}, {len(classes) + 1}) for {len(classes)} classes and "
            f"background, got {matrix.shape}."
        )
    tp = int(np.trace(matrix[:-1, :-1]))
    confusions = int(matrix[:-1, :-1].sum()) - tp
    fp, fn = int(matrix[-1, :-1].sum()), int(matrix[:-1, -1].sum())
    predicted, support = tp + fp + confusions, tp + fn + confusions
    return EvaluationSummary(
        classes=tuple(classes),
        matrix=tuple(tuple(row) for row in matrix.tolist()),
        tp=tp,
        fp=fp,
        fn=fn,
        confusions=confusions,
        precision=_rate(tp, predicted),
        recall=_rate(tp, support),
        f1=_rate(2 * tp, predicted + support),
    )


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
