"""The headline numbers of a run, and how far they would move on other images (E16, F18)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.evaluation.rates import rates
from assay.model.evaluation import EvaluationConfig
from assay.statistics.resampling import Weights, resampled_sums
from assay.store.snapshot import Snapshot
from assay.workflows.counted import count_outcomes
from assay.workflows.run_matches import RunMatches

TITLES = {"precision": "Precision", "recall": "Recall", "f1": "F1"}
"""The numbers that two thresholds give, by name."""


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """Precision, recall and F1 of a run, NaN where not defined: (3,) as counted, (repeats, 3) on the resamples."""

    values: NDArray[np.float64]
    resampled: NDArray[np.float64]


def looked_at(snapshot: Snapshot, dataset_id: int, images: Ids | None) -> Ids:
    """The ids of the images, ascending; of all in the dataset where none are named. What is drawn in a bootstrap."""
    if images is not None:
        return np.sort(images)
    rows = snapshot.rows("images", columns=("id",), where={"dataset_id": dataset_id})
    return np.sort(np.asarray(rows.column("id"), np.int64))


def headline(run: RunMatches, config: EvaluationConfig, *, images: Ids, weights: Weights) -> Headline:
    """The numbers of `run` in the `images` (n,), ascending, and on resamples of them, (repeats, n) `weights`."""
    counted = count_outcomes(run, config, images=images)
    label_image, pred_image = run.label.image[counted.label], run.pred.image[counted.prediction]
    sides = (pred_image[counted.right], pred_image, label_image)
    counts = np.stack([np.bincount(np.searchsorted(images, of), minlength=len(images)) for of in sides], axis=1)
    return Headline(_rates(counts.sum(axis=0)), _rates(resampled_sums(counts, weights)))


def _rates(sums: NDArray[np.float64] | Ids) -> NDArray[np.float64]:
    """(..., 3) precision, recall and F1 of (..., 3) correct predictions, predictions, and labels."""
    correct, predicted, labels = np.moveaxis(np.asarray(sums), -1, 0)
    found = rates(correct, predicted, support=labels)
    return np.stack((found.precision, found.recall, found.f), axis=-1)
