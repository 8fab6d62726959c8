"""A small classifier on embeddings, and how sure it is of what it was not shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities
from assay.vectors.neighbours import Vectors

FOLDS = 5

_SEED = 0
_DROPOUT = 0.1
_STEPS, _BATCH = 400, 256
_RATE, _DECAY = 0.02, 1e-3
_CHUNK = 8192


def probe_chances(vectors: Vectors, classes: Ids, *, fold: Ids, draws: int) -> Probabilities:
    """(n, k) chance of each class for each vector, by probes that never saw a vector of its fold.

    A probe is a linear softmax classifier. Its inputs are left out at random with chance 0.1, as it learns and as it is
    asked; the chances are the mean over `draws` times that it is asked (Monte Carlo dropout). It learns by Adam from
    as many examples of each class as of any other.

    vectors : (n, d). classes : (n,) 0 to k - 1. fold : (n,) 0 to `FOLDS` - 1.
    """
    points = vectors * np.float32(np.sqrt(vectors.shape[1]))
    points = np.append(points, np.ones((len(points), 1), np.float32), axis=1)
    chances = np.zeros((len(points), int(classes.max()) + 1))
    rng = np.random.default_rng(_SEED)
    for at in range(FOLDS):
        shown, asked = np.flatnonzero(fold != at), np.flatnonzero(fold == at)
        if len(shown) and len(asked):
            weights = _learned(points[shown], classes[shown], chances.shape[1], rng)
            for rows in np.array_split(asked, -(-len(asked) // _CHUNK)):
                chances[rows] = sum(_softmax(_dropped(points[rows], rng) @ weights) for _ in range(draws)) / draws
    return chances


def _learned(points: Vectors, classes: Ids, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """(d + 1, count) weights, the last row of them for what is always 1."""
    share = 1 / np.bincount(classes, minlength=count).clip(1)[classes]
    picked = rng.choice(len(points), (_STEPS, _BATCH), p=share / share.sum())
    truth = np.eye(count, dtype=np.float32)
    weights = np.zeros((points.shape[1], count), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step, rows in enumerate(picked, start=1):
        batch = _dropped(points[rows], rng)
        slope = batch.T @ (_softmax(batch @ weights) - truth[classes[rows]]) / _BATCH + _DECAY * weights
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope**2 - square)
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def _dropped(points: Vectors, rng: np.random.Generator) -> Vectors:
    """The same with a tenth of the numbers 0 and the others larger, so that the sum stays; never the last column."""
    factors = np.where(rng.random(points.shape, np.float32) < _DROPOUT, np.float32(0), np.float32(1 / (1 - _DROPOUT)))
    factors[:, -1] = 1
    return points * factors


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares
