"""The compiled loops of label quality: each label of an image with each prediction that is sure enough to be heard."""

# ruff: noqa: FBT001, PLR0917 (compiled loops: arguments go by position)
from __future__ import annotations

from math import exp, hypot, isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Scores
from assay.geometry.compiled import compiled

Floats = NDArray[np.float64]
Limits = tuple[float, float, float, bool, float, float, float]
"""weight, decay, floor, in_diagonals, sure, certain, conflict: `QualityRules` in the order that the loops read them."""


@compiled
def box_iou(one: Floats, other: Floats) -> float:
    """IoU of two boxes x, y, w, h; 0 where they only touch, or where either is NaN."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if not (width > 0 and height > 0):
        return 0.0
    shared = width * height
    return float(shared / (one[2] * one[3] + other[2] * other[3] - shared))


@compiled
def closeness(one: Floats, other: Floats, decay: float, in_diagonals: bool) -> float:
    """exp(-decay · distance of the centres), in px or in mean diagonals of the two boxes."""
    apart = hypot(one[0] + one[2] / 2 - other[0] - other[2] / 2, one[1] + one[3] / 2 - other[1] - other[3] / 2)
    if in_diagonals:
        unit = (sqrt(one[2] ** 2 + one[3] ** 2) + sqrt(other[2] ** 2 + other[3] ** 2)) / 2
        apart = apart / unit if unit > 0 else np.inf if apart > 0 else 0.0
    return exp(-decay * apart)


@compiled
def hear_prediction(
    p: int,
    rows: Ids,
    label_boxes: Boxes,
    label_class: Labels,
    counted: Flags,
    pred_boxes: Boxes,
    pred_class: Labels,
    pred_score: Scores,
    limits: Limits,
    location: Floats,
    other: Floats,
) -> float:
    """What prediction `p` says of the labels `rows`, taken into `location` and `other`; its overlooked score."""
    weight, decay, floor, in_diagonals, sure, certain, _ = limits
    box, category, score = pred_boxes[p], pred_class[p], pred_score[p]
    touches, nearest = False, -1.0
    for g in rows:
        iou = box_iou(label_boxes[g], box)
        touches = touches or iou > 0
        same = label_class[g] == category
        speaks = (score >= certain or (iou > 0 and score > sure)) if same else score > certain
        if not (speaks and counted[g]):
            continue
        similarity = weight * iou + (1 - weight) * closeness(label_boxes[g], box, decay, in_diagonals)
        if not same:
            other[g] = max(other[g], similarity)
        else:
            nearest = max(nearest, similarity)
            if iou > 0:
                location[g] = max(location[g], similarity)
    if touches or score < certain:
        return nan
    return floor * (1 - score) if nearest < 0 else max(floor, nearest)


@compiled
def mark_conflicts(rows: Ids, boxes: Boxes, category: Labels, counted: Flags, least: float, conflicts: Flags) -> None:
    """Mark in `conflicts` the labels `rows` that share their box with a label of another class."""
    for at in range(len(rows)):
        one = rows[at]
        for k in range(at):
            two = rows[k]
            differ = category[one] != category[two] and counted[one] and counted[two]
            if differ and box_iou(boxes[one], boxes[two]) >= least:
                conflicts[one] = conflicts[two] = True


@compiled
def score_labels(
    label_groups: tuple[Ids, Ids],
    pred_groups: tuple[Ids, Ids],
    label_boxes: Boxes,
    label_class: Labels,
    counted: Flags,
    pred_boxes: Boxes,
    pred_class: Labels,
    pred_score: Scores,
    limits: Limits,
) -> tuple[Floats, Floats, Floats]:
    """(p,) overlooked, (n,) location and (n,) swapped scores; NaN for what is not scored."""
    _, _, floor, _, sure, certain, conflict = limits
    overlooked = np.full(len(pred_boxes), nan)
    location, other = np.full(len(label_boxes), -1.0), np.full(len(label_boxes), -1.0)
    conflicts = np.zeros(len(label_boxes), np.bool_)
    for image in range(len(label_groups[0]) - 1):
        rows = label_groups[1][label_groups[0][image] : label_groups[0][image + 1]]
        mark_conflicts(rows, label_boxes, label_class, counted, conflict, conflicts)
        for p in pred_groups[1][pred_groups[0][image] : pred_groups[0][image + 1]]:
            if (pred_score[p] > sure or pred_score[p] >= certain) and not isnan(pred_boxes[p, 0]):
                overlooked[p] = hear_prediction(
                    p,
                    rows,
                    label_boxes,
                    label_class,
                    counted,
                    pred_boxes,
                    pred_class,
                    pred_score,
                    limits,
                    location,
                    other,
                )
    swapped = np.where(other < 0, 1.0, np.maximum(floor, 1 - other))
    swapped[conflicts] = floor
    location[location < 0] = 1.0
    location[~counted] = nan
    swapped[~counted] = nan
    return overlooked, location, swapped


@compiled
def softmin_groups(groups: tuple[Ids, Ids], values: Floats, temperature: float) -> Floats:
    """(images,) mean of the values of each image, weighted by exp(-value / temperature); 1 where it has none."""
    pooled = np.ones(len(groups[0]) - 1)
    for image in range(len(pooled)):
        rows = groups[1][groups[0][image] : groups[0][image + 1]]
        least = np.inf
        for row in rows:
            least = np.fmin(least, values[row])
        total, mass = 0.0, 0.0
        for row in rows:
            if not isnan(values[row]):
                share = exp((least - values[row]) / temperature)
                mass += share
                total += share * values[row]
        if mass > 0:
            pooled[image] = total / mass
    return pooled
