"""`assay segments`: queries kept by name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from assay.cli.console import emit, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, open_project
from assay.cli.tables import print_rows
from assay.model.level import Level

NAME = "segments"
EXAMPLES = (
    "assay segments my.assay",
    "assay segments my.assay --save crowded --query 'annotations.count > 50'",
    "assay segments my.assay --delete crowded",
)


def run(
    project: ProjectPath,
    save: Annotated[str | None, typer.Option("--save", metavar="NAME", help="Keep --query under this name.")] = None,
    query: Annotated[str, typer.Option("--query", metavar="TEXT", help="The query to keep.")] = "",
    level: Annotated[Level, typer.Option("--level", help="What the query to keep lists.")] = Level.IMAGE,
    delete: Annotated[str | None, typer.Option("--delete", metavar="NAME", help="Forget this one.")] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List, keep or forget queries.

    A segment is a query kept by name. It is live: it lists what matches when it is opened.
    """
    from assay.workflows.segments import delete_segment, list_segments, save_segment

    if save is not None and delete is not None:
        raise typer.BadParameter("Give either --save or --delete.")
    with open_project(project) as store, pointing_at(query):
        if save is not None:
            save_segment(store, save, query, level=level, dataset=dataset)
        if delete is not None:
            delete_segment(store, delete, dataset=dataset)
        found = [asdict(segment) for segment in list_segments(store.snapshot(), dataset)]
    emit(
        found,
        as_json=as_json,
        human=lambda console: print_rows(console, found, ("name", "level", "query"), empty="No segment was saved yet."),
    )
