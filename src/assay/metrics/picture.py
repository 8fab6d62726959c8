"""What a picture metric sees: the pixels of one image, or of the crop of one object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.media.decode_file import Decoded
from assay.media.image_file import ImageFile


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, upright. What several metrics need is computed at the first use and kept.

    pixels : (h, w, 3) uint8 RGB, perhaps smaller than stored; see `Metric.least_side`. (0, 0, 3) where the file
        could not be decoded: only metrics of `least_side` 0 are given such a picture.
    width, height : in px, of the picture as it is stored, upright; of a crop, its own.
    native : (h, w) values of more than 8 bits, as stored; None where `pixels` hold all there is.
    bits : of a stored value; None where that is unknown: floating point, or bits that the decoder dropped.
    grid : where the blocks of 8 x 8 of a JPEG start, as an offset 0..7 from the left and the upper edge.
    file : the file it was read from; None for a crop, and for a picture that came as an array.
    problem : why `pixels` are empty. damage : what the decoder complained of before it went on.
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

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Picture:
        """A picture that is all there is: (h, w, 3) uint8 RGB."""
        return cls(pixels, pixels.shape[1], pixels.shape[0])

    @classmethod
    def decoded(cls, decoded: Decoded, file: ImageFile) -> Picture:
        """The whole image in `file`."""
        if file.header is None:
            raise ValueError("A file without a header was not decoded.")
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

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        """(h, w) 0.299 R + 0.587 G + 0.114 B of `pixels`, rounded, 0..255."""
        r, g, b = (self.pixels[..., channel].astype(np.uint32) for channel in range(3))
        grey: NDArray[np.uint8] = ((19595 * r + 38470 * g + 7471 * b + 32768) >> 16).astype(np.uint8)
        return grey


def _grid(orientation: int, width: int, height: int) -> tuple[int, int]:
    """Where the blocks of a stored JPEG start once it stands upright as `width` x `height`."""
    mirrors_x, mirrors_y = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    return (width % 8 if mirrors_x else 0, height % 8 if mirrors_y else 0)
