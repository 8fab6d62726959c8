"""Reads YOLO datasets: `data.yaml`, or plain folders of images and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.problems import ProblemLog
from assay.formats.records import Records
from assay.formats.tables import image_table
from assay.formats.yolo.config import YoloConfig, find_config, read_config, read_names, unnamed
from assay.formats.yolo.files import BATCH_FILES, LabelBatch, first_label_file, read_label_files, require
from assay.formats.yolo.layout import (
    YoloImage,
    configured_images,
    label_files,
    label_folders,
    name_inside,
    plain_images,
)
from assay.formats.yolo.lines import LineForm
from assay.model.category import CategoryRecord
from assay.model.problem import RowProblem

_SHOWN = 5


class YoloReader:
    """YOLO datasets: boxes, and polygons among them. Coordinates stay shares of the image (`normalised`)."""

    name = "yolo"
    title = "YOLO dataset (data.yaml, or images/ and labels/)"

    def sniff(self, source: Path) -> Guess | None:
        """A `data.yaml`, or a folder with label files."""
        if source.is_file():
            named = source.suffix in (".yaml", ".yml") and find_config(source.parent) is not None
            return Guess(0.9, "a YAML file that names classes") if named else None
        config = find_config(source)
        if config is not None:
            return Guess(0.85, f"it holds {config.name}")
        label = first_label_file(source)
        return Guess(0.8, f"it holds label files such as {label}") if label else None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield batches of images with their labels.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no image in it.
        """
        dataset = _open(source, options)
        classes = _Classes(dataset.config.names)
        form = LineForm(box_only=dataset.config.has_keypoints)
        for start in range(0, len(dataset.images), BATCH_FILES):
            images = dataset.images[start : start + BATCH_FILES]
            labels = _read_labels(images, dataset.root, form)
            objects = classes.known(labels.objects, dataset.problems)
            yield Records(
                images=image_table(len(images), _image_columns(images, start, options.split), file=dataset.root.name),
                objects=objects,
                categories=classes.records,
                problems=dataset.problems.take() + labels.problems,
                task=labels.task,
                image_place="image {}",
                object_place="line {}",
            )


_UNNAMED = (
    "No file names the classes: they are called after their numbers, unless the dataset knows them. "
    "A file of this name with one class per line would do."
)


@dataclass(frozen=True, slots=True)
class _Dataset:
    """A dataset whose files are found but not read."""

    root: Path
    config: YoloConfig
    images: list[YoloImage]
    problems: ProblemLog


class _Classes:
    """The classes of a dataset: those it names, or those its labels use when it names none."""

    def __init__(self, names: dict[int, str]) -> None:
        self._names = dict(names)
        self._is_named = bool(names)

    @property
    def records(self) -> tuple[CategoryRecord, ...]:
        """All classes so far, in order of number."""
        named = sorted(self._names.items())
        return tuple(CategoryRecord(str(number), name, is_named=self._is_named) for number, name in named)

    def known(self, objects: pa.Table, problems: ProblemLog) -> pa.Table:
        """The labels whose class has a name; the others are reported, or named after their number if none has one."""
        if not self._is_named:
            used = pc.unique(objects["category_key"]).to_pylist()
            if used and not self._names:
                problems.keep("classes.txt", "no-classes", _UNNAMED)
            self._names.update({int(key): unnamed(int(key)) for key in used})
            return objects
        named = pa.array([str(number) for number in self._names], pa.string())
        known = pc.is_in(objects["category_key"], value_set=named).to_numpy()
        for index in np.flatnonzero(~known).tolist():
            row = objects.slice(index, 1).select(["file", "row", "category_key"]).to_pylist()[0]
            message = f"There is no class {row['category_key']}: {self._numbers()} are named."
            problems.add(RowProblem(row["file"], f"line {row['row']}", "unknown-class", message))
        return objects if known.all() else objects.filter(pa.array(known))

    def _numbers(self) -> str:
        """The numbers that have names, in short."""
        numbers = sorted(self._names)
        in_row = numbers[-1] - numbers[0] == len(numbers) - 1
        shown = (
            f"{numbers[0]} to {numbers[-1]}"
            if in_row and len(numbers) > _SHOWN
            else ", ".join(map(str, numbers[:_SHOWN]))
        )
        return shown if in_row or len(numbers) <= _SHOWN else f"{shown}…"


def _open(source: Path, options: ReadOptions) -> _Dataset:
    require(source)
    file = source if source.is_file() else find_config(source)
    root = file.parent if file is not None else source
    problems = ProblemLog(file.name if file is not None else source.name)
    config = read_config(file, problems) if file is not None else YoloConfig(names=read_names(source))
    if not config.names:
        config = YoloConfig(config.file, config.root, read_names(root), config.splits, config.has_keypoints)
    missing = ProblemLog(problems.file)
    images = configured_images(config, missing) if file is not None and options.images is None else []
    if not images:  # the paths of many a data.yaml are those of another machine
        missing.take()
        images = plain_images(root, options.images)
    if not images:
        raise SourceUnreadable(f"No image was found in {source}.", hint="Name the folder of images with --images.")
    for told in (*missing.take(), *_unpaired(root, images)):
        problems.add(told)
    if config.has_keypoints:
        problems.keep("kpt_shape", "keypoints", "Keypoints of YOLO pose labels are not read: only their boxes are.")
    return _Dataset(root, config, images, problems)


def _unpaired(root: Path, images: Sequence[YoloImage]) -> Iterator[RowProblem]:
    """Label files without an image, in the folders where labels belong; anywhere where no image has labels."""
    paired = {image.label for image in images if image.label}
    lost = {path for folder in label_folders(images) or [root] for path in label_files(folder)} - paired
    for path in sorted(lost):
        yield RowProblem(
            name_inside(path, root), "the whole file", "label-without-image", "No image of this name was found."
        )


def _read_labels(images: Sequence[YoloImage], root: Path, form: LineForm) -> LabelBatch:
    pairs = [(image.label, image.name) for image in images if image.label is not None]
    return read_label_files([label for label, _ in pairs], [name for _, name in pairs], root, form)


def _image_columns(images: Sequence[YoloImage], first: int, split: str | None) -> dict[str, Any]:
    names = [image.name for image in images]
    return {
        "key": names,
        "file_name": names,
        "path": [image.path for image in images],
        "split": split or [image.split for image in images],
        "row": range(first, first + len(images)),
    }
