"""The compiled loops of matching.

Images are numbered 0..count-1 here. A *grouping* of rows by image is a pair of arrays: `starts` (count + 1,)
and `rows` (n,), where `rows[starts[i]:starts[i + 1]]` are the rows of image i, in their own order.
The loops are cut into one function per image: a call that hands over arrays costs some 20 ns an array, which
is nothing for an image and more than the work itself for a prediction.
"""

# ruff: noqa: C901, PLR0917 (compiled loops: arrays go by position, and a call per branch would cost more than it does)
from __future__ import annotations

from math import isnan, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels
from assay.geometry.compiled import compiled

ALONE = -1
"""Of a prediction: it fell on no label."""
ON_IGNORED = -2
"""Of a prediction: it fell on a crowd or ignored region."""
ON_TAKEN = -3
"""Of a prediction: the labels it fell on have better predictions."""
LEFT_OUT = -4
"""Of a prediction: its score is below the confidence threshold."""


@compiled
def group_rows(image: Ids, keep: Flags, count: int) -> tuple[Ids, Ids]:
    """Group the rows that `keep` marks by image, by counting: stable and linear."""
    starts = np.zeros(count + 1, np.int64)
    for row in range(len(image)):
        if keep[row]:
            starts[image[row] + 1] += 1
    for i in range(count):
        starts[i + 1] += starts[i]
    fill = starts.copy()
    rows = np.empty(starts[count], np.int64)
    for row in range(len(image)):
        if keep[row]:
            rows[fill[image[row]]] = row
            fill[image[row]] += 1
    return starts, rows


@compiled
def sort_groups(starts: Ids, rows: Ids, score: NDArray[np.float64]) -> None:
    """Sort each group in place by descending score; equal scores keep their order (a bottom-up merge sort)."""
    spare = np.empty(len(rows), np.int64)
    for i in range(len(starts) - 1):
        first, last = starts[i], starts[i + 1]
        width = 1
        while width < last - first:
            for left in range(first, last, 2 * width):
                middle = min(left + width, last)
                right = min(left + 2 * width, last)
                a, b = left, middle
                for out in range(left, right):
                    if b >= right or (a < middle and score[rows[a]] >= score[rows[b]]):
                        spare[out] = rows[a]
                        a += 1
                    else:
                        spare[out] = rows[b]
                        b += 1
            for k in range(first, last):
                rows[k] = spare[k]
            width *= 2


@compiled
def pair_equal_classes(
    several: Ids,
    order: Ids,
    starts: Ids,
    pair_label: Ids,
    label_class: Labels,
    label_ignored: Flags,
    pred_class: Labels,
    pred_score: NDArray[np.float64],
    confidence: float,
    taken: Flags,
    pred_label: Ids,
) -> None:
    """Give labels to the predictions at the places `several` that are of their class; `pred_label` is written.

    Where an image carries several whole-image labels, every prediction overlaps each by 1: only classes tell.
    """
    for k in several:
        prediction = order[k]
        if not pred_score[prediction] >= confidence:
            continue
        for pair in range(starts[k], starts[k + 1]):
            label = pair_label[pair]
            if label_class[label] == pred_class[prediction] and not (taken[label] or label_ignored[label]):
                pred_label[prediction] = label
                taken[label] = True
                break


@compiled
def match_candidates(
    order: Ids,
    starts: Ids,
    pair_label: Ids,
    pair_iou: NDArray[np.float64],
    label_class: Labels,
    label_ignored: Flags,
    label_crowd: Flags,
    pred_class: Labels,
    pred_score: NDArray[np.float64],
    several: Ids,
    iou: float,
    confidence: float,
) -> tuple[Ids, NDArray[np.float64]]:
    """(p,) label that each prediction takes, or ALONE, ON_TAKEN, ON_IGNORED or LEFT_OUT; (p,) its IoU or NaN."""
    least = min(iou, 1 - 1e-10)  # COCO's guard: at a threshold of 1 an exact fit still counts
    taken = np.zeros(len(label_class), np.bool_)
    pred_label = np.full(len(pred_class), LEFT_OUT, np.int64)
    pred_iou = np.full(len(pred_class), nan)
    pair_equal_classes(
        several, order, starts, pair_label, label_class, label_ignored, pred_class, pred_score, confidence,
        taken, pred_label,
    )  # fmt: skip
    for k in range(len(order)):
        prediction = order[k]
        if pred_label[prediction] >= 0:
            pred_iou[prediction] = 1.0
            continue
        if not pred_score[prediction] >= confidence:
            continue
        wanted = pred_class[prediction]
        best, best_iou = ALONE, least
        region, region_iou = ALONE, least
        for pair in range(starts[k], starts[k + 1]):
            label, v = pair_label[pair], pair_iou[pair]
            if v < least:
                continue
            if label_ignored[label]:
                if v >= region_iou and (label_crowd[label] or not taken[label]):
                    region, region_iou = label, v
            elif taken[label]:
                if best == ALONE:
                    best = ON_TAKEN
            elif v > best_iou or (
                v == best_iou and (best < 0 or label_class[label] == wanted or label_class[best] != wanted)
            ):
                best, best_iou = label, v
        if best >= 0:
            pred_iou[prediction] = best_iou
            taken[best] = True
        elif region >= 0:
            best = ON_IGNORED
            taken[region] = True
        pred_label[prediction] = best
    return pred_label, pred_iou


