"""Groups of labels that are served badly (M72), and properties of images that tell the class by themselves (M73)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.detectors.at_place import model_chances, pairs_at_place
from assay.detectors.view import DatasetView
from assay.errors import NotFound
from assay.jobs.progress import quiet
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.statistics.shortcuts import FOLDS, group_ratios, shortcut
from assay.store.snapshot import Snapshot
from assay.workflows.digests import Digests
from assay.workflows.issues.look_for_errors import dataset_view

WEAK_BELOW = 0.9
"""A group is weak where even the upper end of its ratio lies below."""

SHORTCUT_BELOW = 0.9
"""A property is a shortcut where its score lies below, and the interval of its accuracy above the majority's share."""

_SEED = 0
_NUMBERS = (MetricType.NUMBER, MetricType.WHOLE)


@dataclass(frozen=True, slots=True)
class WeakGroup:
    """Labels of one group, and the mean chance that a model gives their classes.

    ratio, low, high : that mean / the mean over all groups, and its interval of 95 %. is_weak : `high` < `WEAK_BELOW`.
    query : lists the labels.
    """

    group: int
    count: int
    mean: float
    ratio: float
    low: float
    high: float
    is_weak: bool
    query: str


@dataclass(frozen=True, slots=True)
class ToldClass:
    """How well one property of the image tells the class of its labels; see `statistics.shortcuts.Shortcut`.

    is_shortcut : its score lies below `SHORTCUT_BELOW`, and the interval of its accuracy above the majority's share.
    """

    field: str
    title: str
    count: int
    accuracy: float
    low: float
    high: float
    majority: float
    score: float
    is_shortcut: bool


def weak_groups(
    snapshot: Snapshot, *, dataset: str | int | None = None, run: str | int | None = None, by: str = "cluster"
) -> tuple[WeakGroup, ...]:
    """How well the classes of each group of labels are known, the worst first.

    The chance of a label's own class is that of `run` (the newest that has class probabilities), else that which the
    other labels tell by how they look (`assay embed`). by : a metric of labels that numbers groups, such as `cluster`.

    Raises
    ------
    NotFound : there is no such dataset, run or metric, or nothing tells chances.
    """
    target = snapshot.dataset(dataset)
    numbered = {one.name for one in snapshot.metric_columns(target.id) if one.level is Level.ANNOTATION}
    if by not in numbered:
        raise NotFound(f"No metric of labels named {by!r} was measured.", hint=f"Run `assay metric run P {by}`.")
    chosen = snapshot.run(target.id, run) if run is not None or snapshot.runs(target.id) else None
    view = dataset_view(snapshot, target, chosen, Digests(snapshot, quiet))
    groups = _numbers(snapshot, "annotations", target, by)
    found = group_ratios(np.nan_to_num(_of(groups, view.labels.id), nan=-1), _chance_of_own_class(view))
    rows = zip(found.group, found.count, found.mean, found.ratio, found.low, found.high, strict=True)
    return tuple(
        WeakGroup(
            group=int(group),
            count=int(count),
            mean=float(mean),
            ratio=float(ratio),
            low=float(low),
            high=float(high),
            is_weak=bool(high < WEAK_BELOW),
            query=f"{by} = {group}",
        )
        for group, count, mean, ratio, low, high in rows
    )


def shortcuts(snapshot: Snapshot, *, dataset: str | int | None = None) -> tuple[ToldClass, ...]:
    """How well each measured number of images tells the class of their labels, the best first.

    Labels of one image are never told by what the image itself teaches.

    Raises
    ------
    NotFound : there is no such dataset.
    """
    target = snapshot.dataset(dataset)
    labels = snapshot.rows("annotations", columns=("image_id", "category_id"), where={"dataset_id": target.id})
    image, classes = labels["image_id"].to_numpy(), labels["category_id"].to_numpy().astype(np.int64)
    names, place = np.unique(image, return_inverse=True)
    fold = np.random.default_rng(_SEED).permutation(len(names))[place] % FOLDS
    told = []
    for column in snapshot.metric_columns(target.id):
        if column.level is not Level.IMAGE or column.type not in _NUMBERS:
            continue
        values = _of(_numbers(snapshot, "images", target, column.name), image)
        found = shortcut(values, classes, fold=fold)
        if found is not None:
            told.append(
                ToldClass(
                    field=column.name,
                    title=column.title,
                    count=found.count,
                    accuracy=found.accuracy,
                    low=found.low,
                    high=found.high,
                    majority=found.majority,
                    score=found.score,
                    is_shortcut=found.score < SHORTCUT_BELOW and found.low > found.majority,
                )
            )
    return tuple(sorted(told, key=lambda one: (one.score, one.field)))


def _chance_of_own_class(view: DatasetView) -> NDArray[np.float64]:
    """(labels,) the chance of the class that each label has; NaN where nothing tells."""
    known, chances = np.full(len(view.labels), np.nan), view.own_chances
    at = np.searchsorted(view.class_ids, view.labels.category)
    model = model_chances(view, pairs_at_place(view))
    if model is not None:
        known[model.label] = model.chances[np.arange(len(model.label)), at[model.label]]
    elif chances is not None:
        known = chances[np.arange(len(known)), at]
    else:
        raise NotFound(
            "Nothing tells how likely the classes of these labels are.",
            hint="Run `assay embed`, or import predictions with class probabilities.",
        )
    return known


def _numbers(snapshot: Snapshot, table: str, target: Dataset, name: str) -> pa.Table:
    return snapshot.rows(table, columns=("id", name), where={"dataset_id": target.id}).rename_columns(["id", "value"])


def _of(table: pa.Table, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n,) the value of each id; NaN for none."""
    table = table.sort_by("id")
    values = pc.fill_null(table["value"].cast(pa.float64()), np.nan).to_numpy()
    found: NDArray[np.float64] = values[np.searchsorted(table["id"].to_numpy(), ids)]
    return found
