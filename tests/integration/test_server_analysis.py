"""What lies behind a run's numbers over HTTP: the panels of the Models page agree with its metrics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from tests.integration.visitor import Visitor, search
from tests.integration.weather_set import weather_store

AT = {"iou": 0.5, "confidence": 0.25, "query": ""}


@pytest.fixture(scope="module")
def weather(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with weather_store(tmp_path_factory.mktemp("weather"), images=80) as store:
        yield store


@pytest.fixture(scope="module")
def web(weather: Store) -> Visitor:
    return Visitor(create_app(weather))


def ask(web: Visitor, what: str, **options: Any) -> Any:
    reply = web.post(f"/api/runs/1/{what}", {**AT, **options})
    assert reply.status_code == 200, reply.text
    return reply.json()


def wrong(metrics: dict[str, Any]) -> int:
    counts: dict[str, int] = metrics["counts"]
    return counts["confusion"] + counts["background"] + counts["duplicate"]


@pytest.mark.parametrize("confidence", [0.0, 0.4])
def test_the_histogram_of_scores_holds_what_the_matrix_holds(web: Visitor, confidence: float) -> None:
    """F7: one match feeds curves and matrix; at a bin's edge they say the same."""
    metrics = ask(web, "metrics", confidence=confidence)
    bars = ask(web, "curves", confidence=confidence)["histogram"]
    first = bars["edges"].index(confidence)
    assert sum(bars["correct"][first:]) == metrics["counts"]["correct"]
    assert sum(bars["wrong"][first:]) == wrong(metrics)


def test_rates_by_confidence_are_those_of_the_matrix_at_each_threshold(web: Visitor) -> None:
    curves = ask(web, "curves")
    for at in range(0, len(curves["thresholds"]), 40):
        micro = ask(web, "metrics", confidence=curves["thresholds"][at])["averages"]["micro"]
        told = (curves["precision_at"][at], curves["recall_at"][at], curves["f1"][at])
        assert told == pytest.approx((micro["precision"], micro["recall"], micro["f1"]))
    assert curves["best"]["f1"] == pytest.approx(max(value for value in curves["f1"] if value is not None))


def test_curves_of_a_class_are_its_row_of_the_table(web: Visitor) -> None:
    rows = ask(web, "metrics")["per_class"]
    precisions = {row["class_id"]: row["ap50"] for row in ask(web, "average-precision")["per_class"]}
    for row in rows:
        curves = ask(web, "curves", class_id=row["class_id"])
        assert curves["ap"] == pytest.approx(precisions[row["class_id"]])
        assert sum(curves["histogram"]["correct"]) >= row["correct"]
    whole = ask(web, "curves")
    assert whole["ap"] == pytest.approx(sum(precisions.values()) / len(precisions))
    assert len(whole["recall"]) == len(whole["precision"]) == len(whole["scores"]) == 101


def test_headline_numbers_lie_in_their_intervals(web: Visitor) -> None:
    """F18: bootstrap over images, on every headline number."""
    found, micro = ask(web, "average-precision"), ask(web, "metrics")["averages"]["micro"]
    values = {name: found["summary"][name] for name in ("AP", "AP50")} | micro
    assert found["intervals"].keys() == values.keys()
    for name, (low, high) in found["intervals"].items():
        assert low < values[name] < high, name
    assert len(found["summary"]) == 12


def test_errors_have_titles_counts_and_costs(web: Visitor) -> None:
    found = ask(web, "error-types")
    assert [error["kind"] for error in found["errors"]] == ["cls", "loc", "both", "dupe", "bkg", "miss"]
    assert sum(reason["count"] for reason in found["reasons"]) == wrong(ask(web, "metrics"))
    assert found["ap50"] == pytest.approx(ask(web, "average-precision")["summary"]["AP50"], abs=0.02)


def test_calibration_says_why_boxes_have_no_roc_curve(web: Visitor) -> None:
    found = ask(web, "calibration", bins=5)
    assert len(found["bins"]) <= 5
    assert sum(bin["count"] for bin in found["bins"]) == sum(
        row["predicted"] for row in ask(web, "metrics")["per_class"]
    )
    assert found["roc"] is found["top_k"] is None
    assert "class probabilities" in found["reason"]


@pytest.mark.parametrize("query", ["", "area > 20000"])
def test_a_bin_is_a_door_to_its_items(web: Visitor, query: str) -> None:
    found = ask(web, "by", field="area", bins=4, query=query)
    assert (found["title"], found["unit"], found["level"]) == ("Area", "px²", "annotation")
    for bin in found["bins"]:
        assert search(web, "annotation", bin["query"])["total"] == bin["count"]


def test_groups_are_told_with_their_gap(web: Visitor) -> None:
    """F17, V4.8."""
    found = ask(web, "by", field="metadata.weather")
    fairness = found["fairness"]
    names = {bin["label"] for bin in found["bins"]}
    assert "<b>fog</b>" in names
    assert {fairness["best"], fairness["worst"]} <= names
    assert fairness["gap"] == fairness["equal_opportunity"] > 0
    assert fairness["minimum"] == 30
    assert ask(web, "by", field="area")["fairness"] is None


def test_importance_comes_strongest_first(web: Visitor) -> None:
    found = ask(web, "importance")
    told = [column["mutual_information"] for column in found]
    assert told == sorted(told, reverse=True)
    assert "metadata.brightness" in {column["field"] for column in found[:6]}


def test_two_runs_side_by_side(web: Visitor) -> None:
    """F15, E16."""
    found = ask(web, "compare", other=2)
    assert (found["a"]["name"], found["b"]["name"]) == ("day", "night")
    assert [row["name"] for row in found["rows"]] == ["AP", "AP50", "precision", "recall", "f1"]
    gained = found["b"]["correct"] - found["a"]["correct"]
    assert found["fixed"]["count"] - found["broken"]["count"] == gained > 0
    assert search(web, "annotation", found["fixed"]["query"])["total"] == len(found["fixed"]["ids"])
    cells = found["cells"]
    diagonal = zip(cells["row"], cells["column"], cells["difference"], strict=True)
    assert sum(difference for row, column, difference in diagonal if row == column) == gained


@pytest.mark.parametrize(
    ("what", "options", "code"),
    [
        ("by", {"field": "brihgtness"}, "query-name"),
        ("by", {"field": "issue"}, "query-type"),
        ("curves", {"class_id": 99}, "not-found"),
        ("compare", {"other": 99}, "not-found"),
        ("importance", {"query": "width >"}, "query-syntax"),
        ("metrics", {"iou": 0}, "request-invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_hint(
    web: Visitor, what: str, options: dict[str, object], code: str
) -> None:
    reply = web.post(f"/api/runs/1/{what}", {**AT, **options})
    assert reply.status_code in {400, 404, 422}
    assert reply.json()["code"] == code
    assert reply.json()["hint"]


def test_a_slice_without_images_is_answered_with_nulls(web: Visitor) -> None:
    empty = {"query": "width > 100000"}
    assert ask(web, "curves", **empty)["ap"] is None
    assert ask(web, "calibration", **empty)["bins"] == []
    assert ask(web, "by", field="area", **empty)["bins"] == []
    assert ask(web, "importance", **empty) == []
    assert ask(web, "error-types", **empty)["ap50"] is None
    assert ask(web, "average-precision", **empty)["intervals"]["AP"] == [None, None]
    assert ask(web, "compare", other=2, **empty)["rows"][0]["a"] is None
