"""Why a prediction is wrong: one reason for each at an IoU and a confidence threshold (E7).

Overlaps are with labels that count. The first that applies is the reason:

    ignored      it fell on a crowd or ignored region: it counts for nothing, and is no false positive
    taken        it overlaps a label of its class by at least the threshold, which another prediction has
    wrong_class  it has, or overlaps by at least the threshold, a label of another class
    low_iou      it overlaps a label of its class, by less than the threshold
    wrong_class  it overlaps a label of another class, by less than the threshold
    no_label     it overlaps no label by 0.1 or more

where an overlap below the threshold is one of at least 0.1, the background threshold of TIDE.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assay.evaluation.candidates import Candidates
from assay.evaluation.outcomes import CONFUSION, CORRECT, IGNORED, MatchArrays

NEAR = 0.1
"""The least overlap by which a label is near."""


class Reason(StrEnum):
    """Why a prediction is not correct."""

    NO_LABEL = "no_label"
    LOW_IOU = "low_iou"
    TAKEN = "taken"
    WRONG_CLASS = "wrong_class"
    IGNORED = "ignored"


REASONS: tuple[Reason, ...] = tuple(Reason)
"""What a reason code means: `REASONS[code]`."""


def find_reasons(candidates: Candidates, matches: MatchArrays, *, iou: float) -> NDArray[np.int8]:
    """(p,) the reason of each prediction, an index into `REASONS`; -1 for a correct one and one not in `matches`.

    `matches` are those of the candidates at the threshold `iou`, at whatever confidence.
    """
    own, other = _best_overlaps(candidates)
    near = min(NEAR, iou)
    least = min(iou, 1 - 1e-10)  # as in matching: at a threshold of 1 an exact fit still counts
    outcome = np.full(len(own), CORRECT, np.int8)
    there = matches.pred_index >= 0
    outcome[matches.pred_index[there]] = matches.outcome[there]
    confused = outcome == CONFUSION
    rules = (
        (outcome == IGNORED, Reason.IGNORED),
        (~confused & (own >= least), Reason.TAKEN),
        (confused | (other >= least), Reason.WRONG_CLASS),
        (own >= near, Reason.LOW_IOU),
        (other >= near, Reason.WRONG_CLASS),
        (True, Reason.NO_LABEL),
    )
    codes = np.full(len(own), -1, np.int8)
    for applies, reason in reversed(rules):
        codes[applies & (outcome != CORRECT)] = REASONS.index(reason)
    return codes


def _best_overlaps(candidates: Candidates) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(p,) the largest overlap of each prediction with a counted label of its class, and with one of another."""
    pairs = np.diff(candidates.starts)
    own, other = np.zeros((2, len(candidates.pred_class)))
    if len(candidates.pair_iou):
        wanted = np.repeat(candidates.pred_class[candidates.order], pairs)
        same = candidates.label_class[candidates.pair_label] == wanted
        counted = np.where(candidates.label_ignored[candidates.pair_label], 0.0, candidates.pair_iou)
        paired, begins = candidates.order[pairs > 0], candidates.starts[:-1][pairs > 0]
        own[paired] = np.maximum.reduceat(np.where(same, counted, 0.0), begins)
        other[paired] = np.maximum.reduceat(np.where(same, 0.0, counted), begins)
    return own, other
