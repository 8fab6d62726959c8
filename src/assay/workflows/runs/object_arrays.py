"""Rows of labels and predictions as arrays."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Boxes, Flags, Ids
from assay.geometry.rotated import Angles

_BOX = ("x", "y", "w", "h")
_SHARED = ("id", "image_id", "category_id", "kind", *_BOX, "rotation")
LABEL_COLUMNS = (*_SHARED, "is_crowd", "ignore")
"""The columns of labels that matching reads."""
PREDICTION_COLUMNS = (*_SHARED, "score")
"""The columns of predictions that matching reads."""


def boxes_of(rows: pa.Table) -> Boxes:
    """(n, 4) x, y, w, h of the rows, NaN where there is no box."""
    columns = [pc.fill_null(rows.column(name), np.nan).to_numpy() for name in _BOX]
    return np.stack(columns, axis=1) if rows.num_rows else np.empty((0, 4))


def angles_of(rows: pa.Table) -> Angles | None:
    """(n,) rotation of each row in radians, NaN where it has none; None where no row has one."""
    angles = rows.column("rotation")
    return None if angles.null_count == len(angles) else pc.fill_null(angles, np.nan).to_numpy()


def ints_of(rows: pa.Table, name: str) -> Ids:
    """(n,) a column of whole numbers, which has no NULL."""
    return np.asarray(rows.column(name), dtype=np.int64)


def flags_of(rows: pa.Table, name: str) -> Flags:
    """(n,) a column of flags, which has no NULL."""
    return np.asarray(rows.column(name), dtype=np.bool_)
