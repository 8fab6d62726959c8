"""Compile every kernel of evaluation before someone waits for it.

A kernel is compiled at its first call, which takes seconds, and kept on disk from then on, where a disk can keep it.
So all are called once with a handful of rows: at the setup of a checkout, or when a server has nothing else to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from assay.arrays import Boxes, Ids
from assay.evaluation.allowed_pairs import match_allowed
from assay.evaluation.bootstrap import bootstrap_average_precision
from assay.evaluation.candidates import Candidates, find_candidates
from assay.evaluation.coco import CocoRows, Shapes, match_coco
from assay.evaluation.coco_config import COCO_KEYPOINTS, VOC12
from assay.evaluation.keypoints import Keypoints
from assay.evaluation.label_quality import label_quality
from assay.evaluation.overlaps import find_overlaps
from assay.evaluation.segmentation import count_pixels, paint
from assay.evaluation.sequences import TrackRows
from assay.evaluation.shape_pairs import find_keypoint_overlaps, find_mask_overlaps
from assay.evaluation.tide import find_errors
from assay.evaluation.tracking import count_tracks
from assay.geometry.polygons import rings_that_cross
from assay.geometry.run_lengths import run_lengths

_IMAGE: Ids = np.array([0, 0, 1], np.int64)
_CLASS: Ids = np.array([0, 1, 1], np.int64)
_BOXES: Boxes = np.array([[0.0, 0.0, 4.0, 4.0], [2.0, 2.0, 4.0, 4.0], [0.0, 0.0, 8.0, 8.0]])
_SCORE = np.array([0.9, 0.8, 0.7])
_NONE = np.zeros(3, np.bool_)


def warm_kernels(*, until: Callable[[], bool] = lambda: False) -> int:
    """Call every kernel once and return in how many steps, between which `until` is asked whether to stop."""
    done = 0
    for step in _steps():
        if until():
            break
        step()
        done += 1
    return done


def _steps() -> Iterator[Callable[[], object]]:
    yield lambda: rings_that_cross(np.array([[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]]), np.array([0, 4]))
    yield lambda: find_overlaps(
        label_image=_IMAGE, label_boxes=_BOXES, label_crowd=_NONE, pred_image=_IMAGE, pred_boxes=_BOXES
    )
    yield lambda: _candidates().match(iou=0.5, confidence=0.5)
    yield lambda: find_errors(_candidates(), label_image=_IMAGE, pred_image=_IMAGE)
    yield lambda: match_coco(_labels(_BOXES), _predictions(_BOXES), class_ids=[0, 1]).arrays()
    yield lambda: match_coco(_labels(_BOXES), _predictions(_BOXES), class_ids=[0, 1], config=VOC12).arrays()
    yield _masks
    yield _keypoints
    yield lambda: match_allowed(_labels(_BOXES), _predictions(_BOXES), class_ids=[0, 1], allowed={0: [1]}).arrays()
    yield _turned
    yield _pixels
    yield _tracks
    yield lambda: label_quality(
        images=2,
        label_image=_IMAGE,
        label_boxes=_BOXES,
        label_class=_CLASS.astype(np.int32),
        label_ignored=_NONE,
        pred_image=_IMAGE,
        pred_boxes=_BOXES,
        pred_class=_CLASS.astype(np.int32),
        pred_score=_SCORE,
    )
    yield lambda: bootstrap_average_precision(
        match_coco(_labels(_BOXES), _predictions(_BOXES), class_ids=[0, 1]), np.ones((2, 2), np.int64)
    )


def _labels(shapes: Shapes) -> CocoRows:
    return CocoRows(_IMAGE, _CLASS, area=_BOXES[:, 2] * _BOXES[:, 3], shapes=shapes, crowd=_NONE, ignore=_NONE)


def _predictions(shapes: Shapes) -> CocoRows:
    return replace(_labels(shapes), score=_SCORE, crowd=None, ignore=None)


def _candidates() -> Candidates:
    return find_candidates(
        label_image=_IMAGE,
        label_boxes=_BOXES,
        label_class=_CLASS.astype(np.int32),
        label_ignore=_NONE,
        label_crowd=_NONE,
        pred_image=_IMAGE,
        pred_boxes=_BOXES,
        pred_class=_CLASS.astype(np.int32),
        pred_score=_SCORE,
    )


def _masks() -> None:
    masks = run_lengths(['{"size": [8, 8], "counts": [0, 4, 60]}'] * 3, np.full((3, 2), 8))
    match_coco(_labels(masks), _predictions(masks), class_ids=[0, 1])
    find_mask_overlaps(label_image=_IMAGE, labels=masks, label_crowd=_NONE, pred_image=_IMAGE, predictions=masks)


def _keypoints() -> None:
    points = Keypoints(np.ones((3, 17, 3)), _BOXES)
    match_coco(_labels(points), _predictions(points), class_ids=[0, 1], config=COCO_KEYPOINTS)
    find_keypoint_overlaps(label_image=_IMAGE, labels=points, label_area=_SCORE, pred_image=_IMAGE, predictions=points)


def _turned() -> None:
    find_overlaps(
        label_image=_IMAGE,
        label_boxes=_BOXES,
        label_crowd=_NONE,
        label_rotation=np.array([0.5, 0.0, 0.0]),
        pred_image=_IMAGE,
        pred_boxes=_BOXES,
    )


def _pixels() -> None:
    masks = run_lengths(['{"size": [8, 8], "counts": [0, 4, 60]}'], np.full((1, 2), 8))
    map = paint(masks, np.array([0]), np.array([1]), frame=(8, 8), ground=0)
    count_pixels(map, map, classes=2)


def _tracks() -> None:
    rows = TrackRows(video=np.zeros(3, np.int64), frame=_IMAGE, track=np.arange(3), category=_CLASS)
    pairs = find_overlaps(
        label_image=_IMAGE, label_boxes=_BOXES, label_crowd=_NONE, pred_image=_IMAGE, pred_boxes=_BOXES
    )
    count_tracks(rows, rows, pairs, label_ignored=np.array([True, False, False]))
