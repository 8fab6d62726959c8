"""`assay demo`: a project to try things on, with every injected error known."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, note, report
from assay.cli.flags import AsJson, fill_project
from assay.cli.serving import serve_project
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from rich.console import Console

    from assay.demo.build import DemoReport

NAME = "demo"
EXAMPLES = (
    "assay demo",
    "assay demo try/ --no-serve",
    "assay demo try/ --source data.yaml --predictions predictions.json",
)


def run(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where the demo is made.")] = Path("demo"),
    source: Annotated[
        Path | None, typer.Option("--source", metavar="SOURCE", help="Your own dataset instead of the made ones.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="FILE", help="A model's results for --source.")
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", metavar="DIR", help="Folder of the images, where SOURCE does not tell.")
    ] = None,
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the project when it is made.")] = True,
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port to serve on.")] = 8484,
    as_json: AsJson = False,
) -> None:
    """Make a demo project and serve it.

    Two datasets are made of real images that ship inside installed packages, offline and always the same: digits
    (classification) and scenes (detection). Label errors of known kinds are put in, and what Assay finds is
    compared with them.
    """
    if source is None and (predictions is not None or images is not None):
        raise typer.BadParameter("--predictions and --images go with --source.")
    with BarProgress() as progress:
        if source is None:
            from assay.demo.build import build_demo

            made = build_demo(folder, progress=progress)
            project, value = made.project, _value(made)
        else:
            from assay.demo.build import build_from

            project, found = build_from(folder, source, predictions, images=images, progress=progress)
            value = {"project": project, "sets": [{"dataset": found.dataset, "suspects": dict(found.found)}]}
    with fill_project(project):
        pass  # made by now: what its first page asks for is left to be made ready
    report(value, as_json=as_json, human=lambda console: _print(console, value))
    if not serving:
        note(f"Made {project}. Serve it with: assay serve {project}")
        return

    def announce(address: str) -> None:
        typer.echo(f"Assay is at {address} (Ctrl+C stops it)", err=as_json)
        sys.stdout.flush()

    serve_project(project, announced_to=announce, port=port)


def _value(demo: DemoReport) -> dict[str, Any]:
    return {
        "project": demo.project,
        "sets": [
            {
                "dataset": made.dataset,
                "images": made.images,
                "labels": made.labels,
                "predictions": made.predictions,
                "errors": {
                    kind.value: {"injected": found.injected, "found": found.found} for kind, found in made.found.items()
                },
                "suspects": made.suspects,
                "suspects_that_are_injected_errors": made.real,
                "precision": made.precision,
            }
            for made in demo.sets
        ],
    }


def _print(console: Console, value: Mapping[str, Any]) -> None:
    for made in value["sets"]:
        if "errors" not in made:
            rows = [{"kind": kind, "suspects": count} for kind, count in made["suspects"].items()]
            print_rows(console, rows, ("kind", "suspects"), empty="No suspects.")
            continue
        counts = ", ".join(amount(made[f"{noun}s"], noun) for noun in ("image", "label", "prediction"))
        console.print(f"{made['dataset']}: {counts}", markup=False)
        rows = [{"error": kind, **counted} for kind, counted in made["errors"].items()]
        print_rows(console, rows, ("error", "injected", "found"), empty="No errors were put in.")
        real, suspects = made["suspects_that_are_injected_errors"], made["suspects"]
        console.print(f"{amount(suspects, 'suspect')}, {real:,} of them injected.\n", markup=False)
