"""`assay export`: the corrected dataset in some format."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.console import BarProgress, emit, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, open_project

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.export_dataset import ExportReport

NAME = "export"
EXAMPLES = (
    "assay export my.assay corrected.json --format coco",
    "assay export my.assay corrected/ --format yolo --strict",
    "assay export my.assay small.json --format coco --query 'annotations.count > 3'",
)


def run(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(help="File or folder to write.", show_default=False)],
    format: Annotated[
        str, typer.Option("--format", metavar="F", help="coco, yolo, folders or table.", show_default=False)
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Refuse when the format cannot carry everything.")] = False,
    query: Annotated[str, typer.Option("--query", metavar="TEXT", help="Only the images this query lists.")] = "",
    autotags: Annotated[bool, typer.Option("--autotags", help="Carry the scores of autotags, too.")] = False,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Write the dataset as it stands now.

    What the format cannot carry is reported, or refused with --strict.
    """
    from assay.workflows.export_dataset import export_dataset

    with open_project(project) as store, BarProgress() as progress, pointing_at(query):
        report = export_dataset(
            store,
            out,
            format=format,
            dataset=dataset,
            query=query,
            strict=strict,
            autotags=autotags,
            progress=progress,
        )
    value = {**asdict(report), "losses": list(report.losses.losses), "seconds": round(report.seconds, 3)}
    emit(value, as_json=as_json, human=lambda console: _print(console, report))


def _print(console: Console, report: ExportReport) -> None:
    console.print(
        f"Wrote {report.images:,} images, {report.annotations:,} labels to {report.out} in {report.seconds:.1f} s.",
        markup=False,
    )
    for loss in report.losses.losses:
        console.print(f"Not carried: {loss.message} ({loss.count:,})", markup=False)
