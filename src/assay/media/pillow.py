"""Pillow, opened safely: a fixed list of decoders, and what they may raise."""

from __future__ import annotations

import os
import struct
import zlib
from typing import BinaryIO

from PIL import Image, ImageFile, UnidentifiedImageError

_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "DIB", "WEBP", "TIFF", "PPM", "JPEG2000", "AVIF", "TGA")
# The decoders that may see a user's file. Those that start other programs (EPS) or open further files are not here.

UNREADABLE: tuple[type[Exception], ...] = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on damaged bytes: far more than they document."""


def open_lazily(source: str | os.PathLike[str] | BinaryIO) -> ImageFile.ImageFile:
    """The image at a path, or in a file of bytes, with only its header read.

    The caller closes it, and checks its size before loading it.
    """
    Image.init()
    return Image.open(source, formats=[name for name in _FORMATS if name in Image.OPEN])
