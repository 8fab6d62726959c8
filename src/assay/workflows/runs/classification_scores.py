"""How a run classifies whole images: the numbers that need the probability of every class (E9, F8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities
from assay.errors import NotFound
from assay.evaluation import classification as e9
from assay.evaluation.ranking import RocCurve, roc_curve
from assay.evaluation.rates import mean_told
from assay.model.category import Category
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.workflows.runs.matches import images_of, run_matches
from assay.workflows.runs.object_arrays import flags_of, ints_of

SCORE_TITLES = {
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy",
    "matthews_correlation": "Matthews correlation",
    "cohen_kappa": "Cohen's kappa",
    "log_loss": "Log loss",
    "brier_score": "Brier score",
    "roc_area": "Area below the ROC curves",
}
"""What the numbers are called."""

TOP = (1, 2, 3, 5, 10)
"""For which k top-k accuracy is told, as far as there are more classes than k."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassificationScores:
    """The numbers of n images that have one label of their own and a prediction with class probabilities.

    numbers : accuracy, balanced accuracy and the like by name, NaN where one is not defined.
    top_k : accuracy by k. counts : (k, k) images by class of the label and likeliest class.
    area, precision : (k,) area below the ROC curve and average precision of each class against the rest.
    roc : the curve of all classes' decisions together (micro average).
    """

    run: Run
    classes: tuple[Category, ...]
    images: int
    numbers: Mapping[str, float]
    top_k: Mapping[int, float]
    counts: Ids
    area: NDArray[np.float64]
    precision: NDArray[np.float64]
    roc: RocCurve

    def arrow(self) -> pa.Table:
        """One row per class: `label`, `support`, `predicted`, `correct`, `roc_area`, `average_precision`."""
        return pa.table(
            {
                "label": [category.name for category in self.classes],
                "support": self.counts.sum(axis=1),
                "predicted": self.counts.sum(axis=0),
                "correct": np.diagonal(self.counts),
                "roc_area": self.area,
                "average_precision": self.precision,
            }
        )


def classification_scores(snapshot: Snapshot, run: Run, *, query: str = "") -> ClassificationScores:
    """The classification numbers of `run` in the images of `query`.

    Raises
    ------
    NotFound : no image has both one label of the whole image and a prediction with class probabilities.
    QueryError : the query is wrong.
    """
    true, probabilities = _items(snapshot, run, query)
    k = probabilities.shape[1]
    counts = e9.class_counts(true, probabilities.argmax(axis=1), classes=k)
    area = e9.roc_areas(true, probabilities)
    decided = np.zeros(probabilities.shape, bool)
    decided[np.arange(len(true)), true] = True
    return ClassificationScores(
        run,
        tuple(snapshot.categories(run.dataset_id)),
        images=len(true),
        numbers={
            "accuracy": e9.accuracy(counts),
            "balanced_accuracy": e9.balanced_accuracy(counts),
            "matthews_correlation": e9.matthews_correlation(counts),
            "cohen_kappa": e9.cohen_kappa(counts),
            "log_loss": e9.log_loss(true, probabilities),
            "brier_score": e9.brier_score(true, probabilities),
            "roc_area": mean_told(area),
        },
        top_k={top: e9.top_k_accuracy(true, probabilities, k=top) for top in TOP if top == 1 or top < k},
        counts=counts,
        area=area,
        precision=e9.average_precisions(true, probabilities),
        roc=roc_curve(probabilities.ravel(), decided.ravel()).thinned(),
    )


def _items(snapshot: Snapshot, run: Run, query: str) -> tuple[Ids, Probabilities]:
    """(n,) place of the true class and (n, k) probabilities of the images that have one of each."""
    rows, images = run_matches(snapshot, run), images_of(snapshot, run, query)
    whole = np.asarray(pc.equal(rows.labels.column("kind"), ShapeKind.WHOLE_IMAGE.value))
    labels = np.flatnonzero(whole & ~flags_of(rows.labels, "ignore") & ~flags_of(rows.labels, "is_crowd"))
    label_image = rows.label.image[labels]
    alone, first, several = np.unique(label_image, return_index=True, return_counts=True)
    alone, labels = alone[several == 1], labels[first[several == 1]]
    told, vectors = _vectors(snapshot, run, len(rows.classes))
    both, at_label, at_vector = np.intersect1d(alone, told, return_indices=True)
    asked = np.ones(len(both), bool) if images is None else np.isin(both, images)
    if not asked.any():
        raise NotFound(
            "No image has both a label of the whole image and a prediction with class probabilities.",
            hint="ROC and top-k are of classification sets: import predictions with one probability for each class.",
        )
    return rows.label.place[labels[at_label[asked]]], vectors[at_vector[asked]]


def _vectors(snapshot: Snapshot, run: Run, classes: int) -> tuple[Ids, Probabilities]:
    """Image of each prediction that has a probability for each class, and these; of several, the surest."""
    columns = ("id", "image_id", "score", "probabilities")
    rows = snapshot.rows("predictions", columns=columns, where={"run_id": run.id})
    lengths = pc.list_value_length(rows.column("probabilities"))
    rows = rows.filter(pc.equal(lengths, classes)).sort_by([("score", "descending"), ("id", "ascending")])
    vectors = pc.list_flatten(rows.column("probabilities")).to_numpy().astype(np.float64).reshape(-1, max(classes, 1))
    image, first = np.unique(ints_of(rows, "image_id"), return_index=True)
    return image, vectors[first]
