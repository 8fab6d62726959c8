"""Reads tables of labels: one row per label, a column with the path of its image, one with its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from assay.errors import SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.image_folders import likely_image_folders
from assay.formats.image_paths import ImageFolders, with_ending
from assay.formats.problems import ProblemLog
from assay.formats.records import Records
from assay.formats.splits import split_told, split_word
from assay.formats.table.boxes import Boxes, box_record, read_boxes
from assay.formats.table.columns import Columns, is_id, label_columns
from assay.formats.table.file import TableFile, is_table, read_table, sample, texts, typed
from assay.formats.tables import image_table, object_table, task_of
from assay.model.category import CategoryRecord

_TRUE = ("1", "1.0", "true", "yes")


class TableReader:
    """CSV or Parquet: a class per image, or a class and a box per row; an image without labels has a row without them.

    A column `annotator` signs the label of its row, so that an image may have the vote of each of several people.
    Columns beside path, class, box, split, annotator and seconds become metadata of the image.
    """

    name = "table"
    title = "Table of labels (CSV or Parquet)"

    def sniff(self, source: Path) -> Guess | None:
        """A table with a column of paths and a column of classes, by their names."""
        rows = sample(source) if is_table(source) else None
        if rows is None:
            return None
        found = label_columns(rows.column_names)
        if found.path is None or found.label is None:
            return None
        sure = 0.7 if is_id(found.path) else 0.8
        return Guess(sure, f"a table with the columns `{found.path}` and `{found.label}`")

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield one batch.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no column of paths.
        """
        problems = ProblemLog(source.name)
        file = read_table(source, problems)
        columns = label_columns(file.table.column_names)
        if columns.path is None:
            names = ", ".join(f"`{name}`" for name in file.table.column_names)
            raise SourceUnreadable(f"{source} has no column of image paths: found {names}.", hint="Call it `path`.")
        _tell_columns(columns, problems)
        rows = _rows(file, columns, read_boxes(file, columns.box, problems), problems)
        folders = ImageFolders(likely_image_folders(source, images=options.images))
        yield _records(rows, file, columns, problems=problems, folders=folders, split=options.split)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows that are taken: the index of each in the table, its path, its class if it has one, its box (n, 4) or NaN.

    people : who made the label of each. signs : the same and how long it took, as JSON of what labels call that.
    """

    at: NDArray[np.int64]
    paths: list[str]
    labels: list[str | None]
    boxes: NDArray[np.float64]
    people: list[str | None]
    signs: list[str | None]


def _tell_columns(columns: Columns, problems: ProblemLog) -> None:
    if is_id(columns.path):
        message = f"Images are named by `{columns.path}`: file names, with or without their ending."
        beside = f" Classes are read from `{columns.label}`." if columns.label is not None else ""
        problems.keep("the header", "columns", message + beside)
    if columns.label is None:
        problems.keep("the header", "columns", "No column of classes was found: the images are read without labels.")
    elif columns.others:
        others = ", ".join(f"`{name}`" for name in columns.others)
        problems.keep(
            "the header", "columns", f"Classes are read from `{columns.label}`; {others} is kept as metadata."
        )


def _rows(file: TableFile, columns: Columns, boxes: Boxes, problems: ProblemLog) -> _Rows:
    """The rows with a path, those without a box less the ones that say again what an earlier one says of the image."""
    paths = texts(file.table[columns.path])
    labels = texts(file.table[columns.label]) if columns.label else [None] * len(paths)
    given, wrong = boxes.given.tolist(), boxes.wrong.tolist()
    signs = _json(file.table, columns.signs) or [None] * len(paths)
    signer = next(iter(columns.signs.values()), None)
    people = texts(file.table[signer]) if signer else [None] * len(paths)
    seen: dict[tuple[object, ...], int] = {}
    kept: list[int] = []

    def place(index: int) -> str:
        return file.place.format(file.rows[index])

    for index, path in enumerate(paths):
        if path is None:
            problems.skip(place(index), "missing-key", f"`{columns.path}` is empty.")
            continue
        if given[index] and labels[index] is None:
            problems.skip(place(index), "missing-key", f"`{columns.label}` is empty, and the row has a box.")
            wrong[index] = True
        if wrong[index]:
            labels[index] = None
        box = tuple(boxes.xywh[index].tolist()) if given[index] and not wrong[index] else ()
        earlier = seen.setdefault((path, labels[index], people[index], *box), index)
        if earlier == index or box:
            kept.append(index)
        if earlier != index and not wrong[index]:
            tell = problems.keep if box else problems.skip
            tell(place(index), "duplicate-row", f"{place(earlier)} says the same of {path!r}.")
    return _Rows(
        np.array(kept, dtype=np.int64),
        [path for index in kept if (path := paths[index])],
        [labels[index] for index in kept],
        boxes.xywh[kept],
        [people[index] for index in kept],
        [signs[index] for index in kept],
    )


def _records(
    rows: _Rows, file: TableFile, columns: Columns, *, problems: ProblemLog, folders: ImageFolders, split: str | None
) -> Records:
    first = {path: place for place, path in reversed(list(enumerate(rows.paths)))}
    once = sorted(first.values())
    paths = [rows.paths[place] for place in once]
    places = folders.find(paths)
    chosen = file.table.take(pa.array(rows.at[once]))
    images = image_table(
        len(paths),
        {
            "key": paths,
            "file_name": [with_ending(path, place) for path, place in zip(paths, places, strict=True)],
            "path": places,
            "split": split or _splits(chosen, columns, paths, problems.file),
            "metadata": _metadata(chosen, columns),
            "row": file.rows[rows.at[once]],
        },
        file=problems.file,
    )
    _tell_several(rows, file, problems)
    objects = _objects(rows, file, columns, problems.file)
    classes = sorted({label for label in rows.labels if label is not None}, key=_reading_order)
    return Records(
        images,
        objects,
        tuple(CategoryRecord(name, name) for name in classes),
        problems=problems.take(),
        task=task_of(objects),
        image_place=file.place,
        object_place=file.place,
    )


def _tell_several(rows: _Rows, file: TableFile, problems: ProblemLog) -> None:
    """Say which images have more than one class as a whole; that several people classed one is no news."""
    classed: set[str] = set()
    for place in np.flatnonzero(np.isnan(rows.boxes[:, 0])).tolist():
        path = rows.paths[place]
        if rows.labels[place] is None or rows.people[place] is not None:
            continue
        if path in classed:
            where = file.place.format(file.rows[rows.at[place]])
            problems.keep(where, "several-labels", f"{path!r} has another class on an earlier line: both are kept.")
        classed.add(path)


def _objects(rows: _Rows, file: TableFile, table: Columns, name: str) -> pa.Table:
    labelled = [place for place, label in enumerate(rows.labels) if label is not None]
    columns = {
        "image_key": [rows.paths[place] for place in labelled],
        "category_key": [rows.labels[place] for place in labelled],
        "row": file.rows[rows.at[labelled]],
        "attributes": [rows.signs[place] for place in labelled],
        "is_crowd": _crowds(file.table, table.crowd, rows.at[labelled]),
        **box_record(rows.boxes[labelled], in_shares=table.box is not None and table.box.in_shares),
    }
    return object_table(len(labelled), columns, file=name)


def _crowds(table: pa.Table, column: str | None, at: NDArray[np.int64]) -> list[bool]:
    """Which of some rows are around a group, as a column says."""
    if column is None:
        return [False] * len(at)
    return [(text or "").lower() in _TRUE for text in texts(table[column].take(pa.array(at)))]


def _reading_order(name: str) -> tuple[int, str]:
    """2 before 10 where classes are numbers; texts by their letters."""
    return (len(name) if name.isdecimal() else 0, name)


def _splits(table: pa.Table, columns: Columns, paths: Sequence[str], file: str) -> list[str | None]:
    if columns.split is not None:
        return [split_word(value) or value if value else None for value in texts(table[columns.split])]
    return [split_told(path, file) for path in paths]


def _metadata(table: pa.Table, columns: Columns) -> list[str | None] | None:
    return _json(table, {name: name for name in table.column_names if name not in columns.read})


def _json(table: pa.Table, names: Mapping[str, str]) -> list[str | None] | None:
    """What each row says in some columns, as name -> column, in JSON; None where it says nothing, or of no columns."""
    if not names:
        return None
    values: list[list[Any]] = [typed(table[column]) for column in names.values()]
    rows = (
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*values, strict=True)
    )
    return [orjson.dumps(row, default=str).decode() if row else None for row in rows]
