"""A run at any thresholds: metrics and the results behind them agree with each other and with the stored evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from assay.errors import ArrayError, NotFound, QueryError
from assay.evaluation.cells import merge_duplicates
from assay.evaluation.outcomes import BACKGROUND, OUTCOMES
from assay.geometry.iou import pairwise_iou
from assay.model.evaluation import EvaluationConfig
from assay.model.match import Outcome
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.edits.edit_labels import relabel
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run
from assay.workflows.runs.matches import run_matches
from assay.workflows.runs.model_metrics import model_metrics
from assay.workflows.runs.object_arrays import boxes_of, ints_of
from assay.workflows.runs.results import Choice, ResultOrder, results
from tests.store_rows import fill, label_rows, with_value

THRESHOLDS = [EvaluationConfig(0.5, 0.25), EvaluationConfig(0.1, 0.8), EvaluationConfig(0.9, 0.0)]


@pytest.fixture(scope="module")
def ppe(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Real photos of protective gear with the predictions of a YOLOv8m."""
    folder = shared_data / "ppe_valid"
    with Store.create(tmp_path_factory.mktemp("ppe") / "ppe.assay") as store:
        import_dataset(store, folder / "instances_valid.json", images=folder / "images")
        import_predictions(store, folder / "predictions_coco.json", run="yolov8m")
        yield store


def run_of(snapshot: Snapshot) -> Run:
    return snapshot.run(snapshot.dataset(None).id, None)


@pytest.mark.parametrize("config", THRESHOLDS)
def test_live_numbers_are_those_of_a_stored_evaluation(store: Store, config: EvaluationConfig) -> None:
    """One engine: what the sliders show is what `assay evaluate` stores at the same thresholds."""
    stored = evaluate_run(store, config=config)
    snapshot = store.snapshot()
    live = model_metrics(snapshot, run_of(snapshot), config=config)
    assert merge_duplicates(live.counts).tolist() == [list(row) for row in stored.summary.matrix]
    assert live.outcomes[Outcome.BACKGROUND] + live.outcomes[Outcome.DUPLICATE] == stored.summary.fp
    assert live.averages["micro"].f == pytest.approx(stored.summary.f1)


@pytest.mark.parametrize("config", THRESHOLDS)
def test_rows_of_the_matrix_sum_to_the_labels_that_count(ppe: Store, config: EvaluationConfig) -> None:
    """X15, P28: the support belongs to the labels, not to the run or its thresholds."""
    snapshot = ppe.snapshot()
    found = model_metrics(snapshot, run_of(snapshot), config=config)
    assert found.counts[:-2].sum(axis=1).tolist() == found.per_class.support.tolist() == [376, 218, 225, 311, 386, 278]


def test_the_drawing_of_the_models_page_on_real_photos(ppe: Store) -> None:
    """V1.3, V1.4: 75 false positives, 6 of them on labels that a better prediction took."""
    snapshot = ppe.snapshot()
    found = model_metrics(snapshot, run_of(snapshot), config=EvaluationConfig(0.1, 0.8))
    told = {outcome.value: count for outcome, count in found.outcomes.items() if count}
    assert told == {"correct": 1134, "confusion": 4, "background": 69, "duplicate": 6, "missed": 656}


def test_false_positives_are_exactly_the_predictions_with_no_label_under_them(ppe: Store) -> None:
    """V1.4, against every pair of the set."""
    snapshot = ppe.snapshot()
    run = run_of(snapshot)
    rows = run_matches(snapshot, run)
    overlap = pairwise_iou(boxes_of(rows.predictions), boxes_of(rows.labels))
    overlap[ints_of(rows.predictions, "image_id")[:, None] != ints_of(rows.labels, "image_id")] = 0
    bare = (overlap < 0.1).all(axis=1) & (rows.candidates.pred_score >= 0.8)
    k = len(rows.classes)
    found = results(snapshot, run, Choice(EvaluationConfig(0.1, 0.8), cells=[(k, None)]))
    assert sorted(found.prediction_id.tolist()) == rows.pred.id[:-1][bare].tolist()
    assert (found.annotation_id == -1).all()


@pytest.mark.parametrize("config", THRESHOLDS)
def test_each_cell_lists_as_many_results_as_it_counts(store: Store, config: EvaluationConfig) -> None:
    """V1.8: a number is a door to exactly that many items."""
    snapshot = store.snapshot()
    run = run_of(snapshot)
    counts = model_metrics(snapshot, run, config=config).counts
    for row, column in np.ndindex(counts.shape):
        assert results(snapshot, run, Choice(config, cells=[(row, column)]), limit=0).total == counts[row, column]
    everything = results(snapshot, run, Choice(config))
    assert everything.total == len(everything) == counts.sum()
    one_row = results(snapshot, run, Choice(config, cells=[(0, None), (0, 1)]), limit=0)
    assert one_row.total == counts[0].sum()  # a cell named twice lists once


