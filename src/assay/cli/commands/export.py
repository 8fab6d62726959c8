"""`assay export`: the corrected dataset in some format."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, open_project

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.exports.export_dataset import ExportReport
    from assay.workflows.exports.export_run import RunExport

NAME = "export"
EXAMPLES = (
    "assay export my.assay corrected.json --format coco",
    "assay export my.assay corrected/ --format yolo --strict",
    "assay export my.assay small.json --format coco --query 'annotations.count > 3'",
    "assay export my.assay predictions.json --format coco-results --run yolov8m",
)


def run(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(help="File or folder to write.", show_default=False)],
    format: Annotated[
        str,
        typer.Option(
            "--format", metavar="F", help="coco, yolo, folders or table; coco-results for a run.", show_default=False
        ),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Refuse when the format cannot carry everything.")] = False,
    query: Annotated[str, typer.Option("--query", metavar="TEXT", help="Only the images this query lists.")] = "",
    autotags: Annotated[bool, typer.Option("--autotags", help="Carry the scores of autotags, too.")] = False,
    run_name: Annotated[
        str | None, typer.Option("--run", metavar="NAME", help="Write the predictions of this run instead of labels.")
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Write the dataset as it stands now, or with --run the predictions of a run.

    What the format cannot carry is reported, or refused with --strict.
    """
    from assay.workflows.exports.export_dataset import export_dataset
    from assay.workflows.exports.export_run import export_run

    report: ExportReport | RunExport
    with open_project(project) as store, BarProgress() as progress, pointing_at(query):
        asked = dict[str, Any](
            store=store, out=out, format=format, dataset=dataset, query=query, strict=strict, progress=progress
        )
        report = export_dataset(autotags=autotags, **asked) if run_name is None else export_run(run=run_name, **asked)
    value = {**asdict(report), "losses": list(report.losses.losses), "seconds": round(report.seconds, 3)}
    emit(value, as_json=as_json, human=lambda console: _print(console, report))


def _print(console: Console, report: ExportReport | RunExport) -> None:
    if hasattr(report, "predictions"):
        what = amount(report.predictions, "prediction")
    else:
        what = f"{amount(report.images, 'image')}, {amount(report.annotations, 'label')}"
    console.print(f"Wrote {what} to {report.out} in {report.seconds:.1f} s.", markup=False)
    for loss in report.losses.losses:
        console.print(f"Not carried: {loss.message} ({loss.count:,})", markup=False)
