"""How far the confidence of a run can be believed (E9, F8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.evaluation.calibration import Reliability, brier_error, equal_mass_edges, reliability
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.statistics.intervals import wilson
from assay.store.snapshot import Snapshot
from assay.workflows.runs.counted import count_outcomes
from assay.workflows.runs.matches import images_of, run_matches


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Confidence held against the share of predictions that are right, in bins that hold equally many.

    interval : (b, 2) Wilson interval of 95 % of each bin's share. error : ECE. brier : mean squared distance of
    confidence from 1 where the prediction is right, and from 0 where not. Both NaN without predictions.
    """

    run: Run
    bins: Reliability
    interval: NDArray[np.float64]
    error: float
    brier: float

    def arrow(self) -> pa.Table:
        """One row per bin."""
        return pa.table(
            {
                "low": self.bins.low,
                "high": self.bins.high,
                "count": self.bins.count,
                "confidence": self.bins.confidence,
                "accuracy": self.bins.accuracy,
                "accuracy_low": self.interval[:, 0],
                "accuracy_high": self.interval[:, 1],
            }
        )


def calibration(
    snapshot: Snapshot, run: Run, *, config: EvaluationConfig | None = None, query: str = "", bins: int = 15
) -> Calibration:
    """The calibration of the predictions that count at `config`'s thresholds, in the images of `query`.

    Raises
    ------
    QueryError : the query is wrong.
    """
    thresholds = config or EvaluationConfig()
    rows, images = run_matches(snapshot, run, thresholds.shape), images_of(snapshot, run, query)
    counted = count_outcomes(rows, thresholds, images=images)
    score = rows.candidates.pred_score[counted.prediction]
    found = reliability(score, counted.right, edges=equal_mass_edges(score, bins))
    return Calibration(
        run,
        found,
        interval=np.stack(wilson(found.correct, found.count), axis=1),
        error=found.expected_error,
        brier=brier_error(score, counted.right),
    )
