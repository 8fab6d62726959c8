"""Class chances of every pixel, as a model writes them: one .npy or .npz file for each image. Nothing is unpickled."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assay.errors import MediaUnreadable

ENDINGS = (".npy", ".npz")

_MOST_VALUES = 1 << 29  # 2 GB of float32


def find_files(folder: Path) -> dict[str, Path]:
    """The files of `folder` and of the folders in it, by name without ending; the first of those named alike."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in ENDINGS and path.is_file():
            found.setdefault(path.stem, path)
    return found


def read_pixel_chances(path: Path, *, classes: int, logits: bool = False) -> NDArray[np.float32]:
    """(k, h, w) chances that sum to 1 at each pixel, k being `classes`, or one more whose first is the background.

    The file holds (k, h, w) or (h, w, k) numbers, or several draws of them, (draws, k, h, w), whose mean is taken;
    bytes are shares of 255. `logits` go through a softmax first.

    Raises
    ------
    MediaUnreadable : it is no such file, holds Python objects, is too large, or none of its axes is that of classes.
    """
    values = _load(path)
    axis = _class_axis(path, values, classes)
    chances = np.moveaxis(values.astype(np.float64), values.ndim - 3 + axis, -3)
    if values.dtype == np.uint8:
        chances = chances / 255
    if logits:
        chances = np.exp(chances - chances.max(axis=-3, keepdims=True))
    if not np.isfinite(chances).all() or chances.min() < 0:
        raise MediaUnreadable(f"{str(path)!r} holds negative or missing numbers.", hint="Are they logits? Then say so.")
    total = chances.sum(axis=-3, keepdims=True)
    chances = chances / np.where(total > 0, total, 1)
    return np.asarray(chances.mean(axis=0) if chances.ndim == 4 else chances, np.float32)


_EXPECTED = "Give numbers of shape (classes, height, width), or (height, width, classes)."


def check_pixel_file(path: Path, *, classes: int) -> None:
    """Raise what `read_pixel_chances` would of the file's type and shape, without reading its numbers."""
    _class_axis(path, _load(path), classes)


def _class_axis(path: Path, values: NDArray[np.generic], classes: int) -> int:
    """Which of the last three axes is that of the classes."""
    if values.size > _MOST_VALUES or values.dtype.kind not in "fu" or values.ndim not in (3, 4):
        raise MediaUnreadable(f"{str(path)!r} holds {values.dtype} of shape {values.shape}.", hint=_EXPECTED)
    for axis in (0, 2):
        if values.shape[-3:][axis] in (classes, classes + 1):
            return axis
    raise MediaUnreadable(
        f"{str(path)!r} has the shape {values.shape}; no axis has {classes} or {classes + 1} classes.", hint=_EXPECTED
    )


def _load(path: Path) -> NDArray[np.generic]:
    try:
        loaded = np.load(path, mmap_mode="r", allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return loaded
        with loaded:
            return np.asarray(loaded[loaded.files[0]])
    except (OSError, ValueError, EOFError, IndexError, KeyError, zipfile.BadZipFile) as reason:
        raise MediaUnreadable(f"{str(path)!r} is no array of numbers: {reason}.", hint=_EXPECTED) from reason
