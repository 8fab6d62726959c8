"""Joins the parts of a polygon into one outline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def joined_rings(rings: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """One outline x1, y1, x2, y2… of all rings: each is reached over a bridge of no width from the nearest point.

    Area and bounds stay those of the parts together.
    """
    outline, *rest = (np.asarray(ring, dtype=np.float64).reshape(-1, 2) for ring in rings)
    for ring in rest:
        distances = ((outline[:, None] - ring[None]) ** 2).sum(axis=2)
        here, there = np.unravel_index(int(distances.argmin()), distances.shape)
        tour = np.roll(ring, -int(there), axis=0)
        outline = np.concatenate([outline[: here + 1], tour, tour[:1], outline[here:]])
    return outline.ravel()
