"""Pictures made for tests, and a short way to measure one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assay.metrics.measure_picture import measure_picture
from assay.metrics.metric import Metric
from assay.metrics.picture import Picture


def values_of(metric: Metric, pixels: NDArray[np.uint8]) -> dict[str, float]:
    """The outputs of `metric` by name, of a picture that is all there is."""
    assert metric.measure_picture is not None
    found = metric.measure_picture(Picture.of(pixels))
    numbers = [found] if isinstance(found, float | int) else list(found)
    return dict(zip([output.name for output in metric.outputs], numbers, strict=True))


def values_in(metric: Metric, path: Path) -> dict[str, float]:
    """The outputs of `metric` by name, of an image file."""
    found = measure_picture(path, metrics=[metric])
    assert not found.failures
    return dict(zip([output.name for output in metric.outputs], found.image, strict=True))


def plain(*colour: int, side: int = 64) -> NDArray[np.uint8]:
    """A picture of one colour."""
    return np.full((side, side, 3), colour, np.uint8)


def noise(height: int = 120, width: int = 160, *, seed: int = 0) -> NDArray[np.uint8]:
    """Grey noise, every pixel on its own."""
    grey = np.random.default_rng(seed).integers(0, 256, (height, width, 1), np.uint8)
    return np.repeat(grey, 3, axis=2)


def scene(height: int = 480, width: int = 640, *, seed: int = 0) -> NDArray[np.uint8]:
    """Coloured patches of many sizes: what photos have, fine and coarse detail."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width, 3), 128.0)
    for size in (5, 11, 23, 47):
        patches = rng.normal(0, 25, (height // size + 1, width // size + 1, 3))
        picture += patches.repeat(size, axis=0).repeat(size, axis=1)[:height, :width]
    return picture.clip(0, 255).astype(np.uint8)
