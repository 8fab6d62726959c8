"""`assay log`: the journal of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, ProjectPath, open_project
from assay.cli.reports import LOG_COLUMNS, change_value, print_log

if TYPE_CHECKING:
    from assay.store.snapshot import Snapshot

NAME = "log"
EXAMPLES = ("assay log my.assay --limit 10", "assay log my.assay --of label:12")


def run(
    project: ProjectPath,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many entries.")] = 50,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="WHAT", help="Only of one label or the labels of one image: label:12, image:7."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the changes, newest first.

    Who made each, when, what and why; with --of also what became of the label.
    """
    with open_project(project) as store:
        snapshot = store.snapshot()
        if of is None:
            changes = [change_value(change) for change in snapshot.changes(limit=limit)]
        else:
            changes = _history(snapshot, of)[:limit]
    columns = LOG_COLUMNS if of is None else (*LOG_COLUMNS[:4], "label", "what", *LOG_COLUMNS[5:])
    emit(changes, as_json=as_json, human=lambda console: print_log(console, changes, columns))


def _history(snapshot: Snapshot, of: str) -> list[dict[str, Any]]:
    """What happened to labels, newest first; the import that brought a label is the oldest."""
    from assay.workflows.versions.history_of import How, history_of, told_steps

    history = history_of(snapshot, of)
    steps = [
        {**change_value(change), "label": label, "what": what} for change, label, what in told_steps(snapshot, history)
    ]
    source = history.provenance
    if source is not None and source.how is How.IMPORTED and source.change is not None:
        steps = [{**change_value(source.change), "label": int(of.partition(":")[2]), "what": "imported"}, *steps]
    return steps[::-1]
