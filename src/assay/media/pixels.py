"""From whatever a decoder gives to (h, w, 3) uint8: grey, palette, alpha, CMYK, 16 bits and floats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assay.media.orientation import Pixels

_UNDER_ALPHA = (160, 160, 160)  # neither black nor white ink on a transparent ground vanishes on it
_WINDOW = (0.5, 99.5)  # percentiles that become black and white
_SAMPLE = 1_000_000  # values that the percentiles are taken from


def as_pixels(image: Image.Image) -> Pixels:
    """A loaded Pillow image as pixels. One channel of more than 8 bits is windowed, see `window`."""
    if image.mode.startswith(("I", "F")):
        grey = window(np.asarray(image))
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, (*_UNDER_ALPHA, 255))
        image = Image.alpha_composite(ground, layer)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def window(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Grey values of any depth as uint8, so that the middle 99 % of them fill the range from black to white.

    Sensors write 10, 12 or 14 bits into 16, so a fixed scale would show black. Non-finite values are black. An
    image of one value stays on the scale of its type.
    """
    return stretch(values, *usual_window(values))


def usual_window(values: NDArray[np.generic]) -> tuple[float, float]:
    """The values that `window` makes black and white; 0 and 1 where none is finite."""
    seen = values[np.isfinite(values)]
    if not seen.size:
        return 0.0, 1.0
    low, high = np.percentile(seen[:: max(1, seen.size // _SAMPLE)].astype(np.float64), _WINDOW).tolist()
    return (low, high) if high > low else (0.0, _full_scale(values.dtype, float(seen[0])))


def stretch(values: NDArray[np.generic], low: float, high: float) -> NDArray[np.uint8]:
    """Grey values as uint8, `low` and below black, `high` (which lies above it) and beyond white, between them evenly.

    What is not finite is black.
    """
    numbers = np.nan_to_num(values.astype(np.float32), nan=low, posinf=low, neginf=low)
    scaled = np.clip((numbers - low) * (255.0 / (high - low)), 0, 255)
    grey: NDArray[np.uint8] = (scaled + 0.5).astype(np.uint8)
    return grey


def _full_scale(kind: np.dtype[np.generic], value: float) -> float:
    """White for an image of the single value `value`: the type's own, unless the value lies beyond 16 bits."""
    if kind.kind == "f":
        return max(1.0, value)
    return max(65_535.0, value)
