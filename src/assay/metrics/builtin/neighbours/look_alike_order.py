"""A line of images, or labels, in which look-alikes are next to each other."""

from __future__ import annotations

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.vectors.order import look_alike_order as ordered

NEIGHBOURS = 30


@row_metric(
    slug="look_alike_order",
    version=1,
    title="Look-alike order",
    levels=[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "look_alike_order",
            meaning="place in a line in which look-alikes are next to each other; 1 is the first",
            type=MetricType.WHOLE,
            low=1.0,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding.",
    whole_set=True,
)
def look_alike_order(view: View, *, level: Level) -> Values:
    """A line of images, or labels, in which look-alikes are next to each other.

    What it measures
    ----------------
    A short path through all embeddings, the distance of two being 1 - cosine: of all pairs of neighbours the nearest
    first, two are joined if neither has two sides taken and they are not in one chain yet; then chains are joined by
    their nearest ends until one is left. The value is the place in it, from 1.

    Why it matters
    --------------
    Sorted by it, a grid is a wall of look-alikes: the odd one out is seen at a glance, alike ones are judged at once.

    When it misleads
    ----------------
    Where the path has used up a kind it jumps: neighbours in the line may differ there. Both ends are of no meaning.

    Example
    -------
    `class = car` sorted by it shows red cars together, and the van among them.

    Reference
    ---------
    S8 of the metric definitions; the greedy edge heuristic: J. Bentley, Fast Algorithms for Geometric Traveling
    Salesman Problems, 1992. MLfix orders by a greedy chain of nearest neighbours over bags of visual words.
    """
    return ordered(view.vectors(level), view.neighbours(level, count=NEIGHBOURS))
