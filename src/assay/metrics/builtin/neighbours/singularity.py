"""How far the nearest image, or label, that is not a copy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.statistics.groups import joined
from assay.vectors.neighbours import Neighbours, Vectors, nearest

NEIGHBOURS = 30
COPY = 1e-5


@row_metric(
    slug="singularity",
    version=1,
    title="Singularity",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output(
            "singularity",
            meaning="distance to the nearest embedding that is no copy; 0 for every copy but the first",
            high=2.0,
            bad=BadEnd.BOTH,
        )
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there is none that differs from it.",
    whole_set=True,
)
def singularity(view: View, *, level: Level) -> Values:
    """How far an image, or a label, is from the nearest that differs from it.

    What it measures
    ----------------
    The distance of two embeddings u and v is d = 1 - u · v / (|u| |v|). Those nearer than 0.00001, and whatever is
    joined by such, are copies: the first is kept, the others get 0. Who is kept gets the distance to its nearest
    neighbour that is no copy of it. High is rare, 0 is a spare copy; up to 0.03 is a near duplicate (M21).

    Why it matters
    --------------
    One field for both ends: what may go (0), and what is seldom seen and worth more of its kind.

    When it misleads
    ----------------
    Two odd images that are alike are near each other, and neither seems rare. A broken or black image is rare too.

    Example
    -------
    Of five equal images four get 0. `singularity = 0` lists all that can go without losing anything.

    Reference
    ---------
    M22 of the metric definitions; Encord Active's "Image Singularity", whose distances are halved.
    """
    near, vectors = view.neighbours(level, count=NEIGHBOURS), view.vectors(level)
    first, kept = _copies(near, vectors)
    found = _nearest_other(near, first)
    crowded = kept & np.isnan(found) & ~np.isnan(near.distances[:, 0])  # all that are near are copies: look beyond
    if crowded.any():
        found = np.where(crowded, nearest(np.where(kept[:, None], vectors, np.nan), count=1).distances[:, 0], found)
    copied = np.isfinite(vectors).all(axis=1) & ~kept
    values: Values = np.where(copied, 0.0, found)
    return values


def _copies(near: Neighbours, vectors: Vectors) -> tuple[Ids, Flags]:
    """(n,) the first copy of each row, itself where it has none; and whether it is that first one."""
    row, place = np.nonzero(near.distances < COPY)
    first = joined(row, near.rows[row, place], count=len(near.rows))
    return first, np.isfinite(vectors).all(axis=1) & (first == np.arange(len(first)))


def _nearest_other(near: Neighbours, first: Ids) -> NDArray[np.float64]:
    """(n,) distance to the nearest of the neighbours that is no copy; NaN where all are."""
    differs = (near.rows >= 0) & (first[near.rows] != first[:, None])
    found = near.distances[np.arange(len(first)), differs.argmax(axis=1)]
    other: NDArray[np.float64] = np.where(differs.any(axis=1), found, np.nan)
    return other
