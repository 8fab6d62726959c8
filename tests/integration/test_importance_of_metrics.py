"""Which metrics a run's success is held against (E15): not hashes, nor what is measured of the matches themselves."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from assay.model.level import Level
from assay.model.metric import MetricColumn, MetricType
from assay.store.store import Store
from assay.workflows.explore.catalog import catalog_of
from assay.workflows.explore.number_fields import PLACES
from assay.workflows.runs.importance import column_importance, fields_worth_asking


def test_hashes_and_what_follows_from_matches_are_left_out(store: Store) -> None:
    snapshot = store.snapshot()
    dataset = snapshot.dataset(None).id
    ids = snapshot.rows("images", columns=["id"])["id"]
    rng = np.random.default_rng(1)
    described = [
        MetricColumn(dataset, Level.IMAGE, "brightness", "brightness", 1, "Brightness", ""),
        MetricColumn(dataset, Level.IMAGE, "phash", "phash", 1, "Hash", "", MetricType.HASH, low=None),
        MetricColumn(dataset, Level.PREDICTION, "disagreement", "disagreement", 1, "Disagreement", ""),
        *(MetricColumn(dataset, Level.IMAGE, name, "map", 1, name, "") for name in PLACES),
    ]
    hashes = rng.integers(-(2**63), 2**63, len(ids))
    with store.writer() as writer:
        writer.put_metric_columns(described)
        writer.fill("images", pa.table({"id": ids, "brightness": rng.random(len(ids)), "phash": hashes}))
        writer.fill("images", pa.table({"id": ids} | {name: rng.random(len(ids)) for name in PLACES}))
    snapshot = store.snapshot()
    asked = set(fields_worth_asking(catalog_of(snapshot, dataset)))
    assert "brightness" in asked
    assert not asked & {"phash", "disagreement", *PLACES}
    ranked = column_importance(snapshot, snapshot.run(dataset, None))
    assert "brightness" in {column.field for column in ranked}


def test_columns_of_metrics_that_are_not_known_here_do_no_harm(store: Store) -> None:
    """`assay mislabels` writes columns of no metric, and the file of one's own metric may be gone."""
    snapshot = store.snapshot()
    dataset = snapshot.dataset(None).id
    ids = snapshot.rows("annotations", columns=["id"])["id"]
    described = [
        MetricColumn(dataset, Level.ANNOTATION, "mislabel_score", "mislabel", 1, "Label score", ""),
        MetricColumn(dataset, Level.ANNOTATION, "redness", "file_that_is_gone", 1, "Redness", ""),
    ]
    with store.writer() as writer:
        writer.put_metric_columns(described)
        values = np.linspace(0, 1, len(ids))
        writer.fill("annotations", pa.table({"id": ids, "mislabel_score": values, "redness": values}))
    snapshot = store.snapshot()
    told = {column.field for column in column_importance(snapshot, snapshot.run(dataset, None))}
    assert "redness" in told
    assert "mislabel_score" not in told  # it holds labels against predictions by itself
