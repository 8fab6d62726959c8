"""`assay query`: images, labels, predictions or suspects that a query lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit, note, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.reports import page_items
from assay.cli.tables import print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.explore.search import Page

NAME = "query"
EXAMPLES = (
    "assay query my.assay 'annotations.count = 0'",
    "assay query my.assay 'label = \"car\" and area < 1024' --level annotation --sort area --limit 20",
    "assay query my.assay 'any(prediction: match = \"background\" and score > 0.8)' --count",
)
COLUMNS = {
    Level.IMAGE: ("id", "file_name", "split", "width", "height", "problem"),
    Level.ANNOTATION: ("id", "image", "label", "x", "y", "w", "h"),
    Level.PREDICTION: ("id", "image", "label", "score", "x", "y", "w", "h"),
    Level.ISSUE: ("id", "kind", "score", "state", "label", "sentence"),
}


def run(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The query; '' lists everything.", show_default=False)],
    level: Annotated[Level, typer.Option("--level", help="What to list.")] = Level.IMAGE,
    sort: Annotated[str | None, typer.Option("--sort", metavar="FIELD", help="Order by this field.")] = None,
    descending: Annotated[bool, typer.Option("--desc", help="Largest first.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many rows.")] = 100,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, help="How many rows to pass over.")] = 0,
    counting: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List what a query matches.

    The language: fields compared with values, joined by `and`, `or`, `not`; any(), all() and count() speak of
    the objects of an image. docs/query.md describes it.
    """
    from assay.workflows.explore.search import count, search

    with open_project(project) as store, pointing_at(text):
        if counting:
            total = count(store, text, level=level, dataset=dataset, run=name)
            emit({"count": total}, as_json=as_json, human=lambda console: console.print(total))
            return
        page = search(
            store,
            text,
            level=level,
            dataset=dataset,
            run=name,
            sort=sort,
            descending=descending,
            limit=limit,
            offset=offset,
        )
        items = page_items(store, page.rows)
    value = {"level": level, "query": page.canonical, "total": page.total, "items": items}
    emit(value, as_json=as_json, human=lambda console: _print(console, page, items, level))


def _print(console: Console, page: Page, items: list[dict[str, Any]], level: Level) -> None:
    columns = [column for column in COLUMNS[level] if any(item.get(column) is not None for item in items)]
    print_rows(console, items, columns, empty="Nothing matches.")
    if page.total > len(items):
        note(f"{len(items):,} of {page.total:,}; --limit shows more.")
