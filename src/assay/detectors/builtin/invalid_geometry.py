"""Labels whose shape cannot be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids
from assay.detectors.detector import detector
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.geometry.boxes import clip_boxes
from assay.geometry.iou import paired_iou
from assay.geometry.masks import mask_areas, mask_bounds
from assay.geometry.polygons import ring_areas, ring_bounds, rings_that_cross
from assay.geometry.rings import Rings, read_masks, read_rings
from assay.model.issue import IssueKind, SuggestedAction

BEYOND = 1.0
"""Pixels that a box may stick out of its image: what rounding does."""

LEAST_SIDE = 1.0
"""Side in px below which nothing can be seen."""

MISMATCH = 0.9
"""IoU of a label's box with the box around its outline below which the two contradict each other (M62)."""

STRAY = 0.1
"""Share of a box's side by which a visible keypoint may lie outside it."""

FULL_TURN = 2 * np.pi
"""Rotation beyond which an angle is in other units than radians."""

# Chance of an error, per flaw. What cannot be drawn or learnt is certain; what may be a habit of the tool is not.
NO_EXTENT, OUTSIDE, TINY, STICKS_OUT, FEW_CORNERS, EMPTY_MASK, CROSSING, STRAY_POINT, TURNED = (
    1.0, 1.0, 0.9, 0.5, 0.9, 0.95, 0.5, 0.4, 0.8,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Flaw:
    """One kind of flaw: the label rows that have it, the chance that each is an error, words and a fix for each."""

    code: str
    rows: Ids
    chance: NDArray[np.float64]
    words: Callable[[int], str]
    suggest: Callable[[int], Mapping[str, Any] | None]


@detector(
    slug="invalid_geometry",
    version=1,
    kind=IssueKind.INVALID_GEOMETRY,
    title="Impossible shapes",
    rule=f"A box without extent or under {LEAST_SIDE:.0f} px, outside its image or unlike its own outline; an outline "
    "that crosses itself or is empty; a keypoint far outside its box; a rotation beyond a full turn.",
)
def invalid_geometry(view: DatasetView) -> pa.Table:
    """Labels whose shape cannot be what somebody meant.

    What it measures
    ----------------
    Of each label that is not of a whole image: a number that is missing or not finite; width or height of 0 or
    less, or below 1 px; a box outside its image, wholly or by more than 1 px; an outline with fewer than three
    corners, of no area, or crossing itself (touching is allowed); a box that overlaps the box around its own
    outline by less than 0.9; a visible keypoint outside the box by more than a tenth of its side; a rotation
    beyond a full turn. A label with several flaws is one suspect, scored by the worst. Score = 1 - the chance
    that the flaw is an error: 1 for what cannot be learnt from, a half for what some tools do by habit. A box
    that sticks out counts from 0.5 up to 1 with the share of it that lies outside. A label is judged by itself.

    Why it matters
    --------------
    Such labels crash training, become NaN losses, or are dropped without a word, so that two tools count
    different numbers of objects.

    When it misleads
    ----------------
    Sets that label the whole of a truncated object on purpose have boxes that stick out. Winding order and
    repeated corners are not flagged, for no format here gives them a meaning. Images of unknown size are only
    checked for what needs no size.

    Example
    -------
    "The box labelled Vest sticks out of the image by 14 px on the right." Suggested fix: cut it at the border.

    Reference
    ---------
    The COCO data format, https://cocodataset.org/#format-data, for what an outline is.
    """
    labels = view.labels
    rows = np.flatnonzero(~labels.whole | ~np.asarray(pc.equal(view.annotations["kind"], "whole_image")))
    if not len(rows):
        return no_suspects()
    found: dict[int, list[tuple[_Flaw, float]]] = {}
    for flaw in _flaws(view, rows):
        for row, chance in zip(flaw.rows.tolist(), flaw.chance.tolist(), strict=True):
            found.setdefault(row, []).append((flaw, chance))
    flagged = np.array(sorted(found), np.int64)
    told = [_told(row, found[row]) for row in flagged.tolist()]
    return suspects(
        IssueKind.INVALID_GEOMETRY,
        image=labels.image[flagged],
        annotation=labels.id[flagged],
        category=labels.category[flagged],
        score=1 - np.array([max(chance for _, chance in found[row]) for row in flagged.tolist()]),
        evidence=[evidence for evidence, _ in told],
        suggestion=[suggestion for _, suggestion in told],
    )


def _told(row: int, flaws: list[tuple[_Flaw, float]]) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """Evidence and suggestion of one label: the words of every flaw, the fix of the worst."""
    flaws = sorted(flaws, key=lambda pair: -pair[1])
    words = " ".join(flaw.words(row) for flaw, _ in flaws)
    return {"sentence": words, "flaws": [flaw.code for flaw, _ in flaws]}, flaws[0][0].suggest(row)


def _flaws(view: DatasetView, rows: Ids) -> Iterator[_Flaw]:
    yield from _box_flaws(view, rows)
    yield from _polygon_flaws(view, read_rings(view.annotations))
    yield from _mask_flaws(view)
    yield from _keypoint_flaws(view)
    rotation = pc.fill_null(view.annotations["rotation"], 0.0).to_numpy()
    yield _flaw(
        "rotation",
        np.flatnonzero(np.abs(rotation) > FULL_TURN),
        TURNED,
        lambda row: f"It is rotated by {rotation[row]:.4g} rad, more than a full turn; that may be degrees.",
    )


def _box_flaws(view: DatasetView, rows: Ids) -> Iterator[_Flaw]:
    labels = view.labels
    boxes = labels.boxes
    name = _namer(view)
    finite: Flags = np.asarray(np.isfinite(boxes).all(axis=1))
    bad = rows[~finite[rows]]
    yield _flaw("not_a_number", bad, NO_EXTENT, lambda r: f"The box labelled {name(r)} lacks a number.", _delete)
    rows = rows[finite[rows]]
    side = boxes[:, 2:].min(axis=1)
    flat = rows[side[rows] <= 0]
    yield _flaw("no_extent", flat, NO_EXTENT, lambda r: f"The box labelled {name(r)} has {_size(boxes[r])}.", _delete)
    tiny = rows[(side[rows] > 0) & (side[rows] < LEAST_SIDE)]
    yield _flaw("tiny", tiny, TINY, lambda r: f"The box labelled {name(r)} is only {_size(boxes[r])}.", _delete)
    width, height = _image_sizes(view)
    known = rows[(side[rows] > 0) & (width[rows] > 0) & (height[rows] > 0)]
    clipped = np.full_like(boxes, np.nan)
    clipped[known] = clip_boxes(boxes[known], width[known], height[known])
    inside = np.zeros(len(labels))
    inside[known] = np.prod(clipped[known, 2:] / boxes[known, 2:], axis=1)
    outside = known[inside[known] <= 0]
    yield _flaw("outside", outside, OUTSIDE, lambda r: f"The box labelled {name(r)} lies outside its image.", _delete)
    excess = np.zeros_like(boxes)
    excess[known] = _excess(boxes[known], width[known], height[known])
    out = known[(inside[known] > 0) & (excess[known].max(axis=1) > BEYOND)]
    yield _Flaw(
        "sticks_out",
        out,
        STICKS_OUT + (1 - STICKS_OUT) * (1 - inside[out]),
        lambda r: f"The box labelled {name(r)} sticks out of the image by {_where(excess[r])}.",
        lambda r: {"action": SuggestedAction.MOVE.value, "box": clipped[r].tolist()},
    )


def _polygon_flaws(view: DatasetView, rings: Rings) -> Iterator[_Flaw]:
    """Flaws of labels whose outline is polygons; of several rings the worst speaks, and all make up the area."""
    name = _namer(view)
    rows = np.unique(rings.row)
    corners = np.diff(rings.starts)
    few = np.unique(rings.row[corners < 3])
    yield _flaw("few_corners", few, FEW_CORNERS, lambda r: f"The outline of {name(r)} has fewer than three corners.")
    area = np.bincount(rings.row, ring_areas(rings.points, rings.starts), minlength=len(view.labels))
    flat = np.setdiff1d(rows[area[rows] <= 0], few)
    yield _flaw("no_area", flat, EMPTY_MASK, lambda r: f"The outline of {name(r)} encloses nothing.", _delete)
    crossing = np.unique(rings.row[rings_that_cross(rings.points, rings.starts)])
    yield _flaw("crosses_itself", crossing, CROSSING, lambda r: f"The outline of {name(r)} crosses itself.")
    bounds = ring_bounds(rings.points, rings.starts)
    low = np.full((len(view.labels), 2), np.inf)
    high = np.full((len(view.labels), 2), -np.inf)
    np.fmin.at(low, rings.row, bounds[:, :2])
    np.fmax.at(high, rings.row, bounds[:, :2] + bounds[:, 2:])
    around = np.column_stack((low[rows], high[rows] - low[rows]))
    solid = area[rows] > 0
    yield _mismatch(view, rows[solid], around[solid])


def _mask_flaws(view: DatasetView) -> Iterator[_Flaw]:
    name = _namer(view)
    rows, masks = read_masks(view.annotations)
    filled = mask_areas(masks) > 0
    yield _flaw("empty_mask", rows[~filled], EMPTY_MASK, lambda r: f"The mask of {name(r)} is empty.", _delete)
    yield _mismatch(view, rows[filled], mask_bounds(masks)[filled])


def _mismatch(view: DatasetView, rows: Ids, around: Boxes) -> _Flaw:
    """Labels whose box is not the box `around` their outline; the outline is taken to be right."""
    iou = paired_iou(view.labels.boxes[rows], around)
    # One pixel more or less is a matter of convention (the last pixel counts or not), not of shape.
    apart = np.abs(view.labels.boxes[rows] - around).max(axis=1) > 2 * BEYOND
    extent = view.labels.boxes[rows, 2:].min(axis=1)
    bad = np.flatnonzero((iou < MISMATCH) & apart & (extent > 0))
    of_row = dict(zip(rows[bad].tolist(), bad.tolist(), strict=True))
    name = _namer(view)
    return _Flaw(
        "unlike_outline",
        rows[bad],
        1 - iou[bad] / 2,
        lambda r: f"The box labelled {name(r)} overlaps the box around its own outline by {iou[of_row[r]]:.2f} only.",
        lambda r: {"action": SuggestedAction.MOVE.value, "box": around[of_row[r]].tolist()},
    )


def _keypoint_flaws(view: DatasetView) -> Iterator[_Flaw]:
    """Visible keypoints far outside the box."""
    column = view.annotations["keypoints"].combine_chunks()
    numbers = pc.list_flatten(column).to_numpy(zero_copy_only=False)
    owner = pc.list_parent_indices(column).to_numpy(zero_copy_only=False)
    if len(numbers) % 3 or not len(numbers):
        return
    row = owner[::3]
    x, y, visible = numbers.reshape(-1, 3).T
    boxes = view.labels.boxes[row]
    beyond_x = np.maximum(boxes[:, 0] - x, x - boxes[:, 0] - boxes[:, 2])
    beyond_y = np.maximum(boxes[:, 1] - y, y - boxes[:, 1] - boxes[:, 3])
    stray = (visible > 0) & ((beyond_x > STRAY * boxes[:, 2] + BEYOND) | (beyond_y > STRAY * boxes[:, 3] + BEYOND))
    count = np.bincount(row[stray], minlength=len(view.labels))
    name = _namer(view)
    yield _flaw(
        "stray_keypoint",
        np.flatnonzero(count),
        STRAY_POINT,
        lambda r: f"{count[r]} of the keypoints of {name(r)} lie{'s' if count[r] == 1 else ''} well outside its box.",
    )


def _flaw(
    code: str,
    rows: Ids,
    chance: float,
    words: Callable[[int], str],
    suggest: Callable[[int], Mapping[str, Any] | None] = lambda row: None,
) -> _Flaw:
    """A flaw with one chance for all; without a fix, only a person can tell."""
    return _Flaw(code, rows, np.full(len(rows), chance), words, suggest)


def _delete(_row: int) -> Mapping[str, Any]:
    return {"action": SuggestedAction.DELETE.value}


def _namer(view: DatasetView) -> Callable[[int], str]:
    return lambda row: view.class_names[int(view.labels.category[row])]


def _image_sizes(view: DatasetView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n,) width and height of the image of each label; 0 where unknown."""
    at = pc.index_in(pa.array(view.labels.image), value_set=view.images["id"].combine_chunks())
    return tuple(
        pc.fill_null(view.images[side].take(at).cast(pa.float64()), 0.0).to_numpy() for side in ("width", "height")
    )


def _excess(boxes: Boxes, width: NDArray[np.float64], height: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 4) px by which each box lies beyond the left, top, right and bottom border."""
    return np.column_stack(
        (-boxes[:, 0], -boxes[:, 1], boxes[:, 0] + boxes[:, 2] - width, boxes[:, 1] + boxes[:, 3] - height)
    )


def _where(excess: NDArray[np.float64]) -> str:
    sides = ("on the left", "at the top", "on the right", "at the bottom")
    return " and ".join(f"{by:.0f} px {side}" for by, side in zip(excess, sides, strict=True) if by > BEYOND)


def _size(box: NDArray[np.float64]) -> str:
    return f"{box[2]:.4g} × {box[3]:.4g} px"
