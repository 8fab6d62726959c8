"""`assay evaluate`: a run against the labels, at one IoU and one confidence."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.reports import evaluation_value, print_evaluation

NAME = "evaluate"
EXAMPLES = (
    "assay evaluate my.assay --run yolov8m --iou 0.5 --confidence 0.25",
    "assay evaluate my.assay --run yolov8m --protocol coco",
)


class Protocol(StrEnum):
    """Rules by which average precision is counted."""

    COCO = "coco"


def run(
    project: ProjectPath,
    name: RunName = None,
    iou: Annotated[
        float, typer.Option("--iou", metavar="T", min=0.01, max=1.0, help="Least overlap of a match.")
    ] = 0.5,
    confidence: Annotated[
        float, typer.Option("--confidence", metavar="C", min=0.0, max=1.0, help="Predictions below it are left out.")
    ] = 0.25,
    protocol: Annotated[
        Protocol | None, typer.Option("--protocol", help="Count average precision too, by these rules.")
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Compare a run with the labels.

    Every prediction takes the free label it overlaps most, most confident first, whatever its class. Two of one
    class is correct (tp), of two classes a confusion; a prediction alone is on background (fp), a label
    alone is missed (fn).

    With --protocol coco, average precision and recall are counted over IoU .5 to .95 and every score, class by
    class, as pycocotools counts them.
    """
    from assay.model.evaluation import EvaluationConfig
    from assay.workflows.average_precision import average_precision
    from assay.workflows.evaluate_run import evaluate_run

    config = EvaluationConfig(iou=iou, confidence=confidence)
    with open_project(project) as store, BarProgress() as progress:
        report = evaluate_run(store, run=name, dataset=dataset, config=config, progress=progress)
        counted = average_precision(store.snapshot(), report.run) if protocol else None
    value = evaluation_value(report, counted)
    emit(value, as_json=as_json, human=lambda console: print_evaluation(console, value))
