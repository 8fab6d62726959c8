"""Editing one object measures its dependants anew, and nothing else (D15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import assay
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import undo
from assay.workflows.metrics import measure_chunk, remeasure
from assay.workflows.metrics.measure import MeasureReport, measure
from assay.workflows.metrics.metric_states import MetricState, list_metrics
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.integration.visitor import Visitor, dataset_id, edit
from tests.patience import wait_until

METRICS = ["brightness", "border_closeness", "object_density", "position_surprise"]


class Counter:
    """Counts the boxes whose pixels were looked at."""

    def __init__(self) -> None:
        self.crops = self.images = 0

    def counting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def count(shot: Any, steps: Any, crop_steps: Any) -> Any:
            self.images += bool(steps)
            self.crops += len(shot.boxes) if crop_steps else 0
            return original(shot, steps, crop_steps)

        return count


@pytest.fixture
def measured(store: Store) -> Store:
    measure(store, metrics=METRICS, levels=[Level.IMAGE, Level.ANNOTATION])
    return store


@pytest.fixture
def counter(measured: Store, monkeypatch: pytest.MonkeyPatch) -> Counter:
    found = Counter()
    monkeypatch.setattr(measure_chunk, "_measure", found.counting(measure_chunk._measure))
    return found


def a_label(store: Store) -> dict[str, Any]:
    row: dict[str, Any] = store.snapshot().rows("annotations").slice(0, 1).to_pylist()[0]
    return row


def value(store: Store, name: str, id: int, table: str = "annotations") -> float | None:
    found: float | None = store.snapshot().take(table, [id], columns=(name,))[name].to_pylist()[0]
    return found


def stale(store: Store) -> set[str]:
    return {one.slug for one in list_metrics(store) if one.state is MetricState.STALE}


def test_moving_a_box_measures_its_crop_and_the_labels_of_its_image(measured: Store, counter: Counter) -> None:
    label = a_label(measured)
    before = {name: value(measured, name, label["id"]) for name in ("brightness", "border_closeness")}
    inside = measured.snapshot().count("annotations", where={"image_id": label["image_id"]})
    edit_labels.move(measured, label["id"], [1, 1, 30, 30])
    assert stale(measured) == {"brightness", "border_closeness", "object_density", "position_surprise"}
    near, wide = remeasure.remeasure(measured)
    assert (counter.images, counter.crops) == (0, 1)  # no image metric, one crop
    assert near.decoded == 1
    # one crop, the labels of one image by their border, and the density of the image
    assert near.measured == 1 + inside + 1
    assert wide.measured == measured.snapshot().count("annotations")  # it leans on the whole set
    assert stale(measured) == set()
    after = {name: value(measured, name, label["id"]) for name in before}
    assert all(after[name] != before[name] for name in before)


def test_other_images_keep_their_values_to_the_bit(measured: Store) -> None:
    label = a_label(measured)
    kept = measured.snapshot().rows("annotations", columns=("id", "image_id", "border_closeness", "brightness"))
    edit_labels.move(measured, label["id"], [1, 1, 30, 30])
    remeasure.remeasure(measured)
    now = measured.snapshot().rows("annotations", columns=("id", "image_id", "border_closeness", "brightness"))
    changed = [a["id"] for a, b in zip(kept.to_pylist(), now.to_pylist(), strict=True) if a != b]
    assert changed == [label["id"]]


def test_undo_finds_the_old_crop_in_the_cache(measured: Store, counter: Counter) -> None:
    label = a_label(measured)
    before = value(measured, "brightness", label["id"])
    edit_labels.move(measured, label["id"], [1, 1, 30, 30])
    remeasure.remeasure(measured)
    undo(measured)
    near = remeasure.remeasure(measured)[0]
    assert (near.decoded, counter.crops) == (0, 1)
    assert value(measured, "brightness", label["id"]) == before


def test_a_new_label_has_its_values_and_a_deleted_one_is_gone(measured: Store) -> None:
    label = a_label(measured)
    edit_labels.add(measured, label["image_id"], label["category_id"], box=[5, 5, 20, 20])
    remeasure.remeasure(measured)
    newest = max(measured.snapshot().rows("annotations", columns=("id",))["id"].to_pylist())
    assert value(measured, "brightness", newest) is not None
    assert value(measured, "border_closeness", newest) is not None
    dense = value(measured, "object_density", label["image_id"], "images")
    edit_labels.delete(measured, [newest])
    remeasure.remeasure(measured)
    assert value(measured, "object_density", label["image_id"], "images") != dense
    assert stale(measured) == set()


def test_what_leans_on_a_large_set_is_left_stale(measured: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remeasure, "SMALL_SET", 1)
    edit_labels.move(measured, a_label(measured)["id"], [1, 1, 30, 30])
    remeasure.remeasure(measured)
    assert stale(measured) == {"position_surprise"}
    measure(measured)
    assert stale(measured) == set()


def test_an_edit_of_many_images_is_left_to_the_next_run(measured: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remeasure, "FEW_IMAGES", 1)
    ids = measured.snapshot().rows("annotations", columns=("id",))["id"].to_pylist()
    edit_labels.relabel(measured, ids, "cone")
    assert remeasure.remeasure(measured) == []
    assert "border_closeness" in stale(measured)


def test_nothing_is_done_where_nothing_was_edited(measured: Store) -> None:
    revision = measured.snapshot().revision
    assert remeasure.remeasure(measured) == []
    assert measured.snapshot().revision == revision


def test_an_edit_from_python_is_followed_at_once(measured: Store) -> None:
    label = a_label(measured)
    with assay.open(measured.path) as project:
        project.annotations.move(label["id"], [1, 1, 30, 30])
        assert {one.slug for one in project.metrics.list() if one.state is MetricState.STALE} == set()
        project.undo()
        assert {one.slug for one in project.metrics.list() if one.state is MetricState.STALE} == set()


def test_an_edit_in_the_browser_is_followed_behind_the_reply(measured: Store) -> None:
    web = Visitor(create_app(measured))
    label = a_label(measured)
    edit(web, "delete", "annotation", ids=[label["id"]])
    assert dataset_id(web) == label["dataset_id"]
    wait_until(lambda: stale(measured) == set())


def test_the_report_of_a_pass_names_its_dataset(measured: Store) -> None:
    edit_labels.move(measured, a_label(measured)["id"], [1, 1, 30, 30])
    reports: list[MeasureReport] = remeasure.remeasure(measured)
    assert {report.dataset for report in reports} == {"toy"}
    assert [one.level for one in list_metrics(measured) if one.slug == "brightness"] == [Level.IMAGE, Level.ANNOTATION]


def test_evaluating_again_makes_stale_what_reads_matches_and_nothing_else(store: Store) -> None:
    """M90, M91: values of matches are those of one evaluation, and an edit after another does not hide that."""
    readers = {"disagreement", "prediction_loss", "calibration_gap"}
    measure(store, metrics=[*readers, "confidence", "border_closeness"])
    assert stale(store) == set()
    evaluate_run(store, config=EvaluationConfig(iou=0.9, confidence=0.0))
    assert stale(store) == readers
    edit_labels.move(store, a_label(store)["id"], [1, 1, 30, 30])
    remeasure.remeasure(store)
    assert stale(store) == readers
    measure(store, metrics=[*readers])
    assert stale(store) == set()
