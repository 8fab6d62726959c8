"""Autotags over HTTP, from the command line and from Python (E6, V5.5)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.arrays import Ids
from assay.model.level import Level
from assay.sdk.project import Project
from assay.sdk.session import Session
from assay.server.app import create_app
from assay.store.store import Store
from tests.integration.test_autotags import embed
from tests.integration.visitor import Visitor, search
from tests.shell import Shell


@pytest.fixture
def ids(store: Store) -> Ids:
    """The images of the toy set, embedded; numbers 0, 3, 6 and 9 are alike."""
    return embed(store)


@pytest.fixture
def client(store: Store, ids: Ids) -> Visitor:
    """A visitor of a server of the toy set, whose images are embedded."""
    return Visitor(create_app(store))


def test_a_visitor_makes_teaches_renames_and_removes_an_autotag(client: Visitor, ids: Ids) -> None:
    """V5.5 over HTTP: create, ask a round, answer, list, rename, remove, undo."""
    made = client.post("/api/autotags", {"dataset": 1, "name": "Police car", "yes": ids[[0, 3]].tolist()})
    assert made.status_code == 200, made.text
    autotag = made.json()["autotag"]
    assert (autotag["field"], autotag["scored"], autotag["ready"]) == ("autotag.image.police_car", 12, True)
    address = f"/api/autotags/{autotag['id']}"
    first = client.post(f"{address}/round", {"count": 4, "skip": [int(ids[1])]}).json()["ids"]
    assert len(first) == 4
    assert int(ids[1]) not in first
    taught = client.post(f"{address}/answers", {"yes": [], "no": first[:1]}).json()
    assert taught["change"]["title"] == "Teach 'Police car': 1 no"
    assert taught["autotag"]["no"] == first[:1]
    renamed = client.send("PATCH", address, json={"name": "cruiser"}).json()
    assert renamed["autotag"]["field"] == "autotag.image.cruiser"
    (listed,) = client.get("/api/autotags?dataset=1").json()
    assert listed == renamed["autotag"]
    assert search(client, "image", "autotag.image.cruiser > 0")["total"] == listed["tagged"]
    assert client.delete(address).status_code == 200
    assert client.get("/api/autotags?dataset=1").json() == []
    client.post("/api/undo")
    assert client.get("/api/autotags?dataset=1").json() == [listed]


def test_bad_requests_are_told(client: Visitor) -> None:
    """What is wrong comes back as an error with a code and a hint."""
    nothing = client.post("/api/autotags", {"dataset": 1, "name": "x", "yes": []})
    assert (nothing.status_code, nothing.json()["code"]) == (400, "autotag-invalid")
    assert client.post("/api/autotags/9/answers", {"yes": [1]}).status_code == 404
    of_labels = client.post("/api/autotags", {"dataset": 1, "name": "x", "level": "annotation", "yes": [1]})
    assert of_labels.status_code == 404
    assert "assay embed" in of_labels.json()["hint"]


def test_scores_are_fields_that_facets_and_sort_know(client: Visitor, ids: Ids) -> None:
    """E6: a score is a number like any other: a facet, a sort, a completion, a page of its spread."""
    client.post("/api/autotags", {"dataset": 1, "name": "bus", "yes": [int(ids[0])]})
    field = "autotag.image.bus"
    (facet,) = client.post("/api/facets", {"dataset": 1, "fields": [field]}).json()
    assert facet["field"] == field
    page = search(client, "image", "", sort=field, descending=True)
    assert page["items"][0]["id"] == int(ids[0])
    told = client.post("/api/query/complete", {"dataset": 1, "query": "autotag.i", "cursor": 9}).json()
    assert field in json.dumps(told)
    spread = client.post("/api/fields/page", {"dataset": 1, "field": field})
    assert spread.status_code == 200, spread.text


def test_the_command_line_and_python_teach_as_the_browser_does(store: Store, ids: Ids, shell: Shell) -> None:
    """E6: three doors, one autotag."""
    path = str(Path(store.path))
    assert shell("autotag", path, "create", "bus", "--yes", f"{ids[0]},{ids[3]}").code == 0
    shown = json.loads(shell("autotag", path, "show", "bus", "--json").out)
    assert shown["yes"] == 2
    assert len(shown["ask"]) == 10
    assert shell("autotag", path, "teach", "bus", "--no", str(ids[1])).code == 0
    assert "autotag.image.bus" in shell("autotag", path).out
    project = Project(Session(store, None, "tester"))
    assert project.autotags.list()[0].no == 1
    project.autotags.teach("bus", yes=ids[[6]])
    assert len(project.autotags.uncertain("bus", count=3)) == 3
    assert project.images.count("autotag.image.bus.given = true") == 3
    project.autotags.rename("bus", "coach")
    project.autotags.remove("coach")
    assert project.autotags.list() == []


def test_an_autotag_of_labels_needs_vectors_of_labels(store: Store) -> None:
    """E6: objects are taught by the crops of labels."""
    labels = embed(store, Level.ANNOTATION)
    project = Project(Session(store, None, "tester"))
    project.autotags.create("round", yes=labels[[0, 3]], level="annotation")
    assert project.annotations.count("autotag.object.round > 0") >= 2
