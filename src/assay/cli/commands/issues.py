"""`assay issues`: the suspected errors, worst first."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit, note
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.reports import page_items
from assay.cli.tables import print_rows
from assay.model.issue import IssueKind, IssueState
from assay.model.level import Level

NAME = "issues"
EXAMPLES = ("assay issues my.assay", "assay issues my.assay --kind missing_object --limit 10")


def run(
    project: ProjectPath,
    kind: Annotated[IssueKind | None, typer.Option("--kind", help="Only this kind.")] = None,
    state: Annotated[IssueState, typer.Option("--state", help="Only those in this state.")] = IssueState.OPEN,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many.")] = 100,
    name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List suspected errors, worst first.

    Score 0 is the worst, 1 is clean. `assay find` looks for them.
    """
    from assay.workflows.search import search

    text = f'state = "{state}"' + (f' and kind = "{kind}"' if kind else "")
    with open_project(project) as store:
        page = search(store, text, level=Level.ISSUE, dataset=dataset, run=name, sort="score", limit=limit)
        items = page_items(store, page.rows)
    columns = ("id", "kind", "score", "label", "sentence")
    emit(
        {"total": page.total, "items": items},
        as_json=as_json,
        human=lambda console: print_rows(console, items, columns, empty="No suspects. `assay find P` looks for them."),
    )
    if page.total > len(items):
        note(f"{len(items):,} of {page.total:,}; --limit shows more.")
