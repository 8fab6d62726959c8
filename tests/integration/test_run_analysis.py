"""What lies behind a run's numbers: kinds of error, calibration, comparison; each agrees with the metrics."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assay.errors import NotFound
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.search import matching_ids
from assay.workflows.runs.calibration import calibration
from assay.workflows.runs.classification_scores import classification_scores
from assay.workflows.runs.compare_runs import RunComparison, compare_runs
from assay.workflows.runs.error_types import error_types
from assay.workflows.runs.model_metrics import model_metrics
from tests.integration.weather_set import weather_store

CONFIGS = [EvaluationConfig(0.5, 0.25), EvaluationConfig(0.75, 0.6), EvaluationConfig(0.3, 0.0)]
SLICE = "height > 100 and annotations.count > 0"


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with weather_store(tmp_path_factory.mktemp("weather")) as store:
        yield store


@pytest.fixture(scope="module")
def snapshot(weather: Store) -> Snapshot:
    return weather.snapshot()


def runs(snapshot: Snapshot) -> tuple[Run, Run]:
    return snapshot.run(1, "day"), snapshot.run(1, "night")


@pytest.mark.parametrize("query", ["", SLICE])
@pytest.mark.parametrize("config", CONFIGS)
def test_reasons_of_wrong_predictions_sum_to_the_wrong_cells(
    snapshot: Snapshot, config: EvaluationConfig, query: str
) -> None:
    """E7: one reason each, for confusions, background and duplicates."""
    day, _ = runs(snapshot)
    outcomes = model_metrics(snapshot, day, config=config, query=query).outcomes
    found = error_types(snapshot, day, config=config, query=query)
    wrong = (Outcome.CONFUSION, Outcome.BACKGROUND, Outcome.DUPLICATE)
    assert sum(found.reasons.values()) == sum(outcomes[outcome] for outcome in wrong)


def test_each_kind_of_error_costs_something_and_none_less_than_nothing(snapshot: Snapshot) -> None:
    """E8."""
    found = error_types(snapshot, runs(snapshot)[0])
    assert found.arrow().column("kind").to_pylist() == ["cls", "loc", "both", "dupe", "bkg", "miss"]
    assert min(found.tide.dap.values()) >= 0
    assert found.tide.dap[max(found.tide.dap, key=lambda kind: found.tide.dap[kind])] > 0.05
    assert 0 < found.tide.ap < 1


@pytest.mark.parametrize("query", ["", SLICE])
@pytest.mark.parametrize("config", CONFIGS)
def test_calibration_bins_hold_every_prediction_that_counts(
    snapshot: Snapshot, config: EvaluationConfig, query: str
) -> None:
    """E9: 15 bins of equal mass; the right ones sum to the true positives."""
    day, _ = runs(snapshot)
    metrics = model_metrics(snapshot, day, config=config, query=query)
    found = calibration(snapshot, day, config=config, query=query)
    assert found.bins.count.sum() == metrics.counts[:, :-1].sum()
    assert found.bins.correct.sum() == metrics.outcomes[Outcome.CORRECT]
    assert ((found.interval[:, 0] <= found.bins.accuracy) & (found.bins.accuracy <= found.interval[:, 1])).all()
    assert 0 <= found.error <= 1
    assert found.arrow().num_rows == len(found.bins.count) <= 15


def test_boxes_have_no_roc_curve_and_it_is_said_why(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound, match="class probabilities") as caught:
        classification_scores(snapshot, runs(snapshot)[0])
    assert "import predictions with one probability for each class" in caught.value.hint


# Two runs


@pytest.fixture(scope="module")
def compared(snapshot: Snapshot) -> RunComparison:
    return compare_runs(snapshot, *runs(snapshot), config=CONFIGS[0])


@pytest.mark.parametrize("query", ["", SLICE])
@pytest.mark.parametrize("config", CONFIGS)
def test_each_side_says_what_the_metrics_of_its_run_say(
    snapshot: Snapshot, config: EvaluationConfig, query: str
) -> None:
    """X15, P28: the support of a class is the same for both runs, and equal to its row of the matrix."""
    found = compare_runs(snapshot, *runs(snapshot), config=config, query=query)
    for side, run in zip((found.a, found.b), runs(snapshot), strict=True):
        whole = model_metrics(snapshot, run, config=config, query=query)
        assert (side.counts == whole.counts).all()
        assert side.correct == whole.outcomes[Outcome.CORRECT]
        assert side.predicted == whole.counts[:, :-1].sum()
        at = 0 if run.name == "day" else 1
        told = [(number.a, number.b)[at] for number in found.numbers if number.name in {"precision", "recall", "f1"}]
        micro = whole.averages["micro"]
        assert told == pytest.approx([micro.precision, micro.recall, micro.f])
    assert (found.a.per_class.support == found.b.per_class.support).all()
    assert (found.a.counts[:-2].sum(axis=1) == found.b.counts[:-2].sum(axis=1)).all()


def test_fixed_less_broken_is_what_the_better_run_gained(compared: RunComparison) -> None:
    assert len(compared.fixed) - len(compared.broken) == compared.b.correct - compared.a.correct > 0
    assert not set(compared.fixed.tolist()) & set(compared.broken.tolist())
    k = len(compared.classes)
    assert np.diagonal(compared.cells[:k, :k]).sum() == compared.b.correct - compared.a.correct
    assert compared.cells[:k].sum() == 0


@pytest.mark.parametrize("query", ["", SLICE, "area > 100"])
def test_queries_of_flips_list_the_labels(weather: Store, snapshot: Snapshot, query: str) -> None:
    """F15: labels fixed and broken are a query away, where the stored evaluations tell of these thresholds."""
    found = compare_runs(snapshot, *runs(snapshot), config=CONFIGS[0], query=query)
    for ids, text in ((found.fixed, found.fixed_query), (found.broken, found.broken_query)):
        assert text is not None
        assert matching_ids(weather, text, level=Level.ANNOTATION).tolist() == ids.tolist() != []


def test_at_other_thresholds_than_the_stored_ones_no_query_is_offered(snapshot: Snapshot) -> None:
    found = compare_runs(snapshot, *runs(snapshot), config=CONFIGS[1])
    assert found.fixed_query is None
    assert len(found.fixed)


def test_the_better_run_is_better_beyond_chance(snapshot: Snapshot, compared: RunComparison) -> None:
    """E16: paired bootstrap over images, with a fixed seed."""
    recall = next(number for number in compared.numbers if number.name == "recall")
    assert 0 < recall.low < recall.delta < recall.high
    again = compare_runs(snapshot, *runs(snapshot), config=CONFIGS[0])
    assert again.numbers == compared.numbers


def test_a_run_does_not_differ_from_itself(snapshot: Snapshot) -> None:
    day, _ = runs(snapshot)
    found = compare_runs(snapshot, day, day)
    assert len(found.fixed) == len(found.broken) == 0
    assert not found.cells.any()
    assert all(number.delta == number.low == number.high == 0 for number in found.numbers)
