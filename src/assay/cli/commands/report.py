"""`assay report`: a run in one HTML file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, Confidence, DatasetName, Iou, OtherRun, ProjectPath, RunName, open_project

NAME = "report"
EXAMPLES = (
    "assay report my.assay report.html --run yolov8m",
    "assay report my.assay report.html --run yolov8n --compare yolov8m",
)


def run(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(help="HTML file to write.", show_default=False)],
    name: RunName = None,
    compare: OtherRun = None,
    iou: Iou = 0.5,
    confidence: Confidence = 0.25,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Write what there is to say about a run into one HTML file that opens offline.

    Headline numbers with intervals, classes, confusions, kinds of error, curves, calibration, the fields that
    performance depends on, and the worst examples as pictures. Nothing of the project changes.
    """
    from assay.model.evaluation import EvaluationConfig
    from assay.workflows.report.write_report import write_report

    config = EvaluationConfig(iou=iou, confidence=confidence)
    with open_project(project) as store, BarProgress() as progress:
        report = write_report(store, out, run=name, other=compare, dataset=dataset, config=config, progress=progress)
    said = f"Wrote {out} about {report.run}, {report.size / 1000:,.0f} kB."
    emit(asdict(report), as_json=as_json, human=lambda console: console.print(said, markup=False))
