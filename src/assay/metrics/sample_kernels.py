"""Loops over a sample of a picture's rows: how often each tone and each hue stands, and the mean colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.geometry.compiled import compiled
from assay.metrics.tone_kernels import to_grey

HUES = 180
"""Hue is counted in steps of 2°, as OpenCV does for pictures of 8 bits."""

PERCEIVED_STEPS = 1021
"""Perceived brightness is counted in steps of 1/1020."""

LEAST_SATURATION, LEAST_VALUE = 50, 40
"""A pixel of less of either, 0..255, has no colour to speak of."""

_SPARSER = 8  # of so many pixels, one is enough for a mean

Bytes = NDArray[np.uint8]
Counts = NDArray[np.uint32]
Indexes = NDArray[np.int32]
Found = tuple[Counts, Counts, Counts, float, float, float]


@compiled
def count_sample(pixels: Bytes, step: int) -> Found:
    """Look at one of each `step` neighbouring rows of `pixels` (h, w, 3), not always the same of them.

    So no pattern of the picture can fall in step with the choice. Returns how often each grey (256,), each perceived
    brightness (1021,) and each hue (181,) stands, the last for pixels without a colour; the mean saturation, 0..1;
    and mean a* and b*.
    """
    height, width, _ = pixels.shape
    levels, hues = np.zeros((4, 256), np.uint32), np.zeros((4, HUES + 1), np.uint32)
    steps = np.zeros((4, PERCEIVED_STEPS), np.uint32)
    grey, index = np.empty(width, np.uint8), np.empty(width, np.int32)
    saturation, a, b = 0.0, 0.0, 0.0
    groups = height // step
    for group in range(groups):
        row = pixels[group * step + group * 5 % step].reshape(-1)
        _count_tones(row, grey, index, levels, steps)
        saturation += _count_hues(row, index, hues)
        row_a, row_b = _mean_lab(row)
        a += row_a
        b += row_b
    counted = groups * width * 255
    return levels.sum(axis=0), steps.sum(axis=0), hues.sum(axis=0), saturation / counted, a / groups, b / groups


@compiled
def _count_tones(row: Bytes, grey: Bytes, index: Indexes, levels: Counts, steps: Counts) -> None:
    """Perceived brightness is √(.241 R² + .691 G² + .068 B²), here in quarters."""
    to_grey(row, grey)
    scale = np.float32(16)
    for i in range(len(index)):
        r, g, b = np.float32(row[3 * i]), np.float32(row[3 * i + 1]), np.float32(row[3 * i + 2])
        squared = np.float32(0.241) * r * r + np.float32(0.691) * g * g + np.float32(0.068) * b * b
        index[i] = np.int32(np.sqrt(scale * squared) + np.float32(0.5))
    for i in range(len(index)):
        levels[i & 3, grey[i]] += np.uint32(1)
        steps[i & 3, index[i]] += np.uint32(1)


@compiled
def _count_hues(row: Bytes, index: Indexes, hues: Counts) -> int:
    """The sum of the saturations, 255 (max - min) / max, rounded."""
    total = np.int32(0)
    for i in range(len(index)):
        r, g, b = np.int32(row[3 * i]), np.int32(row[3 * i + 1]), np.int32(row[3 * i + 2])
        most, least = max(r, g, b), min(r, g, b)
        spread = most - least
        saturation = np.int32(np.float32(255) * np.float32(spread) / np.float32(max(most, np.int32(1))) + 0.5)
        total += saturation
        step = np.float32(30) / np.float32(max(spread, np.int32(1)))
        of_blue = np.float32(r - g) * step + np.float32(120)
        of_green = np.float32(b - r) * step + np.float32(60)
        of_red = np.float32(g - b) * step
        hue = of_red if most == r else (of_green if most == g else of_blue)
        whole = np.int32(np.floor(hue + np.float32(0.5)))
        whole = whole + np.int32(HUES) if whole < 0 else whole
        has_colour = (saturation >= LEAST_SATURATION) & (most >= LEAST_VALUE)
        index[i] = whole if has_colour else np.int32(HUES)
    for i in range(len(index)):
        hues[i & 3, index[i]] += np.uint32(1)
    return int(total)


def _linear() -> NDArray[np.float32]:
    """The light of each stored value of sRGB (IEC 61966-2-1)."""
    v = np.arange(256) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _roots() -> NDArray[np.float32]:
    """The function f of CIE Lab at 4,097 places of 0..1."""
    t = np.linspace(0, 1, 4097)
    return np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116).astype(np.float32)


_LINEAR, _ROOTS = _linear(), _roots()


@compiled
def _mean_lab(row: Bytes) -> tuple[float, float]:
    """Mean a* and b* of a few pixels; sRGB under D65, CIE 1976."""
    a_total, b_total, count = 0.0, 0.0, 0
    last = len(_ROOTS) - 1
    for at in range(0, len(row) // 3, _SPARSER):
        r, g, b = _LINEAR[row[3 * at]], _LINEAR[row[3 * at + 1]], _LINEAR[row[3 * at + 2]]
        x = _ROOTS[int((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.950456 * last + 0.5)]
        y = _ROOTS[int((0.212671 * r + 0.715160 * g + 0.072169 * b) * last + 0.5)]
        z = _ROOTS[int((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.088754 * last + 0.5)]
        a_total += 500 * (x - y)
        b_total += 200 * (y - z)
        count += 1
    return a_total / count, b_total / count


@compiled
def count_between(counts: Counts, spans: NDArray[np.int64]) -> list[int]:
    """The sum of `counts` (k,) from the first to before the second of each of `spans` (n, 2)."""
    return [int(counts[low:high].sum()) for low, high in spans]
