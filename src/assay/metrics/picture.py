"""What a picture metric sees: the pixels of one image, or of the crop of one object."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assay.errors import ArrayError

if TYPE_CHECKING:
    from assay.media.decode_file import Decoded
    from assay.media.facts import Facts
    from assay.media.image_file import ImageFile

_SAMPLE, _SAMPLE_ROWS = 1 << 14, 40
_WORKING_SIDE = 160
_REDUCED_SIDE = 640
_SMALL_SIDE = 320


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """The tones of every pixel of a picture, 0..255.

    mean, deviation : of all values of all channels. widest : the largest difference between two channels of a pixel.
    least, most : of grey.
    """

    mean: float
    deviation: float
    widest: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What was counted in a sample of a picture's pixels.

    levels : (256,) how often each grey stands. perceived : (1021,) each perceived brightness, in steps of 1/1020.
    hues : (180,) each hue, in steps of 2°, of pixels that have a colour: saturation 50 and value 40 of 255 at least.
    colourless : pixels that have none. saturation : mean, 0..1.
    cast : how far the mean pixel lies from grey, in a* and b* of CIE Lab.
    """

    levels: NDArray[np.uint32]
    perceived: NDArray[np.uint32]
    hues: NDArray[np.uint32]
    colourless: int
    saturation: float
    cast: float


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, upright. What several metrics need is computed at the first use and kept.

    pixels : (h, w, 3) uint8 RGB, perhaps smaller than stored; see `Metric.least_side`. (0, 0, 3) where the file
        could not be decoded: only metrics of `least_side` 0 are given such a picture.
    width, height : in px, of the picture as it is stored, upright; of a crop, its own.
    native : (h, w) or (h, w, 3) values of more than 8 bits, as stored; None where `pixels` hold all there is.
    bits : of a stored value; None where that is unknown: floating point, or bits that the decoder dropped.
    grid : where the blocks of 8 x 8 of a JPEG start, as an offset 0..7 from the left and the upper edge.
    file : the file it was read from; None for a crop, and for a picture that came as an array.
    problem : why `pixels` are empty. damage : what the decoder complained of before it went on.
    whole, box : of the crop of an object, the picture it was cut from, and x, y, width, height of its box in there.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    native: NDArray[Any] | None = None
    bits: int | None = 8
    grid: tuple[int, int] = (0, 0)
    file: ImageFile | None = None
    problem: str = ""
    damage: str = ""
    whole: Picture | None = None
    box: tuple[float, float, float, float] | None = None

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Picture:
        """A picture that is all there is: (h, w, 3) uint8 RGB."""
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
            raise ArrayError(f"`pixels` must be (h, w, 3) uint8, got {pixels.shape} {pixels.dtype}.")
        return cls(pixels, pixels.shape[1], pixels.shape[0])

    @classmethod
    def decoded(cls, decoded: Decoded, file: ImageFile) -> Picture:
        """The whole image in `file`."""
        height, width = decoded.pixels.shape[:2]
        grid = (0, 0)
        if file.header is not None:
            width, height = file.header.displayed
            grid = _grid(file.header.orientation, width, height)
        return cls(decoded.pixels, width, height, decoded.native, decoded.bits, grid, file, "", decoded.damage)

    def crop(self, left: int, top: int, right: int, bottom: int) -> Picture:
        """The part from column `left` and row `top` up to, not including, `right` and `bottom`: a view, not a copy."""
        return Picture(
            self.pixels[top:bottom, left:right],
            right - left,
            bottom - top,
            None if self.native is None else self.native[top:bottom, left:right],
            self.bits,
            ((self.grid[0] - left) % 8, (self.grid[1] - top) % 8),
        )

    @property
    def stored(self) -> NDArray[Any]:
        """The values as stored: `native` where there are more than 8 bits, else `pixels`."""
        return self.pixels if self.native is None else self.native

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        """(h, w) 0.299 R + 0.587 G + 0.114 B of `pixels`, rounded, 0..255."""
        return self._tones[0]

    @property
    def tones(self) -> Tones:
        """Mean, deviation and range, of every pixel."""
        return self._tones[1]

    @cached_property
    def _tones(self) -> tuple[NDArray[np.uint8], Tones]:
        from assay.metrics.tone_kernels import tally

        grey = np.empty(self.pixels.shape[:2], np.uint8)
        return grey, Tones(*tally(np.ascontiguousarray(self.pixels).reshape(-1), grey.reshape(-1)))

    @cached_property
    def sample(self) -> Sample:
        """How often each tone and hue stands; of a large picture in 40 rows or more, spread evenly."""
        from assay.metrics.sample_kernels import HUES, count_sample

        pixels = np.ascontiguousarray(self.pixels)
        height, width = pixels.shape[:2]
        step = max(1, min(height * width // _SAMPLE, height // _SAMPLE_ROWS))
        levels, perceived, hues, saturation, a, b = count_sample(pixels, step)
        return Sample(levels, perceived, hues[:HUES], int(hues[HUES]), saturation, math.hypot(a, b))

    @cached_property
    def reduced(self) -> NDArray[np.uint8]:
        """`grey`, halved until its longer side is below 640."""
        return _halved(self.grey, _REDUCED_SIDE)

    @cached_property
    def small(self) -> NDArray[np.uint8]:
        """`grey`, halved until its longer side is below 320."""
        return _halved(self.reduced, _SMALL_SIDE)

    @cached_property
    def working(self) -> NDArray[np.uint8]:
        """Grey with the longer side 160, larger or smaller than stored: by area, so that no resolution is favoured."""
        from assay.metrics.resample import Filter, resample

        height, width = self.small.shape
        scale = _WORKING_SIDE / max(height, width)
        return resample(self.small, max(1, round(width * scale)), max(1, round(height * scale)), by=Filter.AREA)

    @cached_property
    def detail(self) -> float:
        """Variance of the Laplacian of `working`, of grey in 0..1; NaN below 3 x 3 pixels."""
        return laplacian_variance(self.working) if min(self.grey.shape) >= 3 else math.nan

    @cached_property
    def facts(self) -> Facts | None:
        """What its file carries beside the pixels; None without a file, and where the header cannot be read."""
        from assay.media.facts import facts_of

        return None if self.file is None else facts_of(self.file)


def laplacian_variance(grey: NDArray[np.uint8]) -> float:
    """Variance of 4 times a pixel less its four neighbours, of grey in 0..1; NaN below 3 x 3 pixels.

    Of a large picture only every so-manieth row is looked at.
    """
    from assay.metrics import tone_kernels

    if min(grey.shape) < 3:
        return math.nan
    return tone_kernels.laplacian_variance(grey, max(1, grey.size // (4 * _SAMPLE))) / 255**2


def _halved(grey: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """`grey`, halved until its longer side is below `side`."""
    from assay.metrics.tone_kernels import halve

    while max(grey.shape) >= side and min(grey.shape) > 1:
        half = np.empty((grey.shape[0] // 2, grey.shape[1] // 2), np.uint8)
        halve(grey, half)
        grey = half
    return grey


def _grid(orientation: int, width: int, height: int) -> tuple[int, int]:
    """Where the blocks of a stored JPEG start once it stands upright as `width` x `height`."""
    mirrors_x, mirrors_y = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    return (width % 8 if mirrors_x else 0, height % 8 if mirrors_y else 0)
