"""Performance by a column: bins that share out everything, queries that list them, causes that come first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assay.errors import QueryName, QueryType
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.match import Outcome
from assay.store.store import Store
from assay.workflows.explore.search import count
from assay.workflows.runs.breakdown import Breakdown, breakdown
from assay.workflows.runs.importance import column_importance
from assay.workflows.runs.model_metrics import model_metrics
from tests.integration.weather_set import weather_store

FIELDS = [
    "metadata.brightness", "metadata.weather", "annotations.count", "height", "area", "label", "aspect", "kind",
    "w * h", "is_crowd", "image.area", "score", "predictions.car", "metadata.brightness < 0.5",
    "any(annotation: w > 30)", "attributes.occluded",
]  # fmt: skip
SLICE = "area > 20000 and any(annotation: area < 600)"
"""`area` means the image in one half and the label in the other."""


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with weather_store(tmp_path_factory.mktemp("weather")) as store:
        yield store


def by(store: Store, field: str, *, query: str = "", confidence: float = 0.25) -> Breakdown:
    snapshot = store.snapshot()
    config = EvaluationConfig(iou=0.5, confidence=confidence)
    return breakdown(snapshot, snapshot.run(1, "day"), field=field, config=config, query=query, bins=5)


@pytest.mark.parametrize("query", ["", SLICE])
@pytest.mark.parametrize("field", FIELDS)
def test_bins_share_out_what_the_metrics_count(weather: Store, field: str, query: str) -> None:
    """E14: objects of unknown value have a bin of their own, so that nothing is lost."""
    found, snapshot = by(weather, field, query=query, confidence=0.6), weather.snapshot()
    config = EvaluationConfig(iou=0.5, confidence=0.6)
    whole = model_metrics(snapshot, snapshot.run(1, "day"), config=config, query=query)
    predicted = int(whole.counts[:, :-1].sum())
    assert found.predicted.sum() == predicted
    assert np.nansum(found.precision * found.predicted) == pytest.approx(whole.outcomes[Outcome.CORRECT])
    if found.level is not Level.PREDICTION:
        assert found.count.sum() == whole.per_class.support.sum()
        assert np.nansum(found.recall * found.count) == pytest.approx(whole.outcomes[Outcome.CORRECT])


@pytest.mark.parametrize("query", ["", SLICE])
@pytest.mark.parametrize("field", FIELDS)
def test_the_query_of_a_bin_lists_its_items(weather: Store, field: str, query: str) -> None:
    """V2.7: a click on a bar opens exactly what the bar counts."""
    found = by(weather, field, query=query)
    counts = {Level.IMAGE: found.images, Level.ANNOTATION: found.count, Level.PREDICTION: found.predicted}
    expected = counts[found.level].tolist()
    listed = [count(weather, text, level=found.level, run="day") for text in found.queries]
    if found.level is Level.PREDICTION:  # a query cannot tell which predictions fell on ignored labels
        assert all(much >= some for much, some in zip(listed, expected, strict=True))
    else:
        assert listed == expected


def test_values_of_the_class_column_fare_as_the_table_of_classes_says(weather: Store) -> None:
    snapshot = weather.snapshot()
    whole = model_metrics(snapshot, snapshot.run(1, "day"), config=EvaluationConfig(0.5, 0.25))
    rates = {
        category.name: (int(whole.per_class.support[at]), float(whole.per_class.f1[at]))
        for at, category in enumerate(whole.classes)
    }
    found = by(weather, "label")
    told = dict(zip(found.labels, zip(found.count.tolist(), found.f1.tolist(), strict=True), strict=True))
    assert told.keys() == rates.keys()
    for name, (support, f1) in told.items():
        assert (support, f1) == (rates[name][0], pytest.approx(rates[name][1]))


def test_quantile_bins_rise_and_their_intervals_hold_the_rates(weather: Store) -> None:
    found = by(weather, "metadata.brightness")
    known = ~np.isnan(found.low)
    assert found.labels[-1] == "unknown"
    assert not known[-1]
    assert known.sum() == 5
    assert (found.low[known][1:] == found.high[known][:-1]).all()
    for rate, interval in ((found.recall, found.recall_interval), (found.precision, found.precision_interval)):
        assert ((interval[:, 0] <= rate) & (rate <= interval[:, 1])).all()
    assert (np.diff(found.recall[known]) > 0).all()  # brighter is better


def test_a_whole_number_with_few_values_has_a_bin_for_each(weather: Store) -> None:
    found = by(weather, "height")
    assert found.labels == ("100", "150", "200")
    assert found.queries[0] == "height = 100"


def test_groups_are_compared_and_small_ones_named(weather: Store) -> None:
    """E17, V4.8: the gap between groups, with its interval; a group below the least number is not compared."""
    fairness = by(weather, "metadata.weather").fairness
    assert fairness is not None
    assert fairness.recall.gap_low < fairness.recall.gap < fairness.recall.gap_high
    assert fairness.recall.ratio < 1
    assert fairness.predicted is not None
    few = by(weather, "metadata.weather", query="id < 3").fairness
    assert few is not None
    assert few.recall.best is None
    assert not few.recall.enough.any()
    assert by(weather, "area").fairness is None


def test_attributes_of_labels_are_columns(weather: Store) -> None:
    """V1.16: stratified by an attribute; predictions have none, so that their precision stands under unknown."""
    found = by(weather, "attributes.occluded")
    assert found.labels == ("no", "yes", "unknown")
    assert found.predicted[:2].tolist() == [0, 0]
    assert found.count[:2].min() > 0


def test_a_condition_is_a_column_of_two_values_and_the_unknown(weather: Store) -> None:
    """V2.6: within the slice and without, with intervals and their difference."""
    found = by(weather, "metadata.brightness < 0.5")
    assert found.labels == ("no", "yes", "unknown")
    assert found.fairness is not None
    assert (found.fairness.recall.best, found.fairness.recall.worst) == (0, 1)
    assert 0 < found.fairness.recall.gap_low < found.recall[0] - found.recall[1] < found.fairness.recall.gap_high


def test_a_slice_and_its_complement_make_the_whole(weather: Store) -> None:
    """V2.6: two slices are held against each other by asking for each."""
    parts = [by(weather, "label", query=text) for text in ("metadata.brightness < 0.5", "metadata.brightness >= 0.5")]
    rest = by(weather, "label", query="metadata.brightness is null")
    assert sum(part.count.sum() for part in (*parts, rest)) == by(weather, "label").count.sum()


@pytest.mark.parametrize(
    ("field", "error"), [("brihgtness", QueryName), ("issue", QueryType), ("", QueryType), ("3", QueryType)]
)
def test_what_is_no_column_is_refused(weather: Store, field: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        by(weather, field)


def test_the_injected_cause_comes_first(weather: Store) -> None:
    """V2.7, E15: of all columns of images the brightness tells most; noise is told from it."""
    snapshot = weather.snapshot()
    every = column_importance(snapshot, snapshot.run(1, "day"))
    ranked = [column for column in every if column.level is Level.IMAGE]
    assert [column.field for column in ranked[:1]] == ["metadata.brightness"]
    assert ranked[0].spearman > 0.3
    assert ranked[0].p_value < 0.01
    noise = next(column for column in ranked if column.field == "metadata.noise")
    assert noise.mutual_information < ranked[0].mutual_information / 3
    assert every.arrow().column("field").to_pylist() == [column.field for column in every]


def test_a_breakdown_is_a_table(weather: Store) -> None:
    table = by(weather, "area").arrow()
    assert table.num_rows == 5
    assert {"label", "query", "recall_low", "recall_high", "predicted"} <= set(table.column_names)
