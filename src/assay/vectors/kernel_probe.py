"""A classifier on embeddings that bends where the classes do, asked only about what it was not shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.vectors.neighbours import Vectors

Floats = NDArray[np.float64]

LANDMARKS = 1000
"""Vectors that all others are compared with: more cost the cube and tell hardly more."""

RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""How stiff the classifier may be; the one that errs least on what it was not shown is taken."""

_SEED = 0
_CHUNK = 4096
_PAIRS = 4096  # drawn to tell how far apart vectors usually are
_TOLD_BY, _CORRELATED = 2000, 0.003  # vectors; mean squared correlation (raw numbers of networks and pixels: > 0.01)
_FLAT = 1e-6  # of the largest direction of the landmarks: below it they say the same


@dataclass(frozen=True, slots=True, eq=False)
class KernelProbe:
    """A classifier in parts, each of which was not shown one fold.

    landmarks : (m, d). sharpness : one over the width of the kernel. weights : (folds, m, classes) of likenesses to the
    landmarks. axes : (d,) how much each axis counts; all alike unless given.
    """

    landmarks: Floats
    sharpness: float
    weights: Floats
    axes: Vectors | None = None

    def scores(self, vectors: Vectors, fold: Ids) -> Floats:
        """(n, classes) about 1 for the class that a vector seems to be of, by the part that was not shown its fold."""
        scores = np.empty((len(vectors), self.weights.shape[-1]))
        for rows in _chunks(len(vectors)):
            likeness = likeness_to(_along(vectors[rows], self.axes), self.landmarks, self.sharpness)
            scores[rows] = _asked(likeness, self.weights, fold[rows])
        return scores


def kernel_probe(
    vectors: Vectors, classes: Ids, *, fold: Ids, count: int, axes: Vectors | None = None, alone: Flags | None = None
) -> tuple[KernelProbe, Floats]:
    """A probe whose scores are about 1 for the class that a vector seems to be of, 0 for others; low for all if odd.

    Kernel ridge regression of class membership with a Gaussian kernel, whose width is the median squared distance,
    through `LANDMARKS` of the vectors (Williams and Seeger, "Using the Nyström Method to Speed Up Kernel Machines",
    NIPS 2000). Each vector is to be asked of the part that saw no vector of its fold. One pass adds up each fold's
    products, so that leaving a fold out is a subtraction; memory does not grow with n.

    Returns also the (n, count) scores of the vectors themselves: of those that are `alone` by a probe of all others, of
    any other by the part that saw no vector of its fold.

    vectors : (n, d) of length 1, none of NaN. classes : (n,) 0 to count - 1. fold : (n,) from 0. axes : (d,) how much
    each axis counts; all alike unless given. alone : (n,); no vector unless given.
    """
    features = Likenesses(_along(vectors, axes))
    folds = int(fold.max()) + 1
    square, cross = np.zeros((folds, features.size, features.size)), np.zeros((folds, features.size, count))
    for rows, x in features.chunks():
        for at in np.unique(fold[rows]):
            inside = fold[rows] == at
            square[at] += x[inside].T @ x[inside]
            np.add.at(cross[at].T, classes[rows][inside], x[inside])
    every, all_taught = square.sum(axis=0), cross.sum(axis=0)
    stiff = np.eye(features.size)
    shown, taught = every - square, all_taught - cross
    weights = [features.turn @ np.linalg.solve(shown + ridge * stiff, taught) for ridge in RIDGES]
    errors = np.zeros(len(RIDGES))
    for rows, x in features.likenesses():
        truth = np.eye(count)[classes[rows]]
        for at, weight in enumerate(weights):
            errors[at] += ((_asked(x, weight, fold[rows]) - truth) ** 2).sum()
    best = int(errors.argmin())
    probe = KernelProbe(features.landmarks, features.sharpness, weights[best], axes)
    if alone is None:
        return probe, probe.scores(vectors, fold)
    scores = _without_each(features, every + RIDGES[best] * stiff, all_taught, classes)
    scores[~alone] = probe.scores(vectors[~alone], fold[~alone])
    return probe, scores


def _without_each(features: Likenesses, square: Floats, taught: Floats, classes: Ids) -> Floats:
    """(n, count) score of each vector by a probe of all others: what it does itself for its score is taken back.

    With leverage h = x (XᵀX + ridge)⁻¹ xᵀ and y its class that is (x w - h y) / (1 - h).
    square : (size, size) XᵀX + ridge. taught : (size, count) Xᵀy.
    """
    inverse = np.linalg.inv(square)
    weights, root = features.turn @ (inverse @ taught), features.turn @ np.linalg.cholesky(inverse)
    scores = np.empty((len(classes), taught.shape[1]))
    for rows, x in features.likenesses():
        leverage = ((x @ root) ** 2).sum(axis=1)[:, None]
        scores[rows] = (x @ weights - leverage * np.eye(taught.shape[1])[classes[rows]]) / (1 - leverage)
    return scores


