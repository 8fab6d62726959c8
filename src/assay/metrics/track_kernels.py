"""The compiled loops over tracks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.compiled import compiled


@compiled
def likeness_to_past(vectors: NDArray[np.float64], starts: Ids, share: float) -> NDArray[np.float64]:
    """(m,) cosine between each vector (m, k) and the decaying mean of those before it in its track; NaN for the first.

    mean = (1 - share) mean + share vector, after each. Vectors of NaN are passed over.
    """
    likeness = np.full(len(vectors), np.nan)
    for track in range(len(starts) - 1):
        mean = np.zeros(vectors.shape[1])
        begun = False
        for at in range(starts[track], starts[track + 1]):
            vector = vectors[at]
            if np.isnan(vector).any():
                continue
            if not begun:
                mean[:] = vector
                begun = True
                continue
            length = np.sqrt((vector**2).sum() * (mean**2).sum())
            if length > 0:
                likeness[at] = min((vector * mean).sum() / length, 1.0)
            mean = (1 - share) * mean + share * vector
    return likeness
