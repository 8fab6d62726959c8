"""The map of a dataset computed, and what it tells at once."""

from __future__ import annotations

from dataclasses import dataclass

from assay.errors import NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.colours import CLASS
from assay.workflows.explore.search import ask
from assay.workflows.map.clusters import MapLists, map_lists
from assay.workflows.map.map import MAP_METRICS, Map, Places, map_points
from assay.workflows.metrics.measure import measure


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """The points of a map and its clusters and lists."""

    points: Map
    lists: MapLists


def draw_map(
    store: Store,
    query: str = "",
    *,
    level: Level = Level.IMAGE,
    colour: str = CLASS,
    dataset: str | int | None = None,
    run: str | int | None = None,
    fresh: bool = False,
    progress: Progress = quiet,
) -> DrawnMap:
    """Measure the metrics of the map where they do not hold, and read the points of the rows that `query` lists.

    What was embedded since a map was made is placed beside its look-alikes; `fresh`: all places are found anew.

    Raises
    ------
    NotFound : there is no such dataset or run, or the level has no embedding.
    QueryError : the query or the colour is wrong.
    """
    afresh = ("map",) if fresh else ()
    measure(store, dataset=dataset, run=run, metrics=MAP_METRICS, levels=[level], afresh=afresh, progress=progress)
    question = ask(store.snapshot(), query, level=level, dataset=dataset, run=run)
    points = map_points(question, colour=colour)
    if points.places is Places.NONE and not query:
        raise NotFound(
            f"The dataset has no embedding at level {level.value!r}.", hint="Run `assay embed`, then map it."
        )
    return DrawnMap(points, map_lists(question, points))