def deviations(vectors: Vectors) -> Vectors:
    """(d,) the deviation along each axis, as a share of the largest; 1 where all vectors are the same."""
    spread = vectors.std(axis=0, dtype=np.float64)
    axes: Vectors = (spread / spread.max() if spread.max() > 0 else np.ones_like(spread)).astype(np.float32)
    return axes


def are_principal(vectors: Vectors) -> bool:
    """Whether axes are uncorrelated, as whitening leaves them: else what varies along one of them says little alone."""
    some = vectors[np.random.default_rng(_SEED).permutation(len(vectors))[:_TOLD_BY]].astype(np.float64)
    some -= some.mean(axis=0)
    spread = np.sqrt((some**2).mean(axis=0))
    some = some[:, spread > 0] / spread[spread > 0]
    axes = some.shape[1]
    squares = ((some.T @ some / len(some)) ** 2).sum() - axes  # without each axis with itself
    return bool(squares <= (1 / len(some) + _CORRELATED) * axes * (axes - 1))  # 1 / n by chance alone


def _along(vectors: Vectors, axes: Vectors | None) -> Vectors:
    """(n, d) the vectors with axes that count as said, of length 1 again."""
    if axes is None:
        return vectors
    turned = vectors * axes
    turned /= np.linalg.norm(turned, axis=1, keepdims=True).clip(_FLAT)
    return turned


def _asked(x: Floats, weight: Floats, fold: Ids) -> Floats:
    """(len(x), count) answers of each row's fold; weight (folds, m, count)."""
    answers = np.empty((len(x), weight.shape[-1]))
    for at in np.unique(fold):
        inside = fold == at
        answers[inside] = x[inside] @ weight[at]
    return answers


def _chunks(count: int) -> Iterator[slice]:
    """Rows, a few thousand at a time."""
    for start in range(0, count, _CHUNK):
        yield slice(start, min(start + _CHUNK, count))


def likeness_to(vectors: Vectors | Floats, landmarks: Floats, sharpness: float) -> Floats:
    """(n, m) exp(- squared distance to each landmark, times the sharpness)."""
    points = vectors.astype(np.float64)
    own, theirs = (points**2).sum(axis=1)[:, None], (landmarks**2).sum(axis=1)
    likeness = points @ landmarks.T
    likeness *= -2
    likeness += own
    likeness += theirs
    np.maximum(likeness, 0, out=likeness)
    likeness *= -sharpness
    return np.exp(likeness, out=likeness)


class Likenesses:
    """Vectors as likeness to landmarks, turned so that a scalar product is the kernel of two vectors.

    landmarks : (m, d). sharpness : one over the width. turn : (m, size) from likenesses to what tells a vector.
    """

    def __init__(self, vectors: Vectors, *, landmarks: int = LANDMARKS) -> None:
        rng = np.random.default_rng(_SEED)
        n = len(vectors)
        self._vectors = vectors
        self.landmarks: Floats = vectors[np.sort(rng.permutation(n)[:landmarks])].astype(np.float64)
        first, second = vectors[rng.integers(0, n, (2, _PAIRS))].astype(np.float64)
        self.sharpness = 1 / max(float(np.median(((first - second) ** 2).sum(axis=1))), 1e-9)
        between: Floats = likeness_to(self.landmarks, self.landmarks, self.sharpness)
        values, turn = np.linalg.eigh(between)
        kept = values > _FLAT * values[-1]
        self.turn: Floats = turn[:, kept] / np.sqrt(values[kept])

    @property
    def size(self) -> int:
        """How many numbers tell a vector."""
        return int(self.turn.shape[1])

    def likenesses(self) -> Iterator[tuple[slice, Floats]]:
        """Rows and their likeness to each landmark, a few thousand at a time."""
        for rows in _chunks(len(self._vectors)):
            yield rows, likeness_to(self._vectors[rows], self.landmarks, self.sharpness)

    def chunks(self) -> Iterator[tuple[slice, Floats]]:
        """Rows and what tells them, a few thousand at a time."""
        for rows, likeness in self.likenesses():
            yield rows, likeness @ self.turn
