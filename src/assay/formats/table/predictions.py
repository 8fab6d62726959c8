"""Reads tables of predictions: class probabilities, one column per class, or a class and its score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.errors import SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.problems import ProblemLog
from assay.formats.records import Records, no_images
from assay.formats.scores import ScoreCheck
from assay.formats.table.columns import decision_columns, key_column, probability_groups
from assay.formats.table.file import TableFile, is_table, numeric, read_table, sample, texts
from assay.formats.tables import object_table
from assay.model.category import CategoryRecord
from assay.model.dataset import Task
from assay.model.shape import ShapeKind

_SLACK = 1e-6
_SUM_SLACK = 0.02


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What a table says: class names, class and score (n,) of each row, and probabilities (n, k) if it has them."""

    classes: tuple[str, ...]
    chosen: list[str | None]
    scores: NDArray[np.float64]
    probabilities: NDArray[np.float64] | None = None


class TablePredictionReader:
    """CSV or Parquet: a column that names the image, and one column of probabilities per class.

    The predicted class is the most probable one, its probability is the score. Without such columns, a column of
    predicted classes and one of scores are read.
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
        found = _probability_columns(rows, key)
        if found:
            return Guess(0.8, f"a table with `{key}` and {len(found)} columns of probabilities")
        pair = decision_columns([name for name in rows.column_names if name != key])
        return Guess(0.6, f"a table with the columns `{key}`, `{pair[0]}` and `{pair[1]}`") if pair else None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield one batch, with the classes in the order of the columns.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no column that names images or gives probabilities.
        """
        del options  # a table of predictions declares no images
        problems = ProblemLog(source.name)
        file = read_table(source, problems)
        key = key_column(file.table.column_names)
        if key is None:
            raise SourceUnreadable(f"{source} has no column that names the image.", hint="Call it `path`.")
        decisions = _decisions(file, key, source, problems)
        yield _records(file, texts(file.table[key]), decisions, problems)


def _decisions(file: TableFile, key: str, source: Path, problems: ProblemLog) -> _Decisions:
    groups = _probability_columns(file.table, key)
    if groups:
        _tell_unread(file.table.column_names, {key, *groups}, problems)
        return _most_probable(file, groups, problems)
    pair = decision_columns([name for name in file.table.column_names if name != key])
    if pair is not None and (scores := numeric(file.table[pair[1]])) is not None:
        _tell_unread(file.table.column_names, {key, *pair}, problems)
        chosen = texts(file.table[pair[0]])
        classes = tuple(sorted({name for name in chosen if name is not None}))
        return _Decisions(classes, chosen, scores)
    names = ", ".join(f"`{name}`" for name in file.table.column_names)
    raise SourceUnreadable(
        f"{source} has no columns of class probabilities: found {names}.",
        hint="Give one column per class whose values add up to 1, or a `label` and a `score`.",
    )


def _most_probable(file: TableFile, groups: dict[str, str], problems: ProblemLog) -> _Decisions:
    columns = [numeric(file.table[name]) for name in groups]
    probabilities = np.column_stack([column for column in columns if column is not None])
    sums = probabilities.sum(axis=1)
    off = np.isfinite(sums) & (np.abs(sums - 1) > _SUM_SLACK)
    if off.any():
        first = file.place.format(file.rows[np.flatnonzero(off)[0]])
        message = f"Probabilities of {off.sum()} rows do not add up to 1, the first at {first}: kept as they are."
        problems.keep("the whole file", "probabilities-sum", message)
    best = np.where(np.isnan(probabilities), -1, probabilities).argmax(axis=1)
    classes = tuple(groups.values())
    scores = np.take_along_axis(probabilities, best[:, None], axis=1)[:, 0]
    scores[~np.isfinite(probabilities).all(axis=1)] = np.nan
    low = probabilities.min(axis=1)
    scores = np.where(low < -_SLACK, low, scores)
    return _Decisions(classes, [classes[index] for index in best.tolist()], scores, probabilities)


def _tell_unread(names: Sequence[str], used: set[str], problems: ProblemLog) -> None:
    unread = [name for name in names if name not in used]
    if unread:
        problems.keep("the header", "columns", f"Not read: {', '.join(f'`{name}`' for name in unread)}.")


def _probability_columns(table: pa.Table, key: str) -> dict[str, str]:
    """Column -> class of the columns that look like probabilities of classes; empty when there are none."""
    for group in probability_groups([name for name in table.column_names if name != key]):
        numbers = {name: values for name in group if (values := numeric(table[name])) is not None}
        if len(numbers) < 2:
            continue
        shares = {name: values for name, values in numbers.items() if _mostly(values, -_SLACK, 1 + _SLACK, share=0.75)}
        if len(shares) < 2:
            continue
        sums = np.sum(list(shares.values()), axis=0)
        if _mostly(sums, 1 - _SUM_SLACK, 1 + _SUM_SLACK, share=0.5):
            return {name: group[name] for name in shares}
    return {}


def _mostly(values: NDArray[np.float64], low: float, high: float, *, share: float) -> bool:
    """Whether at least this share of the finite values lies in a range."""
    given = values[np.isfinite(values)]
    return len(given) > 0 and float(np.mean((given >= low) & (given <= high))) >= share


def _records(file: TableFile, keys: list[str | None], decisions: _Decisions, problems: ProblemLog) -> Records:
    kept = [index for index in range(len(keys)) if _is_valid(index, file, keys, decisions, problems)]
    scores = np.clip(decisions.scores[kept], 0, 1)
    columns = {
        "image_key": [keys[index] for index in kept],
        "category_key": [decisions.chosen[index] for index in kept],
        "kind": ShapeKind.WHOLE_IMAGE.value,
        "score": pa.array(scores),
        "row": file.rows[kept],
    }
    if decisions.probabilities is not None:
        columns["probabilities"] = _vectors(decisions.probabilities[kept])
    objects = object_table(len(kept), columns, file=problems.file)
    check = ScoreCheck()
    check.see(objects["score"])
    check.tell("the whole file", problems)
    return Records(
        no_images(),
        objects,
        tuple(CategoryRecord(name, name) for name in decisions.classes),
        problems=problems.take(),
        task=Task.CLASSIFICATION,
        object_place=file.place,
    )


def _is_valid(index: int, file: TableFile, keys: list[str | None], decisions: _Decisions, problems: ProblemLog) -> bool:
    """Whether a row can be taken; reports why not."""
    place, score = file.place.format(file.rows[index]), decisions.scores[index]
    if keys[index] is None or decisions.chosen[index] is None:
        problems.skip(place, "missing-key", "The row has no image or no class.")
    elif np.isnan(score):
        problems.skip(place, "nan", "A probability is missing or not a number.")
    elif not -_SLACK <= score <= 1 + _SLACK:
        problems.skip(place, "score-range", f"A probability must be from 0 to 1, got {score:g}.")
    else:
        return True
    return False


def _vectors(probabilities: NDArray[np.float64]) -> pa.Array:
    """(n, k) as a list column."""
    count, classes = probabilities.shape
    offsets = np.arange(count + 1, dtype=np.int32) * classes
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(probabilities.astype(np.float32).ravel()))