@pytest.mark.parametrize("order", list(ResultOrder))
def test_orders_are_the_same_set_both_ways_and_pages_join_without_a_seam(ppe: Store, order: ResultOrder) -> None:
    """V1.9."""
    snapshot = ppe.snapshot()
    run = run_of(snapshot)
    choice = Choice(EvaluationConfig(0.5, 0.25))
    falling = results(snapshot, run, choice, order=order)
    rising = results(snapshot, run, choice, order=order, descending=False)
    pairs = [set(zip(found.annotation_id, found.prediction_id, strict=True)) for found in (falling, rising)]
    assert pairs[0] == pairs[1]
    assert len(pairs[0]) == falling.total
    pages = [results(snapshot, run, choice, order=order, offset=offset, limit=97) for offset in range(0, 400, 97)]
    joined = np.concatenate([page.annotation_id for page in pages])
    assert joined.tolist() == falling.annotation_id[: len(joined)].tolist()


def test_what_results_are_ordered_by_rises_and_falls(ppe: Store) -> None:
    """V1.9: confidence, overlap and loss as they are shown."""
    snapshot = ppe.snapshot()
    run = run_of(snapshot)
    rows = run_matches(snapshot, run)
    choice = Choice(EvaluationConfig(0.5, 0.25))
    by_iou = results(snapshot, run, choice, order=ResultOrder.IOU, descending=False)
    told = by_iou.iou[~np.isnan(by_iou.iou)]
    assert (np.diff(told) >= 0).all()
    assert np.isnan(by_iou.iou[len(told) :]).all()
    assert (np.diff(results(snapshot, run, choice, order=ResultOrder.LOSS).loss) <= 0).all()
    sure = results(snapshot, run, choice)
    scores = rows.candidates.pred_score[sure.matches.pred_index[sure.prediction_id >= 0]]
    assert (np.diff(scores) <= 0).all()
    assert scores.min() >= 0.25


def test_a_slice_counts_what_lies_in_its_images(ppe: Store) -> None:
    """The two halves of a set add up to the whole, cell by cell."""
    snapshot = ppe.snapshot()
    run = run_of(snapshot)
    whole, few, many = (
        model_metrics(snapshot, run, query=query)
        for query in ("", "annotations.count <= 3", "not annotations.count <= 3")
    )
    assert (few.counts + many.counts).tolist() == whole.counts.tolist()
    assert few.images + many.images == whole.images == 425
    assert 0 < few.counts.sum() < whole.counts.sum()


def test_a_result_tells_the_outcome_it_was_chosen_for(store: Store) -> None:
    snapshot = store.snapshot()
    run = run_of(snapshot)
    k = len(run_matches(snapshot, run).classes)
    found = results(snapshot, run, Choice(cells=[(k, None)]))
    assert {OUTCOMES[code] for code in found.matches.outcome} <= {OUTCOMES[BACKGROUND]}


def test_an_edit_is_counted_at_once(store: Store) -> None:
    before = model_metrics(store.snapshot(), run_of(store.snapshot())).counts
    label = store.snapshot().rows("annotations", columns=("id", "category_id")).to_pylist()[0]
    classes = store.snapshot().categories(1)
    other = next(category for category in classes if category.id != label["category_id"])
    relabel(store, [label["id"]], other.name)
    after = model_metrics(store.snapshot(), run_of(store.snapshot())).counts
    assert after.sum(axis=1).tolist() != before.sum(axis=1).tolist()
    assert after[:-2].sum() == before[:-2].sum()


def test_what_no_threshold_changes_is_read_once(standing: Store) -> None:
    snapshot = standing.snapshot()
    run = run_of(snapshot)
    assert run_matches(snapshot, run) is run_matches(standing.snapshot(), run)


def test_wrong_questions_are_refused_with_a_reason(standing: Store) -> None:
    snapshot = standing.snapshot()
    run = run_of(snapshot)
    with pytest.raises(NotFound, match=r"no cell \(9, None\) in a matrix of"):
        results(snapshot, run, Choice(cells=[(9, None)]))
    with pytest.raises(ArrayError, match="must lie in"):
        model_metrics(snapshot, run, config=EvaluationConfig(iou=0))
    with pytest.raises(QueryError):
        model_metrics(snapshot, run, query="brightnes <")


def test_turned_boxes_are_matched_as_they_lie(tmp_path: Path) -> None:
    """E12: a bar turned by a quarter shares little with the bar as it lay; with one turned alike all."""
    with Store.create(tmp_path / "bars.assay") as bars:
        fill(bars, images=2, labels=0)
        bar = with_value(label_rows(0, [0, 1]), "w", 80.0)
        turned = bar.append_column("rotation", pa.array([np.pi / 2] * 2))
        said = bar.drop_columns(["attributes"]).append_column("rotation", pa.array([np.pi / 2, 0.0]))
        with bars.writer() as writer:
            for table in ("annotations", "predictions"):
                writer.reserve_ids(table, 2)
            writer.append("annotations", turned)
            run = writer.add_run(1, "model", "test")
            said = said.append_column("run_id", pa.array([run.id] * 2, pa.int32()))
            writer.append("predictions", said.append_column("score", pa.array([0.9, 0.9])))
        snapshot = bars.snapshot()
        found = model_metrics(snapshot, run_of(snapshot), config=EvaluationConfig(0.5, 0.0))
    told = {outcome.value: count for outcome, count in found.outcomes.items() if count}
    assert told == {"correct": 1, "background": 1, "missed": 1}
