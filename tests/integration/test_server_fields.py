"""Questions about fields over HTTP: every count is what its query lists (D13, V2.8, V2.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from tests.integration.visitor import Visitor, dataset_id, search
from tests.integration.weather_set import weather_store

LEVELS = ("image", "annotation", "prediction")


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with weather_store(tmp_path_factory.mktemp("weather"), images=80) as store:
        yield store


@pytest.fixture(scope="module")
def web(weather: Store) -> Visitor:
    return Visitor(create_app(weather))


def ask(web: Visitor, path: str, **body: Any) -> Any:
    reply = web.post(f"/api/{path}", body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def about(web: Visitor, path: str, **body: Any) -> Any:
    return ask(web, f"fields/{path}", dataset=dataset_id(web), **body)


def total(web: Visitor, level: str, query: str) -> int:
    found: int = search(web, level, query, limit=0)["total"]
    return found


@pytest.mark.parametrize(("level", "query"), [("annotation", 'label = "car"'), ("prediction", ""), ("annotation", "")])
def test_a_field_page_counts_what_its_queries_list(web: Visitor, level: str, query: str) -> None:
    page = about(web, "page", level=level, field="area", query=query)
    assert page["count"] + page["missing"] == total(web, level, query)
    assert sum(page["histogram"]["counts"]) == page["count"]
    assert sum(page["histogram"]["totals"]) == total(web, level, "area is not null")
    for name, outlier in page["outliers"].items():
        assert outlier["count"] == total(web, level, outlier["query"]), name


def test_the_ends_of_a_field_page_are_its_extremes(web: Visitor) -> None:
    page = about(web, "page", level="annotation", field="area")
    quantiles = page["quantiles"]
    assert page["lowest"][0]["value"] == quantiles["min"]
    assert page["highest"][0]["value"] == quantiles["max"]
    lowest = [item["value"] for item in page["lowest"]]
    assert lowest == sorted(lowest)
    first = page["lowest"][0]
    assert first["object"]["id"] == first["id"]
    assert first["object"]["w"] * first["object"]["h"] == pytest.approx(first["value"])


def test_a_page_of_images_shows_images(web: Visitor) -> None:
    page = about(web, "page", level="image", field="annotations.count")
    assert page["field"]["type"] == "whole"
    assert all(item["object"] is None and item["image"]["id"] == item["id"] for item in page["lowest"])


def test_the_worst_field_comes_first(web: Visitor) -> None:
    """V2.8: counts by field, each with the queries that list them."""
    found = about(web, "outliers")
    assert {row["level"] for row in found} <= set(LEVELS)
    assert [row["severe"] for row in found] == sorted((row["severe"] for row in found), reverse=True)
    for row in found:
        for kind in ("moderate", "severe"):
            assert row[kind] == total(web, row["level"], row[f"{kind}_query"]), row["field"]


def test_a_contact_sheet_shares_out_the_rows(web: Visitor) -> None:
    sheet = about(web, "sheet", level="annotation", field="area", bins=5, each=4)
    assert 1 < len(sheet) <= 5
    assert sum(column["count"] for column in sheet) == total(web, "annotation", "area is not null")
    for column in sheet:
        assert column["count"] == total(web, "annotation", column["query"])
        assert all(column["low"] <= item["value"] <= column["high"] for item in column["items"])
        assert len(column["items"]) == min(4, column["count"])


def test_a_scatter_has_a_point_for_each_row(web: Visitor) -> None:
    points = about(web, "scatter", level="annotation", x="w", y="h")
    assert points["total"] == len(points["ids"]) == total(web, "annotation", "")
    row = search(web, "annotation", f"id = {points['ids'][3]}")["items"][0]["object"]
    by_class = points["colour"]["terms"][points["codes"][3]]["value"]
    assert (row["w"], row["h"], row["class_id"]) == (points["xs"][3], points["ys"][3], by_class)
    few = about(web, "scatter", level="annotation", x="w", y="h", limit=10)
    assert (few["total"], len(few["ids"])) == (points["total"], 10)
    assert few == about(web, "scatter", level="annotation", x="w", y="h", limit=10)


def test_a_scatter_is_coloured_as_the_map_is(web: Visitor) -> None:
    """By a number from its low to its high end, by the split of its image, by what most labels of an image are."""
    by_number = about(web, "scatter", level="annotation", x="w", y="h", colour="area")
    assert (by_number["colour"]["type"], by_number["colour"]["terms"]) == ("number", [])
    assert by_number["colour"]["low"] < by_number["colour"]["high"]
    assert {0, 255} <= set(by_number["codes"])
    by_split = about(web, "scatter", level="annotation", x="w", y="h", colour="image.split")
    assert by_split["colour"]["title"] == "Split"
    told = {code for code in by_split["codes"] if code != 65_535}
    assert told == set(range(len(by_split["colour"]["terms"])))
    images = about(web, "scatter", level="image", x="width", y="height")
    assert images["colour"]["type"] == "class"


def test_drift_ranks_fields_and_opens_their_bins(web: Visitor) -> None:
    """V2.9: sorted by effect; a bin of the overlay opens its items on either side."""
    sides = {"reference": {"query": 'label = "car"'}, "current": {"query": 'label != "car"'}}
    report = ask(web, "drift", level="annotation", **sides)
    assert [row["effect"] for row in report["rows"]] == sorted((row["effect"] for row in report["rows"]), reverse=True)
    assert {"field": "label", "title": "Class", "why": "a query names it"} in report["not_compared"]
    assert report["reference_count"] == total(web, "annotation", 'label = "car"')
    for field in [row["field"] for row in report["rows"]][:6]:
        overlay = ask(web, "drift/field", level="annotation", **sides, field=field, bins=6)
        for side in ("reference", "current"):
            listed = [total(web, "annotation", query) for query in overlay[f"queries_{side}"]]
            assert listed == overlay[side], (field, side)
            assert sum(listed) + overlay[f"missing_{side}"] == report[f"{side}_count"]


def test_a_field_that_is_no_number_has_no_page(web: Visitor) -> None:
    reply = web.post("/api/fields/page", {"dataset": dataset_id(web), "level": "annotation", "field": "label"})
    assert (reply.status_code, reply.json()["code"]) == (400, "query-type")


def test_only_projects_beside_this_one_are_reached_over_http(
    web: Visitor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A request names one of those that lie in the same folder; a path is no part of it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "other.assay"
    Store.create(elsewhere).close()
    for name in (str(elsewhere), f"../{elsewhere.parent.name}/other.assay", "other.assay", ".", ""):
        body = {"reference": {"query": ""}, "current": {"query": "", "project": name}}
        assert web.post("/api/drift", body).status_code in {404, 422}, name
