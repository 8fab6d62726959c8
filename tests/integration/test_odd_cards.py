"""What is like nothing else, from the search to its card: found, shown with its look-alikes, and on the first page."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.embeddings.import_vectors import import_vectors
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.issues.find_issues import find_issues
from tests.integration.visitor import Visitor, search

COUNT, ODD = 60, 5


@pytest.fixture
def web(tmp_path: Path) -> Visitor:
    """A project of images with a label each, of which one looks like nothing else."""
    vectors = np.abs(np.random.default_rng(0).normal(size=(COUNT, 12))) + 1
    vectors[ODD] = -np.eye(12)[0]
    told = {
        "images": [{"id": at, "file_name": f"{at}.jpg", "width": 50, "height": 40} for at in range(COUNT)],
        "annotations": [{"id": at, "image_id": at, "category_id": 0, "bbox": [5, 5, 20, 20]} for at in range(COUNT)],
        "categories": [{"id": 0, "name": "cat"}],
    }
    (tmp_path / "labels.json").write_text(json.dumps(told))
    np.savez(tmp_path / "vectors.npz", id=np.arange(COUNT), vectors=vectors)
    store = Store.create(tmp_path / "odd.assay")
    import_dataset(store, tmp_path / "labels.json")
    for level in (Level.IMAGE, Level.ANNOTATION):
        import_vectors(store, tmp_path / "vectors.npz", level=level)
    find_issues(store)
    return Visitor(create_app(store))


@pytest.mark.parametrize(("kind", "classes"), [("odd_image", {None}), ("odd_object", {1})])
def test_what_is_odd_is_shown_with_what_is_most_like_it(web: Visitor, kind: str, classes: set[int | None]) -> None:
    cards = search(web, "issue", f'kind = "{kind}"')["items"]
    (card,) = (card for card in cards if card["image"]["name"] == f"{ODD}.jpg")
    assert len(card["look_alikes"]) == 8
    assert {other["class_id"] for other in card["look_alikes"]} == classes
    assert all((other["object"] is None) == (kind == "odd_image") for other in card["look_alikes"])


def test_the_overview_shows_it_too(web: Visitor) -> None:
    reply = web.get("/api/datasets/1/overview")
    assert reply.status_code == 200
    assert {"odd_image", "odd_object"} <= {found["kind"] for found in reply.json()["suspects"]}
