"""Reads Scalabel's JSON, in which BDD100K comes: frames with boxes, outlines, masks and tracks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from assay.errors import SourceUnreadable
from assay.formats.coco.annotations import LABEL_KEYS, PREDICTION_KEYS, NotClean, RowStyle, object_rows
from assay.formats.coco.images import IMAGE_KEYS, image_rows, mend_images
from assay.formats.coco.mending import RowMender
from assay.formats.format import Guess, ReadOptions
from assay.formats.image_paths import ImageFolders
from assay.formats.json_stream import Chunk, JsonStream
from assay.formats.problems import ProblemLog, shown
from assay.formats.records import Records, no_images
from assay.formats.scalabel.files import guess, image_folders, label_files
from assay.formats.scalabel.rows import Row, image_row, label_row
from assay.formats.scores import ScoreCheck
from assay.formats.tables import task_of
from assay.model.category import CategoryRecord


class ScalabelReader:
    """Scalabel and BDD100K: a list of frames, alone or as `frames` of an object, or a folder with one file per video.

    A class is known by its name, an image by the name of its frame. Attributes of a frame (weather, scene, …) become
    metadata of its image. `scored` reads predictions.
    """

    name = "scalabel"

    def __init__(self, *, scored: bool = False) -> None:
        self.title = "Scalabel or BDD100K (JSON)" if not scored else "Scalabel or BDD100K predictions (JSON)"
        self._scored = scored

    def sniff(self, source: Path) -> Guess | None:
        """A JSON list of frames with `labels`, with scores or without as this reader reads them."""
        return guess(source, scored=self._scored)

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield a batch for each piece of a file.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no list of frames in it.
        """
        classes: dict[str, CategoryRecord] = {}
        seen: set[str] = set()
        for path, split in label_files(source):
            file = _File(
                path, options.split or split, ImageFolders(image_folders(path, split, options)), scored=self._scored
            )
            yield from file.batches(classes, seen)


class _File:
    """One file while it is read."""

    def __init__(self, path: Path, split: str | None, folders: ImageFolders, *, scored: bool) -> None:
        self._path, self._split, self._folders, self._scored = path, split, folders, scored
        self._problems = ProblemLog(path.name)
        self._style = RowStyle(PREDICTION_KEYS if scored else LABEL_KEYS, path.name)
        self._scores = ScoreCheck()
        self._size: Any = None

    def batches(self, classes: dict[str, CategoryRecord], seen: set[str]) -> Iterator[Records]:
        """The frames in pieces; `classes` and `seen`, ids of images and labels, go on from file to file."""
        with JsonStream(self._path, self._problems) as stream:
            is_list = stream.opening == "["
            found = is_list
            for member, value in [("frames", stream.chunks("$"))] if is_list else stream.members():
                if member == "frames" and isinstance(value, Iterator):
                    found = True
                    path = "$" if is_list else "$.frames"
                    yield from (self._records(chunk, path, classes, seen) for chunk in value)
                elif member == "config" and isinstance(value, dict):
                    self._size = value.get("imageSize")
                    for name in _names(value.get("categories")):
                        classes.setdefault(name, CategoryRecord(name, name))
        if not found:
            hint = 'It is a list such as [{"name": "a.jpg", "labels": [{"category": "car", "box2d": {"x1": 1, …}}]}].'
            raise SourceUnreadable(f"{self._path} holds no list of frames.", hint=hint)
        if self._scored:
            self._scores.tell("the whole file", self._problems)
        if len(self._problems):
            yield Records(no_images(), object_rows([], [], self._style), problems=self._problems.take())

    def _records(self, chunk: Chunk, path: str, classes: dict[str, CategoryRecord], seen: set[str]) -> Records:
        images: list[Row] = []
        places: list[int] = []
        objects: list[Row] = []
        rows: list[int] = []
        for frame, index in zip(chunk.rows, chunk.indexes, strict=True):
            image = self._image(frame, f"{path}[{index}]", seen)
            if image is None:
                continue
            if image["id"] not in seen:
                seen.add(image["id"])
                images.append(image)
                places.append(index)
            labels = self._labels(frame, image, f"{path}[{index}].labels", seen)
            objects += labels
            rows += [index] * len(labels)
        for row in objects:
            classes.setdefault(
                str(row["category_id"]), CategoryRecord(str(row["category_id"]), str(row["category_id"]))
            )
        table = object_rows(objects, rows, self._style)
        if self._scored:
            self._scores.see(table["score"])
        return Records(
            no_images() if self._scored else self._images(images, places),
            table,
            tuple(classes.values()),
            problems=self._problems.take(),
            task=task_of(table),
            image_place=f"{path}[{{}}]",
            object_place=f"{path}[{{}}].labels",
        )

    def _image(self, frame: Any, place: str, seen: set[str]) -> Row | None:
        if not isinstance(frame, dict):
            self._problems.skip(place, "not-an-object", f"Expected an object, got {shown(frame)}.")
            return None
        image = image_row(frame, place, self._size, self._problems)
        if image is not None and image["id"] in seen:
            message = f"{image['id']!r} stood earlier already: its labels are read as labels of that one."
            self._problems.keep(place, "duplicate-image", message)
        return image

    def _labels(self, frame: Row, image: Row, place: str, seen: set[str]) -> list[Row]:
        """The labels of a frame that can be taken, each id once."""
        labels = frame.get("labels") or []
        if not isinstance(labels, list):
            self._problems.keep(place, "not-a-list", f"`labels` must be a list, got {shown(labels)}.")
            return []
        made = [label_row(label, image, f"{place}[{at}]", self._problems) for at, label in enumerate(labels)]
        numbered = [(at, row) for at, row in enumerate(made) if row is not None]
        mender = RowMender(place, self._problems, scored=self._scored)
        rows, indexes = mender.mend([row for _, row in numbered], [at for at, _ in numbered])
        kept: list[Row] = []
        for at, row in zip(indexes, rows, strict=True):
            if row.get("id") in seen:
                self._problems.skip(f"{place}[{at}].id", "duplicate-id", "The frame has a label of this id already.")
                continue
            if "id" in row:
                seen.add(row["id"])
            kept.append(row)
        return kept

    def _images(self, rows: list[Row], places: list[int]) -> pa.Table:
        style = RowStyle(IMAGE_KEYS, self._path.name)
        try:
            table = image_rows(rows, places, style)
        except NotClean:
            rows, places = mend_images(rows, places, self._problems)
            table = image_rows(rows, places, style)
        names = [f"{row['metadata'].get('videoName') or ''}/{row['file_name']}".lstrip("/") for row in rows]
        table = _with(table, "path", pa.array(self._folders.find(names), pa.string()))
        return table if self._split is None else _with(table, "split", pa.repeat(self._split, table.num_rows))


def _names(categories: Any) -> Iterator[str]:
    """The names of the classes in `config`, those of groups in place of the groups."""
    for category in categories if isinstance(categories, list) else ():
        if isinstance(category, dict):
            inner = category.get("subcategories")
            if inner:
                yield from _names(inner)
            elif isinstance(category.get("name"), str):
                yield category["name"]


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at), column)
