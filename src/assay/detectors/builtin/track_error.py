"""Objects that change class or track over the frames of a video, jump, or vanish for a frame."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.amounts import amount
from assay.arrays import Ids
from assay.detectors.detector import detector
from assay.detectors.label_tracks import LabelTracks
from assay.detectors.suspects import NOBODY, no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import find_overlaps
from assay.model.issue import IssueKind, SuggestedAction

SAME_OBJECT = 0.8
"""IoU with an object of the frame before above which the two are one object (M54)."""

LONGEST_GAP = 3
"""Frames missing in a row beyond which an object was likely hidden."""

LEAST_OVERLAP = 0.3
"""IoU of the boxes on both sides of a gap below which the object may have left and come back."""

FAR, LARGE = 0.5, float(np.log(2.0))
"""A jump: half a diagonal off the middle of the frames beside it, or twice or half the area of both."""

CLASS_CHANCE, SWITCH_CHANCE, GAP_CHANCE, JUMP_CHANCE = 0.9, 0.8, 0.7, 0.6
"""Chances of an error where all speaks for it; what weakens each is told on the page."""


class _Found(NamedTuple):
    """Suspects of one sort: rows of labels, chances, evidence, and the class that would mend each, or NOBODY."""

    rows: Ids
    chance: NDArray[np.float64]
    evidence: list[dict[str, Any]]
    better: Ids


@detector(
    slug="track_error",
    version=1,
    kind=IssueKind.TRACK_ERROR,
    title="Errors along tracks",
    rule="An object has another class than the rest of its track, continues under another track, is missing for up to "
    f"{LONGEST_GAP} frames, or jumps and comes back.",
    whole_set=True,
)
def track_error(view: DatasetView) -> pa.Table:
    """Objects of a video that are labelled differently in one frame than in the frames around it.

    What it measures
    ----------------
    Along each track, frame by frame, four things. Its class: another one than most of the track has, chance 0.9 times
    the share of the track that has the usual one. Its track: an object that lies on one of the frame before
    (IoU above 0.8) under another track, where the one track ends and the other begins, chance 0.8. A gap: the track is
    missing for 1, 2 or 3 frames and goes on in the same place (IoU of 0.3 or more across the gap), chance 0.7 divided
    by the frames missing. A jump: the box is off the mean of the two beside it by half a diagonal, or has twice or half
    the area of both, chance 0.6. Score = 1 - chance; of several the worst counts.

    Why it matters
    --------------
    Things do not change class or vanish for a thirtieth of a second. A tracker learns what it is shown: each slip
    counts as an identity switch, or as a lost and a found object.

    When it misleads
    ----------------
    An object hidden for a frame is rightly missing. Cuts and dropped frames look like jumps of everything. Where track
    ids are reused for other objects, classes change rightly.

    Example
    -------
    "Track 7 is Car in 40 of 41 frames and Truck here." Suggested fix: make it Car.

    Reference
    ---------
    M54, M55 and M59 of the metric definitions; Encord Active's "Inconsistent Object Classification and Track IDs" and
    "Missing Objects and Broken Tracks", which know no chance.
    """
    tracks = LabelTracks.of(view)
    if tracks is None:
        return no_suspects()
    found = [_class_changes(view, tracks), _switches(view, tracks), _gaps(view, tracks), _jumps(view, tracks)]
    rows, chance, better = (
        np.concatenate([getattr(one, name) for one in found]) for name in ("rows", "chance", "better")
    )
    evidence = [told for one in found for told in one.evidence]
    order = np.lexsort((-chance, rows))
    kept = order[np.unique(rows[order], return_index=True)[1]]
    relabel = SuggestedAction.RELABEL.value
    return suspects(
        IssueKind.TRACK_ERROR,
        image=view.labels.image[rows[kept]],
        annotation=view.labels.id[rows[kept]],
        category=view.labels.category[rows[kept]],
        score=1 - chance[kept],
        evidence=[evidence[at] for at in kept],
        suggestion=[
            None if better[at] == NOBODY else {"action": relabel, "category_id": int(better[at])} for at in kept
        ],
    )


def _class_changes(view: DatasetView, tracks: LabelTracks) -> _Found:
    """Labels whose class is not that of most of their track."""
    classes, code = np.unique(view.labels.category[tracks.rows], return_inverse=True)
    count = np.zeros((tracks.track[-1] + 1, len(classes)))
    np.add.at(count, (tracks.track, code), 1)
    usual, length = count.argmax(axis=1)[tracks.track], count.sum(axis=1)[tracks.track]
    share = count.max(axis=1)[tracks.track] / length
    at = np.flatnonzero((code != usual) & (share > 0.5))
    evidence = [
        _told(
            view,
            tracks,
            k,
            f"Track {_name(view, tracks, k)} is {view.class_names[int(classes[usual[k]])]} in "
            f"{round(share[k] * length[k])} of {amount(int(length[k]), 'frame')} "
            f"and {_class_name(view, tracks, k)} here.",
        )
        for k in at.tolist()
    ]
    return _Found(tracks.rows[at], CLASS_CHANCE * share[at], evidence, classes[usual[at]].astype(np.int64))


def _switches(view: DatasetView, tracks: LabelTracks) -> _Found:
    """Labels that go on where a label of the frame before lies, the one track ending there, the other beginning."""
    boxes, steps = view.labels.boxes[tracks.rows], tracks.steps
    begins, ends = steps != 1, np.append(steps[1:], 0) != 1
    frame = tracks.video * (int(tracks.place.max()) + 2) + tracks.place
    last, first = np.flatnonzero(ends), np.flatnonzero(begins)
    pairs = find_overlaps(
        label_image=frame[last] + 1,
        label_boxes=boxes[last],
        label_crowd=np.zeros(len(last), np.bool_),
        pred_image=frame[first],
        pred_boxes=boxes[first],
        least=SAME_OBJECT,
    )
    before, after = last[pairs.label], first[pairs.prediction]
    other = tracks.track[before] != tracks.track[after]
    _, one_each = np.unique(after[other], return_index=True)
    pick = np.flatnonzero(other)[one_each]
    evidence = [
        _told(
            view,
            tracks,
            int(a),
            f"Track {_name(view, tracks, int(b))} ends in the frame before, and this object on the same place "
            f"(overlap {v:.2f}) begins track {_name(view, tracks, int(a))}.",
            other=int(b),
        )
        for b, a, v in zip(before[pick], after[pick], pairs.iou[pick], strict=True)
    ]
    return _Found(tracks.rows[after[pick]], np.full(len(pick), SWITCH_CHANCE), evidence, np.full(len(pick), NOBODY))


def _gaps(view: DatasetView, tracks: LabelTracks) -> _Found:
    """Labels after which their track is missing for a few frames and then goes on in the same place."""
    steps, boxes = tracks.steps, view.labels.boxes[tracks.rows]
    after = np.flatnonzero((steps > 1) & (steps <= LONGEST_GAP + 1))
    near = np.maximum(boxes[after - 1, :2], boxes[after, :2])
    far = np.minimum(boxes[after - 1, :2] + boxes[after - 1, 2:], boxes[after, :2] + boxes[after, 2:])
    shared = np.prod(np.maximum(far - near, 0), axis=1)
    area = boxes[:, 2] * boxes[:, 3]
    with np.errstate(invalid="ignore", divide="ignore"):
        same = shared / (area[after] + area[after - 1] - shared) >= LEAST_OVERLAP
    after = after[same]
    missing = steps[after] - 1
    evidence = [
        _told(
            view,
            tracks,
            int(k) - 1,
            f"Track {_name(view, tracks, int(k))} is missing for {amount(count, 'frame')} after this "
            "one and goes on in the same place.",
            other=int(k),
        )
        for k, count in zip(after, missing.tolist(), strict=True)
    ]
    return _Found(tracks.rows[after - 1], GAP_CHANCE / missing, evidence, np.full(len(after), NOBODY))


def _jumps(view: DatasetView, tracks: LabelTracks) -> _Found:
    """Labels whose box is off the mean of the frames beside it, which agree."""
    at = np.flatnonzero(tracks.inner)
    boxes = view.labels.boxes[tracks.rows]
    centre, area = boxes[:, :2] + boxes[:, 2:] / 2, np.log(np.maximum(boxes[:, 2] * boxes[:, 3], 1e-6))
    diagonal = np.maximum(np.hypot(boxes[:, 2], boxes[:, 3]), 1e-6)
    off = np.hypot(*(centre[at] - (centre[at - 1] + centre[at + 1]) / 2).T) / diagonal[at]
    apart = np.hypot(*(centre[at + 1] - centre[at - 1]).T) / diagonal[at]
    before, after = area[at] - area[at - 1], area[at] - area[at + 1]
    grown = np.where(np.sign(before) == np.sign(after), np.minimum(np.abs(before), np.abs(after)), 0.0)
    jumped = ((off > FAR) & (off > apart)) | (grown > LARGE)
    evidence = [
        _told(
            view,
            tracks,
            int(k),
            f"This box of track {_name(view, tracks, int(k))} is {o:.2f} of its diagonal off the frames beside it, and "
            f"{np.exp(g):.1f} times their size.",
            other=int(k) - 1,
        )
        for k, o, g in zip(at[jumped], off[jumped], before[jumped], strict=True)
    ]
    count = int(jumped.sum())
    return _Found(tracks.rows[at[jumped]], np.full(count, JUMP_CHANCE), evidence, np.full(count, NOBODY))


def _told(
    view: DatasetView, tracks: LabelTracks, at: int, sentence: str, *, other: int | None = None
) -> dict[str, Any]:
    """Evidence: the sentence, the frames around, and the other label it speaks of."""
    video, place = int(tracks.video[at]), int(tracks.place[at])
    around = [tracks.frame_images.get((video, place + step)) for step in (-1, 0, 1)]
    told: dict[str, Any] = {"sentence": sentence, "frames": [image for image in around if image is not None]}
    if other is not None:
        row = int(tracks.rows[other])
        told |= {"annotation_ids": [int(view.labels.id[row])], "other_boxes": [view.labels.boxes[row].tolist()]}
    return told


def _name(view: DatasetView, tracks: LabelTracks, at: int) -> str:
    return str(view.annotations["track_id"][int(tracks.rows[at])].as_py())


def _class_name(view: DatasetView, tracks: LabelTracks, at: int) -> str:
    return view.class_names[int(view.labels.category[tracks.rows[at]])]
