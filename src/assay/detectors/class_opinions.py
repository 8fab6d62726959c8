"""What is known of the class of each label: what a model says, what its look-alikes say, and both together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities, Scores
from assay.detectors.known_wrong import LEAST_LABELS, Swapped, chances_wrong
from assay.detectors.label_odds import Pattern, log_odds
from assay.detectors.own_evidence import OwnEvidence
from assay.vectors.pooled_chances import Noise, Price, pooled_chances

LEAST_CHANCE = 1e-5
"""Added to every chance before its logarithm, where opinions are pooled."""

SEEN_BOUND = 6.0
"""Log odds beyond which the pattern of a chance vector says no more, where it is known how the item looks."""

MOSTLY_RIGHT = 0.95
"""Share of labels taken to be right before anything is known of them."""

NOISE = Noise(1 - MOSTLY_RIGHT, weight=200.0)
"""Of the labels, where a model and look-alikes are pooled: which class is given for which is seen from the set."""

PRICES = (Price(hold=0.05), Price(hold=0.05, toll=0.1))
"""Of the weights of a model and of look-alikes: these learned from the very labels they judge, so they pay a toll."""

Judge = Callable[[Ids, Ids], NDArray[np.float64]]
"""(m,) how likely labels are right, of their classes and of the rows they are at: chances, or log odds."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassOpinions:
    """m labels of which something is known, by id.

    label : (m,) rows of the labels. given : (m,) their class, as a place among the class ids.
    chances : (m, k) of each class. right : (m,) chance that the label is right, held against labels that are wrong for
    certain (`known_wrong`).
    model : (m, k) what the model alone says; NaN where it says nothing. prediction : (m,) row of the prediction that
    says it, -1 for none. own : (m,) row in the evidence of look-alikes, -1 for none.
    """

    label: Ids
    given: Ids
    chances: Probabilities
    right: Scores
    model: Probabilities
    prediction: Ids
    own: Ids


@dataclass(frozen=True, slots=True, eq=False)
class ModelChances:
    """m labels with a prediction at their place: rows of both, labels by id, and (m, k) chances that sum to one."""

    label: Ids
    prediction: Ids
    chances: Probabilities


def class_opinions(
    given: Ids, ids: Ids, *, model: ModelChances | None, own: OwnEvidence | None, classes: int
) -> ClassOpinions | None:
    """Pool what is known. Labels that are known in the same ways are judged together, apart from the others.

    given : class of every label of the view, as a place among the class ids. ids : of the labels. None where nothing is
    known.
    """
    count = len(given)
    from_model, from_own = np.full(count, -1), np.full(count, -1)
    if model is not None:
        from_model[model.label] = np.arange(len(model.label))
    if own is not None:
        from_own[own.label] = np.arange(len(own.label))
    order = np.argsort(ids)
    order = order[(from_model[order] >= 0) | (from_own[order] >= 0)]
    if not len(order):
        return None
    chances, right = np.zeros((count, classes)), np.zeros(count)
    said = np.full((count, classes), np.nan)
    if model is not None:
        said[model.label] = model.chances
    for has_model in (True, False):
        for has_own in (True, False):
            rows = order[((from_model[order] >= 0) == has_model) & ((from_own[order] >= 0) == has_own)]
            opinions = [model.chances[from_model[rows]]] if has_model and model is not None else []
            opinions += [own.chances[from_own[rows]]] if has_own and own is not None else []
            if len(rows):
                chances[rows], right[rows] = _judged(opinions, given[rows], is_seen=has_own)
    prediction = np.full(count, -1) if model is None else _at(model.prediction, from_model)
    return ClassOpinions(
        order, given[order], chances[order], right[order], said[order], prediction[order], from_own[order]
    )


def _judged(opinions: list[Probabilities], given: Ids, *, is_seen: bool) -> tuple[Probabilities, Scores]:
    """Pooled chances of labels, and the chance that each is right."""
    chances, odds = _heard(opinions, given) if is_seen else _believed(given, opinions[0])
    every = np.arange(len(given))
    right = odds(given, every)
    if len(given) < LEAST_LABELS or int(chances.any(axis=0).sum()) < 2:
        return chances, 1 / (1 + np.exp(-right))
    swapped = Swapped.of(given, chances)
    return chances, 1 - chances_wrong(-right, -odds(swapped.label, swapped.row))


def _heard(opinions: list[Probabilities], given: Ids) -> tuple[Probabilities, Judge]:
    """Chances where look-alikes speak, alone or beside a model; and log odds."""
    if len(opinions) == 1:
        chances, own = opinions[0], _by_look_alikes(opinions[0])
    else:
        logs = [np.log(opinion + LEAST_CHANCE) for opinion in opinions]
        pool = pooled_chances(logs, given, prices=PRICES, noise=NOISE)
        if not pool.pool[1]:  # look-alikes are not heard at all
            return _believed(given, opinions[0])
        chances, own = pool.chances, pool.right
    pattern = Pattern.of(given, chances, bound=SEEN_BOUND)
    return chances, lambda labels, rows: pattern.odds(labels, chances[rows], own(labels, rows))


def _by_look_alikes(chances: Probabilities) -> Judge:
    """Chances that labels are right by look-alikes alone: a wrong one falls on each of the other classes alike."""
    others = max(1, int(chances.any(axis=0).sum()) - 1)

    def own(labels: Ids, rows: Ids) -> Scores:
        said = chances[rows, labels]
        right, wrong = said * MOSTLY_RIGHT, (1 - said) * (1 - MOSTLY_RIGHT) / others
        chance: Scores = right / (right + wrong)
        return chance

    return own


def _believed(given: Ids, chances: Probabilities) -> tuple[Probabilities, Judge]:
    """Its chances, and log odds where a model speaks alone, as far as its chances explain the labels.

    The weight that a pool gives them is one or more for a model that knows at least as much as it claims: it is
    believed. At zero its chances say nothing of the labels, and what is left is how common each class is and how often
    labels are wrong. Between the two the log odds are mixed.
    """
    pattern = Pattern.of(given, chances)
    pool = pooled_chances([np.log(chances + LEAST_CHANCE)], given, prices=PRICES[:1], noise=NOISE)
    belief = float(np.clip(pool.pool[0], 0, 1))

    def odds(labels: Ids, rows: Ids) -> Scores:
        said = pattern.odds(labels, chances[rows], chances[rows, labels])
        if belief == 1:
            return said
        return belief * said + (1 - belief) * log_odds(pool.right(labels, rows))

    return chances, odds


def _at(values: Ids, places: Ids) -> Ids:
    found: NDArray[np.int64] = np.where(places >= 0, values[places], -1) if len(values) else np.full(len(places), -1)
    return found
