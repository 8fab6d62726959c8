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
LEFT_OUT = -3
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
def load_corners(boxes: Boxes, rows: Ids, corners: NDArray[np.float64]) -> None:
    """Write x1, y1, x2, y2 of the boxes `rows` into the first columns of `corners`."""
    for k in range(len(rows)):
        row = rows[k]
        corners[0, k] = boxes[row, 0]
        corners[1, k] = boxes[row, 1]
        corners[2, k] = boxes[row, 0] + boxes[row, 2]
        corners[3, k] = boxes[row, 1] + boxes[row, 3]


@compiled
def intersections(
    x: float, y: float, x2: float, y2: float, corners: NDArray[np.float64], count: int, inter: NDArray[np.float64]
) -> None:
    """Write the area that a box shares with each of the first `count` boxes of `corners`; 0 where a NaN is.

    Without a branch or a division, so that the processor does several at once: half the time of a plain loop.
    """
    for k in range(count):
        w = min(x2, corners[2, k]) - max(x, corners[0, k])
        h = min(y2, corners[3, k]) - max(y, corners[1, k])
        inter[k] = w * h if (w > 0) & (h > 0) else 0.0


@compiled
def pair_equal_classes(
    label_starts: Ids,
    label_rows: Ids,
    whole: Flags,
    label_class: Labels,
    pred_starts: Ids,
    pred_rows: Ids,
    pred_whole: Flags,
    pred_class: Labels,
    pred_label: Ids,
) -> None:
    """Give whole-image labels to predictions of their class, in images that carry several such labels.

    Overlap says nothing there: every prediction of the image overlaps every label by 1.
    """
    taken = np.zeros(len(label_class), np.bool_)
    for i in range(len(pred_starts) - 1):
        count = 0
        for k in range(label_starts[i], label_starts[i + 1]):
            count += whole[label_rows[k]]
        if count < 2:
            continue
        for p in range(pred_starts[i], pred_starts[i + 1]):
            prediction = pred_rows[p]
            if not pred_whole[prediction]:
                continue
            for k in range(label_starts[i], label_starts[i + 1]):
                label = label_rows[k]
                if whole[label] and not taken[label] and label_class[label] == pred_class[prediction]:
                    pred_label[prediction] = label
                    taken[label] = True
                    break


@compiled
def match_image(
    predictions: Ids,
    labels: Ids,
    corners: NDArray[np.float64],
    inter: NDArray[np.float64],
    label_boxes: Boxes,
    label_class: Labels,
    label_ignore: Flags,
    label_crowd: Flags,
    pred_boxes: Boxes,
    pred_class: Labels,
    taken: Flags,
    pred_label: Ids,
    pred_iou: NDArray[np.float64],
    least: float,
) -> None:
    """Match one image. `corners` holds its labels; `taken`, `pred_label` and `pred_iou` are written.

    Of labels that a prediction overlaps equally, one of its class goes first, then the later row, as COCO has it.
    """
    for prediction in predictions:
        if pred_label[prediction] >= 0:
            continue
        x, y = pred_boxes[prediction, 0], pred_boxes[prediction, 1]
        w, h = pred_boxes[prediction, 2], pred_boxes[prediction, 3]
        wanted = pred_class[prediction]
        whole = isnan(x) and isnan(w)
        intersections(x, y, x + w, y + h, corners, len(labels), inter)
        best, best_iou = ALONE, least
        region, region_iou = ALONE, least
        for k in range(len(labels)):
            label = labels[k]
            if not (inter[k] > 0 or whole) or (taken[label] and not label_crowd[label]):
                continue
            if whole:
                v = 1.0 if isnan(label_boxes[label, 0]) and isnan(label_boxes[label, 2]) else 0.0
            elif label_crowd[label]:
                v = inter[k] / (w * h)
            else:
                v = inter[k] / (w * h + label_boxes[label, 2] * label_boxes[label, 3] - inter[k])
            if label_ignore[label]:
                if v >= region_iou:
                    region, region_iou = label, v
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


@compiled
def match_groups(
    label_starts: Ids,
    label_rows: Ids,
    label_boxes: Boxes,
    label_class: Labels,
    label_ignore: Flags,
    label_crowd: Flags,
    pred_starts: Ids,
    pred_rows: Ids,
    pred_boxes: Boxes,
    pred_class: Labels,
    pred_label: Ids,
    iou: float,
) -> NDArray[np.float64]:
    """Match image by image. Predictions of an image come by descending score.

    `pred_label` (p,) comes as LEFT_OUT, or the label a prediction has already; it leaves as the label each
    takes, or ALONE or ON_IGNORED. Returns (p,) the IoU of each with its label, NaN where it has none.
    """
    taken = np.zeros(len(label_boxes), np.bool_)
    pred_iou = np.full(len(pred_boxes), nan)
    for prediction in range(len(pred_boxes)):
        if pred_label[prediction] >= 0:
            taken[pred_label[prediction]] = True
            pred_iou[prediction] = 1.0
    least = min(iou, 1 - 1e-10)  # COCO's guard: at a threshold of 1 an exact fit still counts
    most = 0
    for i in range(len(label_starts) - 1):
        most = max(most, label_starts[i + 1] - label_starts[i])
    corners = np.empty((4, most))
    inter = np.empty(most)
    for i in range(len(pred_starts) - 1):
        labels = label_rows[label_starts[i] : label_starts[i + 1]]
        predictions = pred_rows[pred_starts[i] : pred_starts[i + 1]]
        load_corners(label_boxes, labels, corners)
        match_image(
            predictions, labels, corners, inter, label_boxes, label_class, label_ignore, label_crowd,
            pred_boxes, pred_class, taken, pred_label, pred_iou, least,
        )  # fmt: skip
    return pred_iou


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
