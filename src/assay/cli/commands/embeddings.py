"""`assay embeddings`: which there are, which one is meant, which one goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, open_project
from assay.cli.tables import print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from assay.workflows.embeddings.embeddings import EmbeddingStanding

NAME = "embeddings"
EXAMPLES = (
    "assay embeddings my.assay",
    "assay embeddings my.assay clip --default",
    "assay embeddings my.assay clip --level image --remove",
)

_COLUMNS = ("name", "level", "embedder", "model", "dimension", "vectors", "rows", "stale", "default", "note")


def run(
    project: ProjectPath,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One of them, to choose or remove.")] = None,
    default: Annotated[bool, typer.Option("--default", help="Let searches, maps and detectors use it.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Forget it.")] = False,
    level: Annotated[Level | None, typer.Option("--level", help="Only the one of this level.")] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List the embeddings of a dataset; choose the default one, or remove one.

    A vector is stale where the row is new or its box was edited; `assay embed` brings it up to date.
    """
    if (name is None) == (default or remove) or (default and remove):
        raise typer.BadParameter("Name an embedding with either --default or --remove, or leave all three out.")
    from assay.workflows.embeddings.embeddings import list_embeddings, make_default, remove_embedding

    with open_project(project) as store:
        if name is not None:
            act = make_default if default else remove_embedding
            act(store, name, dataset=dataset, level=level)
        rows = [_row(standing) for standing in list_embeddings(store, dataset=dataset)]
    empty = "There is no embedding yet. Make one with `assay embed`."
    emit(rows, as_json=as_json, human=lambda console: print_rows(console, rows, _COLUMNS, empty=empty))


def _row(standing: EmbeddingStanding) -> dict[str, Any]:
    embedding = standing.embedding
    return {
        "name": embedding.name,
        "level": embedding.level.value,
        "embedder": standing.title,
        "model": embedding.model,
        "dimension": embedding.dimension,
        "vectors": embedding.count,
        "rows": standing.rows,
        "stale": standing.stale,
        "without": standing.failures,
        "default": embedding.is_default,
        "note": standing.note,
    }
