"""Average precision where a label of one class may be answered by predictions of some others (F16).

First predictions and labels of one class are matched as COCO has it. Then each prediction that found none takes, by
falling score, the free label of an allowed class that it overlaps most. It is right for the class of that label, and is
not held against its own. So what COCO counts as right stays right, and no class loses by a pair that is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, as_boxes
from assay.errors import ArrayError
from assay.evaluation.coco import CocoMatches, CocoRows
from assay.evaluation.coco_config import CocoConfig
from assay.evaluation.kernel_arrays import plain, plain_flags


def match_allowed(
    labels: CocoRows,
    predictions: CocoRows,
    *,
    class_ids: Ids | Sequence[int],
    allowed: Mapping[int, Collection[int]],
    config: CocoConfig | None = None,
) -> CocoMatches:
    """Match boxes at every threshold; `allowed` has the classes whose predictions may answer a label, besides its own.

    Rows of classes that are not in `class_ids`, and predictions without a score (NaN), are left out.

    Raises
    ------
    ArrayError : the shapes are no boxes.
    """
    from assay.evaluation.allowed_kernels import match_images  # numba takes 0.3 s to import
    from assay.evaluation.grouping import number_images

    if not (isinstance(labels.shapes, np.ndarray) and isinstance(predictions.shapes, np.ndarray)):
        raise ArrayError("Only boxes can be matched with other classes.", hint="Masks and keypoints go class by class.")
    config = config or CocoConfig()
    ids = np.asarray(class_ids, np.int64)
    truth, found = _known(labels, ids), _known(predictions, ids)
    klass, pred_class = (_numbers(np.asarray(rows.category, np.int64), ids) for rows in (truth, found))
    image, pred_image, count = number_images(np.asarray(truth.image, np.int64), np.asarray(found.image, np.int64))
    falling, rank = _falling(found, pred_image, pred_class, count)
    crowd = plain_flags(truth.crowd, len(truth))
    ignored = plain_flags(truth.ignore, len(truth)) | crowd
    area = plain(truth.area)
    may_answer = _pairs(allowed, ids)
    states, taken = match_images(
        falling, rank, pred_image, pred_class, image, klass, may_answer, plain(as_boxes(found.shapes)),
        plain(as_boxes(truth.shapes)), area, plain(found.area), ignored, crowd, config.ranges(),
        np.array(config.ious), int(config.max_detections[-1]), count,
    )  # fmt: skip
    answering = [np.flatnonzero(may_answer[k][pred_class[falling]]) for k in range(len(ids))]
    rows = np.concatenate([np.empty(0, np.int64), *answering])
    for_class = np.repeat(np.arange(len(ids)), [len(part) for part in answering])
    return CocoMatches(
        config, np.searchsorted(for_class, np.arange(len(ids) + 1)), np.asarray(found.image, np.int64)[falling[rows]],
        np.asarray(found.score, np.float64)[falling[rows]],
        _credited(states[rows], taken[rows], klass, for_class, pred_class[falling[rows]]),
        rank[rows], np.asarray(truth.image, np.int64), klass, config.counts(area, ignored),
    )  # fmt: skip


def _credited(
    states: NDArray[np.int8], taken: NDArray[np.int32], klass: Ids, for_class: Ids, own: Ids
) -> NDArray[np.int8]:
    """(p, A, T) states of predictions seen from the class that each row stands for, `for_class` (p,)."""
    from assay.evaluation.coco_kernels import LEFT_OUT, RIGHT

    of_label = np.append(klass, -1)[taken]
    here = np.where(states == RIGHT, of_label == for_class[:, None, None], (own == for_class)[:, None, None])
    return np.where(here, states, np.int8(LEFT_OUT))


def _known(rows: CocoRows, ids: Ids) -> CocoRows:
    """The rows of known classes, predictions with a score."""
    keep = np.isin(np.asarray(rows.category, np.int64), ids)
    if rows.score is not None:
        keep &= ~np.isnan(rows.score)
    return rows if keep.all() else rows.take(keep)


def _numbers(category: Ids, ids: Ids) -> Ids:
    order = np.argsort(ids, kind="stable")
    return order[np.searchsorted(ids, category, sorter=order)]


def _falling(rows: CocoRows, image: Ids, klass: Ids, images: int) -> tuple[Ids, NDArray[np.int32]]:
    """(p,) rows by falling score (ties: image, then row), and the rank of each in its class and image."""
    from assay.evaluation.coco_kernels import falling_order, stable_order

    by_image, _ = stable_order(image, np.arange(len(rows)), images)
    score = np.asarray(rows.score, np.float64) + 0.0  # -0 is 0
    falling = falling_order(score.view(np.uint64), by_image)
    cell = image[falling] * (klass.max(initial=0) + 1) + klass[falling]
    order = np.argsort(cell, kind="stable")
    first = np.searchsorted(cell[order], cell[order])
    rank = np.empty(len(rows), np.int32)
    rank[order] = np.arange(len(rows)) - first
    return falling, rank


def _pairs(allowed: Mapping[int, Collection[int]], ids: Ids) -> Flags:
    """(K, K) whether a label of the row's class may be answered by a prediction of the column's; its own always may."""
    place = {int(one): at for at, one in enumerate(ids)}
    pairs = np.eye(len(ids), dtype=bool)
    for label, answers in allowed.items():
        for answer in answers:
            if label in place and answer in place:
                pairs[place[label], place[answer]] = True
    return pairs
