"""The compiled loop that counts the curves of many resamples of the images."""

# ruff: noqa: C901, PLR0912, PLR0917 (compiled loops: arrays go by position, and a call per branch would cost more)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.evaluation.coco_kernels import RIGHT, WRONG
from assay.geometry.compiled import compiled

_TINY = np.spacing(1)
_NOTHING, _ALL_WRONG, _MIXED = 0, 1, 2


@compiled
def count_resamples(
    starts: Ids, image: Ids, states: NDArray[np.int8], rank: NDArray[np.int32], label_class: Ids, label_image: Ids,
    weights: NDArray[np.int32], recalls: NDArray[np.float64], limit: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """(repeats, T, K) average precision and recall reached in each resample; NaN for a class without labels in it.

    `states` (p, T) are those of one range of areas. Most predictions are wrong at every threshold: these are counted
    once for all. Without `recalls` the average is the area under the whole curve.
    """
    repeats, steps, classes = len(weights), states.shape[1], len(starts) - 1
    average, reached = np.full((repeats, steps, classes), np.nan), np.full((repeats, steps, classes), np.nan)
    support = np.zeros((repeats, classes), np.int64)
    for r in range(repeats):
        for row in range(len(label_class)):
            support[r, label_class[row]] += weights[r, label_image[row]]
    kind = np.full(len(states), _NOTHING, np.int8)
    most = 1
    for k in range(classes):
        mixed = 0
        for p in range(starts[k], starts[k + 1]):
            wrong = (states[p] == WRONG).sum()
            right = (states[p] == RIGHT).sum()
            if rank[p] < limit and wrong + right > 0:
                kind[p] = _ALL_WRONG if wrong == steps else _MIXED
                mixed += kind[p] == _MIXED
        most = max(most, mixed)
    height, reach = np.empty((steps, most)), np.empty((steps, most), np.int64)
    right, wrong, count = np.empty(steps, np.int64), np.empty(steps, np.int64), np.empty(steps, np.int64)
    for k in range(classes):
        places = np.flatnonzero(kind[starts[k] : starts[k + 1]]) + starts[k]
        for r in range(repeats):
            if support[r, k] == 0:
                continue
            right[:], wrong[:], count[:] = 0, 0, 0
            all_wrong = 0
            for p in places:
                weight = weights[r, image[p]]
                if weight == 0:
                    continue
                if kind[p] == _ALL_WRONG:
                    all_wrong += weight
                    continue
                for t in range(steps):
                    if states[p, t] == WRONG:
                        wrong[t] += weight
                    elif states[p, t] == RIGHT:
                        right[t] += weight
                        height[t, count[t]] = right[t] / (all_wrong + wrong[t] + right[t] + _TINY)
                        reach[t, count[t]] = right[t]
                        count[t] += 1
            for t in range(steps):
                reached[r, t, k] = right[t] / support[r, k]
                average[r, t, k] = average_curve(height[t, : count[t]], reach[t], support[r, k], recalls)
    return average, reached


@compiled
def average_curve(height: NDArray[np.float64], reach: Ids, support: int, recalls: NDArray[np.float64]) -> float:
    """The mean of the monotone curve over `recalls`; the area under it where there are none.

    `height` (e,) is the precision after the e-th right prediction of the resample, and is made monotone; `reach` tells
    how many labels were found by then.
    """
    for e in range(len(height) - 2, -1, -1):
        height[e] = max(height[e], height[e + 1])
    total = 0.0
    if len(recalls) == 0:
        for e in range(len(height)):
            total += height[e] * (reach[e] - (reach[e - 1] if e > 0 else 0))
        return total / support
    e = 0
    for r in range(len(recalls)):
        while e < len(height) and reach[e] / support < recalls[r]:
            e += 1
        if e < len(height):
            total += height[e]
    return total / len(recalls)
