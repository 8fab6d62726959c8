"""The map over HTTP: points as bytes, clusters and lists as JSON (E4, E7, E8, V4.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.explore.search import matching_ids
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.map.draw_map import draw_map

COUNT = 37  # labels of the toy set
ASKED = {"dataset": 1, "level": "annotation"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The toy set with a vector per label: near those of its class, but for one that lies among another class."""
    folder: Path = tmp_path_factory.mktemp("map")
    toy = toy_set(folder / "toy")
    with Store.create(folder / "map.assay") as opened:
        import_dataset(opened, toy.labels, dataset="toy", images=toy.images)
        labels = opened.snapshot().rows("annotations", columns=["id", "category_id"])
        ids, classes = (np.asarray(labels.column(at), np.int64) for at in (0, 1))
        kinds = np.unique(classes, return_inverse=True)[1]
        kinds[np.flatnonzero(kinds == 0)[0]] = 1
        vectors = np.eye(8)[kinds] + np.random.default_rng(0).normal(0, 0.08, (len(ids), 8))
        with opened.writer() as writer:
            writer.put_embedding(Embedding(0, 1, Level.ANNOTATION, "hand", "hand", 1), ids, vectors, ids)
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(create_app(store), base_url="http://127.0.0.1")


def points(client: TestClient, **asked: Any) -> dict[str, Any]:
    """The header of the reply, and its arrays."""
    body = client.post("/api/map", json={**ASKED, **asked}).content
    length = int(np.frombuffer(body, "<u4", 1)[0])
    header: dict[str, Any] = json.loads(body[4 : 4 + length])
    count, start = header["count"], 4 + length
    arrays = {
        "ids": np.frombuffer(body, "<u4", count, start),
        "xs": np.frombuffer(body, "<f4", count, start + 4 * count),
        "ys": np.frombuffer(body, "<f4", count, start + 8 * count),
        "codes": np.frombuffer(body, "<u2", count, start + 12 * count),
    }
    assert len(body) == start + 14 * count
    return {**header, **arrays}


def test_principal_components_are_told_at_once_then_the_map_with_its_lists(client: TestClient, store: Store) -> None:
    first = points(client)
    assert (first["places"], first["has_map"], first["count"]) == ("pca", False, COUNT)
    drawn = draw_map(store, level=Level.ANNOTATION)
    found = points(client)
    assert (found["places"], found["has_map"]) == ("map", True)
    assert found["ids"].tolist() == drawn.points.ids.tolist() == sorted(first["ids"].tolist())
    np.testing.assert_array_equal(found["xs"], drawn.points.points[:, 0])
    assert points(client, places="pca")["places"] == "pca"
    lists = client.post("/api/map/lists", json=ASKED).json()
    assert sum(cluster["items"]["count"] for cluster in lists["clusters"]) + lists["between"]["count"] == COUNT
    (odd,) = [cluster for cluster in lists["clusters"] if cluster["number"] in lists["mixed"]]
    assert odd["others"]["count"] == len(odd["others"]["examples"]) == 1


def test_every_list_comes_with_the_query_that_lists_just_it(store: Store) -> None:
    lists = draw_map(store, level=Level.ANNOTATION).lists
    listed = [part for one in lists.clusters for part in (one.items, one.others)] + [lists.far, lists.between]
    for part in (each for each in listed if each.query):
        assert len(matching_ids(store, part.query, level=Level.ANNOTATION)) == part.count


def test_points_are_coloured_by_class_by_a_number_by_split_and_by_cluster(client: TestClient, store: Store) -> None:
    draw_map(store, level=Level.ANNOTATION)
    by_class = points(client)["colour"]
    assert sum(term["count"] for term in by_class["terms"]) == COUNT
    assert points(client, colour="w")["codes"].max() <= 255
    assert points(client, colour="cluster")["colour"]["type"] == "text"
    assert points(client, colour="image.split")["colour"]["title"] == "Split"
    reply = client.post("/api/map", json={**ASKED, "colour": "nonsense"})
    assert reply.status_code in {400, 422}


def test_a_query_narrows_the_points_and_issues_have_no_map(client: TestClient) -> None:
    few = points(client, query="id <= 5")
    assert all(few["ids"] <= 5)
    assert client.post("/api/map", json={**ASKED, "level": "issue"}).status_code >= 400
    assert points(client, level="image")["places"] == "none"
