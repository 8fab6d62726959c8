"""Kinds of error, and what average precision each of them costs: TIDE (E8).

D. Bolya, S. Foley, J. Hays, J. Hoffman, "TIDE: A General Toolbox for Identifying Object Detection Errors", ECCV 2020.
Predictions are matched as COCO matches them, class by class, at the IoU t_f. What a false positive is depends on
the labels that it overlaps, in this order:

    loc    t_b <= IoU <= t_f with a label of its class: right but badly placed
    cls    IoU >= t_f with a label of another class
    dupe   IoU >= t_f with a label of its class that a better prediction found
    bkg    IoU <= t_b with every label
    both   what remains: another class and badly placed

and `miss` is a label that is not found and that no loc or cls points at. Mending an error: a cls or loc becomes right
where the label it points at is free (the best score does, others go), dupe, bkg and both go, a missed label is not
asked for. dAP is the average precision at t_f when all errors of a kind are mended, less what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, check_same_length
from assay.evaluation.candidates import Candidates


class ErrorKind(StrEnum):
    """What is wrong with a prediction, or with a label that is not found."""

    CLS = "cls"
    LOC = "loc"
    BOTH = "both"
    DUPE = "dupe"
    BKG = "bkg"
    MISS = "miss"


KINDS: tuple[ErrorKind, ...] = tuple(ErrorKind)
"""What a code of `ErrorTypes.kind` means: `KINDS[code]`."""


@dataclass(frozen=True, slots=True)
class TideConfig:
    """`foreground` (t_f) and `background` (t_b) IoU, t_b < t_f; an image's `max_detections` best predictions count."""

    foreground: float = 0.5
    background: float = 0.1
    max_detections: int = 100


@dataclass(frozen=True, slots=True, eq=False)
class ErrorTypes:
    """The errors of a run.

    ap : average precision at t_f, 0..1, the mean over classes that have labels; NaN where none has.
    kind : (p,) int8 of each prediction, an index into `KINDS`; -1 for one that is right, ignored or left out.
    missed : (n,) whether a label is a `miss`.
    counts, dap : of each kind. dap is never below 0.
    false_positive_dap : gained if every false positive had a lower score than every true one.
    false_negative_dap : gained if no label were missed, found again by a mended error or not.
    """

    ap: float
    kind: NDArray[np.int8]
    missed: Flags
    counts: Mapping[ErrorKind, int]
    dap: Mapping[ErrorKind, float]
    false_positive_dap: float
    false_negative_dap: float


def find_errors(
    candidates: Candidates,
    *,
    label_image: Ids,
    pred_image: Ids,
    images: Ids | None = None,
    config: TideConfig | None = None,
) -> ErrorTypes:
    """The errors of a run, or of the given images of it.

    Predictions on a crowd or ignored label of their class are neither right nor wrong.

    Raises
    ------
    ArrayError : the images are not one for each row of the candidates.
    """
    from assay.evaluation.tide_kernels import explain, first_in_image, match_within_classes  # numba takes 0.3 s

    check_same_length(label_image=label_image, label_class=candidates.label_class)
    check_same_length(pred_image=pred_image, pred_class=candidates.pred_class)
    rules = config or TideConfig()
    label_kept, kept = (_in_images(image, images) for image in (label_image, pred_image))
    label_kept &= ~candidates.label_ignored
    pairs = (candidates.order, candidates.starts, candidates.pair_label, candidates.pair_iou)
    rows = (candidates.label_class, candidates.label_ignored, candidates.pred_class)
    counted = first_in_image(candidates.order, np.asarray(pred_image, np.int64), kept, rules.max_detections)
    pred_label, taken = match_within_classes(*pairs, *rows, counted, rules.foreground)
    kind, found, within_reach = explain(*pairs, *rows, counted, pred_label, taken, rules.foreground, rules.background)
    unfound = label_kept & ~taken
    missed = unfound & ~within_reach
    curves = _Curves(candidates, label_kept, counted, pred_label)
    return _weigh(curves, kind, found, missed=missed, unfound=unfound)


