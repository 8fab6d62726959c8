"""What lies behind a run's numbers: the part of `project.runs` that only looks."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import pyarrow as pa

from assay.errors import NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.sdk.drawing import Drawable, Drawing, draw
from assay.sdk.session import Session
from assay.store.snapshot import Snapshot
from assay.workflows.report.write_report import ReportFile, write_report
from assay.workflows.runs.breakdown import Breakdown, breakdown
from assay.workflows.runs.calibration import Calibration, calibration
from assay.workflows.runs.classification_scores import ClassificationScores, classification_scores
from assay.workflows.runs.compare_runs import RunComparison, compare_runs
from assay.workflows.runs.curves import Curves, curves
from assay.workflows.runs.error_types import RunErrors, error_types
from assay.workflows.runs.headline import RunHeadline, run_headline
from assay.workflows.runs.importance import ColumnRanking, column_importance
from assay.workflows.runs.model_metrics import ModelMetrics, model_metrics
from assay.workflows.runs.segmentation_metrics import SegmentationReport, segmentation_metrics
from assay.workflows.runs.table import run_arrow, run_table
from assay.workflows.runs.tracking_metrics import TrackingReport, tracking_metrics
from assay.workflows.runs.weak_slices import WeakSlices, weak_slices


class RunAnalysis:
    """Questions about a run, by name; the newest where it is None.

    They take an IoU and a confidence threshold, an image query to look at some images only, and the shape that is
    compared: `box`, `mask` or `keypoints`. Nothing is stored, and all agree with each other. What they give has
    `arrow()`, of which `.to_pandas()` makes a frame; `draw` makes plots.
    """

    _session: Session

    def metrics(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
    ) -> ModelMetrics:
        """The confusion matrix and the rates of each class.

        >>> found = assay.open("my.assay").runs.metrics("small", confidence=0.5)
        >>> found.counts.tolist()  # cats, dogs, predictions on background, duplicates; the last column is missed
        [[2, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 0]]
        """
        snapshot, run = self._chosen(name)
        return model_metrics(snapshot, run, config=_at(iou, confidence, shape), query=query)

    def table(self, *, iou: float = 0.5, confidence: float = 0.25, shape: str = "box") -> pa.Table:
        """Headline numbers of every run in every split, oldest first; `gap` is what a run has learnt by heart.

        >>> assay.open("my.assay").runs.table().to_pydict()["run"]
        ['small']
        """
        snapshot = self._session.store.snapshot()
        return run_arrow(run_table(snapshot, dataset=self._session.dataset, config=_at(iou, confidence, shape)))

    def weak_slices(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
        minimum: int = 20,
    ) -> WeakSlices:
        """The slices of the data that cost the run the most errors, found without being asked for.

        >>> assay.open("my.assay").runs.weak_slices("small").arrow().num_rows  # too few objects to tell
        0
        """
        snapshot, run = self._chosen(name)
        return weak_slices(snapshot, run, config=_at(iou, confidence, shape), query=query, minimum=minimum)

    def curves(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        category: str | None = None,
        query: str = "",
        shape: str = "box",
    ) -> Curves:
        """Precision against recall, and rates against confidence: of the class `category`, or of all together.

        >>> best = assay.open("my.assay").runs.curves("small").confidence.best
        >>> best.confidence, round(best.f, 2)
        (0.9, 0.8)
        """
        snapshot, run = self._chosen(name)
        class_id = None if category is None else _class_id(snapshot, run, category)
        return curves(snapshot, run, config=_at(iou, 0.0, shape), class_id=class_id, query=query)

    def errors(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
    ) -> RunErrors:
        """What kinds of error the run makes, and what average precision each costs (TIDE).

        >>> assay.open("my.assay").runs.errors("small").arrow().to_pydict()["count"]
        [0, 0, 0, 0, 1, 1]
        """
        snapshot, run = self._chosen(name)
        return error_types(snapshot, run, config=_at(iou, confidence, shape), query=query)

    def calibration(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
        bins: int = 15,
    ) -> Calibration:
        """How far confidence can be believed.

        >>> round(assay.open("my.assay").runs.calibration("small").brier, 3)
        0.245
        """
        snapshot, run = self._chosen(name)
        return calibration(snapshot, run, config=_at(iou, confidence, shape), query=query, bins=bins)

    def classification(self, name: str | None = None, *, query: str = "") -> ClassificationScores:
        """Accuracy, top-k, ROC and the like of a run that gives whole images a probability for each class.

        Raises
        ------
        NotFound : no image has both a label of the whole image and such a prediction.
        """
        snapshot, run = self._chosen(name)
        return classification_scores(snapshot, run, query=query)

    def by(
        self,
        field: str,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
        bins: int = 10,
    ) -> Breakdown:
        """Performance by a field, or an expression of fields: in bins of equal mass, or for each value of a text.

        >>> found = assay.open("my.assay").runs.by("label", "small")
        >>> found.labels, found.recall.tolist()
        (('cat', 'dog'), [1.0, 0.0])

        Raises
        ------
        QueryError : there is no such field, or it has many values per row.
        """
        snapshot, run = self._chosen(name)
        return breakdown(
            snapshot,
            run,
            field=field,
            config=_at(iou, confidence, shape),
            query=query,
            bins=bins,
        )

    def importance(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
    ) -> ColumnRanking:
        """Which fields tell most of how well objects are found, the most telling first."""
        snapshot, run = self._chosen(name)
        return column_importance(snapshot, run, config=_at(iou, confidence, shape), query=query)

    def compare(
        self, name: str, other: str, *, iou: float = 0.5, confidence: float = 0.25, query: str = "", shape: str = "box"
    ) -> RunComparison:
        """The run `other` held against the run `name`: numbers with paired intervals, labels fixed and broken.

        >>> found = assay.open("my.assay").runs.compare("small", "small")
        >>> len(found.fixed), len(found.broken)
        (0, 0)
        """
        snapshot, run = self._chosen(name)
        _, against = self._chosen(other)
        return compare_runs(snapshot, run, against, config=_at(iou, confidence, shape), query=query)

    def headline(
        self,
        name: str | None = None,
        *,
        iou: float = 0.5,
        confidence: float = 0.25,
        query: str = "",
        shape: str = "box",
    ) -> RunHeadline:
        """AP, AP50, precision, recall and F1, each with its 95 % bootstrap interval over images.

        >>> numbers = assay.open("my.assay").runs.headline("small").numbers
        >>> [(one.name, round(one.value, 2)) for one in numbers]
        [('AP', 0.45), ('AP50', 0.5), ('precision', 0.67), ('recall', 0.67), ('f1', 0.67)]
        """
        snapshot, run = self._chosen(name)
        return run_headline(snapshot, run, config=_at(iou, confidence, shape), query=query)

    def segmentation(self, name: str | None = None, *, confidence: float = 0.25, query: str = "") -> SegmentationReport:
        """How well the run's masks cover the labels': IoU, Dice and boundary IoU of classes, and panoptic quality.

        Raises
        ------
        NotFound : there is no such run, or no label or prediction has a mask.
        """
        return segmentation_metrics(*self._chosen(name), confidence=confidence, query=query)

    def tracking(
        self, name: str | None = None, *, iou: float = 0.5, confidence: float = 0.25, query: str = ""
    ) -> TrackingReport:
        """How well the run follows objects over the frames of videos: MOTA, IDF1 and HOTA.

        Raises
        ------
        NotFound : there is no such run, or no label or prediction has a track.
        """
        return tracking_metrics(*self._chosen(name), iou=iou, confidence=confidence, query=query)

    def report(
        self,
        out: str | PathLike[str],
        name: str | None = None,
        *,
        compare: str | None = None,
        iou: float = 0.5,
        confidence: float = 0.25,
        shape: str = "box",
        progress: Progress = quiet,
    ) -> ReportFile:
        """Write one HTML file about a run, held against the run `compare` if one is named; it opens offline.

        >>> assay.open("my.assay").runs.report("small.html", "small").run
        'small'
        """
        return write_report(
            self._session.store,
            Path(out),
            run=name,
            other=compare,
            dataset=self._session.dataset,
            config=_at(iou, confidence, shape),
            progress=progress,
        )

    def draw(self, *found: Drawable) -> Drawing:
        """Plots of what the other questions found, side by side: a notebook shows them, `save` writes them as HTML.

        >>> runs = assay.open("my.assay").runs
        >>> runs.draw(runs.curves("small"), runs.by("area", "small")).plots
        4
        """
        return draw(*found)

    def _chosen(self, name: str | None) -> tuple[Snapshot, Run]:
        snapshot = self._session.store.snapshot()
        return snapshot, snapshot.run(snapshot.dataset(self._session.dataset).id, name)


def _class_id(snapshot: Snapshot, run: Run, name: str) -> int:
    known = {category.name: category.id for category in snapshot.categories(run.dataset_id)}
    if name not in known:
        raise NotFound(f"There is no class named {name!r}.", hint=f"There are: {', '.join(known)}.")
    return known[name]


def _at(iou: float, confidence: float, shape: str) -> EvaluationConfig:
    return EvaluationConfig(iou, confidence, ShapeKind(shape))
