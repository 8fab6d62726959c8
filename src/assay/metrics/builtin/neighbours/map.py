"""Where an image, or a label, lies on the map of the set."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.vectors.beside import placed_beside
from assay.vectors.layout import CANDIDATES, layout

NAMES = ("map_x", "map_y", "map_late")


@row_metric(
    slug="map",
    version=2,
    title="Map",
    levels=[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION],
    outputs=[
        Output("map_x", title="Map, across", meaning="place from left to right on the map of look-alikes", low=None),
        Output("map_y", title="Map, up", meaning="place from bottom to top on the map of look-alikes", low=None),
        Output(
            "map_late",
            title="Late on the map",
            meaning="came after the map was made, and stands beside its look-alikes",
            type=MetricType.FLAG,
            low=None,
        ),
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding.",
    whole_set=True,
    goes_on=True,
)
def map_places(view: View, *, level: Level, seed: int = 0, most_late: float = 0.2) -> Values:
    """Places on a map on which look-alikes lie together.

    What it measures
    ----------------
    A place in two dimensions for each embedding, by PaCMAP: from their first two principal components on, each item is
    pulled at by its 10 nearest neighbours and pushed off by 20 others drawn at random, over 300 steps. The same
    embeddings and `seed` give the same places. The centre of the set is at 0; the unit has no meaning.

    Where a map of the same kind of vectors stands, its places stay, and items embedded since are placed where the
    weighted distances to their 10 nearest neighbours on the map add up to the least; `map_late` marks them. Once they
    are more than `most_late` of all, a fifth, the whole map is computed anew.

    Why it matters
    --------------
    One sees what a set is made of: its kinds, how many of each, what lies apart, what lies among others.

    When it misleads
    ----------------
    Two dimensions cannot hold the others: who is near whom is kept, and how far clusters lie apart, or how large they
    are drawn, means little. Where kinds only seem to touch, ask the neighbours. Late items move nothing, so that a new
    kind of item lies among others until a fresh map is made; an item that was edited keeps its place as long.

    Example
    -------
    `map_x > 10 and map_y < 0` is a corner of the map, as a box drawn on it would ask for it.

    Reference
    ---------
    Y. Wang, H. Huang, C. Rudin, Y. Shaposhnik, Understanding How Dimension Reduction Tools Work, JMLR 2021. Peers take
    UMAP (FiftyOne, Encord) or PaCMAP (LightlyStudio).
    """
    vectors, neighbours = view.vectors(level), view.neighbours(level, count=CANDIDATES)
    known = np.isfinite(vectors[:, 0])
    standing = _standing(view, level)
    late = known & (np.isnan(standing[:, 0]) | (standing[:, 2] == 1))
    if late.sum() <= most_late * known.sum():
        stood = np.where(known[:, None], standing[:, :2], np.nan).astype(np.float32)
        places = placed_beside(stood, vectors, neighbours)
    else:
        places, late = layout(vectors, neighbours, seed=seed), np.zeros(len(vectors), bool)
    return np.column_stack([places, np.where(known, late, np.nan)]).astype(float)


def _standing(view: View, level: Level) -> Values:
    """(n, 3) the values as they stand, where one may go on from them; else NaN."""
    rows = view.images.rows if level is Level.IMAGE else view.objects(level).rows
    if (level, "map") not in view.standing:
        return np.full((rows.num_rows, len(NAMES)), np.nan)
    columns = [pc.fill_null(rows.column(name).cast(pa.float64()), np.nan).to_numpy() for name in NAMES]
    return np.stack(columns, axis=1)
