"""The compiled loops that look for classes that are absent where they always are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.compiled import compiled


@compiled
def count_together(classes: Ids, offsets: Ids, count: int) -> NDArray[np.float64]:
    """(k, k) in how many images each two of `count` classes are together; see `highest_absences`."""
    together = np.zeros((count, count))
    for image in range(len(offsets) - 1):
        for at in range(offsets[image], offsets[image + 1]):
            for other in range(offsets[image], offsets[image + 1]):
                together[classes[at], classes[other]] += 1
    return together


@compiled
def highest_absences(classes: Ids, offsets: Ids, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """(images,) the highest `odds[a, b]` of a class a of the image and a class b that it lacks; NaN without classes.

    classes[offsets[i]:offsets[i + 1]] are the distinct classes of image i; `odds` (k, k).
    """
    highest = np.full(len(offsets) - 1, np.nan)
    has = np.zeros(len(odds), np.bool_)
    for image in range(len(highest)):
        first, last = offsets[image], offsets[image + 1]
        if first == last:
            continue
        for at in range(first, last):
            has[classes[at]] = True
        best = 0.0
        for at in range(first, last):
            for other in range(len(odds)):
                if not has[other]:
                    best = max(best, odds[classes[at], other])
        for at in range(first, last):
            has[classes[at]] = False
        highest[image] = best
    return highest
