"""How near the middle of its kind an image, or a label, is."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.vectors.k_means import k_means
from assay.vectors.neighbours import known_rows


@row_metric(
    slug="representativeness",
    version=1,
    title="Representativeness",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output(
            "representativeness",
            meaning="how near the centre of its cluster; 1 is the nearest of the set",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there are fewer of them than clusters.",
    whole_set=True,
)
def representativeness(view: View, *, level: Level, clusters: int = 20) -> Values:
    """How near an image, or a label, is to the centre of its cluster.

    What it measures
    ----------------
    k-means finds `clusters` centres among the embeddings, all of length 1, from one seeded start. With e the Euclidean
    distance to the nearest centre, the value is 1 / (1 + e), divided by the largest of the set.

    Why it matters
    --------------
    The images near the centres show a set in a few pictures, and are a good first choice to label.

    When it misleads
    ----------------
    Distances of long vectors differ little, so that values lie close together: sort by it, do not set a threshold.
    Where there are hardly more images than clusters each is its own centre. Other images move the centres.

    Example
    -------
    The twenty highest, one of each cluster, are a contact sheet of the set.

    Reference
    ---------
    M26 of the metric definitions; FiftyOne Brain's "representativeness", whose later versions give the distance
    itself, divided by the largest of the cluster.
    """
    vectors = view.vectors(level)
    known = known_rows(vectors)
    values: Values = np.full(len(vectors), np.nan)
    if len(known) >= clusters:
        nearness = 1 / (1 + k_means(vectors[known], count=clusters).distance)
        values[known] = nearness / nearness.max()
    return values
