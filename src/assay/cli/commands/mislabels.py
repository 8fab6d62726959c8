"""`assay mislabels`: which labels are likely of another class, as columns beside every label."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.mislabels import MislabelReport

NAME = "mislabels"
EXAMPLES = (
    "assay mislabels my.assay",
    "assay mislabels my.assay --run resnet18",
    "assay mislabels my.assay --chances chances.npy --coarse coarse.csv",
)


def run(
    project: ProjectPath,
    name: RunName = None,
    chances: Annotated[
        Path | None,
        typer.Option(
            "--chances",
            metavar="FILE",
            help=".npy of (labels, classes) chances of your own, both by id.",
        ),
    ] = None,
    coarse: Annotated[
        Path | None,
        typer.Option("--coarse", metavar="FILE", help=".csv of class and coarse class, without a head."),
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Write beside every label whether its class is likely wrong, and which class it is else.

    What a run with class probabilities says is pooled with what look-alikes say (`assay embed`); either will do. The
    columns are `potential_mislabel`, `mislabel_score` (0 worst, 1 clean), `likely_label`, and where classes have
    coarse ones `coarse_label` and `predicted_coarse_label`.
    """
    import numpy as np

    from assay.workflows.mislabels import find_mislabels

    groups = None
    if coarse is not None:
        with coarse.open(newline="", encoding="utf-8") as file:
            groups = {row[0].strip(): row[1].strip() for row in csv.reader(file) if len(row) > 1}
    given = np.load(chances, allow_pickle=False) if chances is not None else None
    with open_project(project) as store, BarProgress() as progress:
        report = find_mislabels(store, dataset=dataset, run=name, pred_probs=given, coarse=groups, progress=progress)
    emit(asdict(report), as_json=as_json, human=lambda console: _print(console, report))


def _print(console: Console, report: MislabelReport) -> None:
    flagged = f"{report.flagged:,} of {report.labels:,} labels are likely of another class"
    coarsely = "" if report.coarsely is None else f", {report.coarsely:,} of them of another coarse class"
    console.print(f"{flagged}{coarsely}; told by {' and '.join(report.sources)}.")
    if report.unknown:
        console.print(f"Nothing is known of {report.unknown:,}.")
    console.print("Ask for them: `any(annotation: potential_mislabel)`, worst first by `mislabel_score`.")
