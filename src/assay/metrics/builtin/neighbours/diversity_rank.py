"""An order in which to label images: of every kind in turn."""

from __future__ import annotations

import numpy as np

from assay.arrays import Ids
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.vectors.k_means import Clusters, k_means
from assay.vectors.neighbours import known_rows

NO_CLASSES = 10


@row_metric(
    slug="diversity_rank",
    version=1,
    title="Diversity and difficulty",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "diversity_rank",
            title="Diversity rank",
            meaning="place in an order that takes the easiest image of every cluster in turn; 1 is the first",
            type=MetricType.WHOLE,
            low=1.0,
        ),
        Output(
            "difficulty_rank",
            title="Difficulty rank",
            meaning="place in an order that takes the hardest image of every cluster in turn; 1 is the first",
            type=MetricType.WHOLE,
            low=1.0,
        ),
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there are fewer of them than clusters.",
    whole_set=True,
)
def diversity_rank(view: View, *, level: Level, clusters: int = 0) -> Values:
    """In which order to label images, so that every kind is there from the start.

    What it measures
    ----------------
    k-means makes `clusters` clusters of the embeddings, from one seeded start; 0 stands for as many as the dataset has
    classes, or 10 where it has none. Inside a cluster images are put in order by their distance to its centre: the
    nearest first for diversity, the farthest first for difficulty. Then the clusters are dealt in turn: the first of
    each, the second of each, and so on; a cluster that is used up is passed over. Ranks are 1 to the number of
    embeddings, each once.

    Why it matters
    --------------
    The first n by `diversity_rank` are plain examples of every kind; by `difficulty_rank`, the odd ones of every kind.

    When it misleads
    ----------------
    Every cluster counts the same, a small one too, and clusters need not be classes. The farthest from a centre may be
    broken images. The first ranks of difficulty are as good as chosen by noise where clusters have no clear edge.

    Example
    -------
    With ten clusters `diversity_rank <= 100` is ten images of each, if each has as many.

    Reference
    ---------
    M27 of the metric definitions; Encord Active's "Image Diversity" and "Image Difficulty".
    """
    vectors = view.vectors(level)
    known = known_rows(vectors)
    count = clusters or len(view.classes) or NO_CLASSES
    values: Values = np.full((len(vectors), 2), np.nan)
    if len(known) >= count:
        found = k_means(vectors[known], count=count)
        values[known, 0] = _dealt(found)
        values[known, 1] = _dealt(found._replace(distance=-found.distance))
    return values


def _dealt(found: Clusters) -> Ids:
    """(n,) rank from 1: the nearest of every cluster in turn, then the second of every cluster, and so on."""
    count = len(found.cluster)
    order = np.lexsort((found.distance, found.cluster))
    first = np.searchsorted(found.cluster[order], found.cluster)
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    rank = np.empty(count, np.int64)
    rank[np.lexsort((found.cluster, place - first))] = np.arange(1, count + 1)
    return rank
