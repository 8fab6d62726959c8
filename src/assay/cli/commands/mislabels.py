"""`assay mislabels`: which labels are likely of another class, as columns beside every label."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.reports import PROBLEMS_SHOWN
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from assay.model.problem import RowProblem
    from assay.workflows.issues.mislabels import MislabelReport

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
            help="Class probabilities of your own: .npy, CSV, Parquet or JSON.",
        ),
    ] = None,
    coarse: Annotated[
        Path | None,
        typer.Option("--coarse", metavar="FILE", help="Class and coarse class: CSV, Parquet or JSON."),
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Write beside every label whether its class is likely wrong, and which class it is else.

    What a run with class probabilities says is pooled with what look-alikes say (`assay embed`); either will do. The
    columns are `potential_mislabel`, `mislabel_score` (0 worst, 1 clean), `likely_label`, and where classes have
    coarse ones `coarse_label` and `predicted_coarse_label`.

    A file of probabilities has a column per class; a column `id`, `reference_id` or `file_name` says which label a row
    is of, else there is one row per label, both by id. Rows that cannot be taken are told of.
    """
    from assay.workflows.issues.chances_file import read_chances
    from assay.workflows.issues.coarse_file import read_coarse
    from assay.workflows.issues.mislabels import find_mislabels

    with open_project(project) as store, BarProgress() as progress:
        snapshot = store.snapshot()
        target = snapshot.dataset(dataset)
        classes = [one.name for one in snapshot.categories(target.id)]
        given = read_chances(snapshot, target, chances) if chances is not None else None
        groups = read_coarse(coarse, classes) if coarse is not None else None
        report = find_mislabels(
            store,
            dataset=dataset,
            run=name,
            pred_probs=given.chances if given else None,
            coarse=groups.groups if groups else None,
            progress=progress,
        )
    problems = [*(given.problems if given else ()), *(groups.problems if groups else ())]
    value = asdict(report) | {"problems": [asdict(one) for one in problems]}
    emit(value, as_json=as_json, human=lambda console: _print(console, report, problems))


def _print(console: Console, report: MislabelReport, problems: Sequence[RowProblem]) -> None:
    flagged = f"Likely of another class: {report.flagged:,} of {amount(report.labels, 'label')}"
    coarsely = "" if report.coarsely is None else f", {report.coarsely:,} of them of another coarse class"
    console.print(f"{flagged}{coarsely}; told by {' and '.join(report.sources)}.")
    if report.unknown:
        console.print(f"Nothing is known of {report.unknown:,}.")
    if problems:
        shown = [{"file": one.file, "place": one.place, "message": one.message} for one in problems[:PROBLEMS_SHOWN]]
        print_rows(console, shown, ("file", "place", "message"), empty="")
    console.print("Ask for them: `any(annotation: potential_mislabel)`, worst first by `mislabel_score`.")
