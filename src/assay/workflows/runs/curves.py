"""Curves of a run: precision against recall, and rates against confidence (F7)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import NotFound
from assay.evaluation.curves import RECALLS, ConfidenceCurve, ScoreHistogram, confidence_curve, score_histogram
from assay.evaluation.protocols import protocol_named, protocol_of
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.runs.average_precision import average_precision
from assay.workflows.runs.counted import count_outcomes
from assay.workflows.runs.matches import RunMatches, images_of, run_matches

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The curves of one class, or of all together, at one IoU threshold.

    recall : (101,) 0, .01 to 1. precision, scores : (101,) by the rules of COCO, the mean over classes that have labels
        where no class is named; NaN where there are none. ap : mean of the precisions.
    confidence : what the matrix says at each confidence threshold. histogram : predictions of any confidence.
    """

    run: Run
    recall: Floats
    precision: Floats
    scores: Floats
    ap: float
    confidence: ConfidenceCurve
    histogram: ScoreHistogram

    def arrow(self) -> pa.Table:
        """One row per confidence threshold: `confidence`, `precision`, `recall`, `f1`."""
        curve = self.confidence
        return pa.table(
            {"confidence": curve.confidence, "precision": curve.precision, "recall": curve.recall, "f1": curve.f}
        )


def curves(
    snapshot: Snapshot,
    run: Run,
    *,
    config: EvaluationConfig | None = None,
    class_id: int | None = None,
    query: str = "",
    points: int = 200,
) -> Curves:
    """The curves of `run` at `config`'s IoU, over every confidence, in the images of `query`; `points` at most.

    Raises
    ------
    QueryError : the query is wrong.
    NotFound : there is no such class.
    """
    given = config or EvaluationConfig()
    rows, images = run_matches(snapshot, run, given.shape), images_of(snapshot, run, query)
    place = _place(rows, class_id)
    # Matching goes by falling score: what holds at a confidence holds in the match at 0, above that confidence.
    counted = count_outcomes(rows, replace(given, confidence=0.0), images=images)
    own = _of_class(rows.pred.place, counted.prediction, place)
    score, right = rows.candidates.pred_score[counted.prediction[own]], counted.right[own]
    labels = int(_of_class(rows.label.place, counted.label, place).sum())
    rules = protocol_named(protocol_of(given.shape))
    at_one = replace(rules.config, ious=(given.iou,))
    found = average_precision(snapshot, run, protocol=rules.name, config=at_one, images=images).arrays
    precision = _over_classes(found.precision[0, :, :, 0, -1], place)
    scores = _over_classes(found.scores[0, :, :, 0, -1], place)
    return Curves(
        run,
        RECALLS,
        precision,
        scores,
        ap=float(precision.mean()),
        confidence=confidence_curve(score, right, labels=labels, points=points),
        histogram=score_histogram(score, right),
    )


def _place(rows: RunMatches, class_id: int | None) -> int | None:
    if class_id is None:
        return None
    for place, category in enumerate(rows.classes):
        if category.id == class_id:
            return place
    raise NotFound(f"The dataset has no class {class_id}.", hint="Its classes are listed on the Overview.")


def _of_class(places: Ids, at: Ids, place: int | None) -> Flags:
    """Which of the rows `at` are of a class; all of them where none is named."""
    return np.ones(len(at), bool) if place is None else places[at] == place


def _over_classes(values: Floats, place: int | None) -> Floats:
    """(101,) one of (101, k) curves, or the mean of those of classes with labels, which have no -1."""
    chosen = values if place is None else values[:, [place]]
    chosen = chosen[:, (chosen > -1).all(axis=0)]
    return chosen.mean(axis=1) if chosen.shape[1] else np.full(len(values), np.nan)
