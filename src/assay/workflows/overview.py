"""The first page of a project: what is wrong with a dataset, worst first, then facts about its data and its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.detectors.detector import LACKING, Need
from assay.detectors.registry import DETECTORS
from assay.errors import NotFound
from assay.model.category import Category
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.run import Run
from assay.schema.scope import Scope
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import scope_of
from assay.workflows.issues.suspects_by_kind import Suspects, suspects
from assay.workflows.runs.evaluate_run import EvaluationReport, read_evaluation

LABEL_BARS = 13
"""Bars of the labels-per-image histogram: 0 to 11 labels each, and the rest together."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class with its labels, and its predictions in the run."""

    category: Category
    labels: int
    predictions: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Facts about one dataset and one run of it.

    `labels_per_image` maps a number of labels to how many images have it, the last bar holding all above;
    `splits` counts images by split; `broken` counts images that cannot be shown; `skipped` says why a
    detector cannot run here; `searched` tells whether anyone looked for suspects yet.
    """

    dataset: Dataset
    run: Run | None
    images: int
    labels: int
    predictions: int
    suspects: tuple[Suspects, ...]
    skipped: Mapping[str, str]
    classes: tuple[ClassCount, ...]
    labels_per_image: tuple[int, ...]
    splits: Mapping[str | None, int]
    broken: int
    evaluation: EvaluationReport | None


def overview(snapshot: Snapshot, *, dataset: str | int | None = None, run: str | int | None = None) -> Overview:
    """Sum up `dataset` (the first when None) and `run` (the newest when None).

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    scope = scope_of(snapshot, dataset, run)
    target = snapshot.dataset(scope.dataset_id)
    chosen = snapshot.run(target.id, scope.run_id) if scope.run_id is not None else None
    classes = class_counts(snapshot, scope)
    return Overview(
        dataset=target,
        run=chosen,
        images=snapshot.count("images", where={"dataset_id": target.id}),
        labels=sum(count.labels for count in classes),
        predictions=sum(count.predictions for count in classes),
        suspects=suspects(snapshot, scope),
        skipped=_skipped(snapshot, scope),
        classes=classes,
        labels_per_image=_labels_per_image(snapshot, scope),
        splits=split_counts(snapshot, target.id),
        broken=_broken(snapshot, target.id),
        evaluation=_evaluation(snapshot, chosen),
    )


def class_counts(snapshot: Snapshot, scope: Scope) -> tuple[ClassCount, ...]:
    """Every class of the dataset with its labels and predictions, in order of id."""
    labels = _count_by(snapshot, "annotations", "dataset_id", scope.dataset_id)
    predictions = _count_by(snapshot, "predictions", "run_id", scope.run_id) if scope.run_id is not None else {}
    return tuple(
        ClassCount(category, labels.get(category.id, 0), predictions.get(category.id, 0))
        for category in snapshot.categories(scope.dataset_id)
    )


def split_counts(snapshot: Snapshot, dataset_id: int) -> dict[str | None, int]:
    """How many images each split has, by name; None stands for images without one."""
    rows = snapshot.query(
        Statement(
            "select split, count(*) as n from images where dataset_id = $dataset group by split"
            " order by split nulls last",
            {"dataset": dataset_id},
        )
    )
    return dict(zip(rows.column("split").to_pylist(), rows.column("n").to_pylist(), strict=True))


def _count_by(snapshot: Snapshot, table: str, key: str, value: int | None) -> dict[int, int]:
    rows = snapshot.query(
        Statement(
            f"select category_id, count(*) as n from {table} where {key} = $value group by all",  # noqa: S608  # own names
            {"value": value},
        )
    )
    return dict(zip(rows.column("category_id").to_pylist(), rows.column("n").to_pylist(), strict=True))


def _labels_per_image(snapshot: Snapshot, scope: Scope) -> tuple[int, ...]:
    rows = snapshot.query(
        Statement(
            "select least(labels, $last) as labels, count(*) as n from ("
            " select count(a.id) as labels from images i left join annotations a on a.image_id = i.id"
            " where i.dataset_id = $dataset group by i.id) group by 1",
            {"dataset": scope.dataset_id, "last": LABEL_BARS - 1},
        )
    )
    bars = np.zeros(LABEL_BARS, dtype=np.int64)
    bars[rows.column("labels").to_numpy()] = rows.column("n").to_numpy()
    return tuple(bars.tolist())


def _broken(snapshot: Snapshot, dataset_id: int) -> int:
    rows = snapshot.query(
        Statement(
            "select count(*) as n from images where dataset_id = $dataset and problem is not null"
            " and problem <> 'size-mismatch'",
            {"dataset": dataset_id},
        )
    )
    return _only(rows)


def _evaluation(snapshot: Snapshot, run: Run | None) -> EvaluationReport | None:
    try:
        return read_evaluation(snapshot, run) if run is not None else None
    except NotFound:
        return None


def _skipped(snapshot: Snapshot, scope: Scope) -> dict[str, str]:
    """Why a detector cannot run here, by title; without loading what it would look at."""
    present: set[Need] = {Need.DIGESTS}
    if scope.run_id is not None:
        present.add(Need.RUN)
        with_vectors = snapshot.query(
            Statement(
                "select count(*) as n from predictions where run_id = $run and probabilities is not null",
                {"run": scope.run_id},
            )
        )
        if _only(with_vectors):
            present.add(Need.PROBABILITIES)
        if snapshot.run(scope.dataset_id, scope.run_id).reading.pixels is not None:
            present.add(Need.PIXELS)
    for need, level in ((Need.LABEL_VECTORS, Level.ANNOTATION), (Need.IMAGE_VECTORS, Level.IMAGE)):
        if snapshot.embedding(scope.dataset_id, level) is not None:
            present.add(need)
    return {
        detector.title: LACKING[next(iter(sorted(detector.needs - present)))]
        for detector in DETECTORS.values()
        if detector.needs - present
    }


def _only(rows: pa.Table) -> int:
    return int(rows.column("n")[0].as_py())
