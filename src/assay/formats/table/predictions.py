"""Reads tables of predictions: class probabilities, one column per class, or a class and its score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.amounts import amount, listed
from assay.errors import SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.problems import ProblemLog
from assay.formats.records import Records, no_images
from assay.formats.scores import ScoreCheck, out_of_range
from assay.formats.table.boxes import Boxes, box_record, read_boxes
from assay.formats.table.class_columns import class_columns, signed_percent, why_none
from assay.formats.table.class_lists import class_lists, class_names, is_list_column
from assay.formats.table.columns import (
    box_columns,
    decision_columns,
    key_column,
    label_columns,
    names_column,
    predicted_column,
    vector_column,
)
from assay.formats.table.file import TableFile, is_table, mostly_numeric, read_table, sample, texts
from assay.formats.tables import list_column, object_table, task_of
from assay.formats.vectors import SLACK, ClassVectors
from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.reading import VectorForm

_FEW = 5  # columns that a message names
_UNCLEAR = 0.2  # reading it tells what is missing


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What a table says: class names, class and score (n,) of each row, and probabilities (n, k) if it has them."""

    classes: tuple[str, ...]
    chosen: list[str | None]
    scores: NDArray[np.float64]
    probabilities: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Boxes:
    """The box of each row, if it has one, and whether they are shares of the image."""

    read: Boxes
    in_shares: bool


