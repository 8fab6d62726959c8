"""How likely each label is right, from the class probabilities of a model that did not train on the item.

Two opinions are pooled. One is the model's own: p[y]. The other looks at the *pattern* of a whole probability
vector: an item labelled y should look like the other items labelled y do to this model, in what it is sure of
and in what it mixes up. Each class is a Student-t cloud (4 degrees of freedom, one shape for all classes) of
centred log-probabilities x; an item is either of its label's cloud, or in error, and then of another class's
cloud or anywhere among all items (images that fit no class). With e_y the share of errors in class y,

    odds that y is right = (1 - e_y) f_y(x) / (e_y [½ Σ_{j≠y} π_j f_j(x) / (1 - π_y) + ½ f_all(x)])

and clouds, weights and e_y are fitted by expectation-maximisation, so that errors spoil the clouds little
(heavy tails after Lange, Little and Taylor, JASA 84, 1989). The pool is the mean of the two log odds, with the
second held within ±3: where folds of a cross-validation differ in how sure they are, half the items look odd,
and a pattern alone must not outvote a model that is sure.

The constants were chosen over 30 sets (real probabilities with reviewed and with injected errors, and
synthetic ones), not for any one of them; `benchmarks/label_errors.py` measures some of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities, Scores

MOST_CLASSES = 64
"""Above this the clouds, K × K numbers each, say no more than the model itself and cost more than it is worth."""

LEAST_ITEMS_PER_CLASS = 5
"""Below this, on average, there is nothing to fit a cloud to, and the model's own opinion stands alone."""

FREEDOM = 4.0
"""Degrees of freedom of the clouds: few, so that odd items do not stretch them."""

FLOOR = 1e-3
"""Added to every probability before its logarithm: a 0 of a random forest is not stronger than a 0.001."""

ROUNDS = 4
"""Of expectation-maximisation; more change nothing that shows."""

SHRINK = 1e-2
"""Of the mean variance, added to every direction of a cloud, so that no direction is ever flat."""

LEAST_SPREAD = 1e-6
"""Variance no cloud falls below, however alike its items are."""

ERROR_SHARE, ERROR_WEIGHT = 0.05, 10.0
"""What share of errors a class is taken to have before its items speak, and how many items that is worth."""

BOUND = 3.0
"""Log odds beyond which the pattern says no more: 20 to 1."""

SURE = 1e-6
"""Probabilities are kept this far from 0 and 1, where log odds end."""

MOST_FITTED = 50_000
"""Clouds are fitted to this many items, evenly spread over the rows; more would move them by less than shows."""

CHUNK = 1 << 16
"""Numbers worked on at once: half a megabyte, which a processor's cache holds."""


def chance_right(labels: Ids, probabilities: Probabilities) -> NDArray[np.float64]:
    """(n,) estimated probability that each label is right, in 0..1.

    labels : (n,) columns of `probabilities` (n, k), whose rows sum to one. The number of an item leans on all the
    others. Give the rows in a lasting order (by id), for of very many only every so manieth is fitted to.
    """
    own = probabilities[np.arange(len(labels)), labels]
    return 1 / (1 + np.exp(-Pattern.of(labels, probabilities).odds(labels, probabilities, own)))


