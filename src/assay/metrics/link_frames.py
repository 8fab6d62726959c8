"""Labels without track ids, linked along a video by where they lie."""

from __future__ import annotations

import numpy as np

from assay.arrays import Boxes, Flags, Ids
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


def link_videos(video: Ids, place: Ids, category: Ids, boxes: Boxes) -> Flags:
    """(videos,) whether the labels of each video go on from frame to frame, see `going_on`, linked by where they lie.

    video, place, category : (n,) from 0. boxes : (n, 4), NaN for a label of a whole image, which goes on nowhere.
    """
    frame = video * (int(place.max(initial=0)) + LONGEST_GAP + 2) + place  # so far apart that no two videos are linked
    boxed = np.flatnonzero(~np.isnan(boxes).any(axis=1))
    track = np.full(len(video), -1)
    track[boxed] = link_frames(frame[boxed], category[boxed], boxes[boxed])
    return going_on(video, frame, track)


def going_on(video: Ids, frame: Ids, track: Ids) -> Flags:
    """(videos,) where at least half of the labels with a labelled frame beside theirs have another one on their track.

    Elsewhere images are no frames, whatever their names; where nothing is labelled nobody can tell, and they may be.

    video, frame, track : (n,) of each label, from 0; -1 for a label without a track.
    """
    labelled = np.unique(frame)
    beside = np.isin(frame - 1, labelled) | np.isin(frame + 1, labelled)
    shared = (track >= 0) & (np.bincount(track + 1)[track + 1] > 1)
    going: Flags = np.bincount(video, beside & shared) >= np.bincount(video, beside) / 2
    return going
