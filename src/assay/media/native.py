"""The values of a picture as its file stores them: how they are spread, and a window of them as grey or colour."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.media.decode_file import decode_file
from assay.media.image_file import read_image_file
from assay.media.orientation import Pixels
from assay.media.pixels import stretch, usual_window

Native: TypeAlias = NDArray[Any]
"""Upright: (h, w) or (h, w, 3) values of more than 8 bits, integer or floating point, else (h, w, 3) uint8."""

Window: TypeAlias = tuple[float, float]
"""The native values that become black and white."""

BINS = 128
"""Bars of a histogram of native values."""

_FULL: Window = (0.0, 255.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """How the native values of one picture are spread.

    type : of a value, as numpy names it. full : least and greatest value that is there; 0 and 255 for 8 bits.
    shown : the window that the picture is shown with when nobody asks for another. auto : the middle 99 % of values.
    counts : values in each of `BINS` equal bars over `full`; of a colour picture those of all channels.
    """

    type: str
    full: Window
    shown: Window
    auto: Window
    counts: list[int]


def read_native(path: str | os.PathLike[str]) -> Native:
    """The image at `path` with its values as stored; the first frame of an animation.

    Raises
    ------
    MediaMissing, MediaUnreadable, MediaTooLarge : as `decode`.
    """
    decoded = decode_file(read_image_file(path))
    return decoded.pixels if decoded.native is None else decoded.native


def spread_of(values: Native) -> Spread:
    """How `values` are spread. What is not finite is counted nowhere."""
    auto = usual_window(values)
    if values.dtype == np.uint8:
        by_value = np.bincount(values.ravel(), minlength=256)
        middle = (auto[0], min(auto[1], 255.0))  # one value alone is shown on a scale of 16 bits
        return Spread("uint8", _FULL, _FULL, middle, by_value.reshape(BINS, -1).sum(axis=1).tolist())
    finite = values[np.isfinite(values)]
    full = (float(finite.min()), float(finite.max())) if finite.size else auto
    if full[0] == full[1]:
        full = auto
    counts = np.histogram(finite, BINS, full)[0]
    return Spread(values.dtype.name, full, auto, auto, counts.tolist())


def show_window(values: Native, window: Window) -> Pixels:
    """`values` as (h, w, 3) pixels, the lower end of `window` black and the upper one white; each channel alike."""
    if values.dtype.kind == "u" and values.dtype.itemsize <= 2:  # each value once, not each pixel
        shown = stretch(np.arange(np.iinfo(values.dtype).max + 1), *window)[values]
    else:
        shown = stretch(values, *window)
    return shown if shown.ndim == 3 else np.repeat(shown[:, :, None], 3, axis=2)
