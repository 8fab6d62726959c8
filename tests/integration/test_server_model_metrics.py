"""Live metrics and results over HTTP (V1.2-V1.10)."""

from __future__ import annotations

from typing import Any

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from tests.integration.visitor import Visitor

AT = {"iou": 0.5, "confidence": 0.25}


@pytest.fixture
def web(standing: Store) -> Visitor:
    return Visitor(create_app(standing))


def ask(web: Visitor, what: str, **body: Any) -> Any:
    reply = web.post(f"/api/runs/1/{what}", AT | body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_metrics_tell_cells_rates_and_counts_that_agree(web: Visitor) -> None:
    told = ask(web, "metrics")
    k = len(told["classes"])
    cells = list(zip(told["cells"]["row"], told["cells"]["column"], told["cells"]["count"], strict=True))
    assert all(count > 0 for _, _, count in cells)
    assert sum(count for row, column, count in cells if row == column < k) == told["counts"]["correct"]
    assert sum(count for row, _, count in cells if row == k) == told["counts"]["background"]
    assert sum(count for row, _, count in cells if row == k + 1) == told["counts"]["duplicate"]
    assert sum(count for _, column, count in cells if column == k) == told["counts"]["missed"]
    assert [row["class_id"] for row in told["per_class"]] == [row["id"] for row in told["classes"]]
    assert set(told["averages"]) == {"macro", "weighted", "micro"}


def test_a_page_of_results_brings_what_is_needed_to_draw_it(web: Visitor) -> None:
    """V1.5: label and prediction of each result, what lies around them, and the image."""
    page = ask(web, "results", limit=5)
    assert len(page["items"]) == 5 <= page["total"]
    for item in page["items"]:
        own = item["label"] or item["prediction"]
        assert item["level"] == ("annotation" if item["label"] else "prediction")
        assert item["id"] == own["id"]
        assert own["outcome"] == item["outcome"]
        assert item["image"]["width"] > 0
        shown = {(other["source"], other["id"]) for other in item["others"]}
        assert (own["source"], own["id"]) not in shown


def test_select_all_names_every_result_of_the_filter(web: Visitor) -> None:
    """V1.10."""
    told = ask(web, "metrics")
    k = len(told["classes"])
    wrong = ask(web, "results/ids", cells=[[k, None]])
    assert len(wrong["prediction"]) == told["counts"]["background"]
    assert wrong["annotation"] == []
    missed = ask(web, "results/ids", cells=[[None, k]])
    assert len(missed["annotation"]) == told["counts"]["missed"]


def test_weak_slices_are_told_in_the_form_that_is_promised(web: Visitor) -> None:
    """F20."""
    assert isinstance(ask(web, "weak-slices"), list)


@pytest.mark.parametrize(
    "body",
    [
        {"iou": 0},
        {"confidence": 1.1},
        {"order": "colour"},
        {"cells": [[99, None]]},
        {"query": "brightnes <"},
        {"extra": 1},
    ],
)
def test_wrong_requests_are_refused_in_words(web: Visitor, body: dict[str, Any]) -> None:
    reply = web.post("/api/runs/1/results", AT | body)
    assert reply.status_code in {400, 404, 422}
    assert reply.json()["message"]


def test_a_run_that_is_not_there_is_named(web: Visitor) -> None:
    reply = web.post("/api/runs/77/metrics", AT)
    assert reply.status_code == 404
    assert "77" in reply.json()["message"]
