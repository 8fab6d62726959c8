"""Vectors in fewer dimensions, by their principal components."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.vectors.neighbours import Vectors, known_rows

Points = NDArray[np.float32]
"""(n, k) a place per row, in whatever units; a row of NaN has none."""

_LEARNT_FROM = 50_000  # rows: more of them turn the axes by less than anyone sees
_BLOCK = 1 << 16  # rows at a time


def principal(vectors: Vectors, *, count: int) -> Points:
    """(n, count) the vectors along the directions of their greatest spread, the greatest first; rows of NaN stay.

    PCA of at most 50,000 of them, evenly taken. The sign of an axis is such that the entry that weighs most in it is
    positive, so that the same vectors give the same places on any machine. Directions beyond the rank are 0.
    """
    places = np.full((len(vectors), count), np.nan, np.float32)
    known = known_rows(vectors)
    if not len(known):
        return places
    some = vectors[known[:: -(-len(known) // _LEARNT_FROM)]]
    mean = some.mean(axis=0, dtype=np.float64).astype(np.float32)
    axes = _axes(some - mean, count)
    for start in range(0, len(known), _BLOCK):
        rows = known[start : start + _BLOCK]
        places[rows, : axes.shape[1]] = (vectors[rows] - mean) @ axes
        places[rows, axes.shape[1] :] = 0
    return places


def _axes(centred: Vectors, count: int) -> NDArray[np.float32]:
    """(d, <= count) directions of length 1."""
    _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    axes = axes[:, ::-1][:, :count]
    heaviest = np.take_along_axis(axes, np.abs(axes).argmax(axis=0)[None, :], axis=0)
    signed: NDArray[np.float32] = (axes * np.where(heaviest < 0, -1, 1)).astype(np.float32)
    return signed
