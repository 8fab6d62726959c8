"""`assay drift`: how far two sets of rows lie apart, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.amounts import amount
from assay.cli.console import emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.drift.compare import Drift

NAME = "drift"
EXAMPLES = (
    "assay drift my.assay --reference 'split = \"train\"' --current 'split = \"val\"'",
    "assay drift train.assay --other production.assay --level annotation --json",
)
COLUMNS = ("field", "kind", "effect", "p_holm", "psi", "wasserstein", "missing")


def run(
    project: ProjectPath,
    reference: Annotated[
        str, typer.Option("--reference", metavar="QUERY", help="What to compare with; all when left out.")
    ] = "",
    current: Annotated[
        str, typer.Option("--current", metavar="QUERY", help="What is compared; all when left out.")
    ] = "",
    other: Annotated[
        Path | None, typer.Option("--other", metavar="PROJECT", help="Ask --current of this project.")
    ] = None,
    level: Annotated[Level, typer.Option("--level", help="What to compare.")] = Level.IMAGE,
    fields: Annotated[
        list[str] | None, typer.Option("--field", metavar="F", help="Only this field; may be repeated.")
    ] = None,
    name: RunName = None,
    current_run: Annotated[
        str | None, typer.Option("--current-run", metavar="NAME", help="Run of --current; the newest when left out.")
    ] = None,
    dataset: DatasetName = None,
    current_dataset: Annotated[
        str | None,
        typer.Option("--current-dataset", metavar="NAME", help="Dataset of --current; as --dataset when left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare two sets of rows, field by field, the strongest effect first.

    The effect is the distance of Kolmogorov and Smirnov for numbers and Cramér's V for classes and other terms, both
    0 to 1; p_holm is corrected for the number of fields. A field that a query names is left out. Nothing changes.
    """
    from assay.workflows.drift.compare import drift
    from assay.workflows.drift.sides import Side, both_sides

    here = current_dataset or (dataset if other is None else None)
    sides = Side(reference, dataset, name), Side(current, here, current_run)
    with open_project(project) as store, both_sides(store, *sides, level=level, other=other) as questions:
        found = drift(*questions, fields=fields or None)
    emit(found, as_json=as_json, human=lambda console: _print(console, found))


def _print(console: Console, found: Drift) -> None:
    if nothing := [
        side
        for side, count in (("reference", found.reference_count), ("current set", found.current_count))
        if not count
    ]:
        lists = "lists nothing" if len(nothing) == 1 else "list nothing"
        console.print(f"The {' and the '.join(nothing)} {lists}: there is nothing to compare.", markup=False)
        return
    rows = [
        {
            "field": row.field,
            "kind": row.kind,
            "effect": row.effect,
            "p_holm": row.p_holm,
            "psi": row.psi,
            "wasserstein": row.wasserstein,
            "missing": row.missing_reference + row.missing_current,
        }
        for row in found.rows
    ]
    print_rows(console, rows, COLUMNS, empty="The two have no field in common that could be compared.")
    for row in found.not_compared:
        console.print(f"{row.field} was not compared: {row.why}.", markup=False)
    console.print(
        f"{amount(found.reference_count, 'row')} of the reference, {found.current_count:,} current.", markup=False
    )
