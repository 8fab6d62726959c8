"""`assay log`: the journal of changes."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, ProjectPath, open_project
from assay.cli.reports import change_value, print_log

NAME = "log"
EXAMPLES = ("assay log my.assay --limit 10",)


def run(
    project: ProjectPath,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many entries.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the changes, newest first.

    Who made each, when, what and why.
    """
    with open_project(project) as store:
        changes = [change_value(change) for change in store.snapshot().changes(limit=limit)]
    emit(changes, as_json=as_json, human=lambda console: print_log(console, changes))
