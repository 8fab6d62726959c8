"""`assay import-pixels`: where a model's class chances of every pixel lie."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, fill_project

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.imports.import_pixels import PixelReport

NAME = "import-pixels"
EXAMPLES = (
    "assay import-pixels city.assay softmax/ --run segformer",
    "assay import-pixels city.assay logits/ --run segformer --logits",
)


def run(
    project: ProjectPath,
    folder: Annotated[Path, typer.Argument(help="Folder of .npy or .npz files named like the images.")],
    name: Annotated[str, typer.Option("--run", metavar="NAME", help="Name of the run.", show_default=False)],
    logits: Annotated[bool, typer.Option("--logits", help="The numbers go through a softmax first.")] = False,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Let a run have class chances of every pixel.

    One file for each image: numbers of shape (classes, height, width) or (height, width, classes), of the classes of
    the dataset in order of id, perhaps with one for the background before them; or several draws of these, of which the
    mean is taken. The files are read when something is measured or suspected, and stay where they are.
    """
    from assay.workflows.imports.import_pixels import import_pixels

    with fill_project(project) as store, BarProgress() as progress:
        report = import_pixels(store, folder, run=name, dataset=dataset, logits=logits, progress=progress)
    emit(asdict(report), as_json=as_json, human=lambda console: _print(console, report))


def _print(console: Console, report: PixelReport) -> None:
    console.print(
        f"Pixels of {report.run} for {amount(report.images, 'image')} of {report.dataset}; {report.without:,} without."
    )
    if report.strangers:
        console.print(f"{amount(report.strangers, 'file is', 'files are')} named like no image.")
    for name, why in report.problems.items():
        console.print(f"  {name}: {why}")
