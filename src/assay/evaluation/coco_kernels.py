"""The compiled loops of COCO's average precision.

Rows are grouped twice. A *class* is a run of predictions in falling order of score (ties: image, then row), as the
precision-recall curve wants them; a *cell* is one class in one image, as matching wants it.
"""

# ruff: noqa: C901, PLR0912, PLR0917 (compiled loops: arrays go by position, and a call per branch would cost more than it does)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids
from assay.geometry.compiled import compiled

WRONG, RIGHT, LEFT_OUT = 0, 1, 2
"""What became of a prediction at one threshold and in one range of areas."""

_TINY = np.spacing(1)


@compiled
def stable_order(keys: Ids, rows: Ids, count: int) -> tuple[Ids, Ids]:
    """`rows` sorted by `keys[row]` (0..count-1), equal keys in their order; and where each key starts (count + 1,)."""
    starts = np.zeros(count + 1, np.int64)
    for row in rows:
        starts[keys[row] + 1] += 1
    for key in range(count):
        starts[key + 1] += starts[key]
    fill = starts.copy()
    order = np.empty(len(rows), np.int64)
    for row in rows:
        order[fill[keys[row]]] = row
        fill[keys[row]] += 1
    return order, starts


@compiled
def cell_starts(klass: Ids, image: Ids, order: Ids) -> Ids:
    """Where a new class or a new image begins in `order`, and its length at the end."""
    found = np.empty(len(order) + 1, np.int64)
    count = 0
    for k in range(len(order)):
        if k == 0 or klass[order[k]] != klass[order[k - 1]] or image[order[k]] != image[order[k - 1]]:
            found[count] = k
            count += 1
    found[count] = len(order)
    return found[: count + 1]


@compiled
def join_cells(
    klass: Ids, image: Ids, label_order: Ids, label_cells: Ids, pred_klass: Ids, pred_image: Ids, pred_order: Ids,
    pred_cells: Ids,
) -> Ids:  # fmt: skip
    """For each cell of predictions the cell of labels of its class and image, -1 where there are none."""
    joined = np.full(len(pred_cells) - 1, -1, np.int64)
    at = 0
    for cell in range(len(pred_cells) - 1):
        row = pred_order[pred_cells[cell]]
        while at < len(label_cells) - 1:
            label = label_order[label_cells[at]]
            if klass[label] > pred_klass[row] or (klass[label] == pred_klass[row] and image[label] >= pred_image[row]):
                break
            at += 1
        if at < len(label_cells) - 1:
            label = label_order[label_cells[at]]
            if klass[label] == pred_klass[row] and image[label] == pred_image[row]:
                joined[cell] = at
    return joined


@compiled
def box_ious(predictions: Ids, labels: Ids, pred_boxes: Boxes, label_boxes: Boxes, crowd: Flags) -> NDArray[np.float64]:
    """(d, g) overlap of boxes; with a crowd it is the share of the prediction."""
    ious = np.zeros((len(predictions), len(labels)))
    for d in range(len(predictions)):
        x, y, w, h = pred_boxes[predictions[d]]
        for g in range(len(labels)):
            lx, ly, lw, lh = label_boxes[labels[g]]
            wide = min(x + w, lx + lw) - max(x, lx)
            high = min(y + h, ly + lh) - max(y, ly)
            if wide > 0 and high > 0:
                inter = wide * high
                union = w * h if crowd[labels[g]] else w * h + lw * lh - inter
                ious[d, g] = inter / union
    return ious


@compiled
def match_cell(
    ious: NDArray[np.float64], ignored: Flags, crowd: Flags, outside: Flags, thresholds: NDArray[np.float64],
    order: Ids, taken: Flags, states: NDArray[np.int8],
) -> None:  # fmt: skip
    """Greedy matching of one cell in one range of areas: (thresholds, d) states are written.

    `ignored` and `crowd` are of the labels, `outside` tells which predictions lie outside the range. `order` (g,) and
    `taken` (g,) are room to work in.
    """
    d_count, g_count = ious.shape
    at = 0
    for wanted in (False, True):  # labels that count come first
        for g in range(g_count):
            if ignored[g] == wanted:
                order[at] = g
                at += 1
    for t in range(len(thresholds)):
        taken[:g_count] = False
        for d in range(d_count):
            best, best_iou = -1, min(thresholds[t], 1 - 1e-10)
            for k in range(g_count):
                g = order[k]
                if taken[g] and not crowd[g]:
                    continue
                if best > -1 and not ignored[best] and ignored[g]:
                    break
                if ious[d, g] < best_iou:
                    continue
                best, best_iou = g, ious[d, g]
            if best > -1:
                taken[best] = True
                states[t, d] = LEFT_OUT if ignored[best] else RIGHT
            else:
                states[t, d] = LEFT_OUT if outside[d] else WRONG


