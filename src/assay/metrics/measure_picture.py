"""Measure one picture: read its file once, decode it once, and hand it, and crops of it, to every metric.

Pure: the same file, boxes, metrics and parameters give the same numbers. No error of one metric, of one crop or of
one file reaches the others; each is told by its reason.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from assay.amounts import amount
from assay.arrays import Boxes, as_boxes
from assay.errors import AssayError, MediaError
from assay.media.decode_file import decode_file
from assay.media.image_file import ImageFile, read_image_file
from assay.metrics.metric import Metric
from assay.metrics.picture import Picture

Row: TypeAlias = list[float]
"""The outputs of all metrics asked for, one after the other. A WHOLE output may be an exact int; NaN is no value."""

Parameters: TypeAlias = Mapping[str, Mapping[str, object]]
"""By the slug of a metric, what its function takes by name; what is not named keeps its default."""

Failures: TypeAlias = dict[str, str]
"""Slug of a metric that failed -> the reason, for a person."""

_NO_BOXES: Boxes = np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class PictureValues:
    """What was measured of one file.

    image : the outputs of `metrics`. failures : those that failed; their outputs are NaN.
    crops : per box, the outputs of `crop_metrics`. crop_failures : by the place of the box.
    digest : SHA-256 of the file's bytes; None where it cannot be read.
    """

    image: Row
    crops: list[Row] = field(default_factory=list)
    failures: Failures = field(default_factory=dict)
    crop_failures: dict[int, Failures] = field(default_factory=dict)
    digest: str | None = None


def measure_picture(
    path: str | os.PathLike[str],
    *,
    metrics: Sequence[Metric],
    boxes: Boxes = _NO_BOXES,
    crop_metrics: Sequence[Metric] = (),
    parameters: Parameters | None = None,
) -> PictureValues:
    """Measure the image file at `path`, and the part of it in each of `boxes`, with picture metrics.

    boxes : (n, 4) x, y, width, height in px of the upright image in full size. Of each, the pixels that it touches
        and that lie inside the image are measured; a box without any is a failure of its own.

    A file that cannot be read or decoded raises nothing: each metric that needs pixels fails with the reason.
    """
    given = parameters or {}
    try:
        file = read_image_file(path)
    except MediaError as reason:
        return _unmeasured(metrics, crop_metrics if len(boxes) else (), len(boxes), _reason(reason, path))
    picture = _decode(file, _target(metrics, crop_metrics if len(boxes) else ()))
    image, failures = _measure(picture, metrics, given)
    crops: list[Row] = []
    crop_failures: dict[int, Failures] = {}
    for at, box in enumerate(as_boxes(boxes) if crop_metrics else _NO_BOXES):
        row, failed = _measure(_cut(picture, *box.tolist()), crop_metrics, given)
        crops.append(row)
        if failed:
            crop_failures[at] = failed
    return PictureValues(image, crops, failures, crop_failures, file.digest)


def _target(metrics: Sequence[Metric], crop_metrics: Sequence[Metric]) -> int | None:
    """The side that the picture must keep for all of them; None for every pixel, and wherever crops are cut."""
    sides = [metric.least_side for metric in metrics]
    if crop_metrics or not sides or None in sides:
        return None
    return max(1, *(side for side in sides if side is not None))


def _decode(file: ImageFile, target: int | None) -> Picture:
    """The picture in `file`; an empty one, with its problem, where it cannot be decoded."""
    try:
        return Picture.decoded(decode_file(file, target=target), file)
    except MediaError as reason:
        return Picture(np.zeros((0, 0, 3), np.uint8), 0, 0, file=file, problem=_reason(reason, file.path))


def _cut(picture: Picture, x: float, y: float, w: float, h: float) -> Picture:
    """The pixels of `picture` that a box touches; the whole picture for a box of NaN, which is a whole image."""
    if not all(math.isfinite(value) for value in (x, y, w, h)):
        return picture
    left, right = _span(x, w, picture.width)
    top, bottom = _span(y, h, picture.height)
    if picture.problem or right <= left or bottom <= top:
        problem = picture.problem or "The box has no pixel inside the image."
        return Picture(np.zeros((0, 0, 3), np.uint8), 0, 0, problem=problem)
    return replace(picture.crop(left, top, right, bottom), whole=picture, box=(x, y, w, h))


def _span(start: float, length: float, limit: int) -> tuple[int, int]:
    return max(0, math.floor(min(start, limit))), min(limit, math.ceil(max(start + length, 0.0)))


def _measure(picture: Picture, metrics: Sequence[Metric], parameters: Parameters) -> tuple[Row, Failures]:
    row: Row = []
    failures: Failures = {}
    for metric in metrics:
        values, reason = _values(picture, metric, parameters.get(metric.slug, {}))
        row.extend(values)
        if reason:
            failures[metric.slug] = reason
    return row, failures


def _values(picture: Picture, metric: Metric, parameters: Mapping[str, object]) -> tuple[Sequence[float], str]:
    """The outputs of one metric, and an empty reason; or NaN for each, and why."""
    outputs = len(metric.outputs)
    if metric.measure_picture is None:
        reason = f"{metric.title} is not measured on pixels."
    elif picture.problem and metric.least_side != 0:
        reason = picture.problem
    else:
        try:
            found = metric.measure_picture(picture, **parameters)
            values = (found,) if isinstance(found, float | int) else tuple(found)
            if len(values) == outputs:
                return values, ""
            reason = f"{metric.title} gave {amount(len(values), 'number')} instead of {outputs}."
        except AssayError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - a person's metric may raise anything; it is told, item by item
            reason = f"{type(error).__name__}: {error}"
    return (math.nan,) * outputs, reason


def _unmeasured(metrics: Sequence[Metric], crop_metrics: Sequence[Metric], boxes: int, why: str) -> PictureValues:
    """Every output of every metric NaN, for one reason."""

    def row(measured: Sequence[Metric]) -> Row:
        return [math.nan] * sum(len(metric.outputs) for metric in measured)

    def failures(measured: Sequence[Metric]) -> Failures:
        return {metric.slug: why for metric in measured}

    crops = range(boxes if crop_metrics else 0)
    return PictureValues(
        row(metrics),
        [row(crop_metrics) for _ in crops],
        failures(metrics),
        {at: failures(crop_metrics) for at in crops},
    )


def _reason(error: MediaError, path: str | os.PathLike[str]) -> str:
    """The message without the path, so that files that fail alike have one reason."""
    name = repr(str(Path(path)))
    message = error.message
    return f"It{message.removeprefix(name)}" if message.startswith(name) else message.replace(f" {name}", "")
