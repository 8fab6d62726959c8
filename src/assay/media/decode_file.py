"""Decode an image file that was read already: the pixels, the values as stored, and what the decoder complained of."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.errors import MediaUnreadable
from assay.media.budget import DECODING
from assay.media.decode import check_size, decode_jpeg
from assay.media.deep import has_deep_colours, read_deep_colours
from assay.media.header import Header
from assay.media.image_file import ImageFile
from assay.media.orientation import Pixels, orient, orient_pixels
from assay.media.pillow import UNREADABLE, open_lazily
from assay.media.pixels import as_pixels


@dataclass(frozen=True, eq=False)
class Decoded:
    """One decoded image, upright.

    pixels : (h, w, 3) uint8 RGB, perhaps smaller than stored.
    native : (h, w) grey or (h, w, 3) RGB values of more than 8 bits, as stored; None where `pixels` hold all there is.
    bits : of a stored value; None for floating point.
    damage : what the decoder complained of before it went on; empty for a sound file.
    """

    pixels: Pixels
    native: NDArray[Any] | None = None
    bits: int | None = 8
    damage: str = ""


def decode_file(file: ImageFile, *, target: int | None = None) -> Decoded:
    """The image in `file`; its longer side may come out smaller than stored, but not below `target`.

    Raises
    ------
    MediaUnreadable : the bytes are no image, or damaged beyond use.
    MediaTooLarge : it has more than `MAX_PIXELS` pixels.
    """
    header = file.header
    if header is None:
        raise MediaUnreadable(file.problem)
    check_size(header, file.path)
    with DECODING.take(header.width * header.height):
        if header.format == "jpeg" and header.channels in (1, 3) and header.bits == 8:
            return _decode_jpeg(file, header, target)
        return _decode_with_pillow(file, header, target)


def _decode_jpeg(file: ImageFile, header: Header, target: int | None) -> Decoded:
    damage = ""
    try:
        pixels = decode_jpeg(file.content, header, target=target, strict=True)
    except ValueError as complaint:
        damage = str(complaint)
        try:  # as far as it goes, as `decode` does
            pixels = decode_jpeg(file.content, header, target=target, strict=False)
        except ValueError as reason:
            raise MediaUnreadable(f"{str(file.path)!r} is damaged: {reason}.") from reason
    return Decoded(orient_pixels(pixels, header.orientation), damage=damage)


def _decode_with_pillow(file: ImageFile, header: Header, target: int | None) -> Decoded:
    try:
        with open_lazily(BytesIO(file.content)) as image:
            if target is not None:
                image.draft(None, (target, target))  # for a JPEG in CMYK; others ignore it
            image.load()
            upright = 1 if image.format == "TIFF" else header.orientation  # Pillow turns a TIFF on its own
            pixels = orient_pixels(as_pixels(image), upright)
            if not image.mode.startswith(("I", "F")):
                return _of_colours(file, header, pixels)
            native = orient(np.asarray(image), upright)
            return Decoded(pixels, native, _bits_of(native, header))
    except UNREADABLE as reason:
        raise MediaUnreadable(f"{str(file.path)!r} is damaged: {reason}.") from reason


def _of_colours(file: ImageFile, header: Header, pixels: Pixels) -> Decoded:
    """Pillow keeps the upper 8 of the 16 bits of a colour; what it dropped is read as well, else it is unknown."""
    if has_deep_colours(header):
        native = read_deep_colours(file.content, header)
        if native is not None and native.shape[:2] == pixels.shape[:2]:
            return Decoded(pixels, native, 16)
    return Decoded(pixels, bits=8 if (header.bits or 8) <= 8 else None)


def _bits_of(native: NDArray[Any], header: Header) -> int | None:
    if native.dtype.kind == "f":
        return None
    return header.bits or (32 if native.max(initial=0) > 0xFFFF else 16)
