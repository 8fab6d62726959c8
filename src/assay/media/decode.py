"""Decode an image file into pixels, upright, no larger than asked."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import simplejpeg

from assay.errors import MediaTooLarge, MediaUnreadable
from assay.media.budget import DECODING
from assay.media.header import MAX_BYTES, MAX_PIXELS, Header
from assay.media.orientation import Pixels, orient_pixels
from assay.media.pillow import UNREADABLE, open_lazily
from assay.media.pixels import as_pixels
from assay.media.probe import probe

_MAX_DEFLATE = 1_032  # no deflate stream expands further (zlib technical details)


def decode(path: str | os.PathLike[str], *, target: int | None = None) -> Pixels:
    """The image at `path` as (h, w, 3) uint8 RGB, with its EXIF orientation applied; the first frame of an animation.

    With `target` the longer side may come out smaller than stored, but not below `target`: a JPEG is then
    decoded at a fraction of its size, which takes a fraction of the time.

    Raises
    ------
    MediaMissing, MediaUnreadable : as `probe`, or the pixels are damaged beyond use.
    MediaTooLarge : it has more than `MAX_PIXELS` pixels or `MAX_BYTES` bytes.
    """
    header = probe(path)
    check_size(header, path)
    with DECODING.take(header.width * header.height):
        if header.format == "jpeg" and header.channels in (1, 3) and header.bits == 8:
            return orient_pixels(_read_jpeg(path, header, target), header.orientation)
        return _decode_with_pillow(path, header, target)


def check_size(header: Header, path: str | os.PathLike[str]) -> None:
    """Raise `MediaTooLarge` when decoding is refused, `MediaUnreadable` when the header promises the impossible."""
    pixels = header.width * header.height
    if header.is_too_large:
        raise MediaTooLarge(
            f"{str(path)!r} is too large to show: {header.width} x {header.height} pixels, {header.file_size:,} bytes. "
            f"The bounds are {MAX_PIXELS:,} pixels and {MAX_BYTES:,} bytes.",
            hint="Cut it into tiles, or import a smaller copy.",
        )
    if header.format == "png" and pixels * (header.channels or 1) * (header.bits or 1) > (
        8 * _MAX_DEFLATE * header.file_size
    ):
        raise MediaUnreadable(
            f"{str(path)!r} claims {header.width} x {header.height} pixels, more than its {header.file_size:,} bytes "
            "can hold.",
            hint="Is the file damaged?",
        )


def _read_jpeg(path: str | os.PathLike[str], header: Header, target: int | None) -> Pixels:
    try:  # a photo cut short is shown as far as it goes, as browsers do
        return decode_jpeg(Path(path).read_bytes(), header, target=target, strict=False)
    except (ValueError, OSError) as reason:
        raise MediaUnreadable(f"{str(path)!r} is damaged: {reason}.") from reason


def decode_jpeg(content: bytes, header: Header, *, target: int | None, strict: bool) -> Pixels:
    """A JPEG of one or three channels as (h, w, 3), as stored, its longer side perhaps smaller but not below `target`.

    Raises
    ------
    ValueError : it cannot be decoded or, where `strict`, the decoder complained of anything.
    """
    share = 0.0 if target is None else target / max(header.width, header.height)
    decoded = simplejpeg.decode_jpeg(
        content,
        "RGB",
        fastdct=True,
        fastupsample=True,
        min_width=int(header.width * share) if share < 1 else 0,
        min_height=int(header.height * share) if share < 1 else 0,
        strict=strict,
    )
    return np.asarray(decoded)


def _decode_with_pillow(path: str | os.PathLike[str], header: Header, target: int | None) -> Pixels:
    try:
        # As an open file: a grey TIFF that Pillow opens by its name is mapped into memory, and then not turned upright.
        with Path(path).open("rb") as file, open_lazily(file) as image:
            if image.width * image.height > MAX_PIXELS:
                raise MediaTooLarge(f"{str(path)!r} has more pixels than its header says.")
            if target is not None:
                image.draft(None, (target, target))  # for a JPEG in CMYK; others ignore it
            image.load()
            pixels = as_pixels(image)
            # Pillow turns a TIFF upright on its own, and nothing else.
            return pixels if image.format == "TIFF" else orient_pixels(pixels, header.orientation)
    except UNREADABLE as reason:
        raise MediaUnreadable(f"{str(path)!r} is damaged: {reason}.") from reason
