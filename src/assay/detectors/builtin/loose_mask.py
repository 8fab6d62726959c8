"""Masks that leak over their object, or fall short of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Flags, Ids
from assay.detectors.alike import median_in_groups, size_bands
from assay.detectors.detector import Need, detector
from assay.detectors.looseness import looseness
from assay.detectors.outline_fit import DEPTH, OutlineFit, drawn_mask, outline_fit
from assay.detectors.pairing import mutual_best
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.evaluation.overlaps import Overlaps
from assay.geometry.boxes import box_areas
from assay.geometry.run_lengths import Frames
from assay.model.issue import IssueKind

LIKELY_WRONG = 0.01
"""A mask is raised when the chance that it is loose reaches this; the list is ordered by it."""

TIGHT = 0.04
"""How far apart outlines are, as a share of the object's size, up to which a mask is as good as people paint them."""

FAR = 0.1
"""The share of the size at which outlines are so far apart that the gap is 1 - 1/e."""

KIN = 10.0
"""How many masks of its kind the masks of all classes count as, so that a rare class is not judged by itself alone."""


@detector(
    slug="loose_mask",
    version=2,
    kind=IssueKind.WRONG_PIXELS,
    title="Masks that leak or fall short",
    rule=f"The outline is more than {100 * TIGHT:.0f} % of the object's size off that of the predicted mask, "
    "and farther than "
    "is usual in the set.",
    needs={Need.RUN},
    whole_set=True,
    learns_from={Need.MASKS},
)
def loose_mask(view: DatasetView) -> pa.Table:
    """Masks whose outline fits their object worse than outlines of the set usually do.

    What it measures
    ----------------
    For each label with a mask and the prediction with a mask that is its best fit (and it the prediction's, by
    their boxes), how far the outlines lie apart: the root mean square r of the distances of all pixels of both
    outlines to the other outline, as a share of the square root of the smaller area. The gap 1 - exp(-r / 0.1) is
    judged as `loose_box` judges gaps of boxes, beside what is usual for predictions of similar confidence and of
    the class: good ones follow a log-normal distribution, loose ones any gap between 0.2 and 0.8, both fitted
    by expectation-maximisation. Score = 1 - the chance that it is one of the loose ones. IoU, boundary IoU and the
    Hausdorff distance (the largest of the distances) are told beside.

    Why it matters
    --------------
    A mask may fill its box exactly and still miss a limb or spill into the background; no score of boxes sees it.

    When it misleads
    ----------------
    Where the model's masks are coarse (a quarter of the picture's size, enlarged), all outlines agree less, and
    only gross slips stand out. Masks with holes differ by habit: some paint the hole of a cup, some do not.

    Example
    -------
    "The outline labelled dog lies 11 % of its size off the prediction at 0.93, 3 % is usual here; it leaks up to
    23 px."

    Reference
    ---------
    M46, M48 and M63 of the metric definitions, of masks. B. Cheng et al., "Boundary IoU", CVPR 2021;
    Tkachenko, Thyagarajan, Mueller, "ObjectLab", arXiv 2309.00832, 2023.
    """
    pairs = mutual_best(view)
    rows, fits = _compared(view, pairs)
    if not len(rows):
        return no_suspects()
    g, p = pairs.label[rows], pairs.prediction[rows]
    labels, predicted = view.labels, view.predicted
    apart = np.array([one.share_off for one in fits])
    chance = looseness(1 - np.exp(-apart / FAR), predicted.score[p], labels.category[g]).chance
    usual = median_in_groups(size_bands(labels.category[g], box_areas(labels.boxes[g])), apart, weight=KIN)
    raised = np.flatnonzero((chance >= LIKELY_WRONG) & (apart > TIGHT))
    return suspects(
        IssueKind.WRONG_PIXELS,
        image=labels.image[g[raised]],
        annotation=labels.id[g[raised]],
        prediction=predicted.id[p[raised]],
        category=labels.category[g[raised]],
        score=1 - chance[raised],
        evidence=[
            _evidence(
                view.class_names[int(labels.category[g[at]])],
                fits[at],
                usual=float(usual[at]),
                confidence=float(predicted.score[p[at]]),
            )
            for at in raised.tolist()
        ],
        suggestion=[None] * len(raised),
    )


def _compared(view: DatasetView, pairs: Overlaps) -> tuple[list[int], list[OutlineFit]]:
    """The pairs of which both have a mask that can be drawn, and how well they agree."""
    both = _has_mask(view.annotations)[pairs.label] & _has_mask(view.predictions)[pairs.prediction]
    frames = _frames(view, view.labels.image[pairs.label])
    rows, fits = [], []
    for row in np.flatnonzero(both & (frames > 0).all(axis=1)).tolist():
        height, width = frames[row].tolist()
        found = _fit(view, int(pairs.label[row]), int(pairs.prediction[row]), frame=(height, width))
        if found is not None:
            rows.append(row)
            fits.append(found)
    return rows, fits


def _frames(view: DatasetView, image: Ids) -> Frames:
    """(n, 2) height and width in px of images; 0 where unknown."""
    ids = view.images["id"].to_numpy()
    order = np.argsort(ids)
    at = order[np.searchsorted(ids, image, sorter=order)]
    sides = [pc.fill_null(view.images[name], 0).to_numpy().astype(np.int64)[at] for name in ("height", "width")]
    return np.stack(sides, axis=1)


def _has_mask(rows: pa.Table) -> Flags:
    return np.asarray(pc.is_valid(rows["segmentation"]), np.bool_)


def _fit(view: DatasetView, label: int, prediction: int, *, frame: tuple[int, int]) -> OutlineFit | None:
    height, width = frame
    boxes = np.stack([view.labels.boxes[label], view.predicted.boxes[prediction]])
    low = np.floor(boxes[:, :2].min(axis=0)).clip(0)
    high = np.ceil((boxes[:, :2] + boxes[:, 2:]).max(axis=0)).clip(max=(width, height))
    if (high <= low).any():
        return None
    window = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    texts = view.annotations["segmentation"][label].as_py(), view.predictions["segmentation"][prediction].as_py()
    one, other = (drawn_mask(text, frame, window) for text in texts)
    if one is None or other is None:
        return None
    depth = max(1, round(DEPTH * math.hypot(width, height)))
    return outline_fit(one, other, depth=depth, corner=window[:2])


def _evidence(name: str, fit: OutlineFit, *, usual: float, confidence: float) -> dict[str, Any]:
    slip = "leaks" if fit.spilt >= fit.lacking else "falls short by"
    return {
        "sentence": f"The outline labelled {name} lies {100 * fit.share_off:.0f} % of its size off the prediction at "
        f"{confidence:.2f}, {100 * usual:.0f} % is usual here; it {slip} up to {fit.hausdorff:.0f} px.",
        "share_off": fit.share_off,
        "usual_share_off": usual,
        "iou": fit.iou,
        "boundary_iou": fit.boundary_iou,
        "hausdorff": fit.hausdorff,
        "confidence": confidence,
        "other_boxes": [fit.place] if fit.place else [],
    }
