"""A small classifier taught twice, by the labels before and after, again and again on random halves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.kernel_probe import RIDGES, Floats, Likenesses
from assay.vectors.neighbours import Vectors

LANDMARKS = 500
"""Vectors that all others are compared with; half of those of the other probe, for there are 2 R trainings."""

ABSENT = -1
"""The class of an item that was not there, and teaches nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class PairedAnswers:
    """(R, t) class that the probe of each repeat says of each test item, taught by the labels before and after."""

    before: Ids
    after: Ids


def paired_answers(
    taught: Vectors,
    before: Ids,
    after: Ids,
    *,
    halves: NDArray[np.bool_],
    asked: Vectors,
    advance: Callable[[], object] = lambda: None,
) -> PairedAnswers:
    """Teach a probe each half with the classes `before`, and with those `after`, and ask both of the test items.

    The probe is kernel ridge regression of class membership, as that of `kernel_probe`. How stiff it is, is found once:
    what errs least, over both sides, on what the first half leaves out.

    taught : (n, d) vectors of length 1; before, after : (n,) 0 to k - 1 or `ABSENT`. halves : (R, n). asked : (t, d).
    advance is called after each repeat.
    """
    likenesses = Likenesses(np.concatenate([taught, asked]), landmarks=LANDMARKS)
    features = np.concatenate([x for _, x in likenesses.chunks()])
    shown, test = features[: len(taught)], features[len(taught) :]
    sides, count = (before, after), int(max(before.max(), after.max())) + 1
    ridge = _stiffness(shown, sides, halves[0], count)
    answers = np.empty((2, len(halves), len(asked)), np.int64)
    for repeat, half in enumerate(halves):
        for side, weights in enumerate(_taught(shown, sides, half, count=count, ridges=(ridge,))):
            answers[side, repeat] = (test @ weights[0]).argmax(axis=1)
        advance()
    return PairedAnswers(*answers)


def _stiffness(x: Floats, sides: tuple[Ids, Ids], half: NDArray[np.bool_], count: int) -> float:
    """The ridge with which both sides err least on what the half leaves out."""
    errors = np.zeros(len(RIDGES))
    for classes, weights in zip(sides, _taught(x, sides, half, count=count, ridges=RIDGES), strict=True):
        left = ~half & (classes != ABSENT)
        errors += [((x[left] @ weight).argmax(axis=1) != classes[left]).sum() for weight in weights]
    return RIDGES[int(errors.argmin())]


def _taught(
    x: Floats, sides: tuple[Ids, Ids], half: NDArray[np.bool_], *, count: int, ridges: tuple[float, ...]
) -> list[list[Floats]]:
    """(size, count) weights for each ridge, for each side; what both sides share is added up once."""
    there = [half & (classes != ABSENT) for classes in sides]
    both = there[0] & there[1]
    shared = x[both].T @ x[both]
    found = []
    for classes, rows in zip(sides, there, strict=True):
        own = x[rows & ~both]
        square = shared + own.T @ own
        truth = np.eye(count)[classes[rows]]
        cross = x[rows].T @ truth
        found.append([np.linalg.solve(square + ridge * np.eye(len(square)), cross) for ridge in ridges])
    return found
