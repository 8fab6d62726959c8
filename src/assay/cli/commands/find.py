"""`assay find`: look for suspected errors."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, fill_project
from assay.cli.tables import print_reasons, print_rows

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.issues.find_issues import FindReport

NAME = "find"
EXAMPLES = ("assay find my.assay --run yolov8m", "assay find my.assay --kind duplicate_image --kind loose_box")


def run(
    project: ProjectPath,
    name: RunName = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", metavar="K", help="Only this kind of error; may be repeated.")
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Look for suspected errors.

    Runs every detector whose needs are met. What was decided before is not raised again.
    """
    from assay.workflows.issues.find_issues import find_issues

    with fill_project(project) as store, BarProgress() as progress:
        report = find_issues(store, dataset=dataset, run=name, kinds=kinds or None, progress=progress)
    value = {**asdict(report), "seconds": round(report.seconds, 3)}
    emit(value, as_json=as_json, human=lambda console: print_find(console, report, project))


def print_find(console: Console, report: FindReport, project: Path) -> None:
    """How many suspects there are of each kind, and what was not looked for."""
    looked_for = {kind: count for kind, count in report.found.items() if count or kind not in report.skipped}
    rows = [{"kind": kind, "suspects": count} for kind, count in looked_for.items()]
    print_rows(console, rows, ("kind", "suspects"), empty="No detector could run.")
    print_reasons(console, "did not run", report.skipped)
    found = amount(sum(report.found.values()), "suspect")
    console.print(f"{found} in {report.seconds:.1f} s. Next: assay issues {project}", markup=False)
