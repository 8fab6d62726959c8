"""A classifier on embeddings that bends where the classes do, asked only about what it was not shown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Vectors

Floats = NDArray[np.float64]

LANDMARKS = 1000
"""Vectors that all others are compared with: more cost the cube and tell hardly more."""

RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""How stiff the classifier may be; the one that errs least on what it was not shown is taken."""

_SEED = 0
_CHUNK = 4096
_PAIRS = 4096  # drawn to tell how far apart vectors usually are
_FLAT = 1e-6  # of the largest direction of the landmarks: below it they say the same


def kernel_scores(vectors: Vectors, classes: Ids, *, fold: Ids, count: int) -> Floats:
    """(n, count) about 1 for the class that a vector seems to be of and 0 for the others; low for all if it is odd.

    Kernel ridge regression of class membership with a Gaussian kernel, whose width is the median squared distance,
    through `LANDMARKS` of the vectors (Williams and Seeger, "Using the Nyström Method to Speed Up Kernel Machines",
    NIPS 2000). Each vector is asked of the classifier that saw no vector of its fold. One pass adds up each fold's
    products, so that leaving a fold out is a subtraction; memory does not grow with n but for the answer.

    vectors : (n, d) of length 1, none of NaN. classes : (n,) 0 to count - 1. fold : (n,) from 0.
    """
    features = Likenesses(vectors)
    folds = int(fold.max()) + 1
    size = features.size
    square, cross = np.zeros((folds, size, size)), np.zeros((folds, size, count))
    for rows, x in features.chunks():
        for at in np.unique(fold[rows]):
            inside = fold[rows] == at
            square[at] += x[inside].T @ x[inside]
            np.add.at(cross[at].T, classes[rows][inside], x[inside])
    shown, taught = square.sum(axis=0) - square, cross.sum(axis=0) - cross
    weights = np.stack(
        [
            np.concatenate(
                [np.linalg.solve(a + ridge * np.eye(size), b)[None] for a, b in zip(shown, taught, strict=True)]
            )
            for ridge in RIDGES
        ]
    )
    return _least_erring(features, weights, classes, fold)


def _least_erring(features: Likenesses, weights: NDArray[np.float64], classes: Ids, fold: Ids) -> Floats:
    """The scores of the ridge whose squared error is the least; weights (ridges, folds, size, count)."""
    count = weights.shape[-1]
    errors = np.zeros(len(weights))
    for rows, x in features.chunks():
        truth = np.eye(count)[classes[rows]]
        for at, weight in enumerate(weights):
            errors[at] += ((_asked(x, weight, fold[rows]) - truth) ** 2).sum()
    best = weights[errors.argmin()]
    scores = np.empty((len(classes), count))
    for rows, x in features.chunks():
        scores[rows] = _asked(x, best, fold[rows])
    return scores


def _asked(x: Floats, weight: Floats, fold: Ids) -> Floats:
    """(len(x), count) answers of each row's fold; weight (folds, size, count)."""
    answers = np.empty((len(x), weight.shape[-1]))
    for at in np.unique(fold):
        inside = fold == at
        answers[inside] = x[inside] @ weight[at]
    return answers


class Likenesses:
    """Vectors as likeness to landmarks, turned so that a scalar product is the kernel of two vectors."""

    def __init__(self, vectors: Vectors, *, landmarks: int = LANDMARKS) -> None:
        rng = np.random.default_rng(_SEED)
        n = len(vectors)
        self._vectors = vectors
        self._landmarks = vectors[np.sort(rng.permutation(n)[:landmarks])].astype(np.float64)
        first, second = vectors[rng.integers(0, n, (2, _PAIRS))].astype(np.float64)
        self._sharpness = 1 / max(float(np.median(((first - second) ** 2).sum(axis=1))), 1e-9)
        values, turn = np.linalg.eigh(self._likeness(self._landmarks))
        kept = values > _FLAT * values[-1]
        self._turn = turn[:, kept] / np.sqrt(values[kept])

    @property
    def size(self) -> int:
        """How many numbers tell a vector."""
        return int(self._turn.shape[1])

    def chunks(self) -> Iterator[tuple[slice, Floats]]:
        """Rows and their features, a few thousand at a time."""
        for start in range(0, len(self._vectors), _CHUNK):
            rows = slice(start, start + _CHUNK)
            yield rows, self._likeness(self._vectors[rows].astype(np.float64)) @ self._turn

    def _likeness(self, points: Floats) -> Floats:
        """(n, landmarks) exp(- squared distance over the median one)."""
        own, theirs = (points**2).sum(axis=1)[:, None], (self._landmarks**2).sum(axis=1)
        likeness: Floats = np.exp(-self._sharpness * np.maximum(own + theirs - 2 * points @ self._landmarks.T, 0))
        return likeness
