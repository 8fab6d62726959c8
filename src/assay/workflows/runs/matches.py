"""A run's labels and predictions with all that no threshold changes: what the live views of a run count over."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.candidates import Candidates
from assay.evaluation.cells import cells_of
from assay.evaluation.outcomes import MatchArrays
from assay.geometry.boxes import box_areas
from assay.model.category import Category
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask, ids_of
from assay.workflows.runs.candidates import candidates_of, read_labels, read_predictions
from assay.workflows.runs.object_arrays import boxes_of, ints_of

_THRESHOLDS_KEPT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The labels or the predictions of a run, n rows, and a last one more that stands for -1, nobody.

    id, image : ids, -1 for nobody. place : of the class among the classes of the dataset.
    area : of the box in px², NaN without one. overlap : the greatest IoU with any row of the other side, NaN without.
    """

    id: Ids
    image: Ids
    place: Ids
    area: NDArray[np.float64]
    overlap: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RunMatches:
    """Labels and predictions of a run, and how they match at any thresholds.

    labels, predictions : rows of the store; an index of the match arrays is a row here, and a place in the arrays
        of `label` and `pred`.
    """

    run: Run
    classes: tuple[Category, ...]
    labels: pa.Table
    predictions: pa.Table
    candidates: Candidates
    label: Side
    pred: Side
    _matches: OrderedDict[EvaluationConfig, MatchArrays] = field(default_factory=OrderedDict)

    def at(self, config: EvaluationConfig, images: Ids | None = None) -> MatchArrays:
        """The matches at these thresholds; of the given images only, if any are given.

        Raises
        ------
        ArrayError : the IoU is outside (0, 1].
        """
        found = self._matches.get(config)
        if found is None:
            found = self.candidates.match(iou=config.iou, confidence=config.confidence)
            self._matches[config] = found
            while len(self._matches) > _THRESHOLDS_KEPT:
                self._matches.popitem(last=False)
        return found if images is None else found.take(self._lie_in(images, found))

    def cells(self, found: MatchArrays) -> Ids:
        """(n,) the cell of each row of matches, see `evaluation.cells`; -1 for an ignored one."""
        return cells_of(found, label_place=self.label.place, pred_place=self.pred.place, classes=len(self.classes))

    def image_of(self, found: MatchArrays) -> Ids:
        """(n,) the image of each row of matches."""
        return np.maximum(self.label.image[found.label_index], self.pred.image[found.pred_index])

    def _lie_in(self, images: Ids, found: MatchArrays) -> Flags:
        return np.isin(self.image_of(found), images)


def run_matches(snapshot: Snapshot, run: Run, shape: ShapeKind = ShapeKind.BOX) -> RunMatches:
    """The labels and predictions of `run`, compared by `shape`; kept in memory while they stand.

    Raises
    ------
    ArrayError : a mask or keypoints cannot be compared.
    """
    tables = ("annotations", "predictions", *(() if shape == ShapeKind.BOX else ("images",)))
    return snapshot.derived("run_matches", (run.id, shape), tables, lambda: _read(snapshot, run, shape))


def images_of(snapshot: Snapshot, run: Run, query: str) -> Ids | None:
    """Ids of the images that an image query lists; None for the empty text, which lists all.

    Raises
    ------
    QueryError : the text is wrong; its span says where.
    """
    if not query.strip():
        return None
    return ids_of(ask(snapshot, query, level=Level.IMAGE, dataset=run.dataset_id, run=run.id))


def _read(snapshot: Snapshot, run: Run, shape: ShapeKind) -> RunMatches:
    classes = tuple(snapshot.categories(run.dataset_id))
    labels = read_labels(snapshot, shape, {"dataset_id": run.dataset_id})
    predictions = read_predictions(snapshot, shape, {"run_id": run.id})
    candidates = candidates_of(snapshot, labels, predictions, shape)
    label_overlap, pred_overlap = candidates.best_overlaps()
    return RunMatches(
        run,
        classes,
        labels,
        predictions,
        candidates,
        label=_side(labels, classes, area=box_areas(boxes_of(labels)), overlap=label_overlap),
        pred=_side(predictions, classes, area=box_areas(boxes_of(predictions)), overlap=pred_overlap),
    )


def _side(
    rows: pa.Table, classes: tuple[Category, ...], *, area: NDArray[np.float64], overlap: NDArray[np.float64]
) -> Side:
    class_ids = np.array([category.id for category in classes], dtype=np.int64)
    return Side(
        id=np.append(ints_of(rows, "id"), -1),
        image=np.append(ints_of(rows, "image_id"), -1),
        place=np.append(np.searchsorted(class_ids, ints_of(rows, "category_id")), -1),
        area=np.append(area, np.nan),
        overlap=np.append(overlap, np.nan),
    )
