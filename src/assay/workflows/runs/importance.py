"""Which columns tell most of whether a run does well (E15, F14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.evaluation.outcomes import CORRECT
from assay.metrics.metric import Need
from assay.metrics.registry import METRICS
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.schema.catalog import Catalog
from assay.schema.field import Facet, Field, Origin
from assay.schema.fields import MATCH_FIELDS
from assay.statistics.importance import importance, independence_p, information, joint_counts
from assay.statistics.strata import assign, assign_categories, commonest, quantile_edges
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import catalog_of
from assay.workflows.explore.number_fields import PLACES
from assay.workflows.runs.columns import Column, read_column
from assay.workflows.runs.counted import Counted, count_outcomes
from assay.workflows.runs.matches import RunMatches, images_of, run_matches

_BINS = 10
_OBJECTS = (Level.ANNOTATION, Level.PREDICTION)
_NAMES_OF_ROWS = {"id", "image_id", "name", "path", "reference_id", "foreign_id", "track_id"}
_OF_THE_WORK = {"issue", "issue_score", "issues.count", "changed", "ignore", "is_crowd"}
_OF_THE_MATCH = MATCH_FIELDS | {"predictions.count"}  # fewer are found where fewer are predicted: no cause
_LEFT_OUT = _NAMES_OF_ROWS | _OF_THE_WORK | _OF_THE_MATCH | set(PLACES)
_OF_MATCHES = frozenset({"label_overlap", "missed_by_labels", "mislabel"})  # hold predictions against labels themselves


@dataclass(frozen=True, slots=True)
class ColumnImportance:
    """How much the outcome of the objects depends on one column.

    The outcome is the IoU of a correct pair, and 0 of all else. A column of images is held against every object,
    one of labels against labels, one of predictions alone against predictions.

    mutual_information : bits, 0 where the column tells nothing. spearman : -1 to 1, positive where more of it goes
    with better outcomes; NaN for texts. p_value : how often chance alone tells as much. count : objects with a value.
    """

    field: str
    title: str
    level: Level
    mutual_information: float
    spearman: float
    p_value: float
    count: int


@dataclass(frozen=True, slots=True)
class ColumnRanking:
    """Columns by how much they tell, the most telling first."""

    columns: tuple[ColumnImportance, ...]

    def arrow(self) -> pa.Table:
        """One row per column."""
        names = ("field", "title", "level", "mutual_information", "spearman", "p_value", "count")
        return pa.table({name: [getattr(column, name) for column in self.columns] for name in names})

    def __len__(self) -> int:
        return len(self.columns)

    def __iter__(self) -> Iterator[ColumnImportance]:
        return iter(self.columns)


def column_importance(
    snapshot: Snapshot, run: Run, *, config: EvaluationConfig | None = None, query: str = ""
) -> ColumnRanking:
    """Every column that varies, the most telling first.

    Columns that only name rows or their places on the map, that tell of the match itself or of work done here are
    left out.

    Raises
    ------
    QueryError : the query is wrong.
    """
    thresholds = config or EvaluationConfig()
    rows, images = run_matches(snapshot, run, thresholds.shape), images_of(snapshot, run, query)
    counted = count_outcomes(rows, thresholds, images=images)
    matches = counted.matches
    outcome = np.where(matches.outcome == CORRECT, matches.iou, 0.0)
    found = []
    for name in fields_worth_asking(catalog_of(snapshot, run.dataset_id)):
        column = read_column(snapshot, rows, name)
        at, values = _values(rows, counted, column)
        if len(np.unique(values[~np.isnan(values)])) > 1:
            found.append(_weigh(column, values, outcome[at]))
    found.sort(key=lambda column: (-column.mutual_information, column.p_value, column.field))
    return ColumnRanking(tuple(found))


def fields_worth_asking(catalog: Catalog) -> Iterator[str]:
    """Names of the fields with one value per row; what labels and predictions share is asked once, of the labels."""
    own = {field.name for level in _OBJECTS for field in catalog.fields(level)}
    asked: set[str] = set()
    for level in (Level.IMAGE, *_OBJECTS):
        for field in catalog.fields(level):
            name = f"image.{field.name}" if level is Level.IMAGE and field.name in own else field.name
            if name not in asked and not field.many and field.name not in _LEFT_OUT and not _follows(field):
                yield name
            asked.add(name)


def _follows(field: Field) -> bool:
    """Whether a metric's field is a hash or a number of a group, or follows from how labels and predictions met."""
    if field.origin is not Origin.METRIC:
        return False
    # A column may be of no metric that is known here: of a tag, of a file that is gone.
    by_itself = field.metric in METRICS and Need.MATCHES in METRICS[field.metric].needs
    return by_itself or field.metric in _OF_MATCHES or (field.whole and field.facet is not Facet.HISTOGRAM)


def _values(rows: RunMatches, counted: Counted, column: Column) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which rows of the match have such a value, and these."""
    matches = counted.matches
    if column.level is Level.IMAGE:
        image = rows.image_of(matches)
        return np.ones(len(matches), bool), column.images[np.searchsorted(column.image_ids, image)]
    index, values = (
        (matches.label_index, column.labels)
        if column.level is Level.ANNOTATION
        else (matches.pred_index, column.predictions)
    )
    assert values is not None
    return index >= 0, values[index[index >= 0]]


def _weigh(column: Column, values: NDArray[np.float64], outcome: NDArray[np.float64]) -> ColumnImportance:
    if column.groups is None:
        found = importance(values, outcome, bins=_BINS)
        told, spearman, p_value, count = found.mutual_information, found.spearman, found.p_value, found.count
    else:
        codes = np.where(np.isnan(values), -1, values).astype(np.int64)
        table = joint_counts(
            assign_categories(codes, commonest(codes, _BINS)), assign(outcome, quantile_edges(outcome, _BINS))
        )
        told, spearman, p_value, count = information(table), np.nan, independence_p(table), int(table.sum())
    return ColumnImportance(column.name, column.title, column.level, float(told / np.log(2)), spearman, p_value, count)
