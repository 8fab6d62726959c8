"""The compiled loops of COCO's average precision.

Rows are grouped twice. A *class* is a run of predictions in falling order of score (ties: image, then row), as the
precision-recall curve wants them; a *cell* is one class in one image, as matching wants it.
"""

# ruff: noqa: C901, FBT001, PLR0912, PLR0917 (compiled loops: arguments go by position, and a call per branch would cost more than it does)
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
def falling_order(bits: NDArray[np.uint64], rows: Ids) -> Ids:
    """`rows` by falling score, equal scores in their order; `bits` (n,) are the scores' own bits.

    A radix sort, byte by byte from the lowest; bytes that are the same in all rows are passed over.
    """
    keys, spare_keys = np.empty(len(rows), np.uint64), np.empty(len(rows), np.uint64)
    order, spare = rows.copy(), np.empty(len(rows), np.int64)
    for k in range(len(rows)):
        # The bits of positive floats rise as they do; those of negative ones fall. All are turned round.
        bit = bits[rows[k]]
        keys[k] = bit if bit >> np.uint64(63) else ~(bit | np.uint64(1 << 63))
    counts = np.empty(257, np.int64)
    for byte in range(8):
        shift = np.uint64(8 * byte)
        counts[:] = 0
        for k in range(len(keys)):
            counts[((keys[k] >> shift) & np.uint64(255)) + np.uint64(1)] += 1
        if len(keys) == 0 or counts.max() == len(keys):
            continue
        for value in range(256):
            counts[value + 1] += counts[value]
        for k in range(len(keys)):
            value = (keys[k] >> shift) & np.uint64(255)
            spare_keys[counts[value]], spare[counts[value]] = keys[k], order[k]
            counts[value] += 1
        keys, spare_keys = spare_keys, keys
        order, spare = spare, order
    return order


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
def box_ious(
    predictions: Ids, labels: Ids, pred_boxes: Boxes, label_boxes: Boxes, crowd: Flags, ious: NDArray[np.float64]
) -> None:
    """Write the (d, g) overlaps of boxes; with a crowd it is the share of the prediction."""
    for d in range(len(predictions)):
        x, y, w, h = pred_boxes[predictions[d]]
        for g in range(len(labels)):
            lx, ly, lw, lh = label_boxes[labels[g]]
            wide = min(x + w, lx + lw) - max(x, lx)
            high = min(y + h, ly + lh) - max(y, ly)
            ious[d, g] = 0.0
            if wide > 0 and high > 0:
                inter = wide * high
                ious[d, g] = inter / (w * h if crowd[g] else w * h + lw * lh - inter)


@compiled
def match_cell(
    ious: NDArray[np.float64], d_count: int, g_count: int, ignored: Flags, crowd: Flags, outside: Flags,
    thresholds: NDArray[np.float64], order: Ids, taken: Flags, states: NDArray[np.int8],
) -> None:  # fmt: skip
    """Greedy matching of one cell in one range of areas: (d, thresholds) states are written.

    `ignored` and `crowd` are of the labels, `outside` tells which predictions lie outside the range. `order` (g,) and
    `taken` (g,) are room to work in.
    """
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
                states[d, t] = LEFT_OUT if ignored[best] else RIGHT
            else:
                states[d, t] = LEFT_OUT if outside[d] else WRONG


@compiled
def match_best(
    ious: NDArray[np.float64], d_count: int, g_count: int, ignored: Flags, thresholds: NDArray[np.float64],
    taken: Flags, states: NDArray[np.int8],
) -> None:  # fmt: skip
    """Matching of one cell by the rules of VOC: each prediction is held against the label it overlaps most, alone."""
    for t in range(len(thresholds)):
        taken[:g_count] = False
        for d in range(d_count):
            best, best_iou = -1, 0.0
            for g in range(g_count):
                if ious[d, g] > best_iou:
                    best, best_iou = g, ious[d, g]
            states[d, t] = WRONG
            if best > -1 and best_iou >= thresholds[t]:
                if ignored[best]:
                    states[d, t] = LEFT_OUT
                elif not taken[best]:
                    states[d, t] = RIGHT
                    taken[best] = True