class TablePredictionReader:
    """CSV or Parquet: a column that names the image, the probabilities or logits of the classes, a box if there is one.

    These stand in one column per class, or as a list in one column, with the classes in order of the dataset or of a
    column `classes`. The predicted class is the most probable one, its probability is the score, unless columns of
    predicted classes and scores say so. Without probabilities these two will do.
    """

    name = "table"
    title = "Table of class probabilities (CSV or Parquet)"

    def sniff(self, source: Path) -> Guess | None:
        """A table that names images, and whose numbers add up to one in each row."""
        rows = sample(source) if is_table(source) else None
        if rows is None:
            return None
        key = key_column(rows.column_names)
        if key is None:
            return None
        columns = box_columns(rows.column_names)
        rows = rows.drop_columns(list(columns.names)) if columns is not None else rows
        found = class_columns(rows, key)
        if found is not None:
            return Guess(0.8, f"a table with `{key}` and {amount(len(found.classes), 'column')} of probabilities")
        listed = vector_column(rows.column_names)
        if is_list_column(rows, listed):
            return Guess(0.8, f"a table with `{key}` and the lists of `{listed}`")
        pair = decision_columns([name for name in rows.column_names if name != key])
        if pair is not None:
            return Guess(0.6, f"a table with the columns `{key}`, `{pair[0]}` and `{pair[1]}`")
        if label_columns(rows.column_names).label is None and class_columns(rows, key, VectorForm.LOGITS) is not None:
            return Guess(_UNCLEAR, f"a table with `{key}` and columns of numbers")
        return None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield one batch, with the classes in the order of the columns.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no column that names images or gives probabilities.
        """
        problems = ProblemLog(source.name)
        file = read_table(source, problems)
        key = key_column(file.table.column_names)
        if key is None:
            raise SourceUnreadable(f"{source} has no column that names the image.", hint="Call it `path`.")
        columns = box_columns(file.table.column_names)
        boxes = _Boxes(read_boxes(file, columns, problems), columns is not None and columns.in_shares)
        rest = replace(file, table=file.table.drop_columns(list(columns.names))) if columns is not None else file
        ways = _WAYS if columns is None else _WAYS_OF_BOXES
        decisions = _decisions(rest, key, source, problems, form=options.vectors, ways=ways)
        yield _records(file, texts(file.table[key]), decisions, boxes, problems=problems)


def _decisions(
    file: TableFile,
    key: str,
    source: Path,
    problems: ProblemLog,
    *,
    form: VectorForm | None,
    ways: Sequence[_Way],
) -> _Decisions:
    """What the table says in the first way that it has."""
    for way in ways:
        found = way(file, key, problems, form)
        if found is not None:
            return found
    names = ", ".join(f"`{name}`" for name in file.table.column_names)
    raise SourceUnreadable(
        f"{source} has no columns of class probabilities: found {names}.",
        hint=why_none(file.table, key),
    )


def _from_lists(file: TableFile, key: str, problems: ProblemLog, form: VectorForm | None) -> _Decisions | None:
    names = [name for name in file.table.column_names if name != key]
    column, named = vector_column(names), names_column(names)
    label, classes = predicted_column(names), class_names(file, named)
    if column is None or not is_list_column(file.table, column) or (label is None and not classes):
        return None
    values = class_lists(file, column, problems)
    if values is None or (classes and len(classes) != values.shape[1]):
        return None
    probabilities = _made(values, file, problems, form)
    pair = decision_columns(names)
    scores = _scores(file, pair[1], problems) if pair is not None else None
    used = {key, column} | ({named} if named else set()) | ({label} if label else set())
    _tell_unread(names, used | ({pair[1]} if pair and scores is not None else set()), problems)
    best = _most_probable(probabilities, classes)
    chosen = texts(file.table[label]) if label is not None else best.chosen
    return _Decisions(classes, chosen, best.scores if scores is None else scores, probabilities)


def _from_columns(file: TableFile, key: str, problems: ProblemLog, form: VectorForm | None) -> _Decisions | None:
    found = class_columns(file.table, key, form)
    if found is None:
        return None
    _tell_unread(file.table.column_names, {key, *found.classes}, problems)
    if found.signed:
        _tell_percent(_named(found.classes), problems)
    return _most_probable(_made(found.values, file, problems, form), tuple(found.classes.values()))


def _named(columns: Iterable[str]) -> str:
    return listed([f"`{name}`" for name in columns], _FEW)


def _from_pair(file: TableFile, key: str, problems: ProblemLog, form: VectorForm | None) -> _Decisions | None:
    del form  # there is no vector to read
    pair = decision_columns([name for name in file.table.column_names if name != key])
    scores = _scores(file, pair[1], problems) if pair is not None else None
    if pair is None or scores is None:
        return None
    _tell_unread(file.table.column_names, {key, *pair}, problems)
    chosen = texts(file.table[pair[0]])
    return _Decisions(tuple(sorted({name for name in chosen if name is not None})), chosen, scores)


def _scores(file: TableFile, column: str, problems: ProblemLog) -> NDArray[np.float64] | None:
    """(n,) the numbers of a column of scores; None when it holds none."""
    signed = signed_percent(file.table[column])
    if signed is not None:
        _tell_percent(f"`{column}`", problems)
    return mostly_numeric(file.table[column]) if signed is None else signed


def _tell_percent(columns: str, problems: ProblemLog) -> None:
    message = f"The numbers of {columns} have a percent sign: read as percent, 100 % as a probability of 1."
    problems.keep("the header", "percent", message)


_Way: TypeAlias = Callable[[TableFile, str, ProblemLog, VectorForm | None], "_Decisions | None"]
_WAYS: tuple[_Way, ...] = (_from_lists, _from_columns, _from_pair)
"""A list per row, a column per class, a class and its score."""

_WAYS_OF_BOXES: tuple[_Way, ...] = (_from_lists, _from_pair, _from_columns)
"""Beside a box, columns of flags may add up to 1 and be no classes."""


def _made(
    values: NDArray[np.float64], file: TableFile, problems: ProblemLog, form: VectorForm | None
) -> NDArray[np.float64]:
    """(n, k) probabilities of the vectors of the whole file."""
    vectors = ClassVectors(form, least_sum=1.0)
    made = vectors.probabilities(values, file.rows)
    vectors.tell("the whole file", file.place, problems)
    return made


def _most_probable(probabilities: NDArray[np.float64], classes: tuple[str, ...]) -> _Decisions:
    """The class of the highest probability; its score tells a row that has none: NaN, or out of range."""
    best = np.where(np.isnan(probabilities), -1, probabilities).argmax(axis=1)
    scores = np.take_along_axis(probabilities, best[:, None], axis=1)[:, 0]
    scores[~np.isfinite(probabilities).all(axis=1)] = np.nan
    low = probabilities.min(axis=1)
    scores = np.where(low < -SLACK, low, scores)
    return _Decisions(classes, [classes[index] if classes else None for index in best.tolist()], scores, probabilities)


def _tell_unread(names: Sequence[str], used: set[str], problems: ProblemLog) -> None:
    unread = [name for name in names if name not in used]
    if unread:
        problems.keep("the header", "columns", f"Not read: {', '.join(f'`{name}`' for name in unread)}.")


def _records(
    file: TableFile, keys: list[str | None], decisions: _Decisions, boxes: _Boxes, *, problems: ProblemLog
) -> Records:
    fitting = np.flatnonzero(~boxes.read.wrong).tolist()
    kept = [index for index in fitting if _is_valid(index, file, keys, decisions, problems)]
    columns: dict[str, Any] = {
        "image_key": [keys[index] for index in kept],
        "category_key": [decisions.chosen[index] for index in kept],
        "score": pa.array(np.clip(decisions.scores[kept], 0, 1)),
        "row": file.rows[kept],
        **box_record(boxes.read.xywh[kept], in_shares=boxes.in_shares),
    }
    if decisions.probabilities is not None:
        given = decisions.probabilities[kept]
        fits = np.asarray(np.isfinite(given).all(axis=1))
        columns["probabilities"] = list_column(given[fits], fits)
    objects = object_table(len(kept), columns, file=problems.file)
    check = ScoreCheck()
    check.see(objects["score"])
    check.tell("the whole file", problems)
    return Records(
        no_images(),
        objects,
        tuple(CategoryRecord(name, name) for name in decisions.classes),
        problems=problems.take(),
        task=task_of(objects) or Task.CLASSIFICATION,
        object_place=file.place,
    )


def _is_valid(index: int, file: TableFile, keys: list[str | None], decisions: _Decisions, problems: ProblemLog) -> bool:
    """Whether a row can be taken; reports why not."""
    place, score = file.place.format(file.rows[index]), decisions.scores[index]
    if keys[index] is None or decisions.chosen[index] is None:
        problems.skip(place, "missing-key", "The row has no image or no class.")
    elif np.isnan(score):
        problems.skip(place, "nan", "A probability is missing or not a number.")
    elif not -SLACK <= score <= 1 + SLACK:
        problems.skip(place, "score-range", out_of_range("A probability", float(score)))
    else:
        return True
    return False
