"""Which objects of one table overlap in their image, by their shapes."""

from __future__ import annotations

import numpy as np

from assay.arrays import Boxes, Ids
from assay.evaluation.overlaps import Overlaps, by_pixels, find_overlaps
from assay.geometry.drawn_masks import Masks
from assay.geometry.rotated import Angles


def own_overlaps(*, image: Ids, boxes: Boxes, rotation: Angles, masks: Masks) -> Overlaps:
    """Every two objects of one image that overlap, each pair once, the earlier row as `label`.

    Two masks overlap by their pixels, anything else by boxes, turned ones as they lie (a mask's box is the one around
    it); two whole images by 1.
    """
    has = masks.has
    around = boxes.copy()
    around[has] = masks.runs.bounds[masks.number[has]]
    turned = np.where(has, 0.0, rotation)
    none = np.zeros(len(boxes), np.bool_)
    pairs = find_overlaps(
        label_image=image,
        label_boxes=around,
        label_crowd=none,
        label_rotation=turned,
        pred_image=image,
        pred_boxes=around,
        pred_rotation=turned,
    )
    pairs = pairs.only(pairs.label < pairs.prediction)
    pairs = Overlaps(pairs.label, pairs.prediction, np.minimum(pairs.iou, 1.0))  # of two equal boxes a digit more
    exact = by_pixels(pairs, masks, masks, label_crowd=none)
    return exact.only(exact.iou > 0)
