"""What kinds of error a run makes, and what each costs (E7, E8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.evaluation.reasons import REASONS, Reason, find_reasons
from assay.evaluation.tide import ErrorKind, TideConfig, find_errors
from assay.evaluation.tide import ErrorTypes as TideErrors
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.runs.counted import count_outcomes
from assay.workflows.runs.matches import RunMatches, images_of, run_matches

TITLES: dict[ErrorKind, str] = {
    ErrorKind.CLS: "Right place, wrong class",
    ErrorKind.LOC: "Right class, badly placed",
    ErrorKind.BOTH: "Wrong class and badly placed",
    ErrorKind.DUPE: "Duplicate of a better prediction",
    ErrorKind.BKG: "On background",
    ErrorKind.MISS: "Label missed",
}
"""What a kind of error is called."""

REASON_TITLES: dict[Reason, str] = {
    Reason.NO_LABEL: "No label there",
    Reason.LOW_IOU: "Overlaps a label of its class too little",
    Reason.TAKEN: "Its label is taken by a better prediction",
    Reason.WRONG_CLASS: "A label of another class is there",
}
"""What a reason of a wrong prediction is called; what fell on an ignored region is not wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class RunErrors:
    """The errors of a run.

    tide : kinds of error over predictions of every confidence, and what mending each would gain.
    reasons : wrong predictions at the thresholds, by why they are wrong; they sum to confusions, background and
        duplicates.
    """

    run: Run
    tide: TideErrors
    reasons: dict[Reason, int]

    def arrow(self) -> pa.Table:
        """One row per kind of error: `kind`, `title`, `count`, `dap`."""
        return pa.table(
            {
                "kind": [kind.value for kind in TITLES],
                "title": list(TITLES.values()),
                "count": [self.tide.counts[kind] for kind in TITLES],
                "dap": [self.tide.dap[kind] for kind in TITLES],
            }
        )


def error_types(snapshot: Snapshot, run: Run, *, config: EvaluationConfig | None = None, query: str = "") -> RunErrors:
    """The errors of `run` in the images of `query`: kinds at `config`'s IoU, reasons at both of its thresholds.

    Raises
    ------
    QueryError : the query is wrong.
    """
    thresholds = config or EvaluationConfig()
    rows = run_matches(snapshot, run, thresholds.shape)
    images = images_of(snapshot, run, query)
    tide = tide_errors(rows, iou=thresholds.iou, images=images)
    codes = find_reasons(rows.candidates, count_outcomes(rows, thresholds, images=images).matches, iou=thresholds.iou)
    counted = np.bincount(codes[codes >= 0], minlength=len(REASONS))
    return RunErrors(run, tide, {reason: int(counted[REASONS.index(reason)]) for reason in REASON_TITLES})


def tide_errors(rows: RunMatches, *, iou: float, images: Ids | None = None) -> TideErrors:
    """The kinds of error at an IoU threshold, in these images (None: in all), over predictions of every confidence."""
    return find_errors(
        rows.candidates,
        label_image=rows.label.image[:-1],
        pred_image=rows.pred.image[:-1],
        images=images,
        config=TideConfig(foreground=iou, background=min(TideConfig().background, iou / 2)),
    )
