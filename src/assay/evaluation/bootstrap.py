"""How far average precision would move with another draw of images (F18): the bootstrap over images.

A draw takes as many images as there are, with replacement: image i counts `weights[i]` times, with all its labels and
predictions. The matches stay what they are, so that only the curves are counted again.
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
    """(repeats,) of each named figure of the summary; NaN for a draw in which no label counts for it.

    `weights` (repeats, images) says how often each draw takes each image; the images of `matches` are the numbers 0 to
    images - 1. Give two runs the same weights to compare them draw by draw. Of a prediction drawn twice both copies
    stand together, also among predictions of its score. A row of ones gives the figure itself.

    Raises
    ------
    ArrayError : the weights are of fewer images than were matched.
    """
    from assay.evaluation.bootstrap_kernels import count_draws  # numba takes 0.3 s to import

    draws = np.ascontiguousarray(weights, np.int32)
    images = 1 + max(matches.image.max(initial=-1), matches.label_image.max(initial=-1))
    if draws.ndim != 2 or draws.shape[1] < images:
        raise ArrayError(f"`weights` must have shape (repeats, {images}), got {draws.shape}.")
    config = matches.config
    recalls = np.array(() if config.every_recall else config.recalls, np.float64)
    figures = {figure.name: figure for figure in config.summary_figures()}
    counted: dict[tuple[int, int], tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
    drawn = {}
    for figure in (figures[name] for name in names):
        area, limit = list(config.areas).index(figure.area), config.max_detections[config.limit(figure.limit)]
        if (area, limit) not in counted:
            labels = matches.label_counts[:, area]
            counted[area, limit] = count_draws(
                matches.starts, matches.image, np.ascontiguousarray(matches.states[:, area]), matches.rank,
                matches.label_class[labels], matches.label_image[labels], draws, recalls, limit,
            )  # fmt: skip
        values = counted[area, limit][figure.is_recall][:, config.steps(figure.iou)].reshape(len(draws), -1)
        known = ~np.isnan(values)
        total = np.where(known, values, 0.0).sum(axis=1)
        drawn[figure.name] = np.divide(
            total, known.sum(axis=1), out=np.full(len(draws), np.nan), where=known.any(axis=1)
        )
    return drawn
