"""Questions about fields, over random values: every count is what its query lists (D1, D13, K1, K2)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from itertools import count as numbers
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import QueryType
from assay.model.dataset import Task
from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.model.looked_for import LookedFor
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.query.facets import Bins
from assay.store.store import Store
from assay.workflows.drift import terms as drift_terms
from assay.workflows.drift.compare import drift
from assay.workflows.drift.overlay import overlay
from assay.workflows.drift.sides import Side, both_sides
from assay.workflows.explore.field_page import field_page
from assay.workflows.explore.outliers import outliers
from assay.workflows.explore.scatter import scatter
from assay.workflows.explore.search import Question, ask, count, total_of
from assay.workflows.metrics.contact_sheet import contact_sheet
from tests.metric_columns import metric_column
from tests.store_rows import CLASSES, image_rows, label_rows

# A query has no number beyond 9.2e18, and no name for infinity; infinite values lie beyond any fence all the same.
ODD = st.sampled_from([0.1 + 0.2, 1 / 3, 1e-300, 1e17, -1e-7, 5e-324, math.inf, -math.inf, None])
VALUES = st.lists(st.integers(-3, 3).map(float) | st.floats(-1e3, 1e3) | ODD, min_size=1, max_size=40)
FINITE = st.lists(st.integers(0, 4).map(float) | st.floats(-10, 10), min_size=1, max_size=40)
QUERIES = st.sampled_from(["", "h > 10", 'label = "cat" or h < 5'])
AT = Level.ANNOTATION

_names = numbers()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty project; each example puts a dataset of its own into it."""
    with Store.create(tmp_path_factory.mktemp("fields") / "fields.assay") as opened:
        yield opened


def labelled(store: Store, values: Sequence[float | None]) -> str:
    """A dataset with a label for each value, which is its `area`; `h` counts them, and classes go round."""
    name, rows = f"set {next(_names)}", len(values)
    with store.writer() as writer:
        dataset = writer.add_dataset(name, Task.DETECTION)
        classes = writer.add_categories(dataset.id, CLASSES)
        image = writer.reserve_ids("images", 1)
        writer.append("images", image_rows(image, 1, dataset_id=dataset.id))
        first = writer.reserve_ids("annotations", rows)
        table = label_rows(first, [image] * rows, dataset_id=dataset.id)
        of_class = pa.array([classes[at % len(classes)].id for at in range(rows)], pa.int32())
        table = table.set_column(table.column_names.index("category_id"), "category_id", of_class)
        table = table.set_column(table.column_names.index("h"), "h", pa.array(np.arange(rows) + 0.5))
        writer.append("annotations", table.append_column("area", pa.array(values, pa.float64())))
    return name


def question(store: Store, dataset: str, query: str = "") -> Question:
    return ask(store.snapshot(), query, level=AT, dataset=dataset)


def listed(store: Store, dataset: str, query: str) -> int:
    return count(store, query, level=AT, dataset=dataset)


@given(values=VALUES, query=QUERIES)
@settings(max_examples=6)
def test_a_page_counts_what_its_queries_list(store: Store, values: list[float | None], query: str) -> None:
    """D13: fences are spelled in a few digits, and still list exactly the rows that were counted."""
    name = labelled(store, values)
    page = field_page(question(store, name, query), "area")
    assert page.count + page.missing == total_of(question(store, name, query))
    found = page.outliers
    for each in (found.moderate_low, found.moderate_high, found.severe_low, found.severe_high):
        assert each.count == listed(store, name, each.query), each.query
    assert found.moderate.count == found.moderate_low.count + found.moderate_high.count
    assert found.severe.count == listed(store, name, found.severe.query)


