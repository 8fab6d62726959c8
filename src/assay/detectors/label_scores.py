"""Scores of labels by the class probabilities of a model: 0 worst to 1 clean (M38-M41, M52).

Each gives what cleanlab 2.9 gives for the same input; tests hold that. `labels` (n,) are columns of `probabilities`
(n, k), whose rows sum to one and come from a model that did not train on the item.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities, Scores

LEAST = 1e-6
"""No probability is taken to be less where it divides."""

CHUNK = 1 << 16
"""Numbers whose logarithms are held at once: half a megabyte, which a processor's cache holds."""

MEMORY = 0.8
"""Weight of the next lower score of a label set, against all above it, when the scores of its classes are pooled."""


def self_confidence(labels: Ids, probabilities: Probabilities) -> Scores:
    """(n,) p[y] (M38)."""
    own: Scores = probabilities[np.arange(len(labels)), labels]
    return own


def normalized_margin(labels: Ids, probabilities: Probabilities) -> Scores:
    """(n,) (p[y] - max p[j ≠ y] + 1) / 2 (M39)."""
    own = self_confidence(labels, probabilities)
    rivals = probabilities.copy()
    rivals[np.arange(len(labels)), labels] = -np.inf
    margin: Scores = (own - rivals.max(axis=1) + 1) / 2
    return margin


def confidence_weighted_entropy(labels: Ids, probabilities: Probabilities) -> Scores:
    """(n,) ln(1 + r) / r of r = (H(p) / ln k) / p[y], the doubt of the model beside its support for the label (M40)."""
    entropy = _entropies(probabilities) / np.log(probabilities.shape[1])
    doubt = entropy / np.maximum(self_confidence(labels, probabilities), LEAST)
    score: Scores = np.log1p(doubt) / np.maximum(doubt, LEAST)
    return score


def margin_to_top(labels: Ids, probabilities: Probabilities) -> NDArray[np.float64]:
    """(n,) p[y] - max p: 0 where the label is the likeliest class, else below (M41)."""
    margin: NDArray[np.float64] = self_confidence(labels, probabilities) - probabilities.max(axis=1)
    return margin


def label_set_scores(given: Flags, chances: NDArray[np.float64]) -> Scores:
    """(n,) how sound each label set is, classes judged one by one (M52).

    given (n, k) : which classes an item is labelled with. chances (n, k) : of each class, by itself. The score of a
    class is the chance of what is said of it; the scores, the best first, are pooled by an exponential moving average
    that ends at the worst, so that one bad class sinks the set.
    """
    ordered = -np.sort(-np.where(given, chances, 1 - chances), axis=1)
    pooled: Scores = ordered[:, 0].copy()
    for column in ordered.T[1:]:
        pooled = MEMORY * column + (1 - MEMORY) * pooled
    return pooled


def _entropies(probabilities: Probabilities) -> NDArray[np.float64]:
    """(n,) Σ -p ln p of each row; a zero adds nothing."""
    n, k = probabilities.shape
    step = max(1, CHUNK // k)
    entropies = np.empty(n)
    for first in range(0, n, step):
        p = probabilities[first : first + step]
        logs = np.log(np.maximum(p, np.finfo(np.float64).tiny))
        entropies[first : first + step] = -np.einsum("ij,ij->i", p, logs)
    return entropies
