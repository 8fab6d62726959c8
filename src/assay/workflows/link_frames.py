"""Labels without track ids, linked along a video by where they lie."""

from __future__ import annotations

import numpy as np

from assay.arrays import Boxes, Ids
from assay.evaluation.overlaps import find_overlaps
from assay.statistics.groups import joined

LEAST_OVERLAP = 0.3
"""IoU from which labels of one class in two frames are taken for one object."""

LONGEST_GAP = 3
"""Frames that may lie between them: beyond, another object may have come."""


def link_frames(place: Ids, category: Ids, boxes: Boxes) -> Ids:
    """(n,) the lowest row of the object that each label shows; its own row where it is linked to no other.

    place, category : (n,) frame and class. boxes : (n, 4). Neighbouring frames are linked first, then those further
    apart; two labels are linked where each overlaps most with the other among those that are still free.
    """
    has_next, has_previous = np.zeros(len(place), np.bool_), np.zeros(len(place), np.bool_)
    links: list[tuple[Ids, Ids]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    classes = int(category.max(initial=0)) + 1
    for step in range(1, LONGEST_GAP + 2):
        ends, begins = np.flatnonzero(~has_next), np.flatnonzero(~has_previous)
        if not len(ends) or not len(begins):
            break
        pairs = find_overlaps(
            label_image=(place[ends] + step) * classes + category[ends],
            label_boxes=boxes[ends],
            label_crowd=np.zeros(len(ends), np.bool_),
            pred_image=place[begins] * classes + category[begins],
            pred_boxes=boxes[begins],
            least=LEAST_OVERLAP,
        )
        best = np.lexsort((pairs.prediction, pairs.label, -pairs.iou))
        of_label, of_prediction = (
            best[np.unique(side[best], return_index=True)[1]] for side in (pairs.label, pairs.prediction)
        )
        mutual = np.intersect1d(of_label, of_prediction)
        before, after = ends[pairs.label[mutual]], begins[pairs.prediction[mutual]]
        has_next[before] = has_previous[after] = True
        links.append((before, after))
    return joined(*(np.concatenate(side) for side in zip(*links, strict=True)), count=len(place))
