"""Class probabilities of one's own for labels, in a file: .npy, CSV, Parquet or JSON. Nothing in it is unpickled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.amounts import amount
from assay.arrays import Ids, Probabilities
from assay.errors import FormatUnknown, SourceNotFound, SourceUnreadable
from assay.formats.problems import ProblemLog, shown
from assay.formats.table.columns import probability_groups
from assay.formats.table.file import SUFFIXES, TableFile, numeric, read_table, texts
from assay.formats.vectors import SLACK, SUM_SLACK
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.problem import RowProblem
from assay.schema.field import fold
from assay.store.snapshot import Snapshot
from assay.workflows.embeddings.named_rows import NOBODY, SEVERAL, rows_named
from assay.workflows.embeddings.vector_files import KEY_NAMES

CHANCES_SUFFIXES = (".npy", ".json", *SUFFIXES)
"""The endings of files of class probabilities."""

SHOWN_PROBLEMS = 100


@dataclass(frozen=True, eq=False)
class GivenChances:
    """Class probabilities as a file has them.

    chances : (labels, classes), labels in the order of their ids, classes in that of theirs; NaN rows for labels of
        which the file says nothing. rows : in the file; taken : of them, those that speak of a label.
    named_by : what the file calls labels by, such as `reference_id`; "order" where it gives one row per label.
    problems : the first rows that were left out or mended, and why; `problem_counts` counts all of them by code.
    """

    chances: Probabilities
    rows: int
    taken: int
    named_by: str
    problems: tuple[RowProblem, ...]
    problem_counts: dict[str, int]


@dataclass(frozen=True, eq=False)
class _Rows:
    """(n, classes) values as they stand in the file; names (n,) or None; `place` tells a person where a row stands.

    wrong : rows that are no numbers, with the code and the words for it.
    """

    values: NDArray[np.float64]
    names: pa.Array | None
    place: Callable[[int], str]
    wrong: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def read_chances(snapshot: Snapshot, dataset: Dataset, path: Path, *, name: str = "") -> GivenChances:
    """The chances of the classes of each label that a file gives. `name` is what people call the file.

    An .npy or a JSON list of lists has one row per label in the order of label ids, one column per class in that of
    class ids. A CSV, a Parquet or a JSON list of objects has a column per class, called so; a column `id`,
    `reference_id`, `file_name`… says which label a row is of (an image stands for its only label), else order does.

    Raises
    ------
    SourceNotFound : there is no such file. FormatUnknown : it is of no kind that holds class probabilities.
    SourceUnreadable : it has other classes than the dataset, another number of rows than it has labels where it does
        not name them, or nothing in it can be taken.
    """
    if not path.is_file():
        raise SourceNotFound(f"There is no file at {path}.", hint="Check the path.")
    name = name or path.name
    problems = ProblemLog(name)
    found = _read(path, name, _class_names(snapshot, dataset), problems)
    ids = np.sort(np.asarray(snapshot.rows("annotations", columns=("id",), where={"dataset_id": dataset.id})["id"]))
    named_by, rows = _labels_of(snapshot, dataset, found, ids, name)
    taken = _checked(found, rows, problems)
    if not taken.any():
        told = problems.take()
        why = told[0].message if told else "every row is empty."
        raise SourceUnreadable(
            f"No row of {name!r} can be taken: {why}",
            hint="Give probabilities of classes for labels of this dataset; of logits, take the softmax first.",
        )
    chances = np.full((len(ids), found.values.shape[1]), np.nan)
    chances[np.searchsorted(ids, rows[taken])] = found.values[taken]
    every = problems.take()
    counts = dict(Counter(problem.code for problem in every))
    return GivenChances(chances, len(rows), int(taken.sum()), named_by, every[:SHOWN_PROBLEMS], counts)


def _class_names(snapshot: Snapshot, dataset: Dataset) -> list[str]:
    """In the order of class ids."""
    return [one.name for one in sorted(snapshot.categories(dataset.id), key=lambda one: one.id)]


def _read(path: Path, name: str, classes: Sequence[str], problems: ProblemLog) -> _Rows:
    suffix = path.suffix.lower()
    if suffix not in CHANCES_SUFFIXES:
        raise FormatUnknown(
            f"{name!r} holds no class probabilities.", hint=f"Give one of {', '.join(CHANCES_SUFFIXES)}."
        )
    if suffix == ".npy":
        try:
            return _in_order(np.load(path, mmap_mode="r", allow_pickle=False), name, classes)
        except (ValueError, OSError, EOFError) as error:
            why = "it holds Python objects" if "pickle" in str(error) else str(error)
            raise SourceUnreadable(f"{name!r} cannot be read: {why}.", hint="Save a plain array of numbers.") from error
    if suffix == ".json":
        told = read_json(path, name)
        if told and isinstance(told, list) and all(isinstance(row, list) for row in told):
            return _of_lists(told, classes)
        return _of_table(_records(told, name), name, classes)
    return _of_table(read_table(path, problems), name, classes)


def read_json(path: Path, name: str) -> Any:
    """What stands in a JSON file; raise `SourceUnreadable` where it is none."""
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"{name!r} is not JSON: {error}.") from error


def _in_order(array: NDArray[Any], name: str, classes: Sequence[str]) -> _Rows:
    if array.ndim != 2 or array.dtype.kind not in "fiu" or array.shape[1] != len(classes):
        raise SourceUnreadable(
            f"{name!r} must hold (labels, {len(classes)}) numbers; it holds {array.shape} of {array.dtype}.",
            hint=f"One column per class, in the order {shown(list(classes))}.",
        )
    return _Rows(np.array(array, np.float64), None, lambda at: f"row {at + 1}")


def _of_lists(lists: list[list[Any]], classes: Sequence[str]) -> _Rows:
    """Lists of numbers in the order of labels; null is a number that is not known."""
    values, wrong = np.full((len(lists), len(classes)), np.nan), {}
    for at, row in enumerate(lists):
        if len(row) != len(classes):
            wrong[at] = (
                "columns",
                f"It has {amount(len(row), 'number')}; the dataset has {amount(len(classes), 'class', 'classes')}.",
            )
        elif not all(one is None or (isinstance(one, int | float) and not isinstance(one, bool)) for one in row):
            wrong[at] = ("no-number", f"It must be numbers, got {shown(row)}.")
        else:
            values[at] = [np.nan if one is None else one for one in row]
    return _Rows(values, None, lambda at: f"$[{at}]", wrong)


def _records(told: Any, name: str) -> TableFile:
    """A list of objects as a table."""
    if not isinstance(told, list) or not told or not all(isinstance(row, dict) for row in told):
        raise SourceUnreadable(
            f"{name!r} must be a JSON list of lists of numbers, or of objects with one number per class.",
            hint='Such as [{"id": 1, "cat": 0.9, "dog": 0.1}].',
        )
    keys = dict.fromkeys(key for row in told for key in row)
    columns = [pa.array([_text(row.get(key)) for row in told], pa.string()) for key in keys]
    return TableFile(pa.table(columns, names=list(keys)), np.arange(len(told), dtype=np.int32), "$[{}]")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _of_table(file: TableFile, name: str, classes: Sequence[str]) -> _Rows:
    """A column per class, and perhaps one that says which label a row is of."""
    table = file.table
    key = next((one for one in KEY_NAMES if one in table.column_names and one not in classes), None)
    columns = _class_columns([one for one in table.column_names if one != key], classes, name)
    values = np.empty((table.num_rows, len(classes)))
    wrong: dict[int, tuple[str, str]] = {}
    for at, column in enumerate(columns):
        values[:, at] = _numbers(table[column], column, wrong)
    names = None
    if key is not None:
        column = table[key].combine_chunks()
        names = (
            pa.array(texts(table[key]), pa.string()) if pa.types.is_string(column.type) else column.cast(pa.string())
        )
    return _Rows(values, names, lambda at: file.place.format(file.rows[at]), wrong)


def _class_columns(names: Sequence[str], classes: Sequence[str], file: str) -> list[str]:
    """The column of each class."""
    missing: list[str] = list(classes)
    for group in probability_groups(names):
        known = {fold(told): column for column, told in group.items()} | {
            told: column for column, told in group.items()
        }
        found = [known.get(one, known.get(fold(one))) for one in classes]
        lacks = [one for one, column in zip(classes, found, strict=True) if column is None]
        if not lacks:
            return [column for column in found if column is not None]
        missing = min(missing, lacks, key=len)
    raise SourceUnreadable(
        f"{file!r} has no column for the class {missing[0]!r}"
        + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
        + f"; its columns are {shown(list(names))}.",
        hint="Give one column for each class of the dataset, called as the class is.",
    )


def _numbers(column: pa.ChunkedArray, name: str, wrong: dict[int, tuple[str, str]]) -> NDArray[np.float64]:
    """(n,) a column as numbers; NaN where it is empty, and where it has another text, which `wrong` is told of."""
    found = numeric(column)
    if found is not None:
        return found
    values = np.full(len(column), np.nan)
    for at, text in enumerate(column.to_pylist()):
        if text is None or not str(text).strip():
            continue
        try:
            values[at] = float(text)
        except (TypeError, ValueError):
            wrong.setdefault(at, ("no-number", f"{name!r} must be a number, got {shown(text)}."))
    return values


def _labels_of(snapshot: Snapshot, dataset: Dataset, found: _Rows, ids: Ids, file: str) -> tuple[str, Ids]:
    """What rows of the file are named by, and (n,) the id of the label of each, `NOBODY` or `SEVERAL`."""
    if found.names is None:
        if len(found.values) != len(ids):
            raise SourceUnreadable(
                f"{file!r} has {amount(len(found.values), 'row')}; the dataset has {amount(len(ids), 'label')}.",
                hint="Give one row per label in the order of label ids, or a column `id` that names the label.",
            )
        return "order", ids
    named_by, rows = rows_named(snapshot, dataset, Level.ANNOTATION, found.names)
    if (rows != NOBODY).any():
        return named_by, rows
    of_image, images = rows_named(snapshot, dataset, Level.IMAGE, found.names)
    if not (images >= 0).any():
        return named_by, rows
    table = snapshot.rows("annotations", columns=("id", "image_id"), where={"dataset_id": dataset.id})
    seen, first, counts = np.unique(np.asarray(table["image_id"]), return_index=True, return_counts=True)
    at = np.minimum(np.searchsorted(seen, images), len(seen) - 1)
    label = np.where(counts[at] == 1, np.asarray(table["id"])[first[at]], SEVERAL)
    return f"{of_image} of the image", np.where(images < 0, images, np.where(seen[at] == images, label, NOBODY))


def _checked(found: _Rows, rows: Ids, problems: ProblemLog) -> NDArray[np.bool_]:
    """(n,) which rows are taken; the others are told of, but for those that are empty."""
    values = found.values
    with np.errstate(invalid="ignore"):
        sums = values.sum(axis=1)
        tests = {
            "wrong": np.isin(np.arange(len(rows)), list(found.wrong)),
            "empty": np.isnan(values).all(axis=1),
            "unknown-row": rows == NOBODY,
            "ambiguous-row": rows == SEVERAL,
            "not-finite": ~np.isfinite(values).all(axis=1),
            "negative": (values < -SLACK).any(axis=1),
            "zero": sums <= 0,
        }
        usable = np.flatnonzero(~np.any(list(tests.values()), axis=0))
        again = np.zeros(len(rows), np.bool_)
        again[np.delete(usable, np.unique(rows[usable], return_index=True)[1])] = True
        tests |= {"again": again, "sum": np.abs(sums - 1) > SUM_SLACK}
    codes = np.select(list(tests.values()), list(tests), "taken")
    for at in np.flatnonzero(~np.isin(codes, ("empty", "taken"))).tolist():
        code = str(codes[at])
        told, why = found.wrong[at] if code == "wrong" else (code, _WHY[code])
        name = "" if found.names is None else shown(found.names[at].as_py())
        say = problems.keep if code == "sum" else problems.skip
        say(found.place(at), told, why if code == "wrong" else why.format(name=name, sum=sums[at]))
    taken: NDArray[np.bool_] = np.isin(codes, ("taken", "sum"))
    return taken


_WHY = {
    "unknown-row": "There is no label named {name}.",
    "ambiguous-row": "More than one label is named {name}.",
    "not-finite": "It has a number that is missing or not finite.",
    "negative": "It has a number below 0, which no probability is.",
    "zero": "It has only zeros.",
    "again": "The label {name} has a row already.",
    "sum": "It adds up to {sum:.3g}: taken as shares of that.",
}
