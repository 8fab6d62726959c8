"""Several opinions on what class each item is of, pooled into one chance per class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities, Scores

Floats = NDArray[np.float64]

ERROR_SHARE = 0.02
"""What share of labels is taken to be wrong, any other class alike."""

_STEPS, _RATE = 150, 0.1
_FIRST, _EVERY = 20, 5  # steps after which, and at which, the noise of the labels is told again
_COMMON = 1e-3  # holds the bias of a class that few items have
_MOST = 2_000_000  # numbers of one opinion that the pool is fitted to; more move the weights by less than shows
_SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """n items. chances : (n, k) of each class, rows sum to one.

    pool : (s + k,) the weight of each opinion and the bias of each class, with which `mixed_chances` are these chances.
    mistaken : (k, k) how often an item of each class (row) has each label.
    """

    chances: Probabilities
    pool: Floats
    mistaken: Floats

    def right(self, labels: Ids, rows: Ids) -> Scores:
        """(m,) chance that labels of the items at `rows` are right: T[y, y] p[y] / Σ_j T[j, y] p[j], T `mistaken`."""
        return _true_classes(self.chances[rows], labels, self.mistaken)[np.arange(len(rows)), labels]


@dataclass(frozen=True, slots=True)
class Noise:
    """What is taken of the labels: the share that is wrong, and how many items of each class that is worth.

    Infinitely many: it is not told from the labels.
    """

    share: float = ERROR_SHARE
    weight: float = np.inf

    def after(self, counts: Floats) -> Floats:
        """(k, k) how often an item of each class (row) has each label, `counts` of which were seen."""
        k = len(counts)
        expected: Floats = np.full((k, k), self.share / k) + np.eye(k) * (1 - self.share)
        if np.isinf(self.weight):
            return expected
        leaning: Floats = counts + self.weight * expected
        leaning /= leaning.sum(axis=1, keepdims=True)
        return leaning


@dataclass(frozen=True, slots=True)
class Price:
    """What the weight w of an opinion costs of the mean log chance: ½ · hold · w² + toll · |w|.

    A toll keeps an opinion out that hardly explains more than the others do; no weight with a toll is below 0.
    """

    hold: float = 0.0
    toll: float = 0.0


FREE = Price()
"""An opinion that weighs what it explains."""


def pooled_chances(
    opinions: Sequence[Floats],
    labels: Ids,
    *,
    prices: Sequence[Price] | None = None,
    noise: Noise = Noise(),
    common: float = _COMMON,
) -> Pooled:
    """Chances are softmax of p = Σ w_s · opinion_s + b, with the weights that explain the labels best.

    A logarithmic opinion pool (Genest and Zidek, "Combining Probability Distributions", Statistical Science 1, 1986).
    Weights and class biases are fitted by gradient ascent on Σ log Σ_j T[j, y] p[j], where T[j, y] is how often an item
    of class j is labelled y: as `noise` says, or told by expectation-maximisation (Dawid and Skene, Applied Statistics
    28, 1979, of one annotator), so that a class often labelled as another does not teach that it *is* the other. An
    opinion that says no more than the others gets little weight. As there are so few weights, a label hardly moves its
    own chance (`Pooled.right`).

    opinions : each (n, k), any scores or log chances that were found without the item's own label.
    labels : (n,) 0 to k - 1. prices : of each opinion; free at first. They are for opinions learned from these labels,
    which foretell their systematic errors too, however many items there are. common : the bias b of a class costs
    ½ · common · b².
    """
    n, k = opinions[0].shape
    rows = np.sort(np.random.default_rng(_SEED).permutation(n)[: max(_MOST // k, 1)])
    prices = [FREE] * len(opinions) if prices is None else prices
    pool, mistaken = _fitted([opinion[rows] for opinion in opinions], labels[rows], prices, noise, common)
    return Pooled(mixed_chances(opinions, pool), pool, mistaken)


def mixed_chances(opinions: Sequence[Floats], pool: Floats) -> Probabilities:
    """(n, k) chances of each class by opinions, each (n, k), with the weights and biases of a pool."""
    return _softmax(_mixed(opinions, pool))


def _fitted(
    opinions: Sequence[Floats], labels: Ids, prices: Sequence[Price], noise: Noise, common: float
) -> tuple[Floats, Floats]:
    """(s + k,) a weight for each opinion and a bias for each class, by Adam with a rate that falls; and (k, k) T."""
    n, k = opinions[0].shape
    sources = len(opinions)
    mistaken = noise.after(np.zeros((k, k)))
    pool = np.concatenate([np.ones(sources), np.zeros(k)])
    decay = np.concatenate([[price.hold for price in prices], np.full(k, common)])
    toll = np.concatenate([[price.toll for price in prices], np.zeros(k)])
    least = np.where(toll > 0, 0.0, -np.inf)
    mean, square = np.zeros_like(pool), np.zeros_like(pool)
    for step in range(1, _STEPS + 1):
        chances = mixed_chances(opinions, pool)
        true = _true_classes(chances, labels, mistaken)
        if step >= _FIRST and step % _EVERY == 0:
            mistaken = noise.after(_counted(true, labels))
        gap = chances - true
        slope = np.concatenate([[np.vdot(gap, opinion) / n for opinion in opinions], gap.mean(axis=0)])
        slope += decay * pool + toll
        mean += 0.1 * (slope - mean)
        square += 0.01 * (slope**2 - square)
        move = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        pool = np.maximum(pool - _RATE * (1 - step / _STEPS / 1.2) * move, least)
    return pool, mistaken


def _true_classes(chances: Probabilities, labels: Ids, mistaken: Floats) -> Probabilities:
    """(n, k) chance of each class for each item, now that its label is known."""
    true: Probabilities = chances * mistaken.T[labels]
    true /= true.sum(axis=1, keepdims=True)
    return true


def _counted(true: Probabilities, labels: Ids) -> Floats:
    """(k, k) how many items of each class (row) have each label."""
    order = np.argsort(labels, kind="stable")
    present, first = np.unique(labels[order], return_index=True)
    counts = np.zeros((true.shape[1], true.shape[1]))
    counts[:, present] = np.add.reduceat(true[order], first, axis=0).T
    return counts


def _mixed(opinions: Sequence[Floats], pool: Floats) -> Floats:
    mixed: Floats = pool[len(opinions) :] + sum(w * opinion for w, opinion in zip(pool, opinions, strict=False))
    return mixed


def _softmax(scores: Floats) -> Probabilities:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Probabilities = powers / powers.sum(axis=1, keepdims=True)
    return chances
