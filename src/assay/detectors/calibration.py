"""What a detector's chances are worth once people have judged some of its suspects.

A detector claims a chance c for each suspect. Decisions tell how often it was right: fixed is an error, kept is none.
The claims are shifted on the scale of log odds,

    calibrated = sigmoid(offset + slope · logit(c)),   slope > 0,

which keeps their order (Platt 1999; the two-parameter form of Cox 1958). As long as little is decided the detector is
believed: the fit also sees a prior worth `PRIOR` decisions, spread over the detector's own claims and as often right as
they say, so that without decisions the shift is none at all. Decisions made down a ranked list are biased to its top;
given the claim the fit does not mind, as it is told the claim of each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Scores

PRIOR = 8.0
"""How many decisions the detector's own claims are worth."""

SUREST = 0.999
"""No claim counts for more than this, or for less than one minus it."""

_QUANTILES = (np.arange(9) + 0.5) / 9
_LEAST_SLOPE = 0.1  # the order of a detector's suspects is never turned round
_HOLD = np.array([1e-3, 20.0])  # how hard offset and slope are held to 0 and 1: one error more says little of the slope
_STEPS = 30

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the chances that a detector claims are to be read, after `decided` decisions."""

    offset: float = 0.0
    slope: float = 1.0
    decided: int = 0

    def apply(self, claimed: Scores) -> Scores:
        """(n,) the calibrated chances, in the order of the claimed ones.

        n decisions cannot speak for more than n + 1 in n + 2 (Laplace's rule of succession), so that no chance is
        moved beyond that, nor below 1 in n + 2.
        """
        if not self.decided:
            return np.asarray(claimed, np.float64)
        moved = sigmoid(self.offset + self.slope * logit(claimed))
        bound = 1.0 / (self.decided + 2)
        highest, lowest = np.maximum(claimed, 1 - bound), np.minimum(claimed, bound)
        return np.clip(moved, lowest, highest)


def calibrate(claimed: Scores, is_error: Flags, *, typical: Scores) -> Calibration:
    """The calibration of one detector from its decided suspects.

    claimed, is_error : (n,) the chance that was claimed of each, and what a person said. typical : (m,) chances that
    the detector claims, over which the prior is spread; not empty.
    """
    if not len(claimed):
        return Calibration()
    own = np.clip(np.quantile(typical, _QUANTILES), 1 - SUREST, SUREST)
    x = logit(np.concatenate([claimed, own]))
    target = np.concatenate([is_error.astype(np.float64), own])
    weight = np.concatenate([np.ones(len(claimed)), np.full(len(own), PRIOR / len(own))])
    offset, slope = _fit(x, target, weight)
    if slope < _LEAST_SLOPE:
        slope = _LEAST_SLOPE
        offset = _fit(np.zeros_like(x), target, weight, base=slope * x)[0]
    return Calibration(offset, slope, len(claimed))


def logit(chance: Scores) -> Floats:
    """(n,) log odds of chances, which are held to 0.001..0.999."""
    held = np.clip(chance, 1 - SUREST, SUREST)
    odds: Floats = np.log(held) - np.log1p(-held)
    return odds


def sigmoid(odds: Floats) -> Scores:
    """(n,) chances of log odds."""
    chance: Scores = 0.5 * (1.0 + np.tanh(odds / 2))
    return chance


def _fit(x: Floats, target: Floats, weight: Floats, *, base: Floats | float = 0.0) -> tuple[float, float]:
    """Offset and slope of the weighted logistic fit of shares `target`, by Newton steps that never overshoot."""
    held = np.array([0.0, 1.0])
    at = held.copy()
    design = np.stack([np.ones_like(x), x], axis=1)
    for _ in range(_STEPS):
        chance = sigmoid(base + design @ at)
        slope = design.T @ (weight * (chance - target)) + _HOLD * (at - held)
        bend = (design.T * (weight * chance * (1 - chance))) @ design + np.diag(_HOLD)
        step = np.linalg.solve(bend, slope)
        at = at - step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9:
            break
    return float(at[0]), float(at[1])
