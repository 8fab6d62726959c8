"""Shapes unlike the others of their class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.shape_moments import shape_moments
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.statistics.ranks import percentiles

LEAST_MEMBERS = 20
"""Shapes from which a class has a usual one."""


@row_metric(
    slug="shape_typicality",
    version=1,
    title="Typical shape",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "shape_typicality",
            meaning="share of the shapes of its class that are less typical, 0 the least typical",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.MASKS],
    missing=f"It has no polygon or mask with an area, or its class has fewer than {LEAST_MEMBERS} of them.",
    whole_set=True,
)
def shape_typicality(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How typical a shape is for its class.

    What it measures
    ----------------
    Hu's seven moments h of the shape, each as sign(h) · |h|^(1/degree), so that all are of one size. The value is the
    share of the shapes of the class that have a larger Mahalanobis distance from the mean of the class: it does not
    matter how the moments are scaled or depend on each other. The covariance leans on its diagonal as if by 7 more
    shapes. Classes of fewer than 20 shapes are left out.

    Why it matters
    --------------
    Outlines that leaked into the background, or are of another class, are among the least typical.

    When it misleads
    ----------------
    Every class has a least typical hundredth, whether it is wrong or not. Half hidden objects have odd shapes.

    Example
    -------
    `shape_typicality < 0.01` lists the oddest hundredth of each class.

    Reference
    ---------
    M58 of the metric definitions; Encord Active's "Shape outlier detection" (disabled there), which has
    1 / the distance to the mean of the class in z-scored moments.
    """
    labels = view.labels
    moments = shape_moments(view)
    points = np.sign(moments) * np.abs(moments) ** (1 / np.array([1, 2, 2, 2, 4, 3, 4]))
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    typicality = np.full(len(labels), np.nan)
    by_class = known[np.argsort(labels.category[known], kind="stable")]
    _, first = np.unique(labels.category[by_class], return_index=True)
    for rows in np.split(by_class, first[1:]):
        if len(rows) >= LEAST_MEMBERS:
            typicality[rows] = 1 - percentiles(_distances(points[rows]).round(9))
    return typicality


def _distances(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) squared Mahalanobis distance of each of `points` (n, d) from their mean."""
    count, size = points.shape
    above = points - points.mean(axis=0)
    above /= np.maximum(above.std(axis=0), 1e-12)
    covariance = (above.T @ above + size * np.eye(size)) / (count + size)
    distances: NDArray[np.float64] = np.einsum("ni,ij,nj->n", above, np.linalg.inv(covariance), above)
    return distances
