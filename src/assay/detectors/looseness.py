"""How likely a label is drawn loosely: how far it is from what a model saw, beside how far good ones are in the set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Labels, Scores
from assay.statistics.ranks import percentiles

Floats = NDArray[np.float64]

EXPECTED_SHARE, EXPECTED_WEIGHT = 0.05, 50.0
"""Share of boxes taken to be loose before the model is asked, and how many boxes that is worth."""

ROUNDS = 6
"""Of expectation-maximisation; more change nothing that shows."""

LOOSE_DENSITY = 1 / 0.6
"""Of the gaps of loose boxes: as likely anywhere between 0.2 and 0.8."""

LEAST_GAP = 0.02
"""Usual gap below which no model is taken to be exact."""

LEAST_DOUBT = 1e-6
"""No gap times confidence is taken to be smaller where it divides."""

HAND = 0.03
"""Spread of the gaps of good labels however sure the model is: people's hands are as unsteady as that."""

SPREADS = (1 / 8, 1.0)
"""Between which the variance of good gaps is kept, in squares of the usual one, so that no tail is ever too thin."""

NEXT = 0.1
"""Share of the set that a prediction's peers in confidence reach on either side (the width of a normal curve)."""

PLACES = 50
"""Of confidence, at which the usual gap is told; between them it is a straight line."""

KIN, KIN_OF_CLASS = 5.0, 1000.0
"""How many labels the mean of all counts as beside those next in confidence, and beside those of a class."""


@dataclass(frozen=True, slots=True, eq=False)
class Looseness:
    """chance : (m,) that the label of each pair is loose. usual : (m,) gap of good labels like it."""

    chance: Scores
    usual: Floats


def looseness(gap: Floats, confidence: Scores, category: Labels) -> Looseness:
    """How likely each of m labels is loose, by its gap to the prediction of its object, 0 perfect to 1.

    Gaps of good labels follow a log-normal distribution whose mean is what is usual for predictions of that
    confidence and class (a faint prediction says little of where an object ends, and of some classes nobody knows it:
    gap times confidence is told from the peers in confidence, so that beyond them the usual gap grows as confidence
    falls), gaps of loose ones are as likely anywhere between 0.2 and 0.8. A log-normal tail is long: now and then the
    model is simply wrong. Which are loose, how many, and what is usual is told by expectation-maximisation, beginning
    with one in twenty. Of equal confidence and class the larger gap is the looser.

    gap, confidence, category : (m,) each.
    """
    place, kind = percentiles(confidence), np.unique(category, return_inverse=True)[1]
    chance, usual, share = np.zeros(len(gap)), np.zeros(len(gap)), EXPECTED_SHARE
    for _ in range(ROUNDS if len(gap) else 0):
        right = np.maximum(1 - chance, 1e-6)
        usual = np.maximum(_usual(gap * confidence, right, place, kind) / confidence, LEAST_GAP)
        times = gap / usual
        spread = float(np.clip(np.average((times - 1) ** 2, weights=right), *SPREADS))
        width = np.log1p(spread + (HAND / usual) ** 2)
        tail = np.log(np.maximum(times, 1.0))
        good = np.exp(-((tail + width / 2) ** 2) / (2 * width) - tail) / (np.sqrt(2 * np.pi * width) * usual)
        wrong = share * LOOSE_DENSITY * (times > 1)
        chance = wrong / (wrong + (1 - share) * good)
        share = (EXPECTED_SHARE * EXPECTED_WEIGHT + chance.sum()) / (EXPECTED_WEIGHT + len(chance))
    return Looseness(chance, usual)


def _usual(doubt: Floats, right: Floats, place: Floats, kind: Ids) -> Floats:
    """(m,) mean doubt of good labels whose prediction is next in confidence, times what is usual for the class."""
    bin_of, middles = np.minimum((place * PLACES).astype(int), PLACES - 1), (np.arange(PLACES) + 0.5) / PLACES
    beside = np.exp(-0.5 * ((middles[:, None] - middles) / NEXT) ** 2)
    count = beside @ np.bincount(bin_of, right, minlength=PLACES) + KIN
    total = beside @ np.bincount(bin_of, right * doubt, minlength=PLACES) + KIN * np.average(doubt, weights=right)
    usual = np.maximum(np.interp(place, middles, total / count), LEAST_DOUBT)
    times = (np.bincount(kind, right * doubt / usual) + KIN_OF_CLASS) / (np.bincount(kind, right) + KIN_OF_CLASS)
    told: Floats = usual * times[kind]
    return told
