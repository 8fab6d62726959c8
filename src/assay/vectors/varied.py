"""A few items that show many: each unlike those before it."""

from __future__ import annotations

import numpy as np

from assay.arrays import Ids
from assay.vectors.neighbours import Vectors


def varied(vectors: Vectors, *, count: int) -> Ids:
    """Up to `count` rows of (n, d) unit vectors: the first row, then each time the one least like all chosen.

    Greedy k-centre: T. Gonzalez, "Clustering to minimize the maximum intercluster distance", 1985. Of equally unlike
    rows the earlier one is taken, so that the order of the rows decides.
    """
    chosen: list[int] = []
    alike = np.full(len(vectors), -np.inf)
    while len(chosen) < min(count, len(vectors)):
        chosen.append(int(alike.argmin()))
        alike = np.maximum(alike, vectors @ vectors[chosen[-1]])
        alike[chosen[-1]] = np.inf
    return np.array(chosen, np.int64)
