"""Polygons whose form jumps from one frame to the next."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.shape_moments import shape_moments
from assay.metrics.tracks import Tracks
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

SHARE = 0.5
"""What the newest shape counts for in the mean of the track."""


@row_metric(
    slug="shape_similarity",
    version=1,
    title="Shape similarity",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "shape_similarity",
            meaning="how alike its form is to the forms before it in its track, 0 to 1 the same",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.TRACKS, Need.MASKS],
    missing="It is the first shape of its track, or has no track in a video, or no polygon or mask with an area.",
)
def shape_similarity(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How alike the form of an object is to its forms in the frames before.

    What it measures
    ----------------
    The cosine between Hu's seven moments of the shape and their decaying mean over the earlier frames of the track
    (each frame counts half of what the next one does). Moving, turning and scaling do not change the moments. They
    are taken exactly from polygons, and from the pixels of masks. Below 0, which is nearly impossible, counts as 0.

    Why it matters
    --------------
    A corner dragged away by mistake, or a mask that has run into the background, is one frame among hundreds.

    When it misleads
    ----------------
    The first moment is much larger than the others, so that all values lie close to 1: compare, and do not judge by
    the number alone. Things that bend and turn in depth change their form rightly. The frame after a deformed one is
    lower, too, for it is compared with it.

    Example
    -------
    Sorted by `shape_similarity`, the deformed frame comes first.

    Reference
    ---------
    M57 of the metric definitions; Encord Active's "Polygon Shape Similarity"; M.-K. Hu, "Visual Pattern Recognition
    by Moment Invariants", 1962.
    """
    from assay.metrics.track_kernels import likeness_to_past  # numba takes 0.3 s to import

    tracks = Tracks.of(view)
    likeness = likeness_to_past(shape_moments(view)[tracks.rows], tracks.starts, SHARE)
    return tracks.of_labels(np.maximum(likeness, 0.0), count=len(view.labels))