def log_odds(chances: Scores) -> NDArray[np.float64]:
    """(n,) log odds of chances, which are kept `SURE` away from 0 and 1."""
    kept = np.clip(chances, SURE, 1 - SURE)
    odds: NDArray[np.float64] = np.log(kept) - np.log1p(-kept)
    return odds


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """How the items of each class look to a model, which tells how well any label fits an item.

    mixture : None where there are too few items, or too many classes, to know. bound : log odds beyond which the
    pattern says no more.
    """

    mixture: _Mixture | None
    bound: float

    @classmethod
    def of(cls, labels: Ids, probabilities: Probabilities, *, bound: float = BOUND) -> Self:
        """Of labelled items; `chance_right` tells the shapes."""
        n, k = probabilities.shape
        if not 2 <= k <= MOST_CLASSES or n < LEAST_ITEMS_PER_CLASS * k:
            return cls(None, bound)
        step = -(-n // MOST_FITTED)
        return cls(_fit(labels[::step], probabilities[::step]), bound)

    def odds(self, labels: Ids, probabilities: Probabilities, own: Scores) -> NDArray[np.float64]:
        """(m,) log odds that labels are right, of these items or of others.

        labels : (m,). probabilities : (m, k). own : (m,) the chance that each is right by its class alone.
        """
        odds = log_odds(own)
        if self.mixture is None:
            return odds
        chunks = _chunks(labels, probabilities)
        pattern = np.concatenate([self.mixture.odds(x, y)[0] for x, y, _ in chunks]) if len(labels) else odds
        both: NDArray[np.float64] = (odds + self.bound * np.tanh(pattern / self.bound)) / 2
        return both


def _fit(labels: Ids, probabilities: Probabilities) -> _Mixture:
    """The clouds after `ROUNDS` of expectation-maximisation, beginning from the model's own opinion of each label."""
    k = probabilities.shape[1]
    count = np.bincount(labels, minlength=k)
    start, everything = _Moments.zero(k), _Moments.zero(k)
    for x, y, p in _chunks(labels, probabilities):
        start.take(x, y, np.clip(p[np.arange(len(y)), y], SURE, 1.0))
        everything.take(x, np.zeros(len(x), np.int64), np.ones(len(x)))
    model = _Mixture.fit(start, everything, count)
    for _ in range(ROUNDS):
        moments, wrong = _Moments.zero(k), np.zeros(k)
        for x, y, _ in _chunks(labels, probabilities):
            odds, distance = model.odds(x, y)
            right = 1 / (1 + np.exp(-np.clip(odds, -700, 700)))
            moments.take(x, y, right * (FREEDOM + x.shape[1]) / (FREEDOM + distance), right)
            wrong += np.bincount(y, 1 - right, minlength=k)
        model = _Mixture.fit(moments, everything, count, wrong)
    return model


def _chunks(labels: Ids, probabilities: Probabilities) -> Iterator[tuple[NDArray[np.float64], Ids, Probabilities]]:
    """Features, labels and probabilities of as many items at once as fit in `CHUNK` numbers."""
    step = max(1, CHUNK // probabilities.shape[1])
    contrasts = _contrasts(probabilities.shape[1])
    for first in range(0, len(labels), step):
        p = probabilities[first : first + step]
        yield np.log(p + FLOOR) @ contrasts, labels[first : first + step], p


def _contrasts(k: int) -> NDArray[np.float64]:
    """(k, k - 1) orthonormal directions that sum to zero: centred log-probabilities without the one that follows."""
    j = np.arange(1, k)
    steps = np.tril(np.ones((k, k)), -1).T[:, 1:] - np.diag(np.arange(k, dtype=np.float64))[:, 1:]
    directions: NDArray[np.float64] = steps / np.sqrt(j * (j + 1))
    return directions


@dataclass(eq=False)
class _Moments:
    """Weighted sums over items: per class the weight (k,) and Σ w x (k, d), over all Σ w x xᵀ (d, d) and Σ right."""

    weight: NDArray[np.float64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    right: float

    @classmethod
    def zero(cls, k: int) -> Self:
        return cls(np.zeros(k), np.zeros((k, k - 1)), np.zeros((k - 1, k - 1)), 0.0)

    def take(
        self, x: NDArray[np.float64], y: Ids, weight: NDArray[np.float64], right: NDArray[np.float64] | None = None
    ) -> None:
        """Add items `x` of class `y`."""
        self.weight += np.bincount(y, weight, minlength=len(self.weight))
        weighted = x * weight[:, None]
        np.add.at(self.first, y, weighted)
        self.second += x.T @ weighted
        self.right += float((weight if right is None else right).sum())


@dataclass(frozen=True, eq=False)
class _Mixture:
    """The clouds: centres (k, d), inverse Cholesky factor of their shape (d, d), the same of all items, and shares."""

    centres: NDArray[np.float64]
    whiten: NDArray[np.float64]
    all_centre: NDArray[np.float64]
    all_whiten: NDArray[np.float64]
    prior: NDArray[np.float64]
    errors: NDArray[np.float64]

    @classmethod
    def fit(cls, moments: _Moments, everything: _Moments, count: Ids, wrong: NDArray[np.float64] | None = None) -> Self:
        """Clouds from weighted sums; a class of few items leans on the centre of all by the weight of one item.

        `count` (k,) items per label; `wrong` (k,) how many of them are thought to be errors.
        """
        k = len(moments.weight)
        middle = everything.first[0] / everything.weight[0]
        centres = (moments.first + middle) / (moments.weight + 1)[:, None]
        cross = moments.first.T @ centres
        spread = moments.second - cross - cross.T + (centres * moments.weight[:, None]).T @ centres
        return cls(
            centres=centres,
            whiten=_whitener(spread / moments.right),
            all_centre=middle[None],
            all_whiten=_whitener(everything.second / everything.right - np.outer(middle, middle)),
            prior=(count + 1) / (count.sum() + k),
            errors=np.full(k, ERROR_SHARE)
            if wrong is None
            else np.clip((wrong + ERROR_WEIGHT * ERROR_SHARE) / (count + ERROR_WEIGHT), 1e-3, 0.5),
        )

    def odds(self, x: NDArray[np.float64], y: Ids) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(n,) log odds that each label is right, and (n,) squared distance of each item to its cloud's centre."""
        rows = np.arange(len(y))
        distance = _squared_distances(x, self.centres, self.whiten)
        cloud = _log_density(distance, self.whiten)
        others = cloud + np.log(self.prior)
        others[rows, y] = -np.inf
        top = others.max(axis=1)
        other = top + np.log(np.exp(others - top[:, None]).sum(axis=1)) - np.log1p(-self.prior[y])
        anywhere = _log_density(_squared_distances(x, self.all_centre, self.all_whiten), self.all_whiten)[:, 0]
        wrong = np.logaddexp(other, anywhere) + np.log(0.5)
        error = self.errors[y]
        return np.log1p(-error) - np.log(error) + cloud[rows, y] - wrong, distance[rows, y]


def _whitener(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """(d, d) W with W S Wᵀ = I for a covariance S made safe to invert."""
    size = len(covariance)
    ridge = SHRINK * np.trace(covariance) / size + LEAST_SPREAD
    factor: NDArray[np.float64] = np.linalg.inv(np.linalg.cholesky(covariance + ridge * np.eye(size)))
    return factor


def _squared_distances(
    x: NDArray[np.float64], centres: NDArray[np.float64], whiten: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, k) squared Mahalanobis distance of each item to each centre."""
    a, b = x @ whiten.T, centres @ whiten.T
    squared: NDArray[np.float64] = (a**2).sum(axis=1)[:, None] - 2 * a @ b.T + (b**2).sum(axis=1)
    return np.maximum(squared, 0.0)


def _log_density(distance: NDArray[np.float64], whiten: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log density of a Student-t cloud at squared distances, up to a constant that all clouds share."""
    size = len(whiten)
    density: NDArray[np.float64] = -(FREEDOM + size) / 2 * np.log1p(distance / FREEDOM)
    density += np.log(np.diagonal(whiten)).sum()
    return density
