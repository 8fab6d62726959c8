"""Reads COCO datasets: boxes, polygons, masks, keypoints, with every key the file has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import SourceUnreadable
from assay.formats.coco import checking
from assay.formats.coco.annotations import LABEL_KEYS, NotClean, RowStyle
from assay.formats.coco.categories import category_records, unnamed
from assay.formats.coco.files import LabelFile, dataset_guess, folder_guess, label_files
from assay.formats.coco.images import IMAGE_KEYS, image_rows, mend_images
from assay.formats.coco.mending import RowMender, mend_unknown, object_table
from assay.formats.coco.spelling import SpellingVotes
from assay.formats.format import Guess, ReadOptions
from assay.formats.image_folders import likely_image_folders
from assay.formats.image_paths import ImageFolders
from assay.formats.json_stream import Chunk, JsonStream
from assay.formats.json_text import to_json
from assay.formats.kept import SPELLING
from assay.formats.problems import ProblemLog, shown
from assay.formats.records import Records, no_images, no_objects
from assay.formats.tables import BATCH_ROWS, task_of
from assay.model.category import CategoryRecord

_LISTS = ("images", "annotations", "categories")


class CocoReader:
    """COCO datasets: one JSON file, or a folder with one per split."""

    name = "coco"
    title = "COCO dataset (JSON)"

    def sniff(self, source: Path) -> Guess | None:
        """A JSON object with lists of images, annotations and categories, or a folder that holds one."""
        return folder_guess(source) if source.is_dir() else dataset_guess(source)

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield one or more batches per file; the first one has the images and classes.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or nothing that has `images`.
        """
        files = label_files(source)
        classes = _SharedClasses()
        for number, file in enumerate(files):
            prefix = f"{file.split}/" if len(files) > 1 else ""
            content = _read_content(file)
            folder = source if source.is_dir() else None
            places = likely_image_folders(file.path, split=file.split, images=options.images, source=folder)
            batches = _batches(content, ImageFolders(places))
            for batch in batches:
                shared = classes.shared(batch) if len(files) > 1 else batch
                named = _named(shared, prefix, options.split or file.split)
                yield replace(named, extra=named.extra if number == 0 else None)


