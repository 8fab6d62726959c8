"""Whitening: turn raw vectors to the axes along which the set varies, and make those axes weigh alike.

Principal components with shrinkage: without it, axes of noise would weigh as much as axes of meaning.
"""

from __future__ import annotations

import numpy as np

from assay.embeddings.embedder import RawVectors, State

_DIMENSION = 256  # at most; a set of n vectors gives no more than n - 1
_SAMPLE = 20_000  # vectors that the axes are fitted to
_FLOOR = 1e-6  # of the largest variance: an axis below it is rounding
_SEED = 0
_CONSTANT = np.float32(1e-3)


def fit_whitening(raw: RawVectors, *, shrinkage: float = 0.1) -> State:
    """What `whiten` needs: `mean` (k,) and `axes` (k, d), each axis divided by the deviation along it.

    raw : (n, k), n at least 1. Of more than 20,000 vectors some are drawn, always the same. shrinkage : share of the
    mean variance along the axes kept that is added to each: 0 makes all weigh alike, much leaves them as they are.
    """
    if len(raw) > _SAMPLE:
        raw = raw[np.sort(np.random.default_rng(_SEED).choice(len(raw), _SAMPLE, replace=False))]
    mean = raw.mean(axis=0, dtype=np.float64)
    spread = raw - mean.astype(np.float32)
    is_wide = spread.shape[1] > len(spread)
    products = (spread @ spread.T if is_wide else spread.T @ spread).astype(np.float64) / len(spread)
    variances, axes = np.linalg.eigh(products)
    order = np.argsort(variances)[::-1][: min(_DIMENSION, max(len(raw) - 1, 1))]
    order = order[variances[order] > _FLOOR * max(variances.max(), 1e-30)]
    variances, axes = variances[order], axes[:, order]
    if is_wide:  # the axes of the set from those of its Gram matrix
        axes = (spread.T.astype(np.float64) @ axes) / np.sqrt(variances * len(spread))
    scale = 1 / np.sqrt(variances + shrinkage * (variances.mean() if len(variances) else 1.0))
    turn = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(len(order))])  # eigenvectors have no sign of their own
    return {"mean": mean.astype(np.float32), "axes": (axes * scale * turn).astype(np.float32)}


def whiten(raw: RawVectors, state: State) -> RawVectors:
    """(n, d + 1): `raw` (n, k) along the axes of the set, and a last number that is the same small one for all.

    That number keeps the vector of a picture that equals the mean of the set from having no direction.
    """
    turned = (raw - state["mean"]) @ state["axes"]
    return np.append(turned, np.full((len(raw), 1), _CONSTANT), axis=1)
