"""What a picture metric sees: the pixels of one image, or of the crop of one object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, upright. What several metrics need is computed at the first use and kept.

    pixels : (h, w, 3) uint8 RGB, perhaps smaller than stored; see `Metric.least_side`.
    width, height : in px, of the picture as it is stored, upright.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int

    @cached_property
    def grey(self) -> NDArray[np.float32]:
        """(h, w) 0.299 R + 0.587 G + 0.114 B, scaled to 0..1."""
        weights = np.array([0.299, 0.587, 0.114], np.float32) / 255
        grey: NDArray[np.float32] = self.pixels.astype(np.float32) @ weights
        return grey