@compiled
def match_cells(
    pred_order: Ids, pred_cells: Ids, label_order: Ids, label_cells: Ids, joined: Ids,
    pred_boxes: Boxes, label_boxes: Boxes, given: NDArray[np.float64], given_starts: Ids,
    label_area: NDArray[np.float64], pred_area: NDArray[np.float64], label_ignored: Flags, crowd: Flags,
    ranges: NDArray[np.float64], thresholds: NDArray[np.float64], most: int,
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:  # fmt: skip
    """(areas, thresholds, n) states of all predictions, and (n,) their rank in their cell.

    `given` holds the overlaps of all cells one after the other, (d, g) each, from `given_starts`; where
    that is empty, they are boxes and worked out here. Predictions of rank `most` and above are not matched.
    """
    states = np.zeros((len(ranges), len(thresholds), len(pred_order)), np.int8)
    rank = np.empty(len(pred_order), np.int32)
    widest, longest = 1, 1
    for cell in range(len(label_cells) - 1):
        widest = max(widest, label_cells[cell + 1] - label_cells[cell])
    for cell in range(len(pred_cells) - 1):
        longest = max(longest, pred_cells[cell + 1] - pred_cells[cell])
    order, taken = np.empty(widest, np.int64), np.empty(widest, np.bool_)
    found = np.empty((len(thresholds), longest), np.int8)
    no_labels = np.empty(0, np.int64)
    for cell in range(len(pred_cells) - 1):
        first, last = pred_cells[cell], pred_cells[cell + 1]
        for k in range(first, last):
            rank[pred_order[k]] = k - first
        predictions = pred_order[first : min(last, first + most)]
        other = joined[cell]
        labels = label_order[label_cells[other] : label_cells[other + 1]] if other >= 0 else no_labels
        if len(labels) == 0:
            for a in range(len(ranges)):
                for row in predictions:
                    if pred_area[row] < ranges[a, 0] or pred_area[row] > ranges[a, 1]:
                        for t in range(len(thresholds)):
                            states[a, t, row] = LEFT_OUT
            continue
        if len(given_starts):
            size = len(predictions) * len(labels)
            ious = given[given_starts[cell] : given_starts[cell] + size].reshape((len(predictions), len(labels)))
        else:
            ious = box_ious(predictions, labels, pred_boxes, label_boxes, crowd)
        for a in range(len(ranges)):
            low, high = ranges[a, 0], ranges[a, 1]
            ignored = np.empty(len(labels), np.bool_)
            for g in range(len(labels)):
                ignored[g] = label_ignored[labels[g]] or label_area[labels[g]] < low or label_area[labels[g]] > high
            outside = np.empty(len(predictions), np.bool_)
            for d in range(len(predictions)):
                outside[d] = pred_area[predictions[d]] < low or pred_area[predictions[d]] > high
            match_cell(ious, ignored, crowd[labels], outside, thresholds, order, taken, found)
            for t in range(len(thresholds)):
                for d in range(len(predictions)):
                    states[a, t, predictions[d]] = found[t, d]
    return states, rank


@compiled
def count_labels(klass: Ids, area: NDArray[np.float64], ignored: Flags, ranges: NDArray[np.float64], count: int) -> Ids:
    """(classes, areas) labels that count."""
    support = np.zeros((count, len(ranges)), np.int64)
    for row in range(len(klass)):
        if not ignored[row]:
            for a in range(len(ranges)):
                support[klass[row], a] += ranges[a, 0] <= area[row] <= ranges[a, 1]
    return support


@compiled
def accumulate(
    class_order: Ids, class_starts: Ids, score: NDArray[np.float64], states: NDArray[np.int8], rank: NDArray[np.int32],
    support: Ids, recalls: NDArray[np.float64], limits: Ids,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Precision and score at each recall, and the recall reached: (T, R, K, A, M), the same, and (T, K, A, M).

    -1 for classes without labels. Precision only rises at a right prediction, so the curve is kept there alone.
    """
    areas, steps, _ = states.shape
    classes = len(class_starts) - 1
    precision = np.full((steps, len(recalls), classes, areas, len(limits)), -1.0)
    scores = np.full((steps, len(recalls), classes, areas, len(limits)), -1.0)
    reached = np.full((steps, classes, areas, len(limits)), -1.0)
    most = 1
    for k in range(classes):
        most = max(most, class_starts[k + 1] - class_starts[k])
    height, at = np.empty(most), np.empty(most, np.int64)
    for k in range(classes):
        rows = class_order[class_starts[k] : class_starts[k + 1]]
        for a in range(areas):
            if support[k, a] == 0:
                continue
            for t in range(steps):
                state = states[a, t]
                for m in range(len(limits)):
                    right, wrong, first = 0, 0, -1
                    for row in rows:
                        if rank[row] >= limits[m]:
                            continue
                        if first < 0:
                            first = row
                        if state[row] == RIGHT:
                            height[right] = (right + 1.0) / (wrong + (right + 1.0) + _TINY)
                            at[right] = row
                            right += 1
                        elif state[row] == WRONG:
                            wrong += 1
                    reached[t, k, a, m] = right / support[k, a]
                    for e in range(right - 2, -1, -1):
                        height[e] = max(height[e], height[e + 1])
                    e = 0
                    for r in range(len(recalls)):
                        precision[t, r, k, a, m] = 0.0
                        scores[t, r, k, a, m] = 0.0
                        if recalls[r] <= 0:
                            if first >= 0:
                                precision[t, r, k, a, m] = height[0] if right else 0.0
                                scores[t, r, k, a, m] = score[first]
                            continue
                        while e < right and (e + 1.0) / support[k, a] < recalls[r]:
                            e += 1
                        if e < right:
                            precision[t, r, k, a, m] = height[e]
                            scores[t, r, k, a, m] = score[at[e]]
    return precision, scores, reached