@dataclass(slots=True)
class _Content:
    """A file as it was read, before rows are checked against each other."""

    file: LabelFile
    problems: ProblemLog
    images: list[pa.Table] = field(default_factory=list)
    objects: list[pa.Table] = field(default_factory=list)
    categories: list[Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    votes: SpellingVotes = field(default_factory=SpellingVotes)


def _read_content(file: LabelFile) -> _Content:
    content = _Content(file, ProblemLog(file.name))
    mender = RowMender("$.annotations", content.problems, scored=False)
    seen = set()
    with JsonStream(file.path, content.problems) as stream:
        if stream.opening != "{":
            raise SourceUnreadable(f"{file.path} is not a JSON object.", hint="A COCO dataset begins with `{`.")
        for member, value in stream.members():
            seen.add(member)
            is_list = isinstance(value, Iterator)
            if member == "images" and is_list:
                content.images.extend(_image_table(chunk, content) for chunk in value)
            elif member == "annotations" and is_list:
                content.objects.extend(_object_table(chunk, content, mender) for chunk in value)
            elif member == "categories" and is_list:
                content.categories = [row for chunk in value for row in chunk.rows]
                content.votes.see_ids(
                    "categories", (row.get("id") for row in content.categories if isinstance(row, dict))
                )
            elif member in _LISTS:
                content.problems.keep(f"$.{member}", "not-a-list", f"`{member}` must be a list, got {shown(value)}.")
            else:
                content.extra[member] = [row for chunk in value for row in chunk.rows] if is_list else value
    mend_unknown(content.extra, frozenset(), "$", content.problems)
    if kept := content.votes.kept():
        content.extra[SPELLING] = kept
    if "images" not in seen:
        found = ", ".join(f"`{member}`" for member in sorted(seen)) or "nothing"
        raise SourceUnreadable(f"{file.path} has no list of `images`: found {found}.", hint="Is it a COCO dataset?")
    return content


def _image_table(chunk: Chunk, content: _Content) -> pa.Table:
    style = RowStyle(IMAGE_KEYS, content.file.name)
    rows, indexes = chunk.rows, chunk.indexes
    try:
        table = image_rows(rows, indexes, style)
    except NotClean:
        rows, indexes = mend_images(rows, indexes, content.problems)
        table = image_rows(rows, indexes, style)
    content.votes.see_ids("images", (row["id"] for row in rows))
    return table


def _object_table(chunk: Chunk, content: _Content, mender: RowMender) -> pa.Table:
    style = RowStyle(LABEL_KEYS, content.file.name)
    table, rows = object_table(chunk, style, mender)
    content.votes.see_labels(rows)
    return table


def _batches(content: _Content, folders: ImageFolders) -> Iterator[Records]:
    """The content, checked, as batches. The first one carries images, classes, problems and what is said of the set."""
    problems = content.problems
    images, aliases = checking.distinct_images(pa.concat_tables([no_images(), *content.images]), problems)
    objects = pa.concat_tables([no_objects(), *content.objects]).unify_dictionaries()
    content.objects.clear()
    objects = _set(objects, "image_key", _renamed(objects["image_key"], aliases))
    categories = _categories(content, objects)
    keys = [category.key for category in categories]
    by_name = {category.name: category.key for category in categories if category.name not in keys}
    objects = _set(objects, "category_key", _renamed(objects["category_key"], by_name))
    objects = checking.known_objects(objects, images["key"].combine_chunks(), keys, problems)
    objects = checking.placed_objects(checking.distinct_objects(objects, problems), problems)
    checking.tell_box_convention(objects, images, problems)
    images = _set(images, "path", pa.array(folders.find(images["file_name"].to_pylist()), pa.string()))
    records = Records(
        images=images.combine_chunks(),
        objects=no_objects(),
        categories=categories,
        task=task_of(objects),
        extra=to_json(content.extra).decode() if content.extra else None,
        image_place="$.images[{}]",
        object_place="$.annotations[{}]",
        problems=problems.take(),
    )
    batches = [objects.slice(start, BATCH_ROWS) for start in range(0, objects.num_rows, BATCH_ROWS)]
    yield replace(records, objects=batches[0] if batches else no_objects())
    for batch in batches[1:]:
        yield replace(records, images=no_images(), objects=batch, extra=None, problems=())


def _categories(content: _Content, objects: pa.Table) -> tuple[CategoryRecord, ...]:
    if content.categories:
        return category_records(content.categories, content.problems)
    keys = pc.unique(objects["category_key"]).to_pylist()
    if any(map(_is_number, keys)):
        message = "The file names no classes: those that the dataset does not know are called after their ids."
        content.problems.keep("$.categories", "no-classes", message)
    keys.sort(key=lambda key: (not key.isdigit(), len(key), key))
    return tuple(
        CategoryRecord(key, unnamed(key), is_named=False) if _is_number(key) else CategoryRecord(key, key)
        for key in keys
    )


def _is_number(key: str) -> bool:
    return key.lstrip("-").isdecimal()


class _SharedClasses:
    """Makes one list of classes of the files of a folder: a class is the same when its name is."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def shared(self, batch: Records) -> Records:
        """The batch with class keys that mean the same in every file."""
        renamed: dict[str, str] = {}
        for category in batch.categories:
            key = self._keys.get(category.name)
            if key is None:
                taken = set(self._keys.values())
                key = category.key if category.key not in taken else f"{category.key}:{category.name}"
                self._keys[category.name] = key
            if key != category.key:
                renamed[category.key] = key
        if not renamed:
            return batch
        categories = tuple(replace(one, key=renamed.get(one.key, one.key)) for one in batch.categories)
        objects = _set(batch.objects, "category_key", _renamed(batch.objects["category_key"], renamed))
        return replace(batch, categories=categories, objects=objects)


def _named(batch: Records, prefix: str, split: str | None) -> Records:
    """The batch with image keys that are unique among the files, and the split of its file."""
    images, objects = batch.images, batch.objects
    if prefix:
        images = _set(images, "key", pc.binary_join_element_wise(prefix, images["key"], ""))
        objects = _set(objects, "image_key", pc.binary_join_element_wise(prefix, objects["image_key"], ""))
    if split is not None:
        images = _set(images, "split", pc.fill_null(images["split"], split))
    return replace(batch, images=images, objects=objects)


def _set(table: pa.Table, name: str, column: Any) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), column)


def _renamed(column: pa.ChunkedArray, names: dict[str, str]) -> Any:
    if not names:
        return column
    encoded = column.combine_chunks().dictionary_encode()
    values = pa.array([names.get(value, value) for value in encoded.dictionary.to_pylist()], pa.string())
    return values.take(encoded.indices)
