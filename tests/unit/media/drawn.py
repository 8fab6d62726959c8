"""Image files with known contents: one bright patch on a dark ground, in every format and orientation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[int, int, int, int]

GROUND = (20, 30, 40)
PATCH = (250, 40, 30)


def canvas(width: int, height: int, patch: Box) -> NDArray[np.uint8]:
    """(height, width, 3): a red patch on a dark ground."""
    pixels = np.full((height, width, 3), GROUND, dtype=np.uint8)
    x, y, w, h = patch
    pixels[y : y + h, x : x + w] = PATCH
    return pixels


def write(path: Path, pixels: NDArray[np.uint8], *, orientation: int | None = None, **options: Any) -> Path:
    """Save `pixels` as the suffix of `path` says, with an EXIF orientation when one is given."""
    image = Image.fromarray(pixels)
    if orientation is not None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    if path.suffix == ".jpg":
        options = {"quality": 95, "subsampling": 0, **options}
    image.save(path, **options)
    return path


def patch_of(pixels: NDArray[np.uint8]) -> tuple[float, float, float, float]:
    """The box around everything that is clearly red."""
    red = (pixels[:, :, 0].astype(int) - pixels[:, :, 2]) > 110
    rows, columns = np.nonzero(red.any(axis=1))[0], np.nonzero(red.any(axis=0))[0]
    x, y = float(columns[0]), float(rows[0])
    return x, y, float(columns[-1]) + 1 - x, float(rows[-1]) + 1 - y
