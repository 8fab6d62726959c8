"""`assay decide`: say what suspects are."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, Ids, ProjectPath, QueryText, Reason, edit_project, signature
from assay.cli.reports import change_value, print_change
from assay.cli.selection import Selection
from assay.model.level import Level

NAME = "decide"
EXAMPLES = (
    "assay decide my.assay accept --ids 3,8",
    "assay decide my.assay keep --query 'kind = \"loose_box\" and score > 0.8'",
    "assay decide my.assay relabel --ids 5 --class truck",
)


class Choice(StrEnum):
    """What can be said of a suspect."""

    ACCEPT = "accept"
    KEEP = "keep"
    RELABEL = "relabel"
    CONFIRM = "confirm"


def run(
    project: ProjectPath,
    decision: Annotated[
        Choice, typer.Argument(help="Accept the fix, keep the label, relabel it, or confirm.", show_default=False)
    ],
    ids: Ids = None,
    query: QueryText = None,
    category: Annotated[str | None, typer.Option("--class", metavar="C", help="The class that relabel gives.")] = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Say what suspects are.

    `accept` applies the suggested fix, `keep` leaves the label as it is, `relabel` gives another class, `confirm` says
    that it is an error which is mended elsewhere.
    """
    from assay.workflows.issues.decide_issues import Decision, decide_issues

    if (decision is Choice.RELABEL) != (category is not None):
        raise typer.BadParameter("--class goes with relabel, and relabel needs it.")
    by, selection = signature(author, reason), Selection.of(ids, query)
    with edit_project(project) as store:
        chosen = selection.ids(store, level=Level.ISSUE, dataset=dataset)
        change = decide_issues(store, chosen, Decision(decision), category=category, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
