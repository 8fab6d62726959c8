"""Reads folders with a label file for each image; the formats differ in what stands in such a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from assay.errors import SourceUnreadable
from assay.formats.coco.files import require
from assay.formats.format import Guess, ReadOptions
from assay.formats.image_paths import ImageFolders, plain_name
from assay.formats.per_image.kitti import is_kitti, read_kitti
from assay.formats.per_image.labelme import is_labelme, read_labelme
from assay.formats.per_image.labels import FileLabel, FileLabels
from assay.formats.per_image.layout import (
    LabelFile,
    Place,
    Style,
    find_places,
    first_label_file,
    image_paths,
    label_files,
    unlabelled,
)
from assay.formats.per_image.voc import is_voc, read_voc
from assay.formats.problems import ProblemLog
from assay.formats.records import Records
from assay.formats.tables import image_table, object_table, task_of
from assay.model.category import CategoryRecord
from assay.schema.records import FILE

_BATCH_FILES = 10_000
_SURE = 0.92


class PerImageReader:
    """A folder of label files, one for each image, in one of the formats that are written so."""

    name: str
    title: str
    style: Style
    parse: Callable[[bytes, ProblemLog], FileLabels | None]

    def sniff(self, source: Path) -> Guess | None:
        """A folder that holds label files of this format."""
        found = first_label_file(source, self.style) if source.is_dir() else None
        return Guess(_SURE, f"it holds {os.path.relpath(found, source)}") if found else None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield batches of images with their labels.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no label file in it.
        """
        require(source)
        places = find_places(source, self.style, options.images) if source.is_dir() else []
        if not places:
            raise SourceUnreadable(
                f"No {self.style.suffix} file was found in {source}.",
                hint=f"Name the folder that holds them, or that holds {' or '.join(self.style.label_folders)}.",
            )
        classes: dict[str, None] = {}
        taken: set[str] = set()
        for place in places:
            files, folders = label_files(place, source, self.style), ImageFolders(place.images)
            for start in range(0, len(files), _BATCH_FILES):
                content = self._content(files[start : start + _BATCH_FILES], folders)
                taken.update(path for path in content.paths if path)
                classes |= dict.fromkeys(label.label for of_file in content.read for label in of_file.labels)
                yield _records(content, place, options.split, sorted(classes))
        for place in places:
            if bare := list(unlabelled(place, taken)):
                taken.update(path for _, path in bare)
                yield _bare(bare, place, options.split, sorted(classes))

    def _content(self, files: Sequence[LabelFile], folders: ImageFolders) -> _Content:
        kept, read, logs = [], [], []
        for file in files:
            log = ProblemLog(file.name)
            found = self.parse(file.path.read_bytes(), log)
            logs.append(log)
            if found is not None:
                kept.append(file)
                read.append(found)
        return _Content(kept, read, image_paths(kept, [one.image for one in read], folders), logs)


@dataclass(frozen=True, slots=True)
class _Content:
    """Some label files, what each says, the path of its image if there is one, and what was wrong."""

    files: list[LabelFile]
    read: list[FileLabels]
    paths: list[str | None]
    logs: list[ProblemLog]


def _records(content: _Content, place: Place, split: str | None, classes: Sequence[str]) -> Records:
    names = [_image_name(*each, place) for each in zip(content.files, content.read, content.paths, strict=True)]
    keys = [file.name for file in content.files]
    images = image_table(
        len(names),
        {
            "key": keys,
            "file_name": names,
            "path": content.paths,
            "split": [split or file.split for file in content.files],
            "width": [one.width for one in content.read],
            "height": [one.height for one in content.read],
            "metadata": [orjson.dumps(one.metadata).decode() if one.metadata else None for one in content.read],
            "file": _file_column(keys),
            "row": [0] * len(names),
        },
        file="",
    )
    labels = [(key, label) for key, one in zip(keys, content.read, strict=True) for label in one.labels]
    objects = _objects(labels)
    problems = tuple(problem for log in content.logs for problem in log.take())
    return Records(
        images,
        objects,
        tuple(CategoryRecord(name, name) for name in classes),
        problems,
        task=task_of(objects),
        image_place="the whole file",
        object_place="label {}",
    )


def _objects(labels: Sequence[tuple[str, FileLabel]]) -> pa.Table:
    columns: dict[str, Any] = {
        "image_key": [key for key, _ in labels],
        "category_key": [label.label for _, label in labels],
        "kind": [label.kind.value for _, label in labels],
        "rotation": [label.rotation for _, label in labels],
        "segmentation": [label.outline_json for _, label in labels],
        "ignore": [label.ignore for _, label in labels],
        "attributes": [label.attributes_json for _, label in labels],
        "file": _file_column([key for key, _ in labels]),
        "row": [label.row for _, label in labels],
        **{axis: [label.box[place] for _, label in labels] for place, axis in enumerate("xywh")},
    }
    return object_table(len(labels), columns)


def _file_column(names: Sequence[str]) -> pa.Array:
    return pa.array(names, pa.string()).dictionary_encode().cast(FILE)


def _bare(found: Sequence[tuple[str, str]], place: Place, split: str | None, classes: Sequence[str]) -> Records:
    columns: dict[str, Any] = {
        "key": [path for _, path in found],
        "file_name": [name for name, _ in found],
        "path": [path for _, path in found],
        "split": split or place.split,
        "row": range(len(found)),
    }
    images = image_table(len(found), columns, file=place.images[0].name)
    categories = tuple(CategoryRecord(name, name) for name in classes)
    return Records(images, _objects(()), categories, image_place="image {}")


def _image_name(file: LabelFile, read: FileLabels, path: str | None, place: Place) -> str:
    """What the image is called: its path below the folder of images; where none was found, what the label file says."""
    if path is None:
        return plain_name(read.image or "").rpartition("/")[2] or file.stem
    below = next((folder for folder in place.images if path.startswith(f"{folder}/")), None)
    return path[len(f"{below}/") :] if below is not None else os.path.basename(path)


class VocReader(PerImageReader):
    """Pascal VOC: boxes, turned boxes and outlines with their flags; lists in `ImageSets` tell the splits."""

    name = "voc"
    title = "Pascal VOC (XML per image)"
    style = Style(".xml", ("Annotations", "annotations", "labels"), ("JPEGImages", "images", "Images", "img"), is_voc)
    parse = staticmethod(read_voc)


class LabelmeReader(PerImageReader):
    """LabelMe: boxes, polygons and circles with their flags."""

    name = "labelme"
    title = "LabelMe (JSON per image)"
    style = Style(
        ".json",
        ("annotations", "Annotations", "labels", "json"),
        ("images", "Images", "imgs", "JPEGImages"),
        is_labelme,
    )
    parse = staticmethod(read_labelme)


class KittiReader(PerImageReader):
    """KITTI: the 2D boxes of objects; what it says of them in space is kept as attributes."""

    name = "kitti"
    title = "KITTI (text per image)"
    style = Style(".txt", ("label_2", "labels", "label"), ("image_2", "images", "data"), is_kitti)
    parse = staticmethod(read_kitti)
