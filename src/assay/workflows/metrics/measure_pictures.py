"""Pictures measured: one read and one decode per image for all metrics and crops, in a pool, nothing twice."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids
from assay.jobs.pool import processors
from assay.jobs.progress import Progress
from assay.jobs.spread import spread
from assay.metrics.own import OwnFile
from assay.metrics.parts import Found, Parts, column_of, crop_keys, image_key
from assay.metrics.plan import Step
from assay.metrics.view import View
from assay.model.level import Level
from assay.workflows.image_places import file_status, places, upright
from assay.workflows.metrics.measure_chunk import Chunk, Shot, measure_chunk
from assay.workflows.metrics.measured import Measured

FIRST, MOST = 8, 128
"""Images of the first tasks, and of later ones: what a task costs beside its images is then nothing."""

NO_FILE = "No file was found for the image."


@dataclass(frozen=True, slots=True)
class PictureCount:
    """What a pass over pictures did: images `decoded`, and values `measured` and `reused` (item times metric)."""

    decoded: int = 0
    measured: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """The items of one level whose pixels are measured: the row of `images` of each, and its upright box."""

    level: Level
    steps: tuple[Step, ...]
    image: Ids
    boxes: Boxes | None

    def keys(self, digests: Sequence[str | None], paths: Sequence[str]) -> list[bytes]:
        """By what each item is known."""
        if self.boxes is None:
            return [image_key(digest, path) for digest, path in zip(digests, paths, strict=True)]
        order = np.argsort(self.image, kind="stable")
        starts = np.searchsorted(self.image[order], np.arange(len(paths) + 1))
        keys: list[bytes] = [b""] * len(self.image)
        for at in np.flatnonzero(np.diff(starts)).tolist():
            rows = order[starts[at] : starts[at + 1]]
            for row, key in zip(rows.tolist(), crop_keys(digests[at], paths[at], self.boxes[rows]), strict=True):
                keys[row] = key
        return keys


class PicturePass:
    """One pass over the files of `view` for picture steps. `folder` is where the parts lie."""

    def __init__(
        self, view: View, steps: Sequence[Step], *, roots: Mapping[int, Path], folder: Path, files: Sequence[OwnFile]
    ) -> None:
        self._view, self._folder, self._files = view, folder, tuple(files)
        self._places = places(view.images.rows, roots)
        self._paths = [path for _, path in self._places]
        self._stamps = [_stamp(root, path) for root, path in self._places]
        self._unread: dict[str, str] = {}
        self._sides = [
            _side(view, level, tuple(step for step in steps if step.level is level))
            for level in dict.fromkeys(step.level for step in steps)
        ]

    def run(self, progress: Progress, into: Measured) -> PictureCount:
        """Measure what no part knows, then bring the values of all items `into` the columns."""
        if not self._sides:
            return PictureCount()
        progress.stage("Looking for what was measured before")
        lacking = [self._lacking(side, found) for side, found in self._find()]
        chunks = list(self._chunks(lacking))
        decoded = sum(len(chunk.shots) for chunk in chunks)
        if chunks:
            progress.stage("Measuring images", decoded)
            self._measure(chunks, progress)
            Parts(self._folder).merge()
        for side, found in self._find():
            self._bring(side, found, into)
        wanted = sum(len(mask) * len(side.steps) for mask, side in zip(lacking, self._sides, strict=True))
        measured = sum(int(mask.sum()) for mask in lacking)
        return PictureCount(decoded, measured, wanted - measured)

    def _find(self) -> list[tuple[_Side, Found]]:
        parts = Parts(self._folder)
        digests = parts.digests(self._stamps)
        return [
            (side, parts.find(side.keys(digests, self._paths), side.steps, crops=side.boxes is not None))
            for side in self._sides
        ]

    def _lacking(self, side: _Side, found: Found) -> Flags:
        """(items, steps) which values no part knows; files that are not there are not waited for."""
        missing = [~found.has[step.key] for step in side.steps]
        there = np.array([bool(stamp) for stamp in self._stamps])[side.image]
        lacking: Flags = np.stack(missing, axis=1) & there[:, None]
        return lacking

    def _chunks(self, lacking: Sequence[Flags]) -> Iterator[Chunk]:
        """Tasks of images that lack the same."""
        groups: dict[tuple[tuple[tuple[str, str], ...], ...], list[int]] = {}
        names = [_names(side.steps) for side in self._sides]
        per_image = [
            _any_per_image(mask, side.image, len(self._paths)) for mask, side in zip(lacking, self._sides, strict=True)
        ]
        for at in np.flatnonzero(np.concatenate(per_image, axis=1).any(axis=1)).tolist():
            lacked = [
                tuple(name for name, lacks in zip(named, mask[at].tolist(), strict=True) if lacks)
                for named, mask in zip(names, per_image, strict=True)
            ]
            of_images, of_crops = (
                tuple(
                    dict.fromkeys(
                        name
                        for side, its in zip(self._sides, lacked, strict=True)
                        if (side.boxes is not None) is crops
                        for name in its
                    )
                )
                for crops in (False, True)
            )
            groups.setdefault((of_images, of_crops), []).append(at)
        boxes = self._boxes(lacking)
        for (of_images, of_crops), images in groups.items():
            for part in _portions(images):
                shots = tuple(self._shot(at, boxes) for at in part)
                yield Chunk(str(self._folder), shots, of_images, of_crops, self._files)

    def _boxes(self, lacking: Sequence[Flags]) -> dict[int, Boxes]:
        """The boxes to be measured, by row of `images`; each once, though a label and a prediction may share it."""
        rows: list[Ids] = []
        boxes: list[Boxes] = []
        for side, mask in zip(self._sides, lacking, strict=True):
            if side.boxes is not None:
                wanted = mask.any(axis=1)
                rows.append(side.image[wanted])
                boxes.append(side.boxes[wanted])
        if not sum(map(len, rows)):
            return {}
        image, box = np.concatenate(rows), np.concatenate(boxes)
        order = np.argsort(image, kind="stable")
        image, box = image[order], box[order]
        at, starts = np.unique(image, return_index=True)
        return dict(zip(at.tolist(), np.split(box, starts[1:]), strict=True))

    def _shot(self, at: int, boxes: Mapping[int, Boxes]) -> Shot:
        root, path = self._places[at]
        return Shot(str(root), path, self._stamps[at], boxes.get(at, np.zeros((0, 4))))

    def _measure(self, chunks: Sequence[Chunk], progress: Progress) -> None:
        # A person's own code may take a process down.
        starts_here = not self._files or sum(len(chunk.shots) for chunk in chunks) <= FIRST
        for done in spread(measure_chunk, chunks, pieces=_one_by_one, starts_here=starts_here):
            if done.result is None:
                self._unread[done.task.shots[0].stamp] = "The process that measured it died."
            else:
                self._unread.update(done.result)
                progress.advance(len(done.task.shots))

    def _bring(self, side: _Side, found: Found, into: Measured) -> None:
        for step in side.steps:
            into.put(step, {output.name: found.columns[column_of(step, output)] for output in step.stored})
        into.fail(side.level, found.failures)
        reasons = [self._unread.get(stamp, "") if stamp else NO_FILE for stamp in self._stamps]
        nowhere = {at: reason for at, reason in enumerate(reasons) if reason}
        if nowhere:
            slugs = [step.metric.slug for step in side.steps]
            rows = np.flatnonzero(np.isin(side.image, list(nowhere))).tolist()
            into.fail(side.level, {row: dict.fromkeys(slugs, nowhere[int(side.image[row])]) for row in rows})


def _side(view: View, level: Level, steps: tuple[Step, ...]) -> _Side:
    if level is Level.IMAGE:
        return _Side(level, steps, np.arange(len(view.images)), None)
    objects = view.objects(level)
    return _Side(level, steps, objects.image, upright(objects.boxes, objects.image, view.images.rows))


def _stamp(root: Path | None, path: str) -> str:
    """A text that changes with the file: place, size and time of change; empty where there is no file."""
    status = file_status(root, path)
    if status is None or root is None:
        return ""
    return f"{os.path.join(root, path)}\0{status.st_size}\0{status.st_mtime_ns}"


def _portions(images: Sequence[int]) -> Iterator[Sequence[int]]:
    """The images of one task after the other: few at first, then as many as leave work for every process."""
    at = 0
    while at < len(images):
        size = FIRST if at < 8 * FIRST else int(np.clip((len(images) - at) // (4 * processors()), FIRST, MOST))
        yield images[at : at + size]
        at += size


def _one_by_one(chunk: Chunk) -> list[Chunk]:
    return [replace(chunk, shots=(shot,)) for shot in chunk.shots]


def _names(steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    return tuple((step.metric.slug, step.parameters) for step in steps)


def _any_per_image(lacking: Flags, image: Ids, count: int) -> Flags:
    """(images, steps) whether any item of the image lacks a step."""
    counts: NDArray[np.int64] = np.zeros((count, lacking.shape[1]), np.int64)
    np.add.at(counts, image, lacking)
    return counts > 0
