"""What doubts of labels are worth, told by labels that are wrong for certain, because they were put in.

How the doubts of wrong labels are spread is seen where items are given another label than their own (`Swapped`). With
F(t) the share of all labels that are doubted by t and more, and G(t) that of the swapped ones, at most F(t) / G(t) of
all labels can be wrong: the lowest of these bounds is taken for their share π (Blanchard, Lee and Scott,
"Semi-Supervised Novelty Detection", JMLR 11, 2010). Where doubts say nothing no bound is low: π is never much more than
what the doubts themselves add up to. Log odds that a label is wrong are then

    a + b · doubt,    b > 0,

of the least expected log loss, were a share π of the labels wrong and doubted as the swapped ones are: convex (du
Plessis, Niu and Sugiyama, "Convex Formulation for Learning from Positive and Unlabeled Data", ICML 2015). That claims
too little where people err, for they do so where an item is hard to tell; the doubt itself, taken for log odds, claims
too much where right labels are doubted as well. What is told lies midway. The order of doubts stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities, Scores

Floats = NDArray[np.float64]

LEAST_LABELS = 50
"""Among fewer labels too few are wrong to tell anything of."""

MOST_SWAPPED = 5000
"""Items that are given other labels, evenly spread over the rows; more would change the claims by less than shows."""

BY_CHANCE, BY_LIKENESS = 2, 2
"""How often each of them gets one of the other classes alike, and one as likely as what is known of the item has it."""

LEAST_FOUND = 0.25
"""Share of the swapped labels that must be doubted as much, for a bound: else a few labels, the next that a person
mends, would tell how many are wrong."""

MOST_MORE, MOST_WRONG = 1.5, 0.5
"""How many times as many labels as the doubts themselves add up to are taken to be wrong at most; and of all labels."""

_HOLD = np.array([1e-3, 5.0])  # how hard a is held to 0 and b to 1, in labels
_LEAST_SLOPE = 0.1
_STEPS = 60
_SEED = 0
_FAINT = 1e-9  # chance of every class that is judged at all, so that another one can always be drawn


@dataclass(frozen=True, slots=True, eq=False)
class Swapped:
    """m labels that are wrong. row : (m,) rows of the items. label : (m,) their class, never the given one."""

    row: Ids
    label: Ids

    @classmethod
    def of(cls, given: Ids, chances: Probabilities) -> Self:
        """Other labels for n items. given : (n,). chances : (n, k) of each class, 0 throughout for those not judged."""
        n = len(given)
        row = np.arange(n)[:: -(-n // MOST_SWAPPED)]
        rng = np.random.default_rng(_SEED)
        judged = chances.any(axis=0)
        weights = [np.tile(judged.astype(np.float64), (len(row), 1))] * BY_CHANCE
        weights += [chances[row] + _FAINT * judged] * BY_LIKENESS
        return cls(np.tile(row, len(weights)), np.concatenate([_drawn(weight, given[row], rng) for weight in weights]))


def chances_wrong(doubt: Floats, swapped: Floats) -> Scores:
    """(n,) chance that each label is wrong, in the order of its doubt.

    doubt : (n,) log odds that labels are wrong, as far as they can be believed. swapped : (m,) the same of labels that
    are wrong.
    """
    share = share_wrong(doubt, swapped)
    n = len(doubt)
    wanted = share * n * np.array([1.0, float(swapped.mean())])
    design = np.stack([np.ones(n), doubt], axis=1)
    at = _fitted(design, wanted, np.array([0.0, 1.0]), free=np.array([True, True]))
    if at[1] < _LEAST_SLOPE:
        at = _fitted(design, wanted, np.array([at[0], _LEAST_SLOPE]), free=np.array([True, False]))
    return _sigmoid((design @ at + doubt) / 2)


def share_wrong(doubt: Floats, swapped: Floats) -> float:
    """What share of the labels can be wrong at most; one more is counted than is seen."""
    limits, others = np.sort(doubt), np.sort(swapped)
    count = len(doubt) - np.searchsorted(limits, limits)
    above = 1 - np.searchsorted(others, limits) / len(others)
    seen = above >= LEAST_FOUND
    bounds = (count[seen] + 1) / (len(doubt) * above[seen])
    return float(bounds.min(initial=min(MOST_MORE * float(_sigmoid(doubt).mean()), MOST_WRONG)))


def _drawn(weights: Floats, given: Ids, rng: np.random.Generator) -> Ids:
    """(m,) a class for each row, drawn by its weights (m, k), the given one left out."""
    weights[np.arange(len(given)), given] = 0
    reached = np.cumsum(weights, axis=1)
    passed = (rng.random(len(given))[:, None] * reached[:, -1:] >= reached).sum(axis=1)
    drawn: Ids = np.minimum(passed, weights.shape[1] - 1)
    return drawn


def _fitted(design: Floats, wanted: Floats, start: Floats, *, free: NDArray[np.bool_]) -> Floats:
    """Offset and slope by Newton steps that never overshoot; those that are not free stay."""
    at, held = start.copy(), np.array([0.0, 1.0])
    for _ in range(_STEPS):
        chance = _sigmoid(design @ at)
        slope = design.T @ chance - wanted + _HOLD * (at - held)
        bend = (design.T * (chance * (1 - chance))) @ design + np.diag(_HOLD)
        step = np.zeros(2)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        at = at - step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9:
            break
    return at


def _sigmoid(odds: Floats) -> Scores:
    chance: Scores = 0.5 * (1.0 + np.tanh(odds / 2))
    return chance