@compiled
def arrange_matches(
    pred_label: Ids,
    pred_iou: NDArray[np.float64],
    label_class: Labels,
    label_ignored: Flags,
    pred_class: Labels,
    codes: NDArray[np.int8],
) -> tuple[Ids, Ids, NDArray[np.float64], NDArray[np.int8]]:
    """From the label of each prediction to rows of matches: one per label, then one per prediction that took none.

    `codes` are those of correct, confusion, missed, ignored labels and of ALONE, ON_IGNORED, ON_TAKEN predictions.
    """
    correct, confusion, missed, ignored = codes[0], codes[1], codes[2], codes[3]
    count = len(label_class)
    total = count
    for p in range(len(pred_label)):
        total += LEFT_OUT < pred_label[p] < 0
    label_index = np.full(total, -1, np.int64)
    pred_index = np.full(total, -1, np.int64)
    iou = np.full(total, nan)
    outcome = np.empty(total, np.int8)
    for label in range(count):
        label_index[label] = label
        outcome[label] = ignored if label_ignored[label] else missed
    at = count
    for p in range(len(pred_label)):
        label = pred_label[p]
        if label >= 0:
            pred_index[label], iou[label] = p, pred_iou[p]
            outcome[label] = correct if label_class[label] == pred_class[p] else confusion
        elif label > LEFT_OUT:
            pred_index[at] = p
            outcome[at] = codes[3 - label]
            at += 1
    return label_index, pred_index, iou, outcome


@compiled
def place_cells(
    label_index: Ids,
    pred_index: Ids,
    outcome: NDArray[np.int8],
    label_place: Ids,
    pred_place: Ids,
    classes: int,
    duplicate: int,
    ignored: int,
) -> Ids:
    """The cell of each row of matches in a matrix of (classes + 2, classes + 1), row by row; -1 for an ignored row."""
    cells = np.empty(len(outcome), np.int64)
    for k in range(len(outcome)):
        if outcome[k] == ignored:
            cells[k] = -1
            continue
        column = pred_place[pred_index[k]] if pred_index[k] >= 0 else classes
        if label_index[k] >= 0:
            row = label_place[label_index[k]]
        else:
            row = classes + 1 if outcome[k] == duplicate else classes
        cells[k] = row * (classes + 1) + column
    return cells


@compiled
def grown(values: NDArray[Any], size: int) -> NDArray[Any]:
    """A longer array that begins with `values`."""
    longer = np.empty(size, values.dtype)
    for k in range(len(values)):
        longer[k] = values[k]
    return longer


@compiled
def overlap_groups(
    label_starts: Ids,
    label_rows: Ids,
    label_boxes: Boxes,
    label_crowd: Flags,
    pred_starts: Ids,
    pred_rows: Ids,
    pred_boxes: Boxes,
    least: float,
) -> tuple[Ids, Ids, NDArray[np.float64]]:
    """Label row, prediction row and IoU of every pair of an image whose IoU is above 0 and at least `least`."""
    size, found = 1024, 0
    pair_label, pair_pred, pair_iou = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size)
    for i in range(len(pred_starts) - 1):
        for p in range(pred_starts[i], pred_starts[i + 1]):
            prediction = pred_rows[p]
            x, y = pred_boxes[prediction, 0], pred_boxes[prediction, 1]
            w, h = pred_boxes[prediction, 2], pred_boxes[prediction, 3]
            whole = isnan(x) and isnan(w)
            if found + label_starts[i + 1] - label_starts[i] > size:
                size = 2 * (size + label_starts[i + 1] - label_starts[i])
                pair_label = grown(pair_label, size)
                pair_pred = grown(pair_pred, size)
                pair_iou = grown(pair_iou, size)
            for k in range(label_starts[i], label_starts[i + 1]):
                label = label_rows[k]
                other_x, other_w = label_boxes[label, 0], label_boxes[label, 2]
                wide = min(x + w, other_x + other_w) - max(x, other_x)
                high = min(y + h, label_boxes[label, 1] + label_boxes[label, 3]) - max(y, label_boxes[label, 1])
                v = 0.0
                if wide > 0 and high > 0:
                    v = wide * high
                    v /= w * h if label_crowd[label] else w * h + other_w * label_boxes[label, 3] - v
                elif whole and isnan(other_x) and isnan(other_w):
                    v = 1.0
                if v > 0 and v >= least:
                    pair_label[found], pair_pred[found], pair_iou[found] = label, prediction, v
                    found += 1
    return pair_label[:found], pair_pred[:found], pair_iou[:found]
