"""How much a result speaks against the model, in one number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Scores
from assay.evaluation.outcomes import CORRECT, IGNORED, MISSED, MatchArrays

LEAST = 1e-3
"""Chances below this count as this, so that one object weighs at most -ln(0.001) = 6.9."""


def loss_of(matches: MatchArrays, *, pred_score: Scores) -> NDArray[np.float64]:
    """(n,) cross-entropy of each row, 0 to 6.9: -ln of the chance that the model gave to what the labels say.

    That chance is the confidence of a correct prediction, what is left of the confidence of a wrong one (confusion,
    background, duplicate), and next to nothing for a missed label. NaN for ignored rows.
    """
    scores = np.append(np.asarray(pred_score, np.float64), 0.0)[matches.pred_index]
    chance = np.where(matches.outcome == CORRECT, scores, 1 - scores)
    chance[matches.outcome == MISSED] = 0.0
    losses: NDArray[np.float64] = -np.log(np.clip(chance, LEAST, 1.0))
    losses[matches.outcome == IGNORED] = np.nan
    return losses
