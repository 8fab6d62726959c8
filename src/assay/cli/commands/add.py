"""`assay add`: a new label on an image."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, Box, ProjectPath, Reason, edit_project, parse_box, signature
from assay.cli.reports import change_value, print_change

NAME = "add"
EXAMPLES = ("assay add my.assay --image 7 --class car --box 10,20,64,48", "assay add my.assay --image 7 --class cat")


def run(
    project: ProjectPath,
    image: Annotated[int, typer.Option("--image", metavar="N", help="Id of the image.", show_default=False)],
    category: Annotated[str, typer.Option("--class", metavar="C", help="Class of the label.", show_default=False)],
    box: Box = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Add a label to an image.

    It is a box, or a label of the whole image when --box is left out.
    """
    from assay.workflows.edits.edit_labels import add

    by, place = signature(author, reason), parse_box(box)
    with edit_project(project) as store:
        change = add(store, image, category, box=place, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
