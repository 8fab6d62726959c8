"""Skeletons with a limb of unusual length."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.skeletons import Skeletons
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.model.skeleton import skeleton_of

LEAST_LIMBS = 3
"""Limbs that a skeleton must show so that one of them can be unlike the others."""


@row_metric(
    slug="limb_surprise",
    version=1,
    title="Unusual limb",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "limb_surprise",
            meaning="standard deviations by which its most unusual limb is too long or short for its skeleton",
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.KEYPOINTS],
    missing=f"It shows fewer than {LEAST_LIMBS} limbs, or its class declares no skeleton.",
    whole_set=True,
)
def limb_surprise(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """How far the most unusual limb of a skeleton is from its usual length.

    What it measures
    ----------------
    The length of each limb that the class declares (COCO's `skeleton`) and whose two keypoints are labelled, divided
    by the median limb of the same skeleton; the logarithm of that, as a z-score among all labels of the class. The
    largest absolute z-score counts.

    Why it matters
    --------------
    A keypoint on the wrong person, or left and right swapped, makes a limb far too long or short.

    When it misleads
    ----------------
    A limb that points at the camera is short in the picture. Classes with few skeletons have no usual lengths.

    Example
    -------
    `limb_surprise > 4` lists skeletons with a limb that is out of proportion.

    Reference
    ---------
    M68 of the metric definitions.
    """
    labels, skeletons = view.labels, Skeletons.of(view.labels)
    highest = np.full(len(labels), np.nan)
    for category in view.classes:
        limbs = skeleton_of(category).limbs
        rows = np.flatnonzero(labels.category == category.id)
        if len(limbs) >= LEAST_LIMBS and len(rows):
            ratios = _ratios(_points(skeletons, rows, 1 + max(max(limb) for limb in limbs)), np.array(limbs))
            highest[rows] = _highest_scores(ratios)
    return highest


def _points(skeletons: Skeletons, rows: NDArray[np.int64], keypoints: int) -> NDArray[np.float64]:
    """(r, keypoints, 2) x, y of each of the objects `rows`; NaN where a keypoint is not labelled."""
    points = np.full((len(rows), keypoints, 2), np.nan)
    at = np.minimum(np.searchsorted(rows, skeletons.row), len(rows) - 1)
    kept = (rows[at] == skeletons.row) & (skeletons.place < keypoints) & (skeletons.points[:, 2] > 0)
    points[at[kept], skeletons.place[kept]] = skeletons.points[kept, :2]
    return points


def _ratios(points: NDArray[np.float64], limbs: NDArray[np.int64]) -> NDArray[np.float64]:
    """(r, limbs) logarithm of each limb's length over the median of its skeleton; NaN where it is not shown."""
    length = np.hypot(*np.moveaxis(points[:, limbs[:, 0]] - points[:, limbs[:, 1]], 2, 0))
    length[~(length > 0)] = np.nan
    length[np.isfinite(length).sum(axis=1) < LEAST_LIMBS] = np.nan
    shown = np.isfinite(length).any(axis=1)
    ratios: NDArray[np.float64] = np.full_like(length, np.nan)
    ratios[shown] = np.log(length[shown] / np.nanmedian(length[shown], axis=1, keepdims=True))
    return ratios


def _highest_scores(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """(r,) largest absolute z-score of each row among its column; NaN where nothing is known."""
    known = np.isfinite(ratios)
    count = np.maximum(known.sum(axis=0), 1)
    above = np.where(known, ratios, 0) - np.where(known, ratios, 0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, above**2, 0).sum(axis=0) / count)
    scores = np.where(known, np.abs(above) / np.where(spread > 1e-9, spread, np.inf), -1.0)
    highest: NDArray[np.float64] = scores.max(axis=1)
    return np.where(highest >= 0, highest, np.nan)
