"""The compiled loop that matches boxes class by class, then by pairs of classes that are allowed."""

# ruff: noqa: C901, PLR0912, PLR0917 (compiled loops: arrays go by position, and a call per branch would cost more)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids
from assay.evaluation.coco_kernels import LEFT_OUT, RIGHT, WRONG, box_ious, stable_order
from assay.geometry.compiled import compiled


@compiled
def best_label(
    ious: NDArray[np.float64], open_to: Flags, ignored: Flags, crowd: Flags, taken: Flags, least: float
) -> int:
    """The free label (of those `open_to` it) that a prediction overlaps most, by at least `least`; -1 without one.

    Labels that count come first; of equal overlaps the last, as COCO has it. All arrays are (g,).
    """
    best, best_iou = -1, min(least, 1 - 1e-10)
    for wanted in (False, True):
        if best > -1:
            break
        for g in range(len(ious)):
            if open_to[g] and ignored[g] == wanted and (crowd[g] or not taken[g]) and ious[g] >= best_iou:
                best, best_iou = g, ious[g]
    return best


@compiled
def match_images(
    falling: Ids, rank: NDArray[np.int32], pred_image: Ids, pred_class: Ids, label_image: Ids, label_class: Ids,
    may_answer: Flags, pred_boxes: Boxes, label_boxes: Boxes, label_area: NDArray[np.float64],
    pred_area: NDArray[np.float64], label_ignored: Flags, label_crowd: Flags, ranges: NDArray[np.float64],
    thresholds: NDArray[np.float64], most: int, images: int,
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:  # fmt: skip
    """(p, areas, thresholds) states of the predictions in falling order, and the label each took (-1 for none).

    `rank` (p,) is in falling order too. Predictions of rank `most` and above are not matched.
    """
    size = (len(falling), len(ranges), len(thresholds))
    states, met = np.full(size, WRONG, np.int8), np.full(size, -1, np.int32)
    places, starts = stable_order(pred_image[falling], np.arange(len(falling)), images)
    rows, label_starts = stable_order(label_image, np.arange(len(label_image)), images)
    for image in range(images):
        labels = rows[label_starts[image] : label_starts[image + 1]]
        here = places[starts[image] : starts[image + 1]]
        here = here[rank[here] < most]
        predictions = falling[here]
        crowd = label_crowd[labels]
        ious = np.empty((len(predictions), len(labels)))
        box_ious(predictions, labels, pred_boxes, label_boxes, crowd, ious)
        same, other = np.zeros(ious.shape, np.bool_), np.zeros(ious.shape, np.bool_)
        for d in range(len(predictions)):
            klass = pred_class[predictions[d]]
            for g in range(len(labels)):
                same[d, g] = label_class[labels[g]] == klass
                other[d, g] = may_answer[label_class[labels[g]], klass] and not same[d, g]
        for a in range(len(ranges)):
            low, high = ranges[a, 0], ranges[a, 1]
            ignored = label_ignored[labels] | (label_area[labels] < low) | (label_area[labels] > high)
            for t in range(len(thresholds)):
                taken = np.zeros(len(labels), np.bool_)
                for open_to in (same, other):
                    for d in range(len(predictions)):
                        if met[here[d], a, t] >= 0:
                            continue
                        best = best_label(ious[d], open_to[d], ignored, crowd, taken, thresholds[t])
                        if best > -1:
                            taken[best] = True
                            met[here[d], a, t] = labels[best]
                            states[here[d], a, t] = LEFT_OUT if ignored[best] else RIGHT
            for d in range(len(predictions)):
                area = pred_area[predictions[d]]
                if area < low or area > high:
                    for t in range(len(thresholds)):
                        if met[here[d], a, t] < 0:
                            states[here[d], a, t] = LEFT_OUT
    return states, met
