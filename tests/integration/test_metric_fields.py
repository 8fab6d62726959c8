"""What metrics measured is queried, sorted, counted and completed like any other field (D1, D2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assay.errors import QueryName, QueryType
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.query.complete import complete
from assay.query.facets import Bins, histogram, terms, value_range
from assay.schema.field import Facet, FieldType, Origin
from assay.store.store import Store
from assay.workflows.explore.catalog import catalog_of, scope_of
from assay.workflows.explore.search import matching_ids, search
from tests.metric_columns import measure, metric_column
from tests.store_rows import fill, relabel


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four images with three labels each; two metrics of images, three of labels, of which some lack values."""
    path: Path = tmp_path_factory.mktemp("metrics") / "a.assay"
    with Store.create(path) as opened:
        fill(opened)
        measure(opened, metric_column("glare", level=Level.IMAGE, unit="lx"), {0: 0.0, 1: 0.25, 2: 0.5})
        measure(opened, metric_column("twin", MetricType.GROUP, level=Level.IMAGE), {1: 7, 3: 7})
        measure(opened, metric_column("glare"), {id_: id_ / 10 for id_ in range(10)})
        measure(opened, metric_column("dark", MetricType.FLAG, is_own=True), {0: True, 1: False})
        measure(opened, metric_column("parts", MetricType.WHOLE), {id_: id_ % 3 for id_ in range(12)})
        relabel(opened, [2], 2)
        yield opened


@pytest.mark.parametrize(
    ("level", "text", "ids"),
    [
        pytest.param(Level.IMAGE, "glare > 0.1", [1, 2], id="a number"),
        pytest.param(Level.IMAGE, "glare is null", [3], id="not measured, or not to be had"),
        pytest.param(Level.IMAGE, "twin = 7", [1, 3], id="a group"),
        pytest.param(Level.ANNOTATION, "dark", [0], id="a flag by itself"),
        pytest.param(Level.ANNOTATION, "dark = false", [1], id="a flag that is not set"),
        pytest.param(Level.ANNOTATION, "glare < 0.15", [0, 1], id="its own level first"),
        pytest.param(Level.ANNOTATION, "image.glare = 0.25", [1, 5, 9], id="the image's, of the same name"),
        pytest.param(Level.ANNOTATION, "twin is not null and glare > 0.5", [7, 9], id="the image's, of its own name"),
        pytest.param(Level.IMAGE, "any(annotation: dark)", [0], id="images with such a label"),
        pytest.param(Level.IMAGE, "dark", [0], id="images, where only labels have it"),
        pytest.param(Level.IMAGE, "count(annotation: parts >= 1) > glare * 4", [0, 1], id="in a sum"),
    ],
)
def test_queries(store: Store, level: Level, text: str, ids: list[int]) -> None:
    assert matching_ids(store, text, level=level).tolist() == ids


def test_lists_are_sorted_by_a_metric_those_without_a_value_last(store: Store) -> None:
    page = search(store, "", level=Level.IMAGE, sort="glare", descending=True)
    assert page.rows["id"].to_pylist() == [2, 1, 0, 3]
    assert page.rows["sort_value"].to_pylist() == [0.5, 0.25, 0.0, None]


def test_facets(store: Store) -> None:
    snapshot = store.snapshot()
    catalog, scope = catalog_of(snapshot, 1), scope_of(snapshot, None)
    labels: Callable[..., dict[str, Any]] = partial(dict, level=Level.ANNOTATION, scope=scope, catalog=catalog)
    low_high = snapshot.query(value_range(**labels(field="parts"))).to_pylist()
    assert low_high == [{"low": 0, "high": 2, "missing": 0}]
    counted = snapshot.query(histogram(None, **labels(field="glare", bins=Bins.over(0, 1, most=2)))).to_pylist()
    assert counted == [{"bin": None, "count": 2}, {"bin": 0, "count": 5}, {"bin": 1, "count": 5}]
    flags = snapshot.query(terms(None, **labels(field="dark"))).to_pylist()
    assert {row["value"]: row["count"] for row in flags} == {None: 10, "true": 1, "false": 1}


def test_fields_say_where_they_come_from(store: Store) -> None:
    catalog = catalog_of(store.snapshot(), 1)
    described = {
        name: (found.type, found.facet, found.whole, found.origin, found.metric)
        for name in ("x", "glare", "dark", "parts")
        if (found := catalog.field(Level.ANNOTATION, name))
    }
    assert described == {
        "x": (FieldType.NUMBER, None, False, Origin.CORE, ""),
        "glare": (FieldType.NUMBER, Facet.HISTOGRAM, False, Origin.METRIC, "glare"),
        "dark": (FieldType.FLAG, Facet.TERMS, False, Origin.OWN, "dark"),
        "parts": (FieldType.NUMBER, Facet.HISTOGRAM, True, Origin.METRIC, "parts"),
    }
    twin = catalog.field(Level.IMAGE, "twin")
    assert twin is not None
    assert (twin.facet, twin.whole, twin.sortable) == (Facet.TERMS, True, True)
    glare = catalog.field(Level.IMAGE, "glare")
    assert glare is not None
    assert (glare.title, glare.meaning, glare.unit) == ("Glare", "how glare", "lx")


@pytest.mark.parametrize(
    ("level", "text", "offered"),
    [
        (Level.IMAGE, "gla", {"glare"}),
        (Level.IMAGE, "par", {"parts"}),
        (Level.ANNOTATION, "gla", {"glare", "image.glare"}),
        (Level.ANNOTATION, "dark = ", {"true", "false"}),
    ],
)
def test_metrics_are_offered_while_typing(store: Store, level: Level, text: str, offered: set[str]) -> None:
    catalog = catalog_of(store.snapshot(), 1)
    assert offered <= {completion.insert for completion in complete(text, len(text), catalog, level)}


def test_a_name_that_is_nearly_a_metrics_is_mended(store: Store) -> None:
    with pytest.raises(QueryName) as caught:
        matching_ids(store, "glar > 1")
    assert "`glare`" in caught.value.hint
    with pytest.raises(QueryType):
        matching_ids(store, "glare and true")


def test_a_metric_may_be_called_as_a_field_of_another_level(tmp_path: Path) -> None:
    """`iou` is what two objects have; for images it is free."""
    with Store.create(tmp_path / "a.assay") as store:
        fill(store)
        measure(store, metric_column("iou", level=Level.IMAGE), {2: 0.5})
        assert matching_ids(store, "iou = 0.5").tolist() == [2]
        assert matching_ids(store, "image.iou = 0.5", level=Level.ANNOTATION).tolist() == [2, 6, 10]
