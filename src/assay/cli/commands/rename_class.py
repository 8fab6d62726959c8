"""`assay rename-class`: give a class another name."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, Reason, edit_project, signature
from assay.cli.reports import change_value, print_change

NAME = "rename-class"
EXAMPLES = ("assay rename-class my.assay cra car --reason spelling",)


def run(
    project: ProjectPath,
    category: Annotated[str, typer.Argument(metavar="CLASS", help="The class to rename.", show_default=False)],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.", show_default=False)],
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Give a class another name.

    It is one change and can be undone. Later files of its source, and queries that stand, still find it by the old one.
    """
    from assay.workflows.edits.edit_classes import rename_class

    by = signature(author, reason)
    with edit_project(project) as store:
        change = rename_class(store, category, name, dataset=dataset, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
