"""A dataset as row metrics see it, read from a snapshot; and what metrics can count on there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy

import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.metrics.metric import Need
from assay.metrics.view import Images, Objects, View
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.schema.fields import LEVEL_TABLES
from assay.schema.statement import Statement
from assay.store.filters import Where
from assay.store.snapshot import Snapshot
from assay.workflows.metrics.measured import UNMEASURED
from assay.workflows.runs.pixel_source import PixelSource
from assay.workflows.vectors_of import LevelVectors


def read_view(
    snapshot: Snapshot,
    dataset: Dataset,
    run: Run | None,
    *,
    reads: Iterable[str] = (),
    images: Ids | None = None,
    standing: frozenset[tuple[Level, str]] = frozenset(),
) -> View:
    """The live rows of `dataset` and of `run`, with the metric columns `reads`; of these images only, where given."""
    asked = {*reads, UNMEASURED}
    some: Where = {} if images is None else {"image_id": images.tolist()}
    of_images: Where = {"dataset_id": dataset.id, **({} if images is None else {"id": images.tolist()})}
    found = Images(_rows(snapshot, Level.IMAGE, of_images, asked))
    evaluation = snapshot.evaluation(run.id) if run is not None else None
    labels = Objects.of(_rows(snapshot, Level.ANNOTATION, {"dataset_id": dataset.id, **some}, asked), found)
    predictions = (
        Objects.of(_rows(snapshot, Level.PREDICTION, {"run_id": run.id, **some}, asked), found)
        if run is not None
        else None
    )
    ids = {Level.IMAGE: found.id, Level.ANNOTATION: labels.id}
    if predictions is not None:
        ids[Level.PREDICTION] = predictions.id
    return View(
        images=found,
        labels=labels,
        predictions=predictions,
        classes=snapshot.categories(dataset.id),
        matches=snapshot.rows("matches", where={"evaluation_id": evaluation.id, **some}) if evaluation else None,
        other_runs=lambda: [
            Objects.of(_rows(snapshot, Level.PREDICTION, {"run_id": other.id, **some}, asked), found)
            for other in snapshot.runs(dataset.id)
            if run is not None and other.id != run.id
        ],
        embeddings=LevelVectors(snapshot, dataset.id, ids),
        pixels=PixelSource.of(snapshot, run),
        standing=standing,
    )


def with_columns(view: View, level: Level, columns: Mapping[str, pa.Array]) -> View:
    """The same view with columns added to the rows of a level; what it has computed stays computed."""
    part = view.images if level is Level.IMAGE else view.objects(level)
    rows = part.rows
    for name, values in columns.items():
        at = rows.schema.get_field_index(name)
        rows = rows.append_column(name, values) if at < 0 else rows.set_column(at, name, values)
    grown, wider = copy(part), copy(view)
    object.__setattr__(grown, "rows", rows)  # no constructor: it would forget what was computed
    place = {Level.IMAGE: "images", Level.ANNOTATION: "labels", Level.PREDICTION: "predictions"}[level]
    object.__setattr__(wider, place, grown)
    return wider


def present_needs(snapshot: Snapshot, dataset: Dataset, run: Run | None) -> Mapping[Level, frozenset[Need]]:
    """The needs of metrics that are met by what there is, by level: predictions must have masks of their own."""
    labels = snapshot.query(Statement(_LABELS, {"dataset": dataset.id})).to_pylist()[0]
    found = {
        Need.LABELS: labels["labels"] > 0,
        Need.TRACKS: labels["tracks"] > 0,
        Need.MASKS: labels["masks"] > 0,
        Need.KEYPOINTS: labels["keypoints"] > 0,
        Need.RUN: run is not None,
        Need.SECOND_RUN: len(snapshot.runs(dataset.id)) > 1,
        Need.PIXELS: run is not None and run.reading.pixels is not None,
        Need.MATCHES: run is not None and snapshot.evaluation(run.id) is not None,
    }
    of_predictions = {}
    if run is not None:
        predicted = snapshot.query(Statement(_PREDICTIONS, {"run": run.id})).to_pylist()[0]
        found[Need.PROBABILITIES] = predicted["vectors"] > 0
        of_predictions = {Need.MASKS: predicted["masks"] > 0, Need.KEYPOINTS: predicted["keypoints"] > 0}
    met = {Level.PREDICTION: {**found, **of_predictions}}
    embedded = {one.level for one in snapshot.embeddings(dataset.id)}
    return {
        level: frozenset(
            need for need, is_met in {**met.get(level, found), Need.EMBEDDINGS: level in embedded}.items() if is_met
        )
        for level in Level
    }


_SHAPES = f"""
    count(*) filter (kind in ('{ShapeKind.POLYGON.value}', '{ShapeKind.MASK.value}')) as masks,
    count(*) filter (kind = '{ShapeKind.KEYPOINTS.value}') as keypoints
"""

_LABELS = f"""
select count(*) as labels, count(track_id) as tracks, {_SHAPES} from annotations where dataset_id = $dataset
"""  # noqa: S608 - words of this program

_PREDICTIONS = f"""
select count(probabilities) as vectors, {_SHAPES} from predictions where run_id = $run
"""  # noqa: S608 - words of this program


def _rows(snapshot: Snapshot, level: Level, where: Where, reads: set[str]) -> pa.Table:
    declared = LEVEL_TABLES[level]
    stated = [column.name for column in declared.columns]
    measured = [column.name for column in snapshot.table(declared.name).columns if column.name in reads]
    names = list(dict.fromkeys([*stated, *measured]))
    rows = snapshot.rows(declared.name, columns=names, where=where)
    return rows if "deleted" not in rows.column_names else rows.filter(pc.invert(rows["deleted"]))
