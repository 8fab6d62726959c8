"""The compiled loops that compare masks and keypoints, label by prediction, within each class and image.

What they write lies cell by cell from `places` on, (d, g) overlaps each, as `coco_kernels.match_cells` reads them.
"""

# ruff: noqa: PLR0917 (compiled loops take their arrays by position)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids
from assay.geometry.compiled import compiled
from assay.geometry.run_length_kernels import shared_pixels

_TINY = np.spacing(1)

Cells = tuple[Ids, Ids]
"""Rows in the order of their cells, and where each cell starts."""
MaskArrays = tuple[NDArray[np.int32], Ids, NDArray[np.int64], NDArray[np.float64], Boxes]
"""Edges, starts, frames, areas and bounds of run-length masks."""


@compiled
def overlap_places(pred_cells: Ids, label_cells: Ids, joined: Ids, most: int) -> Ids:
    """(cells + 1,) where the overlaps of each cell of predictions begin, of its first `most` predictions."""
    places = np.zeros(len(joined) + 1, np.int64)
    for cell in range(len(joined)):
        other, size = joined[cell], 0
        if other >= 0:
            found = min(most, pred_cells[cell + 1] - pred_cells[cell])
            size = found * (label_cells[other + 1] - label_cells[other])
        places[cell + 1] = places[cell] + size
    return places


@compiled
def mask_overlap(prediction: int, label: int, predictions: MaskArrays, labels: MaskArrays, is_crowd: bool) -> float:  # noqa: FBT001
    """IoU of two masks; of a crowd the share of the prediction that it covers. 0 where their frames differ."""
    edges, starts, frames, areas, bounds = predictions
    other_edges, other_starts, other_frames, other_areas, other_bounds = labels
    x, y, w, h = bounds[prediction]
    left, top, wide, high = other_bounds[label]
    if x + w <= left or left + wide <= x or y + h <= top or top + high <= y:
        return 0.0
    if frames[prediction, 0] != other_frames[label, 0] or frames[prediction, 1] != other_frames[label, 1]:
        return 0.0
    shared = shared_pixels(
        edges, starts[prediction], starts[prediction + 1], other_edges, other_starts[label], other_starts[label + 1]
    )
    if shared == 0:
        return 0.0
    area = areas[prediction]
    overlap: float = shared / (area if is_crowd else area + other_areas[label] - shared)
    return overlap


@compiled
def mask_overlaps(
    found: Cells, truth: Cells, joined: Ids, places: Ids, predictions: MaskArrays, labels: MaskArrays, crowd: Flags
) -> NDArray[np.float64]:
    """The overlaps of all cells."""
    given = np.empty(places[-1])
    for cell in range(len(joined)):
        at, other = places[cell], joined[cell]
        if other < 0:
            continue
        rows = truth[0][truth[1][other] : truth[1][other + 1]]
        k = found[1][cell]
        while at < places[cell + 1]:
            for g in rows:
                given[at] = mask_overlap(found[0][k], g, predictions, labels, crowd[g])
                at += 1
            k += 1
    return given


@compiled
def point_similarity(
    found: NDArray[np.float64], truth: NDArray[np.float64], box: NDArray[np.float64], area: float,
    spread: NDArray[np.float64],
) -> float:  # fmt: skip
    """OKS of (k, 3) predicted keypoints with (k, 3) labelled ones, see `keypoints.object_similarity`."""
    left, right = box[0] - box[2], box[0] + box[2] * 2
    top, bottom = box[1] - box[3], box[1] + box[3] * 2
    labelled = 0
    for k in range(len(spread)):
        labelled += truth[k, 2] > 0
    total = 0.0
    for k in range(len(spread)):
        x, y = found[k, 0], found[k, 1]
        if labelled == 0:
            dx = max(0.0, left - x) + max(0.0, x - right)
            dy = max(0.0, top - y) + max(0.0, y - bottom)
        elif truth[k, 2] > 0:
            dx, dy = x - truth[k, 0], y - truth[k, 1]
        else:
            continue
        total += np.exp(-(dx**2 + dy**2) / spread[k] / (area + _TINY) / 2)
    return total / (labelled or len(spread))


@compiled
def point_overlaps(
    found: Cells, truth: Cells, joined: Ids, places: Ids, points: NDArray[np.float64],
    label_points: NDArray[np.float64], label_boxes: Boxes, label_area: NDArray[np.float64], spread: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """The OKS of all cells."""
    given = np.empty(places[-1])
    for cell in range(len(joined)):
        at, other = places[cell], joined[cell]
        if other < 0:
            continue
        rows = truth[0][truth[1][other] : truth[1][other + 1]]
        k = found[1][cell]
        while at < places[cell + 1]:
            for g in rows:
                given[at] = point_similarity(
                    points[found[0][k]], label_points[g], label_boxes[g], label_area[g], spread
                )
                at += 1
            k += 1
    return given


@compiled
def paired_mask_overlaps(
    label: Ids, prediction: Ids, labels: MaskArrays, predictions: MaskArrays, crowd: Flags
) -> NDArray[np.float64]:
    """(m,) the overlap of each pair of masks."""
    given = np.empty(len(label))
    for k in range(len(label)):
        given[k] = mask_overlap(prediction[k], label[k], predictions, labels, crowd[label[k]])
    return given


@compiled
def paired_point_overlaps(
    label: Ids, prediction: Ids, label_points: NDArray[np.float64], label_boxes: Boxes, label_area: NDArray[np.float64],
    points: NDArray[np.float64], spread: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """(m,) the OKS of each pair."""
    given = np.empty(len(label))
    for k in range(len(label)):
        row = label[k]
        given[k] = point_similarity(points[prediction[k]], label_points[row], label_boxes[row], label_area[row], spread)
    return given