@given(values=FINITE)
@settings(max_examples=6)
def test_outliers_lie_outside_the_exact_fences(store: Store, values: list[float]) -> None:
    """D1: the short number in the query lists no other rows than the fence itself would."""
    name = labelled(store, values)
    quartiles = np.percentile(values, (25, 75))
    spread = quartiles[1] - quartiles[0]
    outside = [
        sum(value < quartiles[0] - k * spread or value > quartiles[1] + k * spread for value in values) if spread else 0
        for k in (1.5, 2.5)
    ]
    found = field_page(question(store, name), "area").outliers
    assert (found.moderate.count + found.severe.count, found.severe.count) == tuple(outside)
    summary = [row for row in outliers(store.snapshot(), level=AT, dataset=name) if row.field.name == "area"]
    assert [(row.moderate, row.severe) for row in summary] == ([(found.moderate, found.severe)] if outside[0] else [])


@given(values=VALUES, bins=st.integers(1, 12), query=QUERIES)
@settings(max_examples=6)
def test_a_sheet_counts_what_its_queries_list(store: Store, values: list[float | None], bins: int, query: str) -> None:
    name = labelled(store, values)
    asked = question(store, name, query)
    sheet = contact_sheet(asked, "area", bins=bins, each=3)
    finite = [value for value in values if value is not None and math.isfinite(value)]
    assert len(sheet) <= bins
    assert sum(each.count for each in sheet) <= len(finite)
    for each in sheet:
        assert each.count == listed(store, name, each.query), each.query
        assert len(each.items.ids) == min(3, each.count)
        assert (np.diff(each.items.values) >= 0).all()


@given(before=VALUES, after=VALUES)
@settings(max_examples=6)
def test_an_overlay_counts_what_its_queries_list(
    store: Store, before: list[float | None], after: list[float | None]
) -> None:
    """V2.9: a bin opens its items, in either of two datasets."""
    names = labelled(store, before), labelled(store, after)
    asked = question(store, names[0]), question(store, names[1])
    for field in ("area", "label", "is_crowd"):
        found = overlay(*asked, field, bins=7)
        for name, counts, queries in zip(
            names, (found.reference, found.current), (found.queries_reference, found.queries_current), strict=True
        ):
            assert [listed(store, name, query) for query in queries] == counts.tolist(), field


@given(values=FINITE)
@settings(max_examples=5)
def test_a_set_does_not_drift_from_itself(store: Store, values: list[float]) -> None:
    name = labelled(store, values)
    found = drift(question(store, name), question(store, name))
    assert {row.field for row in found.rows} >= {"area", "label", "w", "kind"}
    assert all(row.effect == pytest.approx(0.0, abs=1e-9) and row.p_holm == 1.0 for row in found.rows)
    assert all(row.psi == 0.0 and row.jensen_shannon == pytest.approx(0.0, abs=1e-7) for row in found.rows)


def test_the_field_that_was_shifted_drifts_most(store: Store) -> None:
    """K1: of all fields, the one that was made to differ is told first."""
    rng = np.random.default_rng(0)
    names = [labelled(store, list(rng.normal(mean, 1, 400))) for mean in (0.0, 0.8)]
    found = drift(*(question(store, name) for name in names))
    assert found.rows[0].field == "area"
    assert found.rows[0].p_holm < 1e-9
    assert found.rows[0].wasserstein == pytest.approx(0.8, abs=0.15)
    assert all(row.p_holm > 0.05 for row in found.rows[1:])
    assert found.arrow().column("field").to_pylist() == [row.field for row in found.rows]


def test_values_that_are_missing_are_counted_on_both_sides(store: Store) -> None:
    names = labelled(store, [1.0, None, None, 2.0]), labelled(store, [1.0, 2.0, None])
    asked = [question(store, name) for name in names]
    row = next(row for row in drift(*asked).rows if row.field == "area")
    assert (row.missing_reference, row.missing_current, row.effect) == (2, 1, 0.0)
    empty = labelled(store, [None, None])
    told = drift(asked[0], question(store, empty)).not_compared
    assert [(each.field, each.why) for each in told if each.field == "area"] == [("area", "no current row has a value")]


