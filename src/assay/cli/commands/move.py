"""`assay move`: give a label another box."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, Box, ProjectPath, Reason, edit_project, parse_box, signature
from assay.cli.reports import change_value, print_change

NAME = "move"
EXAMPLES = ("assay move my.assay --id 12 --box 10,20,64,48",)


def run(
    project: ProjectPath,
    label: Annotated[int, typer.Option("--id", metavar="N", help="Id of the label.", show_default=False)],
    box: Box = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Give a label another box.

    A polygon moves and scales with its box.
    """
    from assay.workflows.edits.edit_labels import move

    place = parse_box(box)
    if place is None:
        raise typer.BadParameter("The new box is missing; give it as --box X,Y,W,H.")
    by = signature(author, reason)
    with edit_project(project) as store:
        change = move(store, label, place, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
