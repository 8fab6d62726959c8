"""One object labelled twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.detectors.detector import detector
from assay.detectors.strongest import keep_strongest
from assay.detectors.suspects import suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import Overlaps, by_pixels, find_own_overlaps
from assay.geometry.boxes import box_areas
from assay.model.issue import IssueKind, SuggestedAction

SAME_CLASS = 0.6
"""IoU from which two labels of one class are one object (M35)."""

SMALL, SAME_CLASS_SMALL = 32.0**2, 0.5
"""Area in px² (COCO's small) below which the two are one object from a lower IoU: there a pixel or two of
carelessness costs a tenth of overlap."""

OTHER_CLASS = 0.95
"""IoU from which two labels of different classes contradict each other (M36); less is one thing on another."""

CERTAIN = 0.9
"""IoU from which there is no doubt left: two objects do not fill one box."""

LEAST_CHANCE = 0.4
"""Chance of an error where the overlap just reaches its threshold: two things side by side can overlap so far."""

CONFLICT_CHANCE = 0.9
"""Chance of an error where one box has two classes: some sets mean it (a cup that is also a mug)."""


@detector(
    slug="duplicate_box",
    version=2,
    kind=IssueKind.DUPLICATE_BOX,
    title="Objects labelled twice",
    rule=f"Two labels of one class overlap by {SAME_CLASS} or more ({SAME_CLASS_SMALL} for small boxes), or two of "
    f"different classes by {OTHER_CLASS}.",
)
def duplicate_box(view: DatasetView) -> pa.Table:
    """Labels that repeat another label of the same object.

    What it measures
    ----------------
    IoU of every two labels of an image, of their pixels where both have masks. Of one class, 0.6 or more is taken for
    one object (0.5 where the smaller box is under 32² px); the chance of an error grows from 0.4 at the threshold to 1
    at 0.9. Of different classes, 0.95 or more is a contradiction, with chance 0.9. Score = 1 - that chance. Of each
    object one label is kept: the one that predictions of its class fit best when there is a run, else the one with
    the smallest id; every other label of it is one suspect, so each surplus label comes up once. Crowd and
    ignored regions are left out. A pair is judged by itself.

    Why it matters
    --------------
    The second label can never be matched: it counts as missed whatever the model does, and it doubles the
    weight of its object in training.

    When it misleads
    ----------------
    Things that truly share a box: two people embracing, a stack of plates, a rider and a horse labelled with
    one class. Sets that give one box several classes on purpose raise a contradiction for each.

    Example
    -------
    "Two labels of class Gloves overlap by 0.93." Suggested fix: delete this one.

    Reference
    ---------
    Thresholds are those of Encord Active (0.6, one class) and of cleanlab's ObjectLab (0.95, two classes); the
    lower one for small boxes is our own.
    """
    labels = view.labels
    pairs = _twins(view)
    rank = _rank(view)
    kept, stands_for = keep_strongest(pairs.label, pairs.prediction, rank=rank)
    surplus = np.flatnonzero(~kept)
    twin = stands_for[surplus]
    iou = _iou_of(pairs, surplus, twin)
    same = labels.category[surplus] == labels.category[twin]
    limit = _threshold(view, surplus, twin)
    grown = np.clip((iou - limit) / (CERTAIN - limit), 0, 1)
    chance = np.where(same, LEAST_CHANCE + (1 - LEAST_CHANCE) * grown, CONFLICT_CHANCE)
    return suspects(
        IssueKind.DUPLICATE_BOX,
        image=labels.image[surplus],
        annotation=labels.id[surplus],
        category=labels.category[surplus],
        score=1 - chance,
        evidence=[_evidence(view, int(s), int(t), float(v)) for s, t, v in zip(surplus, twin, iou, strict=True)],
        suggestion=[{"action": SuggestedAction.DELETE.value}] * len(surplus),
    )


def _twins(view: DatasetView) -> Overlaps:
    """Pairs of labels that are one object, or one object with two classes."""
    labels = view.labels
    boxes = find_own_overlaps(image=labels.image, boxes=labels.boxes, least=min(SAME_CLASS_SMALL, OTHER_CLASS))
    masks = view.label_masks
    pairs = by_pixels(boxes, masks, masks, label_crowd=np.zeros(len(labels), bool))
    one, other = pairs.label, pairs.prediction
    skipped = labels.ignored | labels.whole
    same = labels.category[one] == labels.category[other]
    enough = pairs.iou >= np.where(same, _threshold(view, one, other), OTHER_CLASS)
    keep = enough & ~skipped[one] & ~skipped[other]
    return Overlaps(one[keep], other[keep], pairs.iou[keep])


def _threshold(view: DatasetView, one: Ids, other: Ids) -> NDArray[np.float64]:
    """IoU from which two labels of one class are one object, by the area of the smaller."""
    areas = box_areas(view.labels.boxes)
    limit: NDArray[np.float64] = np.where(np.minimum(areas[one], areas[other]) < SMALL, SAME_CLASS_SMALL, SAME_CLASS)
    return limit


def _rank(view: DatasetView) -> Ids:
    """(n,) place of each label in the order of worth: best supported first, then the smallest id."""
    labels, predicted, pairs = view.labels, view.predicted, view.shape_overlaps
    same = labels.category[pairs.label] == predicted.category[pairs.prediction]
    support = np.zeros(len(labels))
    np.maximum.at(support, pairs.label[same], (predicted.score[pairs.prediction] * pairs.iou)[same])
    rank = np.empty(len(labels), np.int64)
    rank[np.lexsort((labels.id, -support))] = np.arange(len(labels))
    return rank


def _iou_of(pairs: Overlaps, one: Ids, other: Ids) -> NDArray[np.float64]:
    """(m,) IoU of each label `one` with its twin `other`, looked up among `pairs`."""
    if not len(one):
        return np.zeros(0)
    count = int(max(pairs.label.max(), pairs.prediction.max())) + 1
    key = np.minimum(pairs.label, pairs.prediction) * count + np.maximum(pairs.label, pairs.prediction)
    order = np.argsort(key)
    wanted = np.minimum(one, other) * count + np.maximum(one, other)
    iou: NDArray[np.float64] = pairs.iou[order[np.searchsorted(key, wanted, sorter=order)]]
    return iou


def _evidence(view: DatasetView, surplus: int, twin: int, iou: float) -> dict[str, Any]:
    labels, names = view.labels, view.class_names
    name, twin_name = names[int(labels.category[surplus])], names[int(labels.category[twin])]
    if name == twin_name:
        sentence = f"Two labels of class {name} overlap by {iou:.2f}."
    else:
        sentence = f"One box is labelled {name} and {twin_name} (overlap {iou:.2f})."
    return {"sentence": sentence, "iou": iou, "annotation_ids": [int(labels.id[twin])]}