def test_a_project_is_compared_with_another(store: Store, tmp_path: Path) -> None:
    """K1: production against training, each a project; the other one is only read."""
    name = labelled(store, [1.0, 2.0, 3.0])
    path = tmp_path / "other.assay"
    with Store.create(path) as other:
        labelled(other, [10.0, 20.0, 30.0])
        revision = other.snapshot().revision
    with both_sides(store, Side("", name), Side(), level=AT, other=path) as asked:
        found = drift(*asked, fields=["area", "label"])
    assert [(row.field, row.effect) for row in found.rows] == [("area", 1.0), ("label", 0.0)]
    with Store.open(path) as other:
        assert other.snapshot().revision == revision


def test_counts_of_what_a_side_cannot_have_do_not_drift(standing: Store, tmp_path: Path) -> None:
    """Production pictures without labels and without a run have no number of them, not none of them."""
    path = tmp_path / "other.assay"
    with Store.create(path) as other, other.writer() as writer:
        dataset = writer.add_dataset("bare", Task.DETECTION)
        writer.append("images", image_rows(writer.reserve_ids("images", 3), 3, dataset_id=dataset.id))
    with both_sides(standing, Side(), Side(), level=Level.IMAGE, other=path) as asked:
        found = drift(*asked)
        assert drift(asked[1], asked[1]).not_compared == ()
    counts = {"predictions.count", "annotations.count"}
    assert not counts & {row.field for row in found.rows}
    assert {(one.field, one.why) for one in found.not_compared if one.field in counts} == {
        ("predictions.count", "the current set has no run"),
        ("annotations.count", "the current set has no labels"),
    }


def test_suspects_do_not_drift_where_none_were_looked_for(store: Store) -> None:
    searched, unsearched = (labelled(store, [4.0, 9.0]) for _ in range(2))
    with store.writer() as writer:
        writer.note_looked_for([LookedFor(writer.base.dataset(searched).id, None, IssueKind.WRONG_CLASS, 0)])
    with both_sides(store, Side("", searched), Side("", unsearched), level=Level.IMAGE) as asked:
        found = drift(*asked)
    assert "issues.count" not in {row.field for row in found.rows}
    assert ("issues.count", "the current set has no search for suspects") in {
        (one.field, one.why) for one in found.not_compared
    }


def test_a_constant_field_has_no_outliers(store: Store) -> None:
    """D1: where the middle half is all one value there is no spread, and nothing is called an outlier."""
    name = labelled(store, [4.0] * 9 + [90.0])
    page = field_page(question(store, name), "area")
    assert page.outliers.fences is None
    assert (page.outliers.moderate.count, page.outliers.severe.count) == (0, 0)
    assert listed(store, name, page.outliers.severe.query) == 0


def test_what_a_source_says_stands_behind_what_was_measured_and_places_on_the_map_nowhere(tmp_path: Path) -> None:
    """A rare value of metadata is no flaw, and the map is a drawing: neither comes before a severe darkness."""
    count = 40
    with Store.create(tmp_path / "p.assay") as store:
        with store.writer() as writer:
            dataset = writer.add_dataset("set", Task.DETECTION)
            ids = writer.reserve_ids("images", count)
            votes = [json.dumps({"votes": 900 if at < 3 else 1 + at % 5}) for at in range(count)]
            rows = image_rows(ids, count, dataset_id=dataset.id)
            writer.append("images", rows.append_column("metadata", pa.array(votes)))
            names = ("brightness", "map_x", "map_y")
            writer.put_metric_columns(
                [MetricColumn(dataset.id, Level.IMAGE, name, name, 1, name, "") for name in names]
            )
            values = np.where(np.arange(count) == 0, 9.0, np.arange(count) % 5 / 10)
            writer.fill("images", pa.table({"id": rows["id"]} | dict.fromkeys(names, pa.array(values))))
        found = outliers(store.snapshot(), level=Level.IMAGE)
    assert [(row.field.name, row.severe.count, row.stated) for row in found] == [
        ("brightness", 1, False),
        ("metadata.votes", 3, True),
    ]


