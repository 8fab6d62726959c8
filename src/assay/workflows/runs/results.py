"""The results behind the cells of a confusion matrix: which labels and predictions they count, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import NotFound
from assay.evaluation.loss import loss_of
from assay.evaluation.outcomes import MatchArrays
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.workflows.runs.matches import RunMatches, images_of, run_matches
from assay.workflows.runs.matches_within import matches_within

Cell = tuple[int | None, int | None]
"""Row and column of a cell; None for all of them, which makes a whole column or row."""


class ResultOrder(StrEnum):
    """What results are ordered by.

    CONFIDENCE   of the prediction.
    IOU          of the pair; of an object alone, with what it overlaps most.
    SIZE         area of the object's box.
    LOSS         how much it speaks against the model.
    ISSUE_SCORE  of the worst open issue of the object: 0 worst, 1 clean.
    """

    CONFIDENCE = "confidence"
    IOU = "iou"
    SIZE = "size"
    LOSS = "loss"
    ISSUE_SCORE = "issue_score"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which results are meant: thresholds, the image query of a slice, and cells (None: all that count).

    within : only the results of some objects, as `matches_within` reads it; empty for those of all objects.
    """

    config: EvaluationConfig = field(default_factory=EvaluationConfig)
    query: str = ""
    cells: Sequence[Cell] | None = None
    within: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Some results in their order, n rows, of `total`.

    A result stands for its label, or for its prediction where it has no label.
    annotation_id, prediction_id : (n,) -1 where there is none. image_id : (n,).
    iou : (n,) as it is ordered by, NaN where nothing overlaps. loss : (n,) see `evaluation.loss`.
    """

    total: int
    matches: MatchArrays
    annotation_id: Ids
    prediction_id: Ids
    image_id: Ids
    iou: NDArray[np.float64]
    loss: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.image_id)


def results(
    snapshot: Snapshot,
    run: Run,
    choice: Choice,
    *,
    order: ResultOrder = ResultOrder.CONFIDENCE,
    descending: bool = True,
    offset: int = 0,
    limit: int | None = None,
) -> Results:
    """A page of the chosen results, all of them when `limit` is None; what has no value to order by comes last.

    Raises
    ------
    QueryError : the query is wrong.
    NotFound : a cell lies outside the matrix.
    """
    rows = run_matches(snapshot, run, choice.config.shape)
    images = images_of(snapshot, run, choice.query)
    if choice.within:
        found = matches_within(snapshot, rows, choice.config, within=choice.within, images=images)
    else:
        found = rows.at(choice.config, images)
    found = found.take(_chosen(rows, found, choice.cells))
    values = _order_values(snapshot, rows, found, order)
    first = first_places(-values if descending else values, len(found) if limit is None else offset + limit)
    page = found.take(first[offset:])
    return Results(
        len(found),
        page,
        annotation_id=rows.label.id[page.label_index],
        prediction_id=rows.pred.id[page.pred_index],
        image_id=rows.image_of(page),
        iou=_overlap(rows, page),
        loss=loss_of(page, pred_score=rows.candidates.pred_score),
    )


def _chosen(rows: RunMatches, found: MatchArrays, cells: Sequence[Cell] | None) -> Flags:
    k = len(rows.classes)
    lit = np.zeros((k + 2, k + 1), bool) if cells is not None else np.ones((k + 2, k + 1), bool)
    for row, column in cells or ():
        if (row is not None and not 0 <= row < k + 2) or (column is not None and not 0 <= column <= k):
            raise NotFound(
                f"There is no cell ({row}, {column}) in a matrix of {k} classes.",
                hint=f"Rows go to {k + 1} (duplicates), columns to {k} (missed).",
            )
        lit[slice(None) if row is None else row, slice(None) if column is None else column] = True
    return np.append(lit.ravel(), False)[rows.cells(found)]  # the last place stands for -1, an ignored row


def _order_values(snapshot: Snapshot, rows: RunMatches, found: MatchArrays, order: ResultOrder) -> NDArray[np.float64]:
    """(n,) what each row is ordered by, NaN where it has no such value."""
    score = rows.candidates.pred_score
    if order is ResultOrder.CONFIDENCE:
        return np.append(score, np.nan)[found.pred_index]
    if order is ResultOrder.IOU:
        return _overlap(rows, found)
    if order is ResultOrder.LOSS:
        return loss_of(found, pred_score=score)
    if order is ResultOrder.SIZE:
        return _told(rows.label.area[found.label_index], rows.pred.area[found.pred_index])
    return _issue_scores(snapshot, rows, found)


def _overlap(rows: RunMatches, found: MatchArrays) -> NDArray[np.float64]:
    """(n,) IoU of each pair; of an object alone the greatest with any object of the other side, NaN when none."""
    return _told(found.iou, rows.label.overlap[found.label_index], rows.pred.overlap[found.pred_index])


def _told(*columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first value of each row that is not NaN."""
    told = columns[0]
    for column in columns[1:]:
        told = np.where(np.isnan(told), column, told)
    return told


def _issue_scores(snapshot: Snapshot, rows: RunMatches, found: MatchArrays) -> NDArray[np.float64]:
    """(n,) score of the worst open issue that speaks of the row's label or prediction."""
    worst = [
        _worst_by_id(snapshot, rows.run, f"{noun}_id", side.id)[index]
        for noun, side, index in (
            ("annotation", rows.label, found.label_index),
            ("prediction", rows.pred, found.pred_index),
        )
    ]
    scores: NDArray[np.float64] = np.fmin(*worst)
    return scores


def _worst_by_id(snapshot: Snapshot, run: Run, column: str, ids: Ids) -> NDArray[np.float64]:
    """(n,) the lowest score of the open issues that name each id in `column`, NaN without one."""
    listed = snapshot.query(
        Statement(
            f"select {column} as id, min(score) as score from issues"  # noqa: S608 - the name of a column of ours
            f" where dataset_id = $dataset and state = 'open' and {column} is not null group by 1",
            {"dataset": run.dataset_id},
        )
    )
    at = pc.index_in(pa.array(ids), value_set=listed.column("id").combine_chunks())
    scores: NDArray[np.float64] = listed.column("score").combine_chunks().take(at).to_numpy(zero_copy_only=False)
    return scores


def first_places(keys: NDArray[np.float64], count: int) -> Ids:
    """The places of the `count` least keys, rising; equal keys in row order, NaN last."""
    if count < len(keys) // 8:  # a page of many: only what is on it or before it needs an order
        last = np.partition(keys, count - 1)[count - 1] if count else np.nan
        if not np.isnan(last):
            near = np.flatnonzero(keys <= last)
            return near[np.argsort(keys[near], kind="stable")][:count]
    return np.argsort(keys, kind="stable")[:count]
