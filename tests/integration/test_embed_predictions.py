"""Predictions have embeddings where they are asked for: look-alikes, map and order of what a model saw (E1-E4, S8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assay.errors import NotFound
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.embeddings.embed import embed
from assay.workflows.embeddings.embeddings import list_embeddings
from assay.workflows.embeddings.find_similar import find_similar
from assay.workflows.explore.search import ask
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.map.map import Places, map_points
from assay.workflows.metrics.measure import measure
from tests.tiny_embedder import Shown, registered


@pytest.fixture(autouse=True)
def _tiny() -> Iterator[None]:
    with registered():
        yield


@pytest.fixture
def embedded(store: Store) -> Store:
    embed(store, embedder="tiny")
    embed(store, embedder="tiny", levels=[Level.PREDICTION], run="model")
    Shown.crops = 0
    return store


def standing_of_predictions(store: Store) -> tuple[int, int, int]:
    found = next(one for one in list_embeddings(store) if one.embedding.level is Level.PREDICTION)
    return found.embedding.count, found.rows, found.stale


def test_predictions_are_not_embedded_unless_they_are_asked_for(store: Store) -> None:
    embed(store, embedder="tiny")
    assert {one.embedding.level for one in list_embeddings(store)} == {Level.IMAGE, Level.ANNOTATION}


def test_predictions_share_the_space_of_labels_so_that_both_can_be_compared(embedded: Store, toy: ToySet) -> None:
    snapshot = embedded.snapshot()
    dataset = snapshot.dataset().id
    own, labels = snapshot.embedding(dataset, Level.PREDICTION), snapshot.embedding(dataset, Level.ANNOTATION)
    assert own is not None
    assert labels is not None
    assert (own.count, own.space) == (toy.prediction_count, labels.space)
    first = snapshot.rows("predictions", columns=("id", "image_id", "x"), where={"dataset_id": dataset}).to_pylist()[20]
    of_labels = find_similar(snapshot, [first["id"]], source=Level.PREDICTION, level=Level.ANNOTATION, count=1)
    label = snapshot.take("annotations", of_labels.ids).to_pylist()[0]
    assert (label["image_id"], label["x"]) == (first["image_id"], pytest.approx(first["x"])), "the label of that object"
    assert of_labels.similarities[0] == pytest.approx(1, abs=1e-5)


def test_look_alikes_of_a_prediction_are_predictions_that_a_query_sorts(embedded: Store) -> None:
    found = find_similar(embedded.snapshot(), [0], source=Level.PREDICTION, query="score > 0.5", count=5)
    assert found.level is Level.PREDICTION
    assert len(found.ids) == 5
    assert 0 not in found.ids
    assert found.query == "similar(prediction: 0)"
    assert (np.diff(found.similarities) <= 0).all()


def test_an_imported_run_leaves_stale_only_what_changed_in_it(embedded: Store, toy: ToySet, tmp_path: Path) -> None:
    assert standing_of_predictions(embedded) == (toy.prediction_count, toy.prediction_count, 0)
    rows = json.loads(toy.predictions.read_text())
    rows[3]["bbox"][0] += 4
    rows[5]["score"] = 0.5
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps([*rows, {"image_id": 1, "category_id": 1, "bbox": [5, 5, 30, 30], "score": 0.3}]))
    import_predictions(embedded, changed, run="model")
    assert standing_of_predictions(embedded) == (toy.prediction_count, toy.prediction_count + 1, 2)
    report = embed(embedded, embedder="tiny", levels=[Level.PREDICTION])
    assert [(one.computed, one.reused) for one in report.levels] == [(2, toy.prediction_count - 1)]
    assert Shown.crops == 2, "a score changes no picture"
    assert standing_of_predictions(embedded)[2] == 0


def test_other_runs_stay_as_they_are_and_are_not_called_stale(embedded: Store, toy: ToySet) -> None:
    import_predictions(embedded, toy.predictions, run="other")
    assert standing_of_predictions(embedded) == (toy.prediction_count, toy.prediction_count, 0)
    embed(embedded, embedder="tiny", levels=[Level.PREDICTION], run="other")
    assert standing_of_predictions(embedded) == (2 * toy.prediction_count, 2 * toy.prediction_count, 0)
    with pytest.raises(NotFound):
        embed(embedded, embedder="tiny", levels=[Level.PREDICTION], run="nobody")


def test_predictions_asked_for_with_labels_lean_on_them_at_the_first_time_too(store: Store) -> None:
    embed(store, embedder="tiny", levels=[Level.PREDICTION, Level.ANNOTATION])
    spaces = {one.embedding.space for one in list_embeddings(store)}
    assert len(spaces) == 1


def test_a_run_has_a_map_and_a_look_alike_order_of_its_predictions(embedded: Store, toy: ToySet) -> None:
    names = ["map", "cluster", "look_alike_order", "uniqueness"]
    report = measure(embedded, metrics=names, levels=[Level.PREDICTION], run="model")
    assert report.skipped == {}, "clusters read places that were measured a moment ago"
    question = ask(embedded.snapshot(), "score > 0.5", level=Level.PREDICTION, run="model")
    shown = map_points(question)
    assert (shown.places, len(shown.ids)) == (Places.MAP, toy.prediction_count - 1)
    assert [count for _, count in shown.colours.terms] == [12, 12, 12]
    rows = embedded.snapshot().rows("predictions", columns=("look_alike_order",), where={})
    order = np.sort(np.asarray(rows["look_alike_order"].drop_null(), np.float64))
    assert len(np.unique(order)) == toy.prediction_count
