"""The flags that several commands share, and what they mean together."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.jobs.light_imports import light_imports

if TYPE_CHECKING:
    from assay.model.signature import Signature
    from assay.store.store import Store

ProjectPath = Annotated[Path, typer.Argument(metavar="P", help="Project folder, such as my.assay.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value, also at a terminal.")]
DatasetName = Annotated[
    str | None, typer.Option("--dataset", metavar="NAME", help="Dataset, by name; the first one when left out.")
]
RunName = Annotated[
    str | None, typer.Option("--run", metavar="NAME", help="Run of predictions, by name; the newest when left out.")
]
Ids = Annotated[
    list[str] | None, typer.Option("--ids", metavar="N,N…", help="Ids, with commas between; may be repeated.")
]
QueryText = Annotated[
    str | None, typer.Option("--query", metavar="TEXT", help="All that this query lists, instead of ids.")
]
Box = Annotated[
    str | None, typer.Option("--box", metavar="X,Y,W,H", help="Left, top, width, height in pixels of the stored image.")
]
Author = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", envvar="ASSAY_AUTHOR", help="Who makes the change; else your user name."),
]
Iou = Annotated[float, typer.Option("--iou", metavar="T", min=0.01, max=1.0, help="Least overlap of a match.")]
Confidence = Annotated[
    float, typer.Option("--confidence", metavar="C", min=0.0, max=1.0, help="Predictions below it are left out.")
]
OtherRun = Annotated[
    str | None, typer.Option("--compare", metavar="RUN2", help="Hold this run against it, with intervals.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for the journal.")]


def open_project(path: Path) -> Store:
    """The project at `path`; raise `ProjectNotFound` when there is none."""
    with light_imports():
        from assay.plugins import load_plugins
        from assay.store.store import Store

    load_plugins()
    return Store.open(path)


@contextmanager
def edit_project(path: Path) -> Iterator[Store]:
    """The project at `path`; what was measured of what the block edits is measured anew behind it."""
    with open_project(path) as store:
        yield store
        from assay.workflows.follow_up import follow_up

        follow_up(store)


@contextmanager
def fill_project(path: Path) -> Iterator[Store]:
    """The project at `path`; what a page of it asks for first is made ready behind the block."""
    with open_project(path) as store:
        yield store
        from assay.server.first_visit import keep_first_visit

        keep_first_visit(store)


def signature(author: str | None, reason: str = "") -> Signature:
    """Who makes a change on the command line, and why."""
    from assay.model.signature import Signature
    from assay.sdk.author import user_name

    return Signature(author=author or user_name(), reason=reason, source="cli")


def parse_ids(texts: list[str] | None) -> list[int]:
    """The ids that the texts list; wrong usage when one is no whole number."""
    ids = []
    for part in ",".join(texts or []).replace(",", " ").split():
        if not part.isdecimal():
            raise typer.BadParameter(f"{part!r} is not an id; ids are whole numbers, such as --ids 3,17.")
        ids.append(int(part))
    return ids


def parse_box(text: str | None) -> list[float] | None:
    """The four numbers of `X,Y,W,H`; wrong usage when they are not four finite numbers."""
    if text is None:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise typer.BadParameter(f"{text!r} is not a box; a box is four numbers, such as --box 10,20,64,48.")
    return numbers
