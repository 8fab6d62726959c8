"""`project.runs`."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from assay.evaluation.coco_config import CocoConfig
from assay.formats.class_map import read_class_map
from assay.jobs.progress import Progress, quiet
from assay.model.evaluation import EvaluationConfig
from assay.model.reading import BoxForm, Reading, VectorForm
from assay.model.run import Run
from assay.sdk.run_analysis import RunAnalysis
from assay.sdk.session import Session
from assay.workflows.exports.export_run import RunExport, export_run
from assay.workflows.imports.import_pixels import PixelReport, import_pixels
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.imports.report import ImportReport
from assay.workflows.runs.average_precision import AllowedClasses, AveragePrecision, average_precision
from assay.workflows.runs.evaluate_run import EvaluationReport, evaluate_run, read_evaluation


class Runs(RunAnalysis):
    """The runs of a dataset: what each model predicted, and how that compares with the labels.

    >>> project = assay.open("my.assay")
    >>> [run.name for run in project.runs.list()]
    ['small']
    >>> report = project.runs.evaluate("small", iou=0.5, confidence=0.5)
    >>> report.summary.tp, report.summary.fp, report.summary.fn
    (2, 1, 1)
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Run]:
        """All runs of the dataset, oldest first."""
        snapshot = self._session.store.snapshot()
        return snapshot.runs(snapshot.dataset(self._session.dataset).id)

    def import_(
        self,
        file: str | PathLike[str],
        name: str,
        *,
        format: str | None = None,
        split: str | None = None,
        classes: Mapping[str, str] | str | PathLike[str] | None = None,
        class_shift: int | None = None,
        boxes: BoxForm | str | None = None,
        vectors: VectorForm | str | None = None,
        progress: Progress = quiet,
    ) -> ImportReport:
        """Import a model's result file as the run `name`; a run of that name is brought up to the file.

        `classes` says what the file's classes are called here, empty for one to leave out: a mapping, or a CSV,
        JSON or TOML file of one. `class_shift` is added to class numbers; 0 forgets an earlier mapping. `boxes` says
        what the four numbers of a box are (`xyxy`, `normalised`…), `vectors` what class vectors are. All are kept
        with the run. `report.unknown_classes` lists the classes that need a word.

        Raises
        ------
        NotFound : a class is mapped to one that the dataset does not have, or there is no such form.
        SourceNotFound, SourceUnreadable, FormatUnknown : when nothing of the file can be read.
        """
        session = self._session
        said = classes if isinstance(classes, Mapping) else read_class_map(Path(classes)) if classes else {}
        reading = Reading(said, BoxForm(boxes) if boxes else None, VectorForm(vectors) if vectors else None)
        return import_predictions(
            session.store,
            Path(file),
            run=name,
            format=format,
            split=split,
            reading=reading,
            class_shift=class_shift,
            dataset=session.dataset,
            author=session.author,
            progress=progress,
        )

    def export(
        self,
        out: str | PathLike[str],
        name: str,
        *,
        format: str = "coco-results",
        query: str = "",
        strict: bool = False,
        progress: Progress = quiet,
    ) -> RunExport:
        """Write the predictions of the run `name`, all of them or those in the images of `query`.

        Images and classes go by the ids that `project.export` gives them in COCO, so that the two files fit.

        >>> assay.open("my.assay").runs.export("out.json", "small").predictions
        3

        Raises
        ------
        NotFound : there is no such run.
        LossRefused : `strict`, and the format cannot carry everything; nothing was written.
        """
        session = self._session
        return export_run(
            session.store,
            Path(out),
            run=name,
            format=format,
            dataset=session.dataset,
            query=query,
            strict=strict,
            progress=progress,
        )

    def add_pixels(self, folder: str | PathLike[str], *, name: str, logits: bool = False) -> PixelReport:
        """Let the run `name` have class chances of every pixel, one .npy or .npz file for each image.

        `assay import-pixels` says what the files hold. They stay where they are.

        Raises
        ------
        NotFound : there is no such file in the folder.
        """
        session = self._session
        return import_pixels(session.store, Path(folder), run=name, dataset=session.dataset, logits=logits)

    def evaluate(
        self, name: str | None = None, *, iou: float = 0.5, confidence: float = 0.25, progress: Progress = quiet
    ) -> EvaluationReport:
        """Match a run (the newest when None) with the labels at these thresholds, and keep the matches.

        Raises
        ------
        NotFound : there is no such run.
        """
        config, session = EvaluationConfig(iou=iou, confidence=confidence), self._session
        return evaluate_run(session.store, run=name, dataset=session.dataset, config=config, progress=progress)

    def evaluation(self, name: str | None = None) -> EvaluationReport:
        """The run's evaluation as it stands, edits made since included; raise `NotFound` when there is none."""
        snapshot = self._session.store.snapshot()
        return read_evaluation(snapshot, snapshot.run(snapshot.dataset(self._session.dataset).id, name))

    def average_precision(
        self,
        name: str | None = None,
        *,
        protocol: str = "coco",
        allowed: AllowedClasses | None = None,
        config: CocoConfig | None = None,
    ) -> AveragePrecision:
        """AP and AR of a run (the newest when None) by the rules of a protocol, against the labels as they stand.

        Protocols are coco, coco-segm, coco-keypoints, voc07, voc12, class-agnostic, and allowed-pairs, to which
        `allowed` tells the classes that may answer a label: `{"car": ["van"]}`. `config` replaces what the protocol
        leaves open, such as the sigmas of keypoints.

        >>> found = assay.open("my.assay").runs.average_precision("small")
        >>> round(found.summary["AP50"], 2)
        0.5

        Raises
        ------
        NotFound : there is no such run, protocol or class, or nothing of the protocol's shape to evaluate.
        ArrayError : there are not as many sigmas as keypoints.
        """
        snapshot = self._session.store.snapshot()
        run = snapshot.run(snapshot.dataset(self._session.dataset).id, name)
        return average_precision(snapshot, run, protocol=protocol, allowed=allowed, config=config).checked()
