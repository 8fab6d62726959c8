"""Where an image, or a label, lies on the map of the set."""

from __future__ import annotations

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.vectors.layout import CANDIDATES, layout


@row_metric(
    slug="map",
    version=1,
    title="Map",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output("map_x", title="Map, across", meaning="place from left to right on the map of look-alikes", low=None),
        Output("map_y", title="Map, up", meaning="place from bottom to top on the map of look-alikes", low=None),
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding.",
    whole_set=True,
)
def map_places(view: View, *, level: Level, seed: int = 0) -> Values:
    """Places on a map on which look-alikes lie together.

    What it measures
    ----------------
    A place in two dimensions for each embedding, by PaCMAP: from their first two principal components on, each item is
    pulled at by its 10 nearest neighbours and pushed off by 20 others drawn at random, over 300 steps. The same
    embeddings and `seed` give the same places. The centre of the set is at 0; the unit has no meaning.

    Why it matters
    --------------
    One sees what a set is made of: its kinds, how many of each, what lies apart, what lies among others.

    When it misleads
    ----------------
    Two dimensions cannot hold the others: who is near whom is kept, and how far clusters lie apart, or how large they
    are drawn, means little. Where kinds only seem to touch, ask the neighbours. One edit may move all places.

    Example
    -------
    `map_x > 10 and map_y < 0` is a corner of the map, as a box drawn on it would ask for it.

    Reference
    ---------
    Y. Wang, H. Huang, C. Rudin, Y. Shaposhnik, Understanding How Dimension Reduction Tools Work, JMLR 2021. Peers take
    UMAP (FiftyOne, Encord) or PaCMAP (LightlyStudio).
    """
    return layout(view.vectors(level), view.neighbours(level, count=CANDIDATES), seed=seed).astype(float)
