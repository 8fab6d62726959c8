"""Results of some objects: what a mark in a plot says is what it opens (F7, F9, F13, F15; V2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.errors import QueryError
from assay.evaluation.tide import ErrorKind
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.breakdown import breakdown
from assay.workflows.runs.curves import curves
from assay.workflows.runs.error_types import error_types
from assay.workflows.runs.matches import run_matches
from assay.workflows.runs.results import Cell, Choice, results

CONFIG = EvaluationConfig(0.5, 0.25)


@pytest.fixture(scope="module")
def ppe(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Real photos of protective gear with the predictions of a YOLOv8m."""
    folder = shared_data / "ppe_valid"
    with Store.create(tmp_path_factory.mktemp("ppe") / "ppe.assay") as store:
        import_dataset(store, folder / "instances_valid.json", images=folder / "images")
        import_predictions(store, folder / "predictions_coco.json", run="yolov8m")
        yield store


@pytest.fixture
def snapshot(ppe: Store) -> Snapshot:
    return ppe.snapshot()


def run_of(snapshot: Snapshot) -> Run:
    return snapshot.run(snapshot.dataset(None).id, None)


def total(snapshot: Snapshot, within: str, cells: list[Cell] | None = None, query: str = "") -> int:
    return results(snapshot, run_of(snapshot), Choice(CONFIG, query, cells, within), limit=0).total


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_a_kind_of_error_opens_as_many_results_as_it_counts(snapshot: Snapshot, kind: ErrorKind) -> None:
    """F9: at every confidence, as TIDE counts."""
    counted = error_types(snapshot, run_of(snapshot), config=CONFIG).tide.counts[kind]
    assert total(snapshot, f"error: {kind}") == counted


def test_a_reason_opens_as_many_results_as_it_counts(snapshot: Snapshot) -> None:
    """E7: above the threshold only, in a slice too."""
    for query in ("", "width > 1 and annotations.count > 3"):
        reasons = error_types(snapshot, run_of(snapshot), config=CONFIG, query=query).reasons
        assert sum(reasons.values()) > 0
        assert {r: total(snapshot, f"reason: {r}", query=query) for r in reasons} == reasons


def test_a_bar_of_the_score_histogram_opens_its_predictions_below_the_threshold_too(snapshot: Snapshot) -> None:
    """F7: right and wrong in each bin of confidence."""
    told = curves(snapshot, run_of(snapshot), config=CONFIG).histogram
    k = len(run_matches(snapshot, run_of(snapshot)).classes)
    right: list[Cell] = [(place, place) for place in range(k)]
    wrong: list[Cell] = [(k, None), (k + 1, None), *((r, c) for r in range(k) for c in range(k) if r != c)]
    for at in (1, len(told.correct) // 2, len(told.correct) - 1):
        upper = "" if at == len(told.correct) - 1 else f" and score < {float(told.edges[at + 1])}"
        within = f"prediction: score >= {float(told.edges[at])}{upper}"
        assert total(snapshot, within, right) == told.correct[at]
        assert total(snapshot, within, wrong) == told.wrong[at]


@pytest.mark.parametrize(("field", "level"), [("width", Level.IMAGE), ("area", Level.ANNOTATION)])
def test_a_bin_of_a_field_opens_its_labels(snapshot: Snapshot, field: str, level: Level) -> None:
    """F13, V2.7: all rows of the matrix that are classes hold the labels of the bin."""
    told = breakdown(snapshot, run_of(snapshot), field=field, config=CONFIG, bins=4)
    assert told.level is level
    k = len(run_matches(snapshot, run_of(snapshot)).classes)
    of_labels: list[Cell] = [(row, None) for row in range(k)]
    for query, count in zip(told.queries, told.count.tolist(), strict=True):
        assert total(snapshot, f"{level.value}: {query}", of_labels) == count


@pytest.mark.parametrize(
    "within", ["area < 4", "mistake: loc", "error: typo", "reason: ", "issue: score < 1", "prediction: brightnes < 4"]
)
def test_what_names_no_objects_is_refused_with_a_way_out(snapshot: Snapshot, within: str) -> None:
    with pytest.raises(QueryError) as refused:
        total(snapshot, within)
    assert refused.value.hint
