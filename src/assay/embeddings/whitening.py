"""Whitening: turn raw vectors to the axes along which the set varies, and make those axes weigh alike.

Principal components with shrinkage: without it, axes of noise would weigh as much as axes of meaning.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.embeddings.embedder import RawVectors, State

_DIMENSION = 256  # at most; a set of n vectors gives no more than n - 1
_SAMPLE = 20_000  # vectors that the axes are fitted to
_FLOOR = 1e-6  # of the largest variance: an axis below it is rounding
_LEAST_SIDED, _SIDED = 0.3, 0.02  # what sides count where none is usual; how sided a set is where they count in full
_TOLD_BY = 4096  # vectors that tell it
_CHUNK = 1024
_SEED = 0
_CONSTANT = np.float32(1e-3)


def fit_whitening(raw: RawVectors, *, shrinkage: float = 0.1, mirrored: NDArray[np.intp] | None = None) -> State:
    """What `whiten` needs: `mean` (k,) and `axes` (k, d), each axis divided by the deviation along it.

    raw : (n, k), n at least 1. Of more than 20,000 vectors some are drawn, always the same. shrinkage : share of the
    mean variance along the axes kept that is added to each: 0 makes all weigh alike, much leaves them as they are.
    mirrored : (k,) at which place each number stands once its crop is mirrored; then what a crop does not share with
    its mirror image counts less than the rest, the less sided the set is (`sidedness`).
    """
    if len(raw) > _SAMPLE:
        raw = raw[np.sort(np.random.default_rng(_SEED).choice(len(raw), _SAMPLE, replace=False))]
    mean = raw.mean(axis=0, dtype=np.float64)
    spread = raw - mean.astype(np.float32)
    if mirrored is None:
        axes = _axes(spread, shrinkage)
    else:
        sides = _weight_of_sides(raw, mirrored)
        for first in range(0, len(spread), _CHUNK):
            spread[first : first + _CHUNK] = _evened(spread[first : first + _CHUNK], mirrored, sides)
        axes = _evened(_axes(spread, shrinkage).T, mirrored, sides).T
    return {"mean": mean.astype(np.float32), "axes": np.ascontiguousarray(axes, np.float32)}


def _weight_of_sides(raw: RawVectors, mirrored: NDArray[np.intp]) -> float:
    """What counts that a crop does not share with its mirror image: 1 where the set has a usual side."""
    some = raw[:: max(len(raw) // _TOLD_BY, 1)]
    return min(1.0, _LEAST_SIDED + (1 - _LEAST_SIDED) * sidedness(some, mirrored) / _SIDED)


def sidedness(raw: RawVectors, mirrored: NDArray[np.intp]) -> float:
    """Share of what mirroring turns round that is the same in all vectors, 0..1: more where pictures have a usual side.

    d = x - mirrored x; |mean d|² / mean |d|², less 1 / n, which chance alone makes of it. Photographs of things have 0
    to .006, cells .013, handwriting and letters .02 to .03.
    """
    turned = raw - raw[:, mirrored]
    whole = float(np.square(turned).sum(axis=1).mean())
    if whole == 0:
        return 0.0
    return max(float(np.square(turned.mean(axis=0)).sum()) / whole - 1 / len(raw), 0.0)


def _evened(vectors: NDArray[Any], mirrored: NDArray[np.intp], sides: float) -> NDArray[Any]:
    """(n, k) what each vector shares with its mirror image, and `sides` of what it does not."""
    evened = vectors[:, mirrored]
    evened *= (1 - sides) / 2
    evened += (1 + sides) / 2 * vectors
    return evened


def _axes(spread: RawVectors, shrinkage: float) -> NDArray[np.float64]:
    """(k, d) principal axes of centred vectors, the longest first, each divided by the deviation along it."""
    is_wide = spread.shape[1] > len(spread)
    products = (spread @ spread.T if is_wide else spread.T @ spread).astype(np.float64) / len(spread)
    variances, axes = np.linalg.eigh(products)
    order = np.argsort(variances)[::-1][: min(_DIMENSION, max(len(spread) - 1, 1))]
    order = order[variances[order] > _FLOOR * max(variances.max(), 1e-30)]
    variances, axes = variances[order], axes[:, order]
    if is_wide:  # the axes of the set from those of its Gram matrix
        axes = (spread.T.astype(np.float64) @ axes) / np.sqrt(variances * len(spread))
    scale = 1 / np.sqrt(variances + shrinkage * (variances.mean() if len(variances) else 1.0))
    turn = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(len(order))])  # eigenvectors have no sign of their own
    scaled: NDArray[np.float64] = axes * scale * turn
    return scaled


def whiten(raw: RawVectors, state: State) -> RawVectors:
    """(n, d + 1): `raw` (n, k) along the axes of the set, and a last number that is the same small one for all.

    That number keeps the vector of a picture that equals the mean of the set from having no direction.
    """
    turned = (raw - state["mean"]) @ state["axes"]
    return np.append(turned, np.full((len(raw), 1), _CONSTANT), axis=1)
