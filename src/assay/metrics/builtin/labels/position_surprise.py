"""How unusual the size and the place of a label are for its class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.statistics.density import surprise
from assay.statistics.ranks import percentiles

LEAST_MEMBERS = 20
"""Labels from which a class has a usual size and place."""


@row_metric(
    slug="position_surprise",
    version=1,
    title="Unusual size or place",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "position_surprise",
            meaning="share of the labels of its class whose size and place are more usual, 0 typical to 1 odd",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
        Output(
            "position_surprise_nats",
            title="Unusual size or place, as density",
            meaning="minus the logarithm of how probable its size and place are in its class",
            unit="nat",
            low=None,
            bad=BadEnd.HIGH,
        ),
    ],
    missing=f"It has no box, the size of its image is unknown, or its class has under {LEAST_MEMBERS} labels.",
    whole_set=True,
)
def position_surprise(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How improbable the box of a label is among those of its class.

    What it measures
    ----------------
    -log density of (log w, log h, cx, cy), as shares of the image, among the labels of the class. The density is a
    Gaussian copula over kernel densities of the four numbers. `position_surprise` is its percentile in the class.
    Classes of fewer than 20 labels are left out.

    Why it matters
    --------------
    A car as high as it is wide, or in the sky, is often a wrong class or a slip of the mouse.

    When it misleads
    ----------------
    Every class has a most unusual hundredth, whether it is wrong or not. Small things far away are rare and right.

    Example
    -------
    `position_surprise > 0.99` lists the oddest hundredth of each class.

    Reference
    ---------
    M64 of the metric definitions, our own; R. Nelsen, "An Introduction to Copulas"; B. Silverman, "Density
    Estimation", 1986, for the width of the kernels.
    """
    labels = view.labels
    points = _places(view)
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    found = np.full((len(labels), 2), np.nan)
    by_class = known[np.argsort(labels.category[known], kind="stable")]
    _, first = np.unique(labels.category[by_class], return_index=True)
    for rows in np.split(by_class, first[1:]):
        if len(rows) >= LEAST_MEMBERS:
            nats = surprise(points[rows])
            found[rows] = np.column_stack((percentiles(nats.round(9)), nats))
    return found


def _places(view: View) -> NDArray[np.float64]:
    """(n, 4) log w, log h, cx, cy as shares of the image; NaN or infinite where there are none."""
    boxes, size = view.labels.boxes, view.frame_size(Level.ANNOTATION)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        extent = boxes[:, 2:] / np.where(size > 0, size, np.nan)
        return np.column_stack((np.log(extent), boxes[:, :2] / size + extent / 2))
