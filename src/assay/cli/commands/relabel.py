"""`assay relabel`: give labels another class."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, Ids, ProjectPath, QueryText, Reason, edit_project, signature
from assay.cli.reports import change_value, print_change
from assay.cli.selection import Selection
from assay.model.level import Level

NAME = "relabel"
EXAMPLES = (
    "assay relabel my.assay --ids 12,40 --class car",
    "assay relabel my.assay --query 'label = \"cra\"' --class car --reason 'spelling'",
)


def run(
    project: ProjectPath,
    category: Annotated[str, typer.Option("--class", metavar="C", help="The class to give.", show_default=False)],
    ids: Ids = None,
    query: QueryText = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Give labels another class.

    It is one change, however many labels, and can be undone.
    """
    from assay.workflows.edits.edit_labels import relabel

    by, selection = signature(author, reason), Selection.of(ids, query)
    with edit_project(project) as store:
        chosen = selection.ids(store, level=Level.ANNOTATION, dataset=dataset)
        change = relabel(store, chosen, category, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