def _weigh(curves: _Curves, kind: NDArray[np.int8], found: Ids, *, missed: Flags, unfound: Flags) -> ErrorTypes:
    """Count the errors of each kind, and what mending them gains."""
    from assay.evaluation.tide_kernels import LEFT_OUT, RIGHT, WRONG

    ap = curves.mean_precision()
    counts = {name: int((kind == code).sum()) for code, name in enumerate(KINDS)} | {ErrorKind.MISS: int(missed.sum())}
    mended = {ErrorKind.MISS: curves.mean_precision(without=missed)}
    for code, name in enumerate(KINDS[:-1]):
        state = np.where(kind == code, np.where(found >= 0, RIGHT, LEFT_OUT), curves.state).astype(np.int8)
        mended[name] = curves.mean_precision(state, found=np.where(kind == code, found, -1))
    without_wrong = np.where(curves.state == WRONG, LEFT_OUT, curves.state).astype(np.int8)
    return ErrorTypes(
        ap, kind, missed, counts,
        dap={name: max(0.0, _gain(mended[name], ap)) for name in KINDS},
        false_positive_dap=_gain(curves.mean_precision(without_wrong), ap),
        false_negative_dap=_gain(curves.mean_precision(without=unfound), ap),
    )  # fmt: skip


def _in_images(image: Ids, images: Ids | None) -> Flags:
    return np.ones(len(image), bool) if images is None else np.isin(image, images)


def _gain(mended: float, ap: float) -> float:
    return 0.0 if np.isnan(mended) or np.isnan(ap) else mended - ap


class _Curves:
    """The curves of all classes that have labels, to be counted again with some errors mended."""

    def __init__(self, candidates: Candidates, label_kept: Flags, counted: Flags, pred_label: Ids) -> None:
        from assay.evaluation.coco_kernels import falling_order
        from assay.evaluation.tide_kernels import FREE, LEFT_OUT, RIGHT, WRONG

        classes = np.unique(candidates.label_class[label_kept])
        self._label_class = _number(candidates.label_class, classes)
        self._pred_class = _number(candidates.pred_class, classes)
        self._label_kept, self._count = label_kept, len(classes)
        score = candidates.pred_score + 0.0  # -0 is 0
        self._falling = falling_order(score.view(np.uint64), candidates.order[counted[candidates.order]])
        outcome = np.where(pred_label >= 0, RIGHT, np.where(pred_label == FREE, WRONG, LEFT_OUT))
        self.state: NDArray[np.int8] = np.where(counted, outcome, LEFT_OUT).astype(np.int8)

    def mean_precision(
        self, state: NDArray[np.int8] | None = None, *, found: Ids | None = None, without: Flags | None = None
    ) -> float:
        """AP of predictions in `state`; those that `found` a label are of its class, some labels are left out."""
        from assay.evaluation.coco_kernels import stable_order
        from assay.evaluation.tide_kernels import class_precisions

        if not self._count:
            return float("nan")
        klass = self._pred_class
        if found is not None:
            klass = np.where(found >= 0, self._label_class[found], klass)
        asked = self._label_kept if without is None else self._label_kept & ~without
        positives = np.bincount(self._label_class[asked], minlength=self._count)
        rows, starts = stable_order(klass, self._falling[klass[self._falling] >= 0], self._count)
        precisions = class_precisions(rows, starts, self.state if state is None else state, positives)
        there = precisions[~np.isnan(precisions)]
        return float(there.mean()) if len(there) else float("nan")


def _number(values: NDArray[np.int32], classes: NDArray[np.int32]) -> Ids:
    """(n,) the place of each value in the sorted `classes`, -1 where it is not there."""
    if not len(classes):
        return np.full(len(values), -1, np.int64)
    at = np.minimum(np.searchsorted(classes, values), len(classes) - 1)
    return np.where(classes[at] == values, at, -1)
