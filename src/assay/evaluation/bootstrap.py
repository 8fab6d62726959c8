"""How far average precision would move on other images (F18): the bootstrap over images.

A resample takes as many images as there are, with replacement: image i counts `weights[i]` times, with all its labels
and predictions. The matches stay what they are, so that only the curves are counted again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError
from assay.evaluation.coco import CocoMatches


def bootstrap_average_precision(
    matches: CocoMatches, weights: Ids, *, names: Sequence[str] = ("AP", "AP50")
) -> dict[str, NDArray[np.float64]]:
    """(repeats,) of each named figure of the summary; NaN for a resample in which no label counts for it.

    `weights` (repeats, images) says how often each resample takes each image; the images of `matches` are the numbers
    0 to images - 1. Give two runs the same weights to compare them one by one. Of a prediction taken twice both copies
    stand together, also among predictions of its score. A row of ones gives the figure itself.

    Raises
    ------
    ArrayError : the weights are of fewer images than were matched.
    """
    from assay.evaluation.bootstrap_kernels import count_resamples  # numba takes 0.3 s to import

    resamples = np.ascontiguousarray(weights, np.int32)
    images = 1 + max(matches.image.max(initial=-1), matches.label_image.max(initial=-1))
    if resamples.ndim != 2 or resamples.shape[1] < images:
        raise ArrayError(f"`weights` must have shape (repeats, {images}), got {resamples.shape}.")
    config = matches.config
    recalls = np.array(() if config.every_recall else config.recalls, np.float64)
    figures = {figure.name: figure for figure in config.summary_figures()}
    counted: dict[tuple[int, int], tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
    resampled = {}
    for figure in (figures[name] for name in names):
        area, limit = list(config.areas).index(figure.area), config.max_detections[config.limit(figure.limit)]
        if (area, limit) not in counted:
            labels = matches.label_counts[:, area]
            counted[area, limit] = count_resamples(
                matches.starts, matches.image, np.ascontiguousarray(matches.states[:, area]), matches.rank,
                matches.label_class[labels], matches.label_image[labels], resamples, recalls, limit,
            )  # fmt: skip
        values = counted[area, limit][figure.is_recall][:, config.steps(figure.iou)].reshape(len(resamples), -1)
        known = ~np.isnan(values)
        total = np.where(known, values, 0.0).sum(axis=1)
        resampled[figure.name] = np.divide(
            total, known.sum(axis=1), out=np.full(len(resamples), np.nan), where=known.any(axis=1)
        )
    return resampled
