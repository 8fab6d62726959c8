"""`assay import`: a dataset of some format into a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, fill_project, signature
from assay.cli.reports import import_value, print_import

NAME = "import"
EXAMPLES = (
    "assay import my.assay annotations.json --images photos",
    "assay import my.assay road_signs/data.yaml --split train",
    "assay import my.assay digits/ --format folders",
)


def run(
    project: ProjectPath,
    source: Annotated[Path, typer.Argument(help="Label file or folder of the dataset.", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="coco, yolo, folders, table, scalabel, voc, labelme or kitti; found out when left out.",
        ),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", metavar="DIR", help="Folder of the images, where SOURCE does not tell.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="S", help="Take this split only, or name the split of the source.")
    ] = None,
    dataset: DatasetName = None,
    exif: Annotated[
        str | None,
        typer.Option(
            "--exif",
            metavar="FRAME",
            help="Labels are drawn on the stored or the displayed image; left out: as the source says.",
        ),
    ] = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Import images and labels.

    All or nothing, and repeatable: rows that the project has already are updated, not doubled. Bad rows are
    reported and never stop the rest. Images are not copied: the project remembers where they are, and only
    their headers are read.
    """
    from assay.workflows.imports.import_dataset import import_dataset

    by = signature(author)
    with fill_project(project) as store, BarProgress() as progress:
        report = import_dataset(
            store,
            source,
            format=format,
            images=images,
            split=split,
            dataset=dataset,
            exif=exif,
            author=by.author,
            origin=by.source,
            progress=progress,
        )
    emit(import_value(report), as_json=as_json, human=lambda console: print_import(console, report, project, dataset))
