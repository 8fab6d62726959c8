"""How much of each image its objects cover together."""

from __future__ import annotations

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.geometry.boxes import clip_boxes, to_corners
from assay.geometry.drawn_masks import draw_masks
from assay.geometry.rotated import rotated_corners
from assay.metrics.view import View
from assay.model.level import Level


def covered_areas(view: View) -> NDArray[np.float64]:
    """(images,) px² of each image that its labels cover together, inside the image; NaN where its size is unknown.

    Of upright boxes alone the area is exact. Where an image has a polygon, a mask or a turned box, all shapes of it
    are drawn, and pixels are counted. Labels of a whole image cover nothing.
    """
    from assay.metrics.union_kernels import box_unions  # numba takes 0.3 s to import

    labels, size = view.labels, view.images.size
    has_box = np.isfinite(labels.boxes).all(axis=1) & ~labels.whole
    drawn = view.masks(Level.ANNOTATION).has | (has_box & (np.nan_to_num(labels.rotation) != 0))
    in_drawn = np.zeros(len(view.images), np.bool_)
    in_drawn[labels.image[drawn]] = True
    plain = np.flatnonzero(has_box & ~in_drawn[labels.image] & (size[labels.image] > 0).all(axis=1))
    inside = clip_boxes(labels.boxes[plain], *np.ascontiguousarray(size[labels.image[plain]].T))
    areas = box_unions(to_corners(inside), np.searchsorted(labels.image[plain], np.arange(len(size) + 1)))
    areas += _drawn_areas(view, np.flatnonzero((drawn | has_box) & in_drawn[labels.image]))
    return np.where((size > 0).all(axis=1), areas, np.nan)


def _drawn_areas(view: View, rows: Ids) -> NDArray[np.float64]:
    """(images,) pixels that the labels `rows` cover; a label without a mask is drawn as its box lies."""
    from assay.metrics.union_kernels import mask_unions

    if not len(rows):
        return np.zeros(len(view.images))
    labels = view.labels
    corners = rotated_corners(labels.boxes[rows], np.nan_to_num(labels.rotation[rows])).reshape(-1, 8)
    has_mask = view.masks(Level.ANNOTATION).has[rows]
    own = labels.rows.column("segmentation").take(pa.array(rows)).to_pylist()
    texts = [
        text if has else orjson.dumps([ring]).decode()
        for text, has, ring in zip(own, has_mask.tolist(), corners.tolist(), strict=True)
    ]
    masks = draw_masks(pa.chunked_array([pa.array(texts, pa.string())]), view.frame_size(Level.ANNOTATION)[rows])
    image = labels.image[rows[masks.has]]
    offsets = np.searchsorted(image, np.arange(len(view.images) + 1))
    return mask_unions(masks.runs.edges, masks.runs.starts, offsets)
