"""Which objects of one table overlap in their image, by their shapes."""

from __future__ import annotations

import numpy as np

from assay.arrays import Boxes, Ids
from assay.evaluation.overlaps import Overlaps, find_overlaps
from assay.geometry.rotated import Angles
from assay.metrics.masks import Masks


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
    return _by_pixels(pairs, masks) if has.any() else pairs


def _by_pixels(pairs: Overlaps, masks: Masks) -> Overlaps:
    """The pairs with the IoU of pixels where both objects have masks."""
    from assay.evaluation.shape_overlaps import paired_mask_overlaps  # numba takes 0.3 s to import

    at = np.flatnonzero(masks.has[pairs.label] & masks.has[pairs.prediction])
    one, other = masks.number[pairs.label[at]], masks.number[pairs.prediction[at]]
    packed = masks.runs.packed()
    iou = pairs.iou.copy()
    iou[at] = paired_mask_overlaps(one, other, packed, packed, np.zeros(len(masks.runs), np.bool_))
    return Overlaps(pairs.label, pairs.prediction, iou).only(iou > 0)
