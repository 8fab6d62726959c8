"""Colours of 16 bits, of which Pillow keeps the upper 8: read as they are stored."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.media.header import Header
from assay.media.orientation import orient

_FORMATS = ("png", "tiff")


def has_deep_colours(header: Header) -> bool:
    """Whether the file holds several channels of 16 bits."""
    return header.format in _FORMATS and header.bits == 16 and header.channels in (2, 3, 4)


def read_deep_colours(content: bytes, header: Header) -> NDArray[Any] | None:
    """The stored values, upright: (h, w, 3) uint16 RGB, or (h, w) of grey with alpha, which is left out.

    None where OpenCV, which reads them, does not know this kind of the format.
    """
    import cv2  # a tenth of a second, and few files need it

    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if found is None or found.dtype != np.uint16 or found.ndim != 3:
        return None
    values: NDArray[Any] = found[:, :, 0] if header.channels == 2 else found[:, :, 2::-1]
    return orient(values, 1 if header.format == "tiff" else header.orientation)  # OpenCV turns a TIFF on its own
