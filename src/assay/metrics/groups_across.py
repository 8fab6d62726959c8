"""Groups of images that lie in more than one split."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def across_splits(groups: pa.ChunkedArray, splits: pa.ChunkedArray) -> NDArray[np.float64]:
    """(n,) the group of each image where the group has images of two named splits or more, else NaN."""
    codes = splits.combine_chunks().dictionary_encode().indices
    split = np.asarray(pc.fill_null(codes, -1), np.int64)
    group = np.asarray(pc.fill_null(groups.cast(pa.int64()), -1), np.int64)
    placed = (group >= 0) & (split >= 0)
    pairs = np.unique(np.stack([group[placed], split[placed]], axis=1), axis=0)
    number, count = np.unique(pairs[:, 0], return_counts=True)
    return np.where(placed & np.isin(group, number[count > 1]), group, np.nan)
