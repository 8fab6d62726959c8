"""Keypoints: how alike two sets of them are (OKS), and which of them were found (PCK)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, check_same_length
from assay.errors import ArrayError
from assay.evaluation.coco_config import COCO_SIGMAS

Points = NDArray[np.float64]
"""(n, k, 3) x, y in px and visibility of k keypoints: 0 not labelled, 1 hidden, 2 seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Keypoints:
    """The keypoints of n objects, and their boxes, which stand in for a label none of whose keypoints is labelled."""

    points: Points
    boxes: Boxes

    def __len__(self) -> int:
        return len(self.points)

    @property
    def labelled(self) -> Flags:
        """(n, k) which keypoints are labelled."""
        flags: Flags = self.points[:, :, 2] > 0
        return flags

    @property
    def extents(self) -> NDArray[np.float64]:
        """(n,) area in px² of the box around all keypoints, labelled or not, as COCO has it for results."""
        if not self.points.size:
            return np.zeros(len(self))
        sides = np.ptp(self.points[:, :, :2], axis=1)
        areas: NDArray[np.float64] = sides[:, 0] * sides[:, 1]
        return areas


def object_similarity(
    labels: Keypoints, areas: NDArray[np.float64], predictions: Keypoints, *, sigmas: tuple[float, ...] = COCO_SIGMAS
) -> NDArray[np.float64]:
    """(n,) OKS of row i of `predictions` with row i of `labels`, whose areas in px² are `areas`; 0..1.

    The mean over labelled keypoints of exp(-d² / (2 area (2 sigma)²)). Where none is labelled, d is the distance of
    each predicted keypoint from a box three times as wide and high as the label's, and the mean is over all.

    Raises
    ------
    ArrayError : lengths differ, or the number of keypoints is not that of `sigmas`.
    """
    from assay.evaluation.shape_overlaps import point_similarity  # numba takes 0.3 s to import

    check_same_length(labels=labels.points, areas=areas, predictions=predictions.points)
    check_keypoints(labels, sigmas)
    check_keypoints(predictions, sigmas)
    spread = spreads(sigmas)
    rows = zip(predictions.points, labels.points, labels.boxes, areas, strict=True)
    return np.array([point_similarity(found, truth, box, area, spread) for found, truth, box, area in rows])


def correct_keypoints(
    labels: Keypoints, scale: NDArray[np.float64], predictions: Keypoints, *, within: float = 0.2
) -> NDArray[np.float64]:
    """(k,) PCK: of the labels of each keypoint the share whose prediction lies within `within` times `scale`; 0..1.

    Row i of `predictions` answers row i of `labels`, and `scale` (n,) is a length in px, such as the larger side of the
    label's box (Yang and Ramanan) or of its head or torso. NaN for a keypoint that no label has.
    """
    check_same_length(labels=labels.points, scale=scale, predictions=predictions.points)
    distance = np.linalg.norm(predictions.points[:, :, :2] - labels.points[:, :, :2], axis=2)
    labelled = labels.labelled
    found = (labelled & (distance <= within * np.asarray(scale)[:, None])).sum(axis=0)
    count = labelled.sum(axis=0)
    shares: NDArray[np.float64] = np.divide(found, count, out=np.full(len(count), np.nan), where=count > 0)
    return shares


def check_keypoints(keypoints: Keypoints, sigmas: tuple[float, ...]) -> None:
    """Raise `ArrayError` unless there is one sigma above 0 for each keypoint."""
    shape = keypoints.points.shape
    if len(keypoints) and shape[1:] != (len(sigmas), 3):
        raise ArrayError(
            f"Keypoints must have shape (n, {len(sigmas)}, 3), got {shape}.",
            hint="Give one sigma for each keypoint; COCO's 17 are those of a person.",
        )
    if min(sigmas, default=0) <= 0:
        raise ArrayError(f"Sigmas must lie above 0, got {sigmas}.")


def spreads(sigmas: tuple[float, ...]) -> NDArray[np.float64]:
    """(k,) what COCO divides the squared distance by, before the area: (2 sigma)²."""
    spread: NDArray[np.float64] = (np.array(sigmas) * 2) ** 2
    return spread
