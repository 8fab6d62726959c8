"""`assay merge-classes`: make one class of several."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, Reason, edit_project, signature
from assay.cli.reports import change_value, print_change

NAME = "merge-classes"
EXAMPLES = ("assay merge-classes my.assay van lorry --into truck",)


def run(
    project: ProjectPath,
    classes: Annotated[list[str], typer.Argument(metavar="CLASS...", help="The classes to merge.", show_default=False)],
    into: Annotated[str, typer.Option("--into", metavar="C", help="The class that they become.", show_default=False)],
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Make one class of several.

    Labels and predictions of the classes get the class `--into`; their class probabilities are added up. It is one
    change and can be undone. The emptied classes stay in the list of classes.
    """
    from assay.workflows.edits.edit_classes import merge_classes

    by = signature(author, reason)
    with edit_project(project) as store:
        change = merge_classes(store, classes, into, dataset=dataset, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
