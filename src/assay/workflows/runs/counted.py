"""What counts of a run at two thresholds: its labels and whether each was found, its predictions and whether right.

Every panel counts from here, so that their numbers agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from assay.arrays import Flags, Ids
from assay.evaluation.outcomes import CORRECT, IGNORED, MatchArrays
from assay.model.evaluation import EvaluationConfig
from assay.workflows.runs.matches import RunMatches


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The rows of a match that count (ignored ones left out), seen from both sides.

    matches : the rows. label : (n,) rows of `RunMatches.labels`. found : (n,) a prediction of its class took it.
    prediction : (p,) rows of `RunMatches.predictions`, all at or above the confidence. right : (p,) it took a label
        of its class. found and right hold equally often.
    """

    matches: MatchArrays
    label: Ids
    found: Flags
    prediction: Ids
    right: Flags

    @property
    def correct(self) -> int:
        """How many labels were found under their class."""
        return int(self.found.sum())


def count_outcomes(run: RunMatches, config: EvaluationConfig, *, images: Ids | None = None) -> Counted:
    """The outcomes of `run` at `config`'s thresholds, in these images (None: in all)."""
    arrays = run.at(config, images)
    arrays = arrays.take(arrays.outcome != IGNORED)
    correct = arrays.outcome == CORRECT
    on_label, on_prediction = arrays.label_index >= 0, arrays.pred_index >= 0
    return Counted(
        arrays,
        label=arrays.label_index[on_label],
        found=correct[on_label],
        prediction=arrays.pred_index[on_prediction],
        right=correct[on_prediction],
    )
