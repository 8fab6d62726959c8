"""Precision, recall and F against the confidence threshold, from one match (F7).

Matching goes by falling score, so what a prediction takes does not depend on those below it: the match at a
threshold c is the match at 0 without the predictions below c. One match at confidence 0 therefore gives every
threshold, exactly; tests/properties/test_statistics.py holds that against `matching.match` itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Scores, check_same_length
from assay.evaluation.outcomes import CORRECT, IGNORED, MatchArrays
from assay.evaluation.ranking import ranked, spread
from assay.evaluation.rates import divided, rates

RECALLS: NDArray[np.float64] = np.linspace(0, 1, 101)
"""The recalls at which COCO reads precision."""


def counted_predictions(matches: MatchArrays) -> tuple[Ids, Flags]:
    """Rows of the predictions that count (not those on ignored labels), and whether each is correct: (p,) both."""
    counted = (matches.pred_index >= 0) & (matches.outcome != IGNORED)
    return matches.pred_index[counted], matches.outcome[counted] == CORRECT


@dataclass(frozen=True, slots=True)
class BestThreshold:
    """The confidence threshold with the highest F, and the rates there."""

    confidence: float
    f: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, eq=False)
class ConfidenceCurve:
    """Rates of the predictions at or above each of m confidence thresholds, rising; NaN where not defined.

    best : the highest of the thresholds with the highest F, of all there are; None where no prediction is correct.
    """

    confidence: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f: NDArray[np.float64]
    best: BestThreshold | None


def confidence_curve(
    score: Scores, correct: Flags, *, labels: int, beta: float = 1.0, points: int = 200
) -> ConfidenceCurve:
    """Precision, recall and Fβ at every distinct score, or at `points` of them that a plot can show.

    score, correct : (p,) each prediction that counts, of one class or of all. labels : labels that count there.
    The points are spread evenly over scores and over predictions; the best one is among them.
    """
    ranking = ranked(score, correct)
    found = rates(ranking.found, ranking.counted, support=labels, beta=beta)
    if not len(ranking.score):
        return ConfidenceCurve(ranking.score, found.precision, found.recall, found.f, best=None)
    shown = spread(-ranking.score, ranking.counted.astype(np.float64), points=points)
    best = None
    if ranking.found[-1]:
        top = int(np.nanargmax(found.f))
        shown = np.union1d(shown, top)  # both axes begin at one point, so there is room
        best = BestThreshold(
            *(float(values[top]) for values in (ranking.score, found.f, found.precision, found.recall))
        )
    rising = shown[::-1]
    return ConfidenceCurve(
        ranking.score[rising], found.precision[rising], found.recall[rising], found.f[rising], best=best
    )


@dataclass(frozen=True, slots=True, eq=False)
class PrecisionRecallCurve:
    """Precision at 101 recalls, made monotone from the right as COCO does.

    recall, precision : (101,), precision 0 where that recall is not reached, NaN where there are no labels.
    score : (101,) the threshold there, NaN where not reached. area : mean of the precisions.
    """

    recall: NDArray[np.float64]
    precision: NDArray[np.float64]
    score: NDArray[np.float64]
    area: float


def precision_recall_curve(score: Scores, correct: Flags, *, labels: int) -> PrecisionRecallCurve:
    """The curve of predictions (p,) `score` and whether each is `correct`, for a number of labels that count.

    Equal scores pass together; where no scores are equal it is COCO's curve of one class at one IoU threshold.
    """
    ranking = ranked(score, correct)
    recall = divided(ranking.found, labels)
    envelope = np.maximum.accumulate((ranking.found / ranking.counted)[::-1])[::-1]
    at = np.searchsorted(recall, RECALLS) if labels else np.full(len(RECALLS), len(recall))
    precision = np.append(envelope, 0.0 if labels else np.nan)[at]
    return PrecisionRecallCurve(RECALLS, precision, np.append(ranking.score, np.nan)[at], float(precision.mean()))


@dataclass(frozen=True, slots=True, eq=False)
class ScoreHistogram:
    """Predictions by score: (b + 1,) `edges` and (b,) how many are `correct` and `wrong`; bins hold their low end."""

    edges: NDArray[np.float64]
    correct: Ids
    wrong: Ids


def score_histogram(score: Scores, correct: Flags, *, bins: int = 20) -> ScoreHistogram:
    """Correct and wrong predictions in evenly wide bins of score from 0 to 1, wider where scores lie outside."""
    check_same_length(score=score, correct=correct)
    told = ~np.isnan(score)
    score, correct = score[told], correct[told]
    low, high = min(0.0, score.min(initial=0.0)), max(1.0, score.max(initial=1.0))
    edges = low + (high - low) * np.arange(bins + 1) / bins  # 0.15 and not 0.15000000000000002: edges stand in queries
    right, wrong = (np.histogram(score[chosen], edges)[0].astype(np.int64) for chosen in (correct, ~correct))
    return ScoreHistogram(edges, right, wrong)
