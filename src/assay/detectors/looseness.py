"""How likely a label is drawn loosely: how far it is from what a model saw, beside how far good ones are in the set."""

from __future__ import annotations

from math import lgamma

import numpy as np
from numpy.typing import NDArray

EXPECTED_SHARE, EXPECTED_WEIGHT = 0.05, 50.0
"""Share of boxes taken to be loose before the model is asked, and how many boxes that is worth."""

ROUNDS = 6
"""Of expectation-maximisation; more change nothing that shows."""

LEAST_GAP = 0.02
"""1 - IoU below which two boxes agree perfectly."""

FORMS = (1.0, 6.0)
"""Between which the form of the gamma distribution of good gaps is kept, so that no tail is ever too thin."""

LOOSE_DENSITY = 1 / 0.6
"""Of the gaps of loose boxes: as likely anywhere between 0.2 and 0.8."""


def chance_loose(doubt: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m,) chance that the label of each pair is loose, by its gap weighed by confidence; grows with it."""
    chance, share = np.zeros(len(doubt)), EXPECTED_SHARE
    for _ in range(ROUNDS):
        right = np.maximum(1 - chance, 1e-6)
        middle = max(float(np.average(doubt, weights=right)), LEAST_GAP)
        variance = float(np.average((doubt - middle) ** 2, weights=right))
        form = float(np.clip(middle**2 / max(variance, LEAST_GAP**2), *FORMS))
        place = np.maximum(doubt, middle) * form / middle
        good = np.exp((form - 1) * np.log(place) - place - lgamma(form)) * form / middle
        wrong = share * LOOSE_DENSITY * (doubt > middle)
        chance = wrong / (wrong + (1 - share) * good)
        share = (EXPECTED_SHARE * EXPECTED_WEIGHT + chance.sum()) / (EXPECTED_WEIGHT + len(chance))
    return chance
