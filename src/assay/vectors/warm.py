"""Compile the kernels of vectors before someone waits for them; see `evaluation/warm`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def warm_vector_kernels(*, until: Callable[[], bool] = lambda: False) -> int:
    """Call every kernel once, unless `until` says to stop; return in how many steps."""
    if until():
        return 0
    from assay.vectors.index_kernel import keep_nearest, keep_nearest_of_nearest

    rows, cosines = np.full((2, 1), -1, np.int32), np.full((2, 1), -2, np.float32)
    points = np.eye(2, dtype=np.float32)
    keep_nearest(points, np.arange(2), 0, rows, cosines)
    keep_nearest_of_nearest(points, rows.copy(), rows, cosines)
    from assay.vectors.line_kernel import walk_chunks

    walk_chunks(np.eye(3, dtype=np.float32), np.arange(3), np.array([3]))
    return 1
