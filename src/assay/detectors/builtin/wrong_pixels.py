"""Pixels of masks, and between them, that carry the wrong class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags
from assay.detectors.detector import Need, detector
from assay.detectors.suspects import NOBODY, no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.evaluation.pixels import PixelImage, PixelReader, confident_pixels, pixel_thresholds
from assay.model.issue import IssueKind

NO_MASK = -1
"""The owner of a pixel that no mask covers."""

LEAST_PIXELS = 16
"""Fewer are the jagged edge of a mask."""

LEAST_SHARE = 0.05
"""Of a mask's visible pixels, from which it is a suspect."""

HALF_SURE = 0.1
"""The share of a mask at which its suspicion counts half."""


@detector(
    slug="wrong_pixels",
    version=1,
    kind=IssueKind.WRONG_PIXELS,
    title="Masks painted over the wrong thing",
    rule=f"The model is confident of another class in {100 * LEAST_SHARE:.0f} % of a mask, "
    "or where nothing is painted.",
    needs={Need.PIXELS},
    whole_set=True,
)
def wrong_pixels(view: DatasetView) -> pa.Table:
    """Pixels whose class the model contradicts.

    What it measures
    ----------------
    Confident learning, pixel by pixel: t_j is the mean chance of class j over the pixels labelled so, in the whole set;
    a pixel is suspected where the likeliest class that reaches its t_j is not the labelled one. Of one mask those that
    look like the commonest other class are a suspect, from 16 pixels and 5 % of what is seen of it. With c the mean
    chance of that class there and a the share of the mask, the chance of an error is c · a / (a + 0.1). What no mask
    covers is judged too where the model has a class for background: of n pixels there the chance is c · n / (n + 64).

    Why it matters
    --------------
    A mask that spills over its object, or leaves a part of it out, is found by no score of whole objects.

    When it misleads
    ----------------
    A band along an edge is often the model's fault: it sees a smaller picture than the painter did. Thin objects are
    nearly all edge.

    Example
    -------
    "18 % of the road looks like sidewalk (0.93 on average)."

    Reference
    ---------
    M51 of the metric definitions; Lad and Mueller, arXiv 2307.05080, 2023; Northcutt, Jiang and Chuang, JAIR 70, 2021.
    """
    reader = view.pixels
    if reader is None:
        return no_suspects()
    channels = next((len(pixels.chances) for _, pixels in _images(reader)), 0)
    thresholds = pixel_thresholds((pixels for _, pixels in _images(reader, channels)), channels)
    rows = [row for at, pixels in _images(reader, channels) for row in _of_image(view, at, pixels, thresholds)]
    if not rows:
        return no_suspects()
    image, annotation, category, chance, evidence = zip(*rows, strict=True)
    return suspects(
        IssueKind.WRONG_PIXELS,
        image=np.array(image, np.int64),
        annotation=np.array(annotation, np.int64),
        category=np.array(category, np.int64),
        score=1 - np.array(chance),
        evidence=evidence,
        suggestion=[None] * len(rows),
    )


def _images(reader: PixelReader, channels: int | None = None) -> Iterator[tuple[int, PixelImage]]:
    """The images that can be read, one after the other; of `channels` classes only, where that is given."""
    for image in reader.image_ids:
        pixels = reader.read(image)
        if pixels is not None and channels in (None, len(pixels.chances)):
            yield image, pixels


_Row = tuple[int, int, int, float, dict[str, Any]]


def _of_image(view: DatasetView, image: int, pixels: PixelImage, thresholds: NDArray[np.float64]) -> Iterator[_Row]:
    """The suspects of one image: each mask, and what no mask covers, where enough of it looks like something else."""
    flagged, rival = confident_pixels(pixels, thresholds)
    background = len(thresholds) - len(view.class_ids)
    for owner in np.unique(pixels.owner[flagged]).tolist():
        mine = pixels.owner == owner
        other = int(np.bincount(rival[flagged & mine]).argmax())
        spot = flagged & mine & (rival == other)
        count, share = int(spot.sum()), float(spot.sum() / mine.sum())
        if count < LEAST_PIXELS or (owner != NO_MASK and share < LEAST_SHARE):
            continue
        sure = float(pixels.chances[other][spot].mean())
        given = int(pixels.given[spot][0])
        names = [
            "" if code < background else view.class_names[int(view.class_ids[code - background])]
            for code in (given, other)
        ]
        weight = share / (share + HALF_SURE) if owner != NO_MASK else count / (count + 4 * LEAST_PIXELS)
        yield (
            image,
            NOBODY if owner == NO_MASK else int(pixels.label_ids[owner]),
            int(view.class_ids[(other if owner == NO_MASK else given) - background]),
            sure * weight,
            _evidence(*names, count=count, share=share, sure=sure) | _place(spot, pixels.frame),
        )


def _evidence(given: str, looks: str, *, count: int, share: float, sure: float) -> dict[str, Any]:
    like = f"{looks or 'background'} ({sure:.2f} on average)"
    what = f"{100 * share:.0f} % of the {given} mask looks" if given else f"{count:,} pixels that nobody painted look"
    return {"sentence": f"{what} like {like}.", "pixels": count, "share": share, "confidence": sure}


def _place(spot: Flags, frame: tuple[int, int]) -> dict[str, Any]:
    """The box around the suspected pixels, in px of the image."""
    down, across = np.flatnonzero(spot.any(axis=1)), np.flatnonzero(spot.any(axis=0))
    y, x = frame[0] / spot.shape[0], frame[1] / spot.shape[1]
    box = [across[0] * x, down[0] * y, (across[-1] + 1 - across[0]) * x, (down[-1] + 1 - down[0]) * y]
    return {"other_boxes": [[float(value) for value in box]]}