def test_whole_numbers_have_bins_of_whole_numbers(store: Store) -> None:
    name = labelled(store, [1.0, 2.0])
    page = field_page(ask(store.snapshot(), "", dataset=name), "annotations.count")
    assert page.histogram.edges.tolist() == Bins.over(2, 2, whole=True).edges
    assert page.field.is_whole


def test_a_sample_of_a_scatter_is_drawn_by_its_seed(store: Store) -> None:
    name = labelled(store, [float(value) for value in range(40)] + [None])
    asked = question(store, name)
    first, again, other = (scatter(asked, "area", "h", limit=10, seed=seed) for seed in (1, 1, 2))
    assert (first.total, len(first.ids)) == (40, 10)
    assert first.ids.tolist() == again.ids.tolist() != other.ids.tolist()
    assert first.y_values.tolist() == (first.x_values + 0.5).tolist()


def test_a_metric_tells_its_range_and_why_values_are_missing(store: Store) -> None:
    """D13: the page of a metric's column has what the metric declared; NULL has a reason."""
    name = labelled(store, [1.0, 2.0, 3.0, 4.0])
    dataset = store.snapshot().dataset(name)
    ids = store.snapshot().rows("annotations", columns=["id"], where={"dataset_id": dataset.id})["id"].to_pylist()
    column = metric_column("haze", dataset_id=dataset.id, low=0.0, high=1.0, bad=BadEnd.HIGH)
    with store.writer() as writer:
        writer.put_metric_columns([column, metric_column("twin_of", MetricType.GROUP, dataset_id=dataset.id)])
        why = [None, '{"haze": "the crop is empty"}', None, None]
        values = {"id": ids, "haze": [0.5, None, None, 0.7], "twin_of": pa.array([1, 1, 2, 2]), "unmeasured": why}
        writer.fill("annotations", pa.table(values))
    asked = question(store, name)
    page = field_page(asked, "haze")
    assert (page.field.low, page.field.high, page.field.bad) == (0.0, 1.0, BadEnd.HIGH)
    assert [(reason.reason, reason.count) for reason in page.reasons] == [
        ("the crop is empty", 1),
        ("It is not measured yet.", 1),
    ]
    compared = [row.field for row in drift(asked, asked).rows]
    assert "haze" in compared
    assert "twin_of" not in compared  # the number of a group says nothing of another set


def test_rare_terms_share_a_bin(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the most frequent terms, the others are one bin with a query of its own."""
    monkeypatch.setattr(drift_terms, "MOST_TERMS", 1)
    name = labelled(store, [1.0] * 7)
    asked = question(store, name)
    found = overlay(asked, asked, "label")
    assert found.terms == ("cat", drift_terms.OTHERS)
    assert found.current.tolist() == [listed(store, name, query) for query in found.queries_current] == [3, 4]


def test_a_field_of_two_types_is_not_compared(store: Store, tmp_path: Path) -> None:
    """Two projects may mean different things by one name."""
    with Store.create(tmp_path / "other.assay") as other:
        name, elsewhere = labelled(store, [1.0, 2.0]), labelled(other, [1.0, 2.0])
        dataset = other.snapshot().dataset(elsewhere)
        ids = other.snapshot().rows("annotations", columns=["id"])["id"]
        with other.writer() as writer:
            writer.put_metric_columns([metric_column("haze", MetricType.FLAG, dataset_id=dataset.id)])
            writer.fill("annotations", pa.table({"id": ids, "haze": [True, False]}))
        here = store.snapshot().dataset(name)
        with store.writer() as writer:
            writer.put_metric_columns([metric_column("haze", dataset_id=here.id)])
        sides = question(store, name), question(other, elsewhere)
        assert "haze" not in {row.field for row in drift(*sides).rows}
        with pytest.raises(QueryType, match="number in the reference and a flag"):
            drift(*sides, fields=["haze"])
