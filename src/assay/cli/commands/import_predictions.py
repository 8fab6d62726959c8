"""`assay import-predictions`: a model's results into a project, as a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, fill_project, signature
from assay.cli.reports import import_value, print_import
from assay.model.reading import BoxForm, Reading, VectorForm

NAME = "import-predictions"
EXAMPLES = (
    "assay import-predictions my.assay predictions.json --run yolov8m",
    "assay import-predictions my.assay probabilities.csv --run resnet --format table",
    'assay import-predictions my.assay predictions.json --run yolov8m --class "bike=bicycle" --class "sky="',
    "assay import-predictions my.assay corners.json --run detr --boxes xyxy --class-shift 1",
)


def run(
    project: ProjectPath,
    file: Annotated[Path, typer.Argument(help="Result file or folder of the model.", show_default=False)],
    name: Annotated[str, typer.Option("--run", metavar="NAME", help="Name of the run.", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="coco-results, yolo, table or scalabel; found out when left out."),
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="S", help="The file speaks of images of this split only.")
    ] = None,
    classes: Annotated[
        Path | None,
        typer.Option("--classes", metavar="MAP", help="CSV, JSON or TOML: a class of the file, the class it is here."),
    ] = None,
    one_class: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="GIVEN=CLASS", help="One class of the file; nothing after = leaves it out."),
    ] = None,
    class_shift: Annotated[
        int | None,
        typer.Option("--class-shift", metavar="N", help="Add this to class numbers; 0 forgets an earlier mapping."),
    ] = None,
    boxes: Annotated[
        BoxForm | None, typer.Option("--boxes", help="What the four numbers of a box are; xywh when left out.")
    ] = None,
    vectors: Annotated[
        VectorForm | None, typer.Option("--vectors", help="What class vectors are; found out when left out.")
    ] = None,
    dataset: DatasetName = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Import a model's predictions as a run.

    A run of that name is brought up to the file, read as at the import before unless you say otherwise. Classes
    that the dataset does not know, and boxes that look as if their numbers were something else, are told and left
    to you.
    """
    from assay.workflows.imports.import_predictions import import_predictions

    by = signature(author)
    reading = Reading(_class_map(classes, one_class or []), boxes, vectors)
    with fill_project(project) as store, BarProgress() as progress:
        report = import_predictions(
            store,
            file,
            run=name,
            format=format,
            split=split,
            reading=reading,
            class_shift=class_shift,
            dataset=dataset,
            author=by.author,
            origin=by.source,
            progress=progress,
        )
    emit(import_value(report), as_json=as_json, human=lambda console: print_import(console, report, project, dataset))


def _class_map(file: Path | None, pairs: list[str]) -> dict[str, str]:
    """What the file of a mapping says, and on top of it each `GIVEN=CLASS`."""
    from assay.formats.class_map import read_class_map

    mapping = read_class_map(file) if file is not None else {}
    for pair in pairs:
        given, equals, meant = pair.rpartition("=")
        if not equals or not given.strip():
            raise typer.BadParameter(
                f'{pair!r} maps nothing; write --class "bike=bicycle", or "bike=" to leave it out.'
            )
        mapping[given.strip()] = meant.strip()
    return mapping
