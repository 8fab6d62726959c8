"""Embeddings over HTTP: list, run as a job, the default one, remove (E1, E3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.test_server_metrics import ended
from tests.integration.visitor import Visitor, dataset_id
from tests.tiny_embedder import registered


@pytest.fixture
def web(store: Store) -> Iterator[Visitor]:
    with registered():
        yield Visitor(create_app(store))


def test_a_run_of_an_embedder_is_a_job_whose_embeddings_are_then_listed(web: Visitor) -> None:
    dataset = dataset_id(web)
    before = web.get(f"/api/embeddings?dataset={dataset}").json()
    assert before["embeddings"] == []
    assert {"descriptor", "tiny"} <= {one["slug"] for one in before["embedders"]}
    started = web.post("/api/embeddings/run", {"dataset": dataset, "embedder": "tiny"}).json()
    done = ended(web, started["id"])
    assert (done["state"], done["title"], done["result"]) == ("done", "Embed", None)
    assert (done["embedded"]["decoded"], done["embedded"]["failures"]) == (12, 0)
    assert done["embedded"]["revision"] == web.get("/api/project").json()["revision"]
    listed = web.get(f"/api/embeddings?dataset={dataset}").json()["embeddings"]
    assert [(one["level"], one["name"], one["default"], one["stale"]) for one in listed] == [
        ("image", "tiny", True, 0),
        ("annotation", "tiny", True, 0),
    ]
    assert all(one["count"] == one["rows"] for one in listed)


def test_where_no_picture_is_found_no_vector_is_counted(empty: Store, tmp_path: Path) -> None:
    own = toy_set(tmp_path / "own")
    import_dataset(empty, own.labels, dataset="own", images=own.images)
    own.images.rename(tmp_path / "elsewhere")
    web = Visitor(create_app(empty))
    asked = {"dataset": dataset_id(web), "embedder": "descriptor", "levels": ["image"]}
    done = ended(web, web.post("/api/embeddings/run", asked).json()["id"])
    assert done["state"] == "done"
    assert (done["embedded"]["computed"], done["embedded"]["failures"]) == (0, 12)
    assert done["embedded"]["failed"][0]["reason"] == "No file was found for the image."


def test_another_one_is_chosen_and_one_is_removed(web: Visitor) -> None:
    dataset = dataset_id(web)
    for name in ("one", "two"):
        asked = {"dataset": dataset, "embedder": "tiny", "name": name, "levels": ["image"]}
        ended(web, web.post("/api/embeddings/run", asked).json()["id"])
    one, two = web.get(f"/api/embeddings?dataset={dataset}").json()["embeddings"]
    assert (one["default"], two["default"]) == (False, True)
    chosen = web.post(f"/api/embeddings/{one['id']}/default", {}).json()["embeddings"]
    assert [found["default"] for found in chosen] == [True, False]
    left = web.delete(f"/api/embeddings/{one['id']}").json()["embeddings"]
    assert [(found["name"], found["default"]) for found in left] == [("two", True)]
    assert web.delete(f"/api/embeddings/{one['id']}").status_code == 404


def test_what_cannot_be_done_is_told(web: Visitor) -> None:
    dataset = dataset_id(web)
    assert web.post("/api/embeddings/run", {"dataset": 99}).status_code == 404
    assert web.post("/api/embeddings/run", {"dataset": dataset, "levels": ["issue"]}).status_code == 422
    failed = ended(web, web.post("/api/embeddings/run", {"dataset": dataset, "embedder": "tinny"}).json()["id"])
    assert failed["state"] == "failed"
    assert "tinny" in failed["error"]
