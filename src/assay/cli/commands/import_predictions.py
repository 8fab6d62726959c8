"""`assay import-predictions`: a model's results into a project, as a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, open_project, signature
from assay.cli.reports import import_value, print_import

NAME = "import-predictions"
EXAMPLES = (
    "assay import-predictions my.assay predictions.json --run yolov8m",
    "assay import-predictions my.assay probabilities.csv --run resnet --format table",
)


def run(
    project: ProjectPath,
    file: Annotated[Path, typer.Argument(help="Result file or folder of the model.", show_default=False)],
    name: Annotated[str, typer.Option("--run", metavar="NAME", help="Name of the run.", show_default=False)],
    format: Annotated[
        str | None, typer.Option("--format", metavar="F", help="coco-results, yolo or table; found out when left out.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="S", help="The file speaks of images of this split only.")
    ] = None,
    dataset: DatasetName = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Import a model's predictions as a run.

    A run of that name is brought up to the file.
    """
    from assay.workflows.import_predictions import import_predictions

    by = signature(author)
    with open_project(project) as store, BarProgress() as progress:
        report = import_predictions(
            store,
            file,
            run=name,
            format=format,
            split=split,
            dataset=dataset,
            author=by.author,
            origin=by.source,
            progress=progress,
        )
    emit(import_value(report), as_json=as_json, human=lambda console: print_import(console, report))
