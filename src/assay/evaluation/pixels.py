"""How a model's chances of classes, pixel by pixel, go with the labels painted there (M51, M88)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.segmentation import VOID, Map

Chances = NDArray[np.float32]
"""(k, h, w) float32 chance of each class at each pixel; they sum to 1."""

TEMPERATURE = 0.1
"""Of the soft minimum: how much the worst pixels weigh beside the others."""

_SLACK = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PixelImage:
    """One image: what a model says of its pixels, and what is labelled there.

    chances : (k, h, w). given : (h, w) the labelled class as a place in `chances`, VOID where nobody judges.
    owner : (h, w) the label on top as a place in `label_ids`, -1 where there is none. label_ids : (m,).
    frame : height and width of the image in px, which may be more than a model sees.
    """

    chances: Chances
    given: Map
    owner: Map
    label_ids: Ids
    frame: tuple[int, int]

    def chances_given(self) -> NDArray[np.float32]:
        """(judged,) the chance of the labelled class at each pixel that is judged, in order of rows."""
        judged = self.given != VOID
        found: NDArray[np.float32] = np.take_along_axis(self.chances, np.maximum(self.given, 0)[None], axis=0)[0][
            judged
        ]
        return found


class PixelReader(Protocol):
    """Reads one image at a time, so that memory stays small."""

    @property
    def image_ids(self) -> Sequence[int]:
        """The images that there is something of, in order of id."""
        ...

    def read(self, image: int) -> PixelImage | None:
        """The pixels of an image; None where there are none, or they cannot be read."""
        ...


def label_quality(image: PixelImage, *, temperature: float = TEMPERATURE) -> float:
    """M51: the soft minimum of the chance of what is labelled, over pixels; 0 worst to 1; NaN where none is judged.

    With p the chance of the labelled class, Σ p w / Σ w with w = exp((1 - p) / `temperature`).
    Lad and Mueller, "Estimating label quality and errors in semantic segmentation data", arXiv 2307.05080.
    """
    p = image.chances_given().astype(np.float64)
    if not len(p):
        return float("nan")
    weight = np.exp((p.min() - p) / temperature)
    return float((p * weight).sum() / weight.sum())


def mean_entropy(chances: Chances) -> float:
    """M88: the entropy of the class chances as a share of the largest there can be, mean over pixels; 0 to 1."""
    p = np.maximum(chances, 0)
    terms = p * np.log(np.maximum(p, np.finfo(np.float32).tiny))
    return float(-terms.sum(axis=0, dtype=np.float64).mean() / np.log(len(chances)))


def pixel_thresholds(images: Iterable[PixelImage], classes: int) -> NDArray[np.float64]:
    """(classes,) mean chance of a class over the pixels labelled so: how sure a model is of it; infinity for none."""
    total, count = np.zeros(classes), np.zeros(classes)
    for image in images:
        given = image.given[image.given != VOID]
        total += np.bincount(given, image.chances_given(), minlength=classes)
        count += np.bincount(given, minlength=classes)
    return np.where(count > 0, total / np.maximum(count, 1), np.inf)


def confident_pixels(image: PixelImage, thresholds: NDArray[np.float64]) -> tuple[Flags, Map]:
    """Which pixels are confidently of another class than the labelled one, and of which: (h, w) each.

    A pixel is confidently of the likeliest class whose chance reaches the threshold, and it is not counted where the
    labelled class is the likeliest (Northcutt, Jiang and Chuang, JAIR 70, 2021, per pixel).
    """
    reached = np.where(image.chances >= thresholds[:, None, None] - _SLACK, image.chances, -1)
    rival: Map = reached.argmax(axis=0).astype(np.int32)
    flagged: Flags = (
        (reached.max(axis=0) >= 0)
        & (image.given != VOID)
        & (rival != image.given)
        & (image.chances.argmax(axis=0) != image.given)
    )
    return flagged, rival
