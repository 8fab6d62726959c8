"""Arrays as kernels take them: in one piece of memory of their own.

Numba compiles a kernel anew for each kind of array, and a read-only one, as those from Arrow are, is of another kind.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags


def plain(values: NDArray[Any]) -> NDArray[np.float64]:
    """The numbers as float64; a copy only where they are not such an array already."""
    return np.require(values, np.float64, ("C", "W"))


def plain_flags(values: Flags | None, count: int) -> Flags:
    """The flags; `count` that are not set for None."""
    return np.zeros(count, np.bool_) if values is None else np.require(values, np.bool_, ("C", "W"))
