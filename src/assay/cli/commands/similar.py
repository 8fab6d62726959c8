"""`assay similar`: what looks like an image, a label, several of them, or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.commands.query import COLUMNS
from assay.cli.console import emit, note, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project, parse_ids
from assay.cli.reports import page_items
from assay.cli.tables import print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from assay.schema.likeness import LikeItem
    from assay.store.store import Store
    from assay.workflows.embeddings.find_similar import LookAlikes

NAME = "similar"
EXAMPLES = (
    "assay similar my.assay --image 12",
    "assay similar my.assay --label 7 --label 9 --mean --limit 20",
    "assay similar my.assay --file photo.jpg 'split = \"train\"'",
    "assay similar my.assay --image 12 --level annotation",
)


def run(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A query: only what it lists.")] = "",
    images: Annotated[list[str] | None, typer.Option("--image", metavar="N", help="Alike to these images.")] = None,
    labels: Annotated[list[str] | None, typer.Option("--label", metavar="N", help="Alike to these labels.")] = None,
    predictions: Annotated[
        list[str] | None, typer.Option("--prediction", metavar="N", help="Alike to these predictions.")
    ] = None,
    files: Annotated[list[Path] | None, typer.Option("--file", metavar="FILE", help="Alike to these pictures.")] = None,
    level: Annotated[Level | None, typer.Option("--level", help="What to list; what was given when left out.")] = None,
    mean: Annotated[bool, typer.Option("--mean", help="Of several the mean similarity counts, not the best.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many rows.")] = 20,
    name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List what looks most like given items, the most alike first, with the similarity from -1 to 1.

    It compares the embeddings that `assay embed` made.
    """
    from assay.workflows.embeddings.find_similar import find_similar

    with open_project(project) as store, pointing_at(text):
        source, items = _asked(store, images, labels, predictions, files, dataset=dataset)
        found = find_similar(
            store.snapshot(),
            items,
            source=source,
            level=level,
            query=text,
            count=limit,
            mean=mean,
            dataset=dataset,
            run=name,
        )
        rows = _rows(store, found)
    told = {"level": found.level, "embedding": found.embedding.name, "query": found.query, "items": rows}
    columns = ("similarity", *COLUMNS[found.level])
    emit(told, as_json=as_json, human=lambda console: print_rows(console, rows, columns, empty="Nothing is alike."))
    if found.query is not None and not as_json:
        note(f"In a query and to sort by: {found.query}")


def _asked(
    store: Store,
    images: list[str] | None,
    labels: list[str] | None,
    predictions: list[str] | None,
    files: list[Path] | None,
    *,
    dataset: str | None,
) -> tuple[Level, list[LikeItem]]:
    given = {Level.IMAGE: images, Level.ANNOTATION: labels, Level.PREDICTION: predictions}
    of_level = {level: parse_ids(texts) for level, texts in given.items() if texts}
    if len(of_level) > 1 or not (of_level or files):
        raise typer.BadParameter("Give --image, --label or --prediction, or pictures by --file.")
    source, ids = next(iter(of_level.items()), (Level.IMAGE, []))
    items: list[LikeItem] = [*ids]
    if files:
        from assay.workflows.embeddings.ask_picture import keep_picture, read_picture

        items += [keep_picture(store, read_picture(path), dataset=dataset) for path in files]
    return source, items


def _rows(store: Store, found: LookAlikes) -> list[dict[str, Any]]:
    from assay.workflows.explore.search import TABLE_OF

    rows = store.snapshot().take(TABLE_OF[found.level], found.ids)
    items = page_items(store, rows)
    return [
        {"similarity": round(float(alike), 4), **item}
        for alike, item in zip(found.similarities.tolist(), items, strict=True)
    ]
