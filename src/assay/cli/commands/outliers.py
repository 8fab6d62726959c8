"""`assay outliers`: fields by how many of their values lie far outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from assay.workflows.explore.outliers import Outliers

NAME = "outliers"
EXAMPLES = ("assay outliers my.assay", "assay outliers my.assay 'label = \"car\"' --level annotation")
COLUMNS = ("level", "field", "severe", "moderate", "query")


def run(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A query: only what it lists.")] = "",
    level: Annotated[
        Level | None, typer.Option("--level", help="Whose fields; all when left out, TEXT being about images.")
    ] = None,
    name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Count the outliers of each field, the worst first.

    Severe ones lie more than 2.5 interquartile ranges outside of the quartiles, moderate ones 1.5 to 2.5. Each count
    comes with the query that lists it. Fields without outliers are left out.
    """
    from assay.workflows.explore.outliers import outliers

    with open_project(project) as store, pointing_at(text):
        found = outliers(store.snapshot(), text, level=level, dataset=dataset, run=name)
    rows = [_row(row) for row in found]
    shown = [{**row, "query": row["severe_query"] if row["severe"] else row["moderate_query"]} for row in rows]
    emit(
        rows,
        as_json=as_json,
        human=lambda console: print_rows(console, shown, COLUMNS, empty="No field has outliers."),
    )


def _row(found: Outliers) -> dict[str, Any]:
    return {
        "level": found.level.value,
        "field": found.field.name,
        "title": found.field.title,
        "moderate": found.moderate.count,
        "severe": found.severe.count,
        "moderate_query": found.moderate.query,
        "severe_query": found.severe.query,
    }
