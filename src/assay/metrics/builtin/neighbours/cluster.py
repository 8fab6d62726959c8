"""Which dense part of the map an image, or a label, lies in."""

from __future__ import annotations

import math

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.vectors.cluster import dense_clusters


@row_metric(
    slug="cluster",
    version=1,
    title="Cluster",
    levels=[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output(
            "cluster",
            meaning="the part of the map in which it lies; 1 is the largest",
            type=MetricType.GROUP,
            low=1.0,
        )
    ],
    needs=[Need.EMBEDDINGS],
    reads=["map_x", "map_y"],
    missing="It has no embedding, or lies between the clusters.",
    whole_set=True,
)
def cluster(view: View, *, level: Level, least: int = 0) -> Values:
    """Which dense part of the map an image, or a label, lies in.

    What it measures
    ----------------
    HDBSCAN on the map: a cluster is a part that is denser than what is around it, with at least `least` items; 0 stands
    for half the square root of how many there are, 5 at the least. Clusters are numbered by size, 1 the largest. What
    lies between them has none. Of more than 20,000 items as many are clustered; others take after the nearest of these.

    Why it matters
    --------------
    Small clusters are what the set has little of; clusters with many classes are where labels are mixed up.

    When it misleads
    ----------------
    What the embeddings see as alike makes a cluster, the background as well as the object. A kind with few items may be
    part of a larger cluster.

    Example
    -------
    `cluster = 1` is the largest; `cluster is null` what lies between clusters.

    Reference
    ---------
    R. Campello, D. Moulavi, J. Sander, Density-Based Clustering Based on Hierarchical Density Estimates, 2013.
    """
    rows = view.images.rows if level is Level.IMAGE else view.objects(level).rows
    places = np.stack([np.asarray(rows.column(name).cast("double"), np.float64) for name in ("map_x", "map_y")], axis=1)
    known = int(np.isfinite(places).all(axis=1).sum())
    found = dense_clusters(places.astype(np.float32), least=least or max(5, round(math.sqrt(known) / 2)))
    values: Values = np.where(found < 0, np.nan, found + 1.0)
    return values
