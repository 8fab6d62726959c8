"""The pixels of a run: what a model says of each pixel of an image, beside what is labelled there."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import MediaError
from assay.evaluation.pixels import PixelImage
from assay.evaluation.segmentation import VOID, Map, paint
from assay.media.pixel_chances import find_files, read_pixel_chances
from assay.model.reading import VectorForm
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.runs.painted_segments import LABEL_COLUMNS, MaskRows, label_masks

_NOBODY = -1


class PixelSource:
    """Reads the pixels of one image at a time, for metrics and detectors; nothing is kept but which files there are.

    `problems` says of each image id why its file could not be read.
    """

    def __init__(self, snapshot: Snapshot, run: Run) -> None:
        self._snapshot, self._run = snapshot, run
        self._class_ids = np.array([one.id for one in snapshot.categories(run.dataset_id)], np.int64)
        self.problems: dict[int, str] = {}

    @classmethod
    def of(cls, snapshot: Snapshot, run: Run | None) -> PixelSource | None:
        """The source of a run that has pixels."""
        return None if run is None or run.reading.pixels is None else cls(snapshot, run)

    @property
    def image_ids(self) -> list[int]:
        """The images that have a file, in order of id."""
        return sorted(self._files)

    def read(self, image: int) -> PixelImage | None:
        """The pixels of an image; None where there is no file, or it cannot be read."""
        path = self._files.get(image)
        if path is None:
            return None
        logits = self._run.reading.vectors is VectorForm.LOGITS
        try:
            chances = read_pixel_chances(path, classes=len(self._class_ids), logits=logits)
        except MediaError as reason:
            self.problems[image] = reason.message
            return None
        has_background = len(chances) > len(self._class_ids)
        owner = self._owners(image, chances.shape[1:])
        rows = self._rows_of(image)
        code = np.searchsorted(self._class_ids, self._masks.category[rows]) + has_background
        code[self._masks.void[rows] | self._masks.crowd[rows]] = VOID
        given = np.append(code, 0 if has_background else VOID)[owner].astype(np.int32)
        return PixelImage(chances, given, owner, self._masks.id[rows], self._frames[image])

    def _rows_of(self, image: int) -> Ids:
        """The masks of an image: the store keeps labels by id, so they need not lie together."""
        order, images = self._by_image
        first, last = np.searchsorted(images, [image, image + 1])
        return order[first:last]

    def _owners(self, image: int, shape: tuple[int, ...]) -> Map:
        """(h, w) which of the image's masks is on top, at the pixels of the model: it may see a smaller picture."""
        frame = self._frames[image]
        rows = self._rows_of(image)
        order = rows[np.argsort(self._masks.rank[rows], kind="stable")]
        painted = paint(self._masks.masks, order, np.searchsorted(rows, order), frame=frame, ground=_NOBODY)
        down, across = (
            ((np.arange(n) + 0.5) * side / n).astype(np.int64) for n, side in zip(shape, frame, strict=True)
        )
        return painted[np.ix_(down, across)]

    @cached_property
    def _images(self) -> dict[int, tuple[str, int, int]]:
        rows = self._snapshot.rows(
            "images", columns=("id", "file_name", "height", "width"), where={"dataset_id": self._run.dataset_id}
        )
        sized = (row for row in rows.to_pylist() if row["height"] and row["width"])
        return {row["id"]: (row["file_name"], row["height"], row["width"]) for row in sized}

    @cached_property
    def _frames(self) -> dict[int, tuple[int, int]]:
        return {image: (height, width) for image, (_, height, width) in self._images.items()}

    @cached_property
    def _files(self) -> dict[int, Path]:
        found = find_files(Path(self._run.reading.pixels or ""))
        stems = {image: Path(name).stem for image, (name, _, _) in self._images.items()}
        return {image: found[stem] for image, stem in stems.items() if stem in found}

    @cached_property
    def _masks(self) -> MaskRows:
        where = {"dataset_id": self._run.dataset_id}
        frames = self._snapshot.rows("images", columns=("id", "height", "width"), where=where).drop_null()
        labels = self._snapshot.rows("annotations", columns=LABEL_COLUMNS, where=where)
        sized = pc.is_in(labels.column("image_id"), value_set=frames.column("id").combine_chunks())
        return label_masks(labels.filter(sized), frames)

    @cached_property
    def _by_image(self) -> tuple[Ids, Ids]:
        order = np.argsort(self._masks.image, kind="stable")
        return order, self._masks.image[order]
