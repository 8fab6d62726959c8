"""`assay map`: places on which look-alikes lie together, and the clusters they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import BarProgress, emit, pointing_at
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.map.clusters import Cluster, Listed, MapLists
    from assay.workflows.map.map import Map

NAME = "map"
EXAMPLES = (
    "assay map my.assay",
    "assay map my.assay --level annotation",
    "assay map my.assay 'split = \"train\"' --json",
)
COLUMNS = ("list", "items", "name", "purity", "query")


def run(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A query: only the clusters of what it lists.")] = "",
    level: Annotated[Level, typer.Option("--level", help="image, annotation or prediction.")] = Level.IMAGE,
    name: RunName = None,
    dataset: DatasetName = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Find all places anew, though a map stands.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compute the map of images, labels or predictions, and print its clusters.

    Look-alikes lie together on the map: `map_x`, `map_y` and `cluster` are fields from then on. Small clusters are what
    the set has little of, far points are like nothing else, and items of another class than their cluster are likely
    mislabels. Each line comes with the query that lists it. What holds is not computed again; what was embedded since
    stands beside its look-alikes (`map_late`), until that is a fifth of all and the map is made anew.
    """
    from assay.workflows.map.draw_map import draw_map

    with open_project(project) as store, pointing_at(text), BarProgress() as progress:
        drawn = draw_map(store, text, level=level, dataset=dataset, run=name, fresh=fresh, progress=progress)
    rows = _rows(drawn.lists)
    emit(rows, as_json=as_json, human=lambda console: _print(console, rows, drawn.points))


def _print(console: Console, rows: list[dict[str, Any]], shown: Map) -> None:
    print_rows(console, rows, COLUMNS, empty="The map has no clusters.")
    if shown.late:
        console.print(
            f"{shown.late} of {len(shown.ids)} came after the map was made and stand beside their look-alikes. "
            "It is made anew once a fifth is late; --fresh does so now."
        )


def _rows(found: MapLists) -> list[dict[str, Any]]:
    """One row per list and cluster; a cluster may stand in several."""
    rows = [_row("likely mislabels", one.others, one) for one in found.mixed]
    rows += [_row("small", one.items, one) for one in found.small]
    rows += [_row("far", found.far, None)] if found.far.count else []
    rows += [_row("cluster", one.items, one) for one in found.clusters]
    return rows + ([_row("between", found.between, None)] if found.between.count else [])


def _row(kind: str, listed: Listed, one: Cluster | None) -> dict[str, Any]:
    purity = None if one is None or one.class_id is None else round(one.purity, 3)
    return {
        "list": kind,
        "items": listed.count,
        "name": "" if one is None else one.name,
        "purity": purity,
        "query": listed.query,
        "examples": listed.examples.tolist(),
    }
