"""Named array types and the checks that raise when an array is not what its name says."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.errors import ArrayError

Boxes: TypeAlias = NDArray[np.float64]
"""(n, 4) float64: x, y, width, height in pixels of the stored image; x, y is the top left corner."""

Scores: TypeAlias = NDArray[np.float64]
"""(n,) float64 in 0..1."""

Ids: TypeAlias = NDArray[np.int64]
"""(n,) int64, dense and stable for ever."""

Labels: TypeAlias = NDArray[np.int32]
"""(n,) int32 class ids."""

Flags: TypeAlias = NDArray[np.bool_]
"""(n,) bool."""

Probabilities: TypeAlias = NDArray[np.float64]
"""(n, k) float64: one row per item, one column per class, each row summing to one."""


def as_boxes(values: Any, *, name: str = "boxes") -> Boxes:
    """`values` as (n, 4) float64; raise `ArrayError` with the expected and the actual shape."""
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0:
        return array.reshape(0, 4)
    if array.ndim != 2 or array.shape[1] != 4:
        raise ArrayError(f"`{name}` must have shape (n, 4), got {array.shape}.", hint="Give rows of x, y, w, h.")
    return array


def check_same_length(**arrays: NDArray[Any]) -> int:
    """The common length of the named arrays; raise `ArrayError` naming each length when they differ."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ArrayError(f"These arrays must have the same length: {told}.")
    return next(iter(lengths.values()), 0)