@compiled
def unmatched(
    falling: Ids, pred_area: NDArray[np.float64], ranges: NDArray[np.float64], steps: int
) -> NDArray[np.int8]:
    """(n, areas, steps) states of predictions that meet no label, as they stand in `falling`."""
    states = np.full((len(falling), len(ranges), steps), WRONG, np.int8)
    for k in range(len(falling)):
        area = pred_area[falling[k]]
        for a in range(len(ranges)):
            if area < ranges[a, 0] or area > ranges[a, 1]:
                states[k, a] = LEFT_OUT
    return states


@compiled
def match_cells(
    pred_order: Ids, pred_cells: Ids, label_order: Ids, label_cells: Ids, joined: Ids, falling: Ids,
    pred_boxes: Boxes, label_boxes: Boxes, given: NDArray[np.float64], given_starts: Ids,
    label_area: NDArray[np.float64], pred_area: NDArray[np.float64], label_ignored: Flags, label_crowd: Flags,
    ranges: NDArray[np.float64], thresholds: NDArray[np.float64], most: int, best_label_only: bool,
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:  # fmt: skip
    """(n, areas, thresholds) states of all predictions, and (n,) their rank in their cell, as they stand in `falling`.

    `given` holds the overlaps of all cells one after the other, (d, g) each, from `given_starts`; where that is empty,
    they are boxes and worked out here. Predictions of rank `most` and above are not matched.
    """
    states = unmatched(falling, pred_area, ranges, len(thresholds))
    rank = np.empty(len(pred_order), np.int32)
    place = np.empty(len(pred_area), np.int64)
    for k in range(len(falling)):
        place[falling[k]] = k
    widest, longest = 1, 1
    for cell in range(len(label_cells) - 1):
        widest = max(widest, label_cells[cell + 1] - label_cells[cell])
    for cell in range(len(pred_cells) - 1):
        longest = max(longest, min(most, pred_cells[cell + 1] - pred_cells[cell]))
    order, taken = np.empty(widest, np.int64), np.empty(widest, np.bool_)
    crowd, ignored, outside = np.empty(widest, np.bool_), np.empty(widest, np.bool_), np.empty(longest, np.bool_)
    found, ious = np.empty((longest, len(thresholds)), np.int8), np.empty((longest, widest))
    for cell in range(len(pred_cells) - 1):
        first, last = pred_cells[cell], pred_cells[cell + 1]
        for k in range(first, last):
            rank[place[pred_order[k]]] = k - first
        other = joined[cell]
        if other < 0:
            continue
        predictions = pred_order[first : min(last, first + most)]
        labels = label_order[label_cells[other] : label_cells[other + 1]]
        for g in range(len(labels)):
            crowd[g] = label_crowd[labels[g]]
        if len(given_starts):
            at = given_starts[cell]
            for d in range(len(predictions)):
                for g in range(len(labels)):
                    ious[d, g] = given[at]
                    at += 1
        else:
            box_ious(predictions, labels, pred_boxes, label_boxes, crowd, ious)
        for a in range(len(ranges)):
            low, high = ranges[a, 0], ranges[a, 1]
            for g in range(len(labels)):
                ignored[g] = label_ignored[labels[g]] or label_area[labels[g]] < low or label_area[labels[g]] > high
            for d in range(len(predictions)):
                outside[d] = pred_area[predictions[d]] < low or pred_area[predictions[d]] > high
            if best_label_only:
                match_best(ious, len(predictions), len(labels), ignored, thresholds, taken, found)
            else:
                match_cell(
                    ious, len(predictions), len(labels), ignored, crowd, outside, thresholds, order, taken, found
                )
            for d in range(len(predictions)):
                for t in range(len(thresholds)):
                    states[place[predictions[d]], a, t] = found[d, t]
    return states, rank


@compiled
def walk_class(
    begin: int, end: int, limit: int, flat: NDArray[np.int8], rank: NDArray[np.int32], height: NDArray[np.float64],
    at: Ids, right: Ids, wrong: Ids,
) -> int:  # fmt: skip
    """Count one class by falling score on every line (a range of areas at a threshold), all lines side by side.

    Writes (lines, ·) the precision after each right prediction and its place, and (lines,) how many were right and
    wrong. Returns the place of the first prediction that counts at all, -1 without one.
    """
    first = -1
    right[:], wrong[:] = 0, 0
    for place in range(begin, end):
        if rank[place] >= limit:
            continue
        if first < 0:
            first = place
        rights = 0
        for line in range(flat.shape[1]):
            state = flat[place, line]
            wrong[line] += state == WRONG
            rights += state == RIGHT
        if rights:
            for line in range(flat.shape[1]):
                if flat[place, line] == RIGHT:
                    e = right[line]
                    height[line, e] = (e + 1.0) / (wrong[line] + (e + 1.0) + _TINY)
                    at[line, e] = place
                    right[line] = e + 1
    return first


@compiled
def accumulate(
    class_starts: Ids, score: NDArray[np.float64], states: NDArray[np.int8], rank: NDArray[np.int32], support: Ids,
    recalls: NDArray[np.float64], limits: Ids,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Precision and score at each recall, (T, R, K, A, M); the recall reached and the area under the curve, without R.

    Predictions come class by class from `class_starts`, by falling score; `states` are (n, A, T). -1 for classes
    without labels. All ranges and thresholds are counted in one pass, and the curve is kept where a prediction is
    right: precision rises nowhere else.
    """
    _, areas, steps = states.shape
    lines, classes = areas * steps, len(class_starts) - 1
    flat = states.reshape((len(states), lines))
    precision = np.full((steps, len(recalls), classes, areas, len(limits)), -1.0)
    scores = np.full((steps, len(recalls), classes, areas, len(limits)), -1.0)
    reached = np.full((steps, classes, areas, len(limits)), -1.0)
    under = np.full((steps, classes, areas, len(limits)), -1.0)
    most = 1
    for k in range(classes):
        most = max(most, support[k].max())
    height, at = np.empty((lines, most)), np.empty((lines, most), np.int64)
    right, wrong = np.empty(lines, np.int64), np.empty(lines, np.int64)
    for k in range(classes):
        if support[k].max() == 0:
            continue
        begin, end = class_starts[k], class_starts[k + 1]
        deepest = 0
        for place in range(begin, end):
            deepest = max(deepest, rank[place])
        for m in range(len(limits) - 1, -1, -1):
            if m < len(limits) - 1 and deepest < limits[m]:  # it takes as many as the next one
                precision[:, :, k, :, m] = precision[:, :, k, :, m + 1]
                scores[:, :, k, :, m] = scores[:, :, k, :, m + 1]
                reached[:, k, :, m] = reached[:, k, :, m + 1]
                under[:, k, :, m] = under[:, k, :, m + 1]
                continue
            first = walk_class(begin, end, limits[m], flat, rank, height, at, right, wrong)
            for a in range(areas):
                if support[k, a] == 0:
                    continue
                for t in range(steps):
                    line = a * steps + t
                    reached[t, k, a, m] = right[line] / support[k, a]
                    under[t, k, a, m] = read_curve(
                        height[line, : right[line]], at[line], score, support[k, a], recalls, first,
                        precision[t, :, k, a, m], scores[t, :, k, a, m],
                    )  # fmt: skip
    return precision, scores, reached, under


@compiled
def read_curve(
    height: NDArray[np.float64], at: Ids, score: NDArray[np.float64], support: int, recalls: NDArray[np.float64],
    first: int, precision: NDArray[np.float64], scores: NDArray[np.float64],
) -> float:  # fmt: skip
    """Write precision and score at each recall, and return the area under the whole curve.

    `height` is made monotone; `first` is the first prediction, or -1.
    """
    under = height[-1] if len(height) else 0.0
    for e in range(len(height) - 2, -1, -1):
        height[e] = max(height[e], height[e + 1])
        under += height[e]
    e = 0
    for r in range(len(recalls)):
        precision[r], scores[r] = 0.0, 0.0
        if recalls[r] <= 0:
            if first >= 0:
                precision[r] = height[0] if len(height) else 0.0
                scores[r] = score[first]
            continue
        while e < len(height) and (e + 1.0) / support < recalls[r]:
            e += 1
        if e < len(height):
            precision[r], scores[r] = height[e], score[at[e]]
    return under / support
