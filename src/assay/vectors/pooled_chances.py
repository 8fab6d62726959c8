"""Several opinions on what class each item is of, pooled into one chance per class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities

Floats = NDArray[np.float64]

ERROR_SHARE = 0.02
"""What share of labels is taken to be wrong: a label that no opinion supports then teaches nothing."""

_STEPS, _RATE = 150, 0.1
_DECAY = 1e-3  # holds the bias of a class that few items have
_MOST = 2_000_000  # numbers of one opinion that the pool is fitted to; more move the weights by less than shows
_SEED = 0


def pooled_chances(opinions: Sequence[Floats], labels: Ids) -> Probabilities:
    """(n, k) rows that sum to one: softmax of Σ w_s · opinion_s + b, the weights that explain the labels best.

    A logarithmic opinion pool (Genest and Zidek, "Combining Probability Distributions", Statistical Science 1, 1986).
    Weights and class biases are fitted to the labels by gradient ascent on Σ log((1 - e) p[y] + e / k), e the
    `ERROR_SHARE`; an opinion that says no more than the others gets little weight. As there are so few of them, a label
    hardly moves its own chance.

    opinions : each (n, k), any scores or log chances that were found without the item's own label.
    labels : (n,) 0 to k - 1.
    """
    n, k = opinions[0].shape
    rows = np.sort(np.random.default_rng(_SEED).permutation(n)[: max(_MOST // k, 1)])
    pool = _fitted([opinion[rows] for opinion in opinions], labels[rows])
    return _softmax(_mixed(opinions, pool))


def _fitted(opinions: Sequence[Floats], labels: Ids) -> Floats:
    """(s + k,) a weight for each opinion and a bias for each class, by Adam with a rate that falls."""
    n, k = opinions[0].shape
    rows, sources = np.arange(n), len(opinions)
    pool = np.concatenate([np.ones(sources), np.zeros(k)])
    mean, square = np.zeros_like(pool), np.zeros_like(pool)
    for step in range(1, _STEPS + 1):
        gap = _softmax(_mixed(opinions, pool))
        own = (1 - ERROR_SHARE) * gap[rows, labels]
        gap[rows, labels] -= 1
        gap *= (own / (own + ERROR_SHARE / k))[:, None]
        slope = np.concatenate([[np.vdot(gap, opinion) / n for opinion in opinions], gap.mean(axis=0)])
        slope[sources:] += _DECAY * pool[sources:]
        mean += 0.1 * (slope - mean)
        square += 0.01 * (slope**2 - square)
        move = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        pool -= _RATE * (1 - step / _STEPS / 1.2) * move
    return pool


def _mixed(opinions: Sequence[Floats], pool: Floats) -> Floats:
    mixed: Floats = pool[len(opinions) :] + sum(w * opinion for w, opinion in zip(pool, opinions, strict=False))
    return mixed


def _softmax(scores: Floats) -> Probabilities:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Probabilities = powers / powers.sum(axis=1, keepdims=True)
    return chances
