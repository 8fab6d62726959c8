"""Metrics and jobs over HTTP (V2.1, V2.5)."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest

from assay.server.app import create_app
from assay.server.routes import metrics as routes
from assay.store.store import Store
from tests.integration.visitor import Visitor, dataset_id, search
from tests.patience import wait_until


@pytest.fixture
def web(store: Store) -> Visitor:
    return Visitor(create_app(store))


def ended(web: Visitor, job: int) -> dict[str, Any]:
    wait_until(lambda: web.get(f"/api/jobs/{job}").json()["state"] != "running")
    found: dict[str, Any] = web.get(f"/api/jobs/{job}").json()
    return found


def test_a_run_is_a_job_whose_values_are_then_fields(web: Visitor) -> None:
    dataset = dataset_id(web)
    started = web.post("/api/metrics/run", {"dataset": dataset, "metrics": ["brightness"], "levels": ["image"]}).json()
    assert started["title"] == "Measure"
    done = ended(web, started["id"])
    assert (done["state"], done["error"]) == ("done", None)
    assert (done["result"]["decoded"], done["result"]["columns"], done["result"]["failed"]) == (12, 1, [])
    assert done["result"]["revision"] == web.get("/api/project").json()["revision"]
    assert search(web, "image", "brightness > 0")["total"] == 12
    assert [job["id"] for job in web.get("/api/jobs").json()] == [started["id"]]


def test_every_metric_tells_how_it_stands(web: Visitor) -> None:
    listed = web.get(f"/api/metrics?dataset={dataset_id(web)}").json()
    one = next(one for one in listed if (one["slug"], one["level"]) == ("brightness", "image"))
    assert (one["state"], one["count"], one["columns"], one["own"]) == ("not measured", 0, ["brightness"], False)
    assert "What it measures" in one["page"]
    cannot = next(one for one in listed if one["slug"] == "limb_surprise")
    assert (cannot["state"], cannot["why"]) == ("cannot", "No label has keypoints.")


def test_a_job_can_be_cancelled(web: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Event()

    def slow(*args: Any, progress: Any, **named: Any) -> None:
        running.set()
        while True:
            progress.advance(0)
            time.sleep(0.01)

    monkeypatch.setattr(routes, "measure", slow)
    job = web.post("/api/metrics/run", {"dataset": dataset_id(web)}).json()["id"]
    assert running.wait(60)
    assert web.delete(f"/api/jobs/{job}").status_code == 200
    assert ended(web, job)["state"] == "cancelled"


def test_what_is_not_there_is_told(web: Visitor) -> None:
    dataset = dataset_id(web)
    assert web.post("/api/metrics/run", {"dataset": 99}).status_code == 404
    assert web.get("/api/jobs/99").status_code == 404
    job = web.post("/api/metrics/run", {"dataset": dataset, "metrics": ["brightnes"]}).json()["id"]
    told = ended(web, job)
    assert told["state"] == "failed"
    assert "There is no metric 'brightnes'" in told["error"]


def test_other_sites_can_neither_run_nor_add_metrics(web: Visitor, store: Store) -> None:
    """There is no way to bring code in over HTTP, and other sites cannot even start what is there."""
    refused = web.post(
        "/api/metrics/run", {"dataset": dataset_id(web)}, headers={"Origin": "https://elsewhere.example"}
    )
    assert refused.status_code == 403
    for path in ("/api/metrics", "/api/metrics/add", "/api/metrics/trust"):
        assert web.post(path, {"source": "import os"}).status_code in {404, 405}
    assert not (store.path / "metrics").exists()
