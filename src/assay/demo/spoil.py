"""Spoil the labels of a detection set in known ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.demo.digits import NAMES
from assay.demo.injected import Injected, Injection

SHARES = {
    Injection.SWAPPED_CLASS: 0.020,
    Injection.MISSING_BOX: 0.025,
    Injection.LOOSE_BOX: 0.020,
    Injection.SHIFTED_BOX: 0.020,
    Injection.DUPLICATE_BOX: 0.015,
}
"""Share of all objects that get each kind of error; no object gets two."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """One label as it is written: its id, image index, class and box x, y, w, h."""

    id: int
    image: int
    category: int
    box: Box


def spoil(
    truth: Sequence[tuple[NDArray[np.float64], NDArray[np.int64]]],
    names: Sequence[str],
    size: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[list[Label], list[Injected]]:
    """Labels with errors in them, and the list of those errors.

    `truth` holds boxes (n, 4) and classes (n,) of each image; `size` is the images' width and height.
    """
    flat = [
        (image, int(category), _box(box))
        for image, (boxes, classes) in enumerate(truth)
        for box, category in zip(boxes, classes, strict=True)
    ]
    fate = _fates(len(flat), rng)
    labels: list[Label] = []
    errors: list[Injected] = []
    for at, (image, category, box) in enumerate(flat):
        kind = fate.get(at)
        own = Label(len(labels) + 1, image, category, box)
        spoiled = [own] if kind is None else _spoiled(own, kind, size, rng)
        labels.extend(spoiled)
        if kind is not None:
            reference = str(spoiled[-1].id) if spoiled else None
            errors.append(Injected(kind, names[image], NAMES[category], reference, box))
    return labels, errors


def _fates(count: int, rng: np.random.Generator) -> dict[int, Injection]:
    order = rng.permutation(count)
    fates: dict[int, Injection] = {}
    start = 0
    for kind, share in SHARES.items():
        end = start + round(count * share)
        fates.update(dict.fromkeys(order[start:end].tolist(), kind))
        start = end
    return fates


def _spoiled(label: Label, kind: Injection, size: tuple[int, int], rng: np.random.Generator) -> list[Label]:
    """What stands in the file in the label's stead; the last one is the one in error."""
    x, y, w, h = label.box
    if kind is Injection.MISSING_BOX:
        return []
    if kind is Injection.SWAPPED_CLASS:
        other = (label.category + int(rng.integers(1, len(NAMES)))) % len(NAMES)
        return [Label(label.id, label.image, other, label.box)]
    if kind is Injection.LOOSE_BOX:
        left, top, right, bottom = rng.uniform(0.12, 0.35, 4)
        loose = (x - left * w, y - top * h, w * (1 + left + right), h * (1 + top + bottom))
        return [Label(label.id, label.image, label.category, _inside(loose, size))]
    if kind is Injection.SHIFTED_BOX:
        angle = rng.uniform(0, 2 * np.pi)
        reach = rng.uniform(0.25, 0.4)
        shifted = (x + reach * w * float(np.cos(angle)), y + reach * h * float(np.sin(angle)), w, h)
        return [Label(label.id, label.image, label.category, _inside(shifted, size))]
    dx, dy = rng.normal(0, 0.04, 2)
    again = (x + float(dx) * w, y + float(dy) * h, w, h)
    return [label, Label(label.id + 1, label.image, label.category, _inside(again, size))]


def _box(values: NDArray[np.float64]) -> Box:
    x, y, w, h = (float(value) for value in values)
    return x, y, w, h


def _inside(box: tuple[float, float, float, float], size: tuple[int, int]) -> Box:
    """The part of the box that lies in the image."""
    x, y, w, h = (float(value) for value in box)
    left, top = max(x, 0.0), max(y, 0.0)
    right, bottom = min(x + w, float(size[0])), min(y + h, float(size[1]))
    return left, top, right - left, bottom - top
