"""Other pictures of the same thing: crops moved, scaled and lit anew, for an embedder that learns without labels."""

from __future__ import annotations

import numpy as np

from assay.embeddings.crop_kernel import cut_window
from assay.embeddings.embedder import Crops

_LEAST_SHARE = 0.5  # of the side that is kept
_STRETCH = 0.15  # how much wider or taller, as a share
_LIGHT, _CONTRAST, _TINT = 0.25, 0.3, 0.1  # at most: a share of the full range, and logarithms of factors


def augmented(crops: Crops, rng: np.random.Generator) -> Crops:
    """(n, side, side, 3): of each crop a part, resized, with other light, contrast and tint.

    Nothing is mirrored or turned: that changes what letters and signs mean.
    """
    count, side = crops.shape[:2]
    size = side * rng.uniform(_LEAST_SHARE, 1, (count, 1)) * (1 + rng.uniform(-_STRETCH, _STRETCH, (count, 2)))
    size = np.minimum(size, side)
    corners = rng.uniform(0, 1, (count, 2)) * (side - size)
    out = np.empty_like(crops)
    for row in range(count):
        (x, y), (width, height) = corners[row], size[row]
        cut_window(crops[row], (x, y, width, height), out[row])
    contrast = np.exp(rng.uniform(-_CONTRAST, _CONTRAST, (count, 1)) + rng.uniform(-_TINT, _TINT, (count, 3)))
    light = 255 * _LIGHT * rng.uniform(-1, 1, (count, 1))
    lit = (out - np.float32(128)) * contrast[:, None, None].astype(np.float32) + light[:, None, None].astype(np.float32)
    return np.asarray(np.clip(lit + 128, 0, 255), np.uint8)
