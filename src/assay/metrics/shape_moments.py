"""Hu's moments of labels, of their polygons or masks."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.geometry.rings import read_rings
from assay.metrics.hu_moments import hu_moments, ring_moments
from assay.metrics.view import View
from assay.model.level import Level


def shape_moments(view: View) -> NDArray[np.float64]:
    """(labels, 7) Hu's moments of each label; NaN without polygon or mask, or where its shape has no area.

    Polygons are taken exactly; of several the moments add up. Masks are the squares of their pixels. Both are measured
    from the corner of the box, so that no digits are lost far from the origin.
    """
    from assay.metrics.mask_moment_kernel import mask_moments  # numba takes 0.3 s to import

    labels, masks = view.labels, view.masks(Level.ANNOTATION)
    rings = read_rings(labels.rows)
    corner = np.nan_to_num(labels.boxes[rings.row, :2])
    points = rings.points - np.repeat(corner, np.diff(rings.starts), axis=0)
    raw = np.zeros((len(labels), 10))
    np.add.at(raw, rings.row, ring_moments(points, rings.starts))
    is_mask = pc.starts_with(pc.fill_null(labels.rows.column("segmentation"), ""), "{").to_numpy()
    rows = np.flatnonzero(is_mask & masks.has)
    raw[rows] = mask_moments(masks.number[rows], *masks.runs.packed())
    return hu_moments(raw)
