"""Vectors between those of a class and its neighbours: SMOTE, for probes on embeddings. Never for pictures."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Vectors, nearest

NEIGHBOURS = 5
"""Among how many nearest others of its class the other end of a line is drawn."""


class Between(NamedTuple):
    """Made vectors: (m, d) of length 1, each on the line from row `first` to row `second`, at `share` of the way."""

    vectors: Vectors
    first: Ids
    second: Ids
    share: NDArray[np.float64]


def between(vectors: Vectors, *, count: int, seed: int = 0) -> Between:
    """`count` vectors between vectors of one class, brought to length 1: the same for the same seed.

    SMOTE (Chawla et al., JAIR 2002): a row and one of its five nearest others, and a place between the two, all drawn
    evenly. Of fewer than two vectors nothing can be made.

    vectors : (n, d) of length 1, none of NaN.
    """
    near = nearest(vectors, count=min(NEIGHBOURS, max(len(vectors) - 1, 1))).rows
    if len(vectors) < 2 or count <= 0:
        nothing = np.empty(0, np.int64)
        return Between(vectors[:0], nothing, nothing, np.empty(0))
    rng = np.random.default_rng(seed)
    first = rng.integers(0, len(vectors), count)
    second = near[first, rng.integers(0, near.shape[1], count)]
    share = rng.random(count)
    made = vectors[first] + (vectors[second] - vectors[first]) * share[:, None].astype(np.float32)
    length = np.linalg.norm(made, axis=1, keepdims=True)
    return Between((made / np.maximum(length, 1e-12)).astype(np.float32), first, second, share)
