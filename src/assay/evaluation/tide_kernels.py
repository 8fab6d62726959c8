"""The compiled loops of TIDE's error types, over the pairs of `Candidates`."""

# ruff: noqa: C901, PLR0917 (compiled loops: arrays go by position, and a call per branch would cost more than it does)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Labels
from assay.geometry.compiled import compiled

FREE, ON_IGNORED = -1, -2
"""Of a prediction: no label of its class took it; it fell on a crowd or ignored region of its class."""

CLS, LOC, BOTH, DUPE, BKG, NONE = 0, 1, 2, 3, 4, -1
"""Kinds of error, in the order of `ErrorKind`; NONE for a prediction that is none."""

WRONG, RIGHT, LEFT_OUT = 0, 1, 2
"""What a prediction is on the curve of its class."""


@compiled
def first_in_image(order: Ids, image: Ids, kept: Flags, most: int) -> Flags:
    """(p,) whether a prediction is among the first `most` of its image that are kept; `order` as in `Candidates`."""
    counted = np.zeros(len(image), np.bool_)
    rank = 0
    for k in range(len(order)):
        if k and image[order[k]] != image[order[k - 1]]:
            rank = 0
        if kept[order[k]]:
            counted[order[k]] = rank < most
            rank += 1
    return counted


@compiled
def match_within_classes(
    order: Ids, starts: Ids, pair_label: Ids, pair_iou: NDArray[np.float64], label_class: Labels,
    label_ignored: Flags, pred_class: Labels, counted: Flags, least: float,
) -> tuple[Ids, Flags]:  # fmt: skip
    """(p,) the label of each prediction, FREE or ON_IGNORED, and (n,) which labels are taken.

    Best score first, each takes the free label of its class that it overlaps most, the earlier of equals.
    """
    pred_label = np.full(len(pred_class), FREE, np.int64)
    taken = np.zeros(len(label_class), np.bool_)
    for k in range(len(order)):
        prediction = order[k]
        if not counted[prediction]:
            continue
        best, best_iou, region = FREE, 0.0, False
        for pair in range(starts[k], starts[k + 1]):
            label, v = pair_label[pair], pair_iou[pair]
            if label_class[label] != pred_class[prediction] or v < least:
                continue
            if label_ignored[label]:
                region = True
            elif not taken[label] and v > best_iou:
                best, best_iou = label, v
        if best >= 0:
            taken[best] = True
        elif region:
            best = ON_IGNORED
        pred_label[prediction] = best
    return pred_label, taken


@compiled
def explain(
    order: Ids, starts: Ids, pair_label: Ids, pair_iou: NDArray[np.float64], label_class: Labels,
    label_ignored: Flags, pred_class: Labels, counted: Flags, pred_label: Ids, taken: Flags,
    foreground: float, background: float,
) -> tuple[NDArray[np.int8], Ids, Flags]:  # fmt: skip
    """(p,) the kind of error of each prediction; (p,) the label it finds when mended, else FREE; (n,) labels so found.

    Of several errors that point at one label the first by score finds it.
    """
    kind = np.full(len(pred_class), NONE, np.int8)
    found = np.full(len(pred_class), FREE, np.int64)
    within_reach = np.zeros(len(label_class), np.bool_)
    for k in range(len(order)):
        prediction = order[k]
        if not counted[prediction] or pred_label[prediction] != FREE:
            continue
        own, own_iou, other, other_iou, repeated = FREE, 0.0, FREE, 0.0, False
        for pair in range(starts[k], starts[k + 1]):
            label, v = pair_label[pair], pair_iou[pair]
            if label_ignored[label]:
                continue
            if label_class[label] == pred_class[prediction]:
                repeated |= taken[label] and v >= foreground
                if v > own_iou:
                    own, own_iou = label, v
            elif v > other_iou:
                other, other_iou = label, v
        aim = FREE
        if own >= 0 and background <= own_iou <= foreground:
            kind[prediction], aim = LOC, own
        elif other >= 0 and other_iou >= foreground:
            kind[prediction], aim = CLS, other
        elif repeated:
            kind[prediction] = DUPE
        else:
            kind[prediction] = BKG if max(own_iou, other_iou) <= background else BOTH
        if aim >= 0 and not taken[aim] and not within_reach[aim]:
            within_reach[aim] = True
            found[prediction] = aim
    return kind, found, within_reach


@compiled
def class_precisions(rows: Ids, starts: Ids, state: NDArray[np.int8], positives: Ids) -> NDArray[np.float64]:
    """(k,) AP of each class at 101 recalls; `rows` by class from `starts`, by falling score.

    0 for a class that has only wrong predictions, NaN for one that has neither labels nor predictions.
    """
    precisions = np.full(len(positives), np.nan)
    longest = 1
    for k in range(len(positives)):
        longest = max(longest, starts[k + 1] - starts[k])
    height = np.empty(longest)
    for k in range(len(positives)):
        right, wrong = 0, 0
        for place in range(starts[k], starts[k + 1]):
            if state[rows[place]] == RIGHT:
                height[right] = (right + 1.0) / (right + 1.0 + wrong)
                right += 1
            elif state[rows[place]] == WRONG:
                wrong += 1
        if positives[k] or right or wrong:
            precisions[k] = read_heights(height[:right], positives[k])
    return precisions


@compiled
def read_heights(height: NDArray[np.float64], positives: int) -> float:
    """The mean of the monotone precision at recalls 0, .01 to 1; `height` is the precision at each right prediction."""
    for e in range(len(height) - 2, -1, -1):
        height[e] = max(height[e], height[e + 1])
    total, e = 0.0, 0
    for step in range(101):
        while e < len(height) and (e + 1.0) / positives < step / 100:
            e += 1
        if e < len(height):
            total += height[e]
    mean: float = total / 101
    return mean
