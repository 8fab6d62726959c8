"""`assay set-attributes`: set attributes of labels."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, Ids, ProjectPath, QueryText, Reason, edit_project, signature
from assay.cli.reports import change_value, print_change
from assay.cli.selection import Selection
from assay.model.level import Level

NAME = "set-attributes"
EXAMPLES = (
    "assay set-attributes my.assay occluded=true --query 'w < 10'",
    "assay set-attributes my.assay colour= --ids 12,40",
)


def run(
    project: ProjectPath,
    values: Annotated[
        list[str],
        typer.Argument(metavar="NAME=VALUE...", help="A JSON value or a text; none: take it away.", show_default=False),
    ],
    ids: Ids = None,
    query: QueryText = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Set attributes of labels.

    It is one change, however many labels, and can be undone. Attributes that are not named stay as they are.
    """
    from assay.workflows.edits.edit_labels import set_attributes

    by, selection, given = signature(author, reason), Selection.of(ids, query), dict(map(_value, values))
    with edit_project(project) as store:
        chosen = selection.ids(store, level=Level.ANNOTATION, dataset=dataset)
        change = set_attributes(store, chosen, given, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))


def _value(text: str) -> tuple[str, str | int | float | bool | None]:
    """`name=value` in two; a number, true or false where it is one, None where nothing stands behind the sign."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise typer.BadParameter(f"{text!r} is not an attribute; write it as occluded=true.")
    try:
        read = json.loads(value) if value else None
    except json.JSONDecodeError:
        read = value
    return name.strip(), read if isinstance(read, str | int | float | bool | None) else value
