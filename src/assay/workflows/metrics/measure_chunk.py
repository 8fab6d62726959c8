"""A few images measured in one process: what the pool runs. It opens no project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assay.arrays import Boxes
from assay.errors import MediaError
from assay.media.locate import locate
from assay.metrics.measure_picture import PictureValues, measure_picture
from assay.metrics.metric import Metric
from assay.metrics.own import OwnFile, run_file
from assay.metrics.parts import PartRows, crop_keys, image_key
from assay.metrics.plan import Step
from assay.metrics.registry import METRICS
from assay.model.level import Level
from assay.plugins import load_plugins


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """An image to be measured: its place, the stamp of its file, and boxes of crops in px of the upright image."""

    root: str
    path: str
    stamp: str
    boxes: Boxes


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Images for one task. Metrics are named, by slug and canonical parameters: functions do not travel."""

    folder: str
    shots: tuple[Shot, ...]
    of_images: tuple[tuple[str, str], ...]
    of_crops: tuple[tuple[str, str], ...]
    files: tuple[OwnFile, ...]


def measure_chunk(chunk: Chunk) -> dict[str, str]:
    """Measure the images of `chunk` and write their values as one part; why files could not be read, by stamp."""
    known = _metrics(chunk.files)
    steps = [Step(known[slug], Level.IMAGE, parameters) for slug, parameters in chunk.of_images]
    crop_steps = [Step(known[slug], Level.ANNOTATION, parameters) for slug, parameters in chunk.of_crops]
    rows, unread = PartRows(steps, crop_steps), dict[str, str]()
    measured = [(shot, _measure(shot, steps, crop_steps)) for shot in chunk.shots]
    for shot, values in measured:
        if isinstance(values, str) or values.digest is None:
            unread[shot.stamp] = values if isinstance(values, str) else _why(values)
            continue
        key = image_key(values.digest, shot.path)
        rows.add_image(key, values.image, stamp=shot.stamp, digest=values.digest, failures=values.failures)
    for shot, values in measured:
        if not isinstance(values, str) and values.digest is not None and crop_steps:
            keys = crop_keys(values.digest, shot.path, shot.boxes)
            for at, (key, crop) in enumerate(zip(keys, values.crops, strict=True)):
                rows.add_crop(key, crop, values.crop_failures.get(at, {}))
    if rows.keys:
        rows.write(Path(chunk.folder))
    return unread


def _measure(shot: Shot, steps: Sequence[Step], crop_steps: Sequence[Step]) -> PictureValues | str:
    """The values of one image, or why its file is not there."""
    try:
        path = locate(Path(shot.root), shot.path)
    except MediaError as reason:
        return reason.message
    return measure_picture(
        path,
        metrics=[step.bound for step in steps],
        boxes=shot.boxes,
        crop_metrics=[step.bound for step in crop_steps],
    )


def _why(values: PictureValues) -> str:
    """Why a file could not be read: all metrics say the same."""
    told = (values.failures, *values.crop_failures.values())
    return next((reason for failures in told for reason in failures.values()), "The file cannot be read.")


@cache
def _metrics(files: tuple[OwnFile, ...]) -> dict[str, Metric]:
    load_plugins()
    return {**METRICS, **{metric.slug: metric for file in files for metric in run_file(file)}}
