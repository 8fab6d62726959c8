"""Versions over HTTP: each below `/at/NAME/`, read by the routes of now, written by none (I5, B18, V2.16)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from assay.model.level import Level
from assay.model.segment_state import SegmentState
from assay.model.signature import Signature
from assay.server.app import create_app
from assay.server.past import Past, folder_of, look_back, version_asked
from assay.server.reads import OF_NOW, READ_BY_POST
from assay.store.store import Store
from assay.workflows.autotags.autotags import create_autotag, rename_autotag, teach_autotag
from assay.workflows.edits import edit_labels, undo_change
from assay.workflows.embeddings.embeddings import remove_embedding
from assay.workflows.metrics.measure import measure
from assay.workflows.segments import work as segment_work
from assay.workflows.segments.items import add_items, items_of, tick_items
from assay.workflows.segments.segments import delete_segment, find_segment, save_segment
from assay.workflows.versions.versions import delete_version, save_version
from tests.integration.test_autotags import embed
from tests.integration.visitor import Visitor, dataset_id, search

ADA = Signature(author="Ada", reason="it is round", source="sdk")

Asked = tuple[str, str, dict[str, Any] | None]


def questions(dataset: int, image: int, label: int, run: int) -> list[Asked]:
    """What the pages ask: Overview, Explore, an open image, Issues, Models, Map, Metrics, Segments and History."""
    of_set = {"dataset": dataset, "query": "", "level": "image", "run": run}
    labels = {**of_set, "level": "annotation"}
    matched = {"iou": 0.5, "confidence": 0.25, "shape": "box", "query": ""}
    return [
        ("GET", "/api/project", None),
        ("GET", f"/api/datasets/{dataset}/classes?run={run}", None),
        ("GET", f"/api/datasets/{dataset}/fields", None),
        ("GET", f"/api/datasets/{dataset}/overview?run={run}", None),
        ("GET", f"/api/health?dataset={dataset}&run={run}", None),
        ("POST", "/api/search", of_set),
        ("POST", "/api/search", labels),
        ("POST", "/api/search", {**of_set, "level": "issue"}),
        ("POST", "/api/facets", {**labels, "fields": ["class"]}),
        ("POST", "/api/query/check", labels),
        ("POST", "/api/query/explain", labels),
        ("POST", "/api/values", {"dataset": dataset, "level": "annotation", "ids": [1, 2, 3], "fields": ["class"]}),
        ("GET", f"/api/images/{image}?run={run}", None),
        ("GET", f"/api/history/labels/{label}", None),
        ("GET", f"/media/labels/{label}/crop?size=64", None),
        ("GET", f"/api/issues/summary?dataset={dataset}&run={run}", None),
        ("GET", f"/api/issues/precision?dataset={dataset}&run={run}", None),
        ("GET", f"/api/runs/{run}/evaluation", None),
        ("POST", f"/api/runs/{run}/metrics", matched),
        ("POST", f"/api/runs/{run}/results", {**matched, "cells": []}),
        ("POST", f"/api/runs/{run}/by", {**matched, "field": "class"}),
        ("GET", f"/api/metrics?dataset={dataset}&run={run}", None),
        ("POST", "/api/fields/page", {**labels, "field": "area"}),
        ("POST", "/api/fields/outliers", labels),
        ("GET", f"/api/segments?dataset={dataset}", None),
        ("GET", f"/api/balance?dataset={dataset}", None),
        ("GET", "/api/changes", None),
    ]


def answers(web: Visitor, asked: list[Asked], below: str = "") -> list[tuple[str, Any]]:
    """Each reply, without what names the state, how long it took, and what can be undone now."""
    found = []
    for method, path, body in asked:
        reply = web.send(method, below + path, json=body)
        assert reply.status_code == 200, (path, reply.text)
        told: Any = reply.json() if reply.headers["content-type"] == "application/json" else reply.content
        if path == "/api/project":
            told["at"] = None
        found.append((path, without(told, {"revision", "undo", "redo", "milliseconds"})))
    return found


def without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: without(held, names) for key, held in value.items() if key not in names}
    return [without(held, names) for held in value] if isinstance(value, list) else value


def spoilt(store: Store) -> None:
    """Labels relabelled and deleted, and an image removed."""
    snapshot = store.snapshot()
    rows = snapshot.rows("annotations", columns=["id", "image_id", "category_id"]).to_pylist()
    first = rows[0]
    other = next(one.id for one in snapshot.categories(snapshot.dataset().id) if one.id != first["category_id"])
    edit_labels.relabel(store, [first["id"]], other)
    edit_labels.move(store, first["id"], [1, 2, 30, 20])
    edit_labels.delete(store, [row["id"] for row in rows if row["image_id"] == first["image_id"]][1:])
    edit_labels.remove_images(store, [rows[-1]["image_id"]])


def test_a_version_answers_as_the_project_did_when_it_was_kept(store: Store) -> None:
    web = Visitor(create_app(store))
    dataset = dataset_id(web)
    run = web.get("/api/project").json()["datasets"][0]["runs"][0]["id"]
    first = store.snapshot().rows("annotations", columns=["id", "image_id"]).to_pylist()[0]
    image, label = first["image_id"], first["id"]
    asked = questions(dataset, image, label, run)
    before = answers(web, asked)
    save_version(store, "v 1/β")
    spoilt(store)
    below = "/" + folder_of("v 1/β").rstrip("/")
    now = answers(web, asked)
    for old, kept in zip(before, answers(web, asked, below), strict=True):
        assert kept == old
    assert {path for (path, then), (_, after) in zip(before, now, strict=True) if then != after} >= {
        f"/api/datasets/{dataset}/overview?run={run}",
        "/api/search",
        f"/api/images/{image}?run={run}",
        f"/media/labels/{label}/crop?size=64",
        f"/api/runs/{run}/metrics",
        "/api/changes",
    }
    told = web.get(f"{below}/api/project").json()
    assert (told["at"]["name"], told["undo"], told["redo"]) == ("v 1/β", None, None)
    assert told["revision"] != web.get("/api/project").json()["revision"]
    assert web.get("/api/project").json()["at"] is None


def worked_on(store: Store) -> tuple[int, int]:
    """Vectors and brightness of the images, an autotag, and work on a segment; their ids, the autotag first."""
    ids = embed(store)
    measure(store, metrics=["brightness"])
    tag = create_autotag(store, "odd ones", [int(ids[0])], by=ADA).autotag
    labels = store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()[:6]
    segment = add_items(store, {Level.ANNOTATION: labels}, segment="to mend", by=ADA).segment
    segment_work.comment_on(store, segment.id, "begin with the cones", by=ADA)
    segment_work.edit_segment(
        store, segment.id, segment_work.Work(state=SegmentState.IN_PROGRESS, assignee="Ada"), by=ADA
    )
    tick_items(store, {Level.ANNOTATION: labels[:2]}, done=True, segment=segment.id, by=ADA)
    save_segment(store, "large ones", "area > 400", level=Level.ANNOTATION, by=ADA)
    edit_labels.delete(store, labels[4:5], by=ADA)
    undo_change.undo(store, author="Ada")
    return tag.id, segment.id


def work_went_on(store: Store, autotag: int, segment: int) -> None:
    """Everything that the pages of work show is otherwise."""
    snapshot = store.snapshot()
    images = snapshot.rows("images", columns=["id"])["id"].to_pylist()
    teach_autotag(store, autotag, no=images[3:5])
    rename_autotag(store, autotag, "even ones")
    items = items_of(snapshot, find_segment(snapshot, segment))["id"].to_pylist()
    tick_items(store, {Level.ANNOTATION: items[2:]}, done=True, segment=segment)
    segment_work.comment_on(store, segment, "all done")
    delete_segment(store, segment)
    delete_segment(store, "large ones")
    remove_embedding(store, "hand", level=Level.IMAGE)
    measure(store, metrics=["sharpness"])
    spoilt(store)


def test_the_pages_of_work_show_what_stood_then(store: Store) -> None:
    """Map, Metrics, Segments, Autotags and History of a version: what they told when it was kept."""
    web = Visitor(create_app(store))
    dataset, run = dataset_id(web), web.get("/api/project").json()["datasets"][0]["runs"][0]["id"]
    autotag, segment = worked_on(store)
    scope = {"dataset": dataset, "run": run}
    images = {**scope, "level": "image", "query": ""}
    asked: list[Asked] = [
        ("POST", "/api/map", images),
        ("GET", f"/api/metrics?dataset={dataset}&run={run}", None),
        ("GET", f"/api/embeddings?dataset={dataset}", None),
        ("GET", f"/api/mislabels?dataset={dataset}&run={run}", None),
        ("GET", f"/api/edge-cases?dataset={dataset}&run={run}", None),
        ("GET", f"/api/balance?dataset={dataset}", None),
        ("POST", "/api/fields/page", {**images, "field": "brightness"}),
        ("POST", "/api/fields/sheet", {**images, "field": "brightness"}),
        ("POST", "/api/similar", {**images, "items": [1]}),
        ("POST", "/api/drift", {"level": "image", "reference": scope, "current": {**scope, "query": "width > 100"}}),
        ("GET", f"/api/segments?dataset={dataset}", None),
        ("GET", f"/api/segments/{segment}", None),
        ("GET", f"/api/segments/{segment}/items?level=annotation", None),
        ("GET", f"/api/segments/{segment}/changes", None),
        ("GET", f"/api/segments/{segment}/insights", None),
        ("GET", f"/api/segments/{segment}/apart", None),
        ("GET", f"/api/segments/{segment}/export/csv", None),
        ("POST", "/api/search", {**scope, "level": "annotation", "query": 'segment = "to mend"'}),
        ("GET", f"/api/autotags?dataset={dataset}", None),
        ("POST", f"/api/autotags/{autotag}/round", {}),
        ("POST", "/api/search", {**images, "sort": "autotag.image.odd_ones", "descending": True}),
        ("GET", "/api/changes", None),
        ("GET", "/api/changes?limit=2&before=6", None),
    ]
    before = answers(web, asked)
    save_version(store, "v1")
    work_went_on(store, autotag, segment)
    for old, kept in zip(before, answers(web, asked, "/at/v1"), strict=True):
        assert kept == old
    shown = web.get(f"/at/v1/api/segments/{segment}").json()
    assert (shown["segment"]["state"], shown["segment"]["done"]) == ("in_progress", 2)
    assert [one["text"] for one in shown["comments"]] == ["begin with the cones"]
    assert web.get(f"/api/segments/{segment}").status_code == 404
    told_now = {path: web.send(method, path, json=body).text for method, path, body in asked}
    told_then = {path: web.send(method, f"/at/v1{path}", json=body).text for method, path, body in asked}
    same = {path for path in told_now if told_now[path] == told_then[path]}
    assert same <= {"/api/changes?limit=2&before=6", f"/api/mislabels?dataset={dataset}&run={run}"}


def test_a_version_is_compared_with_what_was_kept_before_it(store: Store) -> None:
    web = Visitor(create_app(store))
    dataset, labels = dataset_id(web), store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()
    for number in (1, 2, 3):
        save_version(store, f"v{number}")
        edit_labels.delete(store, labels[number : number + 1])
    assert [one["name"] for one in web.get("/at/v2/api/versions").json()] == ["v1", "v2"]
    asked = {"dataset": dataset, "before": "v1"}
    then = web.post("/at/v2/api/versions/diff", asked).json()
    assert (then["total"], then["labels"]["deleted"]) == (1, 1)
    assert then == web.post("/api/versions/diff", {**asked, "after": "v2"}).json()
    assert web.post("/api/versions/diff", asked).json()["labels"]["deleted"] == 3
    assert web.post("/at/v2/api/versions/diff", {**asked, "after": "v3"}).status_code == 404


def test_no_route_writes_to_a_version(store: Store) -> None:
    """Each that the description has: refused before its body is looked at, or among those that only read."""
    save_version(store, "v1")
    web = Visitor(create_app(store))
    described = web.get("/at/v1/api/openapi.json").json()["paths"]
    names = {told["operationId"] for methods in described.values() for told in methods.values()}
    assert names >= READ_BY_POST | OF_NOW
    key, refused = store.snapshot().key, 0
    for path, methods in described.items():
        for method, told in methods.items():
            reply = web.send(method.upper(), "/at/v1" + filled(path), json={})
            code = reply.json()["code"] if reply.is_error else ""
            if told["operationId"] in OF_NOW:
                assert (reply.status_code, code) == (422, "request-invalid"), path
            elif method == "get" or told["operationId"] in READ_BY_POST:
                assert code != "version-read-only", path
            else:
                assert (reply.status_code, code) == (409, "version-read-only"), path
                refused += 1
    assert refused > 40
    assert store.snapshot().key == key


def filled(path: str) -> str:
    """An address of a route: 1 for each number in it."""
    named = path.replace("{form}", "csv").replace("{digest}", "0" * 32).replace("{format}", "coco")
    return re.sub(r"{\w+}", "1", named)


def test_replies_of_then_and_now_never_answer_for_each_other(store: Store, tmp_path: Path) -> None:
    save_version(store, "v1")
    web = Visitor(create_app(store))
    tag = web.get("/at/v1/api/project").headers["etag"]
    assert web.get("/at/v1/api/project", headers={"if-none-match": tag}).status_code == 304
    assert web.get("/api/project", headers={"if-none-match": tag}).status_code == 200
    spoilt(store)
    assert web.get("/at/v1/api/project", headers={"if-none-match": tag}).status_code == 304
    # Another version of the same name is another state.
    delete_version(store, "v1")
    gone = web.get("/at/v1/api/project")
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")
    save_version(store, "v1")
    assert web.get("/at/v1/api/project", headers={"if-none-match": tag}).status_code == 200
    assert search(web)["total"] == web.post("/at/v1/api/search", {"dataset": dataset_id(web)}).json()["total"]


def test_the_pages_of_a_version_start_from_its_folder(store: Store, tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "index.html").write_text("<!doctype html><html><head></head><body></body></html>")
    web = Visitor(create_app(store, bundle=tmp_path / "web"))
    assert '<base href="./" data-version="v1">' in web.get("/at/v1/explore?image=3").text
    assert '<base href="./" data-version="a&quot;&gt;/b">' in web.get("/at/a%22%3E%2Fb/explore").text
    behind = web.get("/at/a%2Fb/explore", headers={"x-forwarded-prefix": "/tools"}).text
    assert '<base href="/tools/at/a%2Fb/" data-version="a/b">' in behind
    assert "data-version" not in web.get("/explore").text
    assert "data-version" not in web.get("/at/v1").text  # a version has a folder


@pytest.mark.parametrize("header", [{"host": "evil.example"}, {"origin": "http://evil.example"}])
def test_the_door_guards_the_past_as_it_does_the_present(store: Store, header: dict[str, str]) -> None:
    save_version(store, "v1")
    reply = Visitor(create_app(store)).get("/at/v1/api/project", headers=header)
    assert (reply.status_code, reply.json()["code"]) == (403, "origin-refused")


@pytest.mark.parametrize("name", ["..", "../..", "/etc/passwd", "v1/../../x", "%00", "now"])
def test_a_name_is_looked_up_and_nothing_else(store: Store, name: str) -> None:
    reply = Visitor(create_app(store)).get(f"/{folder_of(name)}api/project".replace("..", "%2E%2E"))
    assert reply.status_code == 404


NAMES = (
    "a/b",
    "/",
    "//x/",
    "x/restore",
    "diff",
    "#12",
    "50 % off?",
    "a&b=c;d",
    "..a",
    "a/../b",
    "+ +",
    "\\",
    '"“',
    "½ 猫",
)


def test_every_verb_works_for_every_name(store: Store) -> None:
    """Save, list, look at, compare, restore and delete over HTTP."""
    web = Visitor(create_app(store))
    dataset, labels = dataset_id(web), store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()
    for name in NAMES:
        assert web.post("/api/versions", {"name": name}).json()["name"] == name
    assert [one["name"] for one in web.get("/api/versions").json()] == list(NAMES)
    for at, name in enumerate(NAMES):
        there = f"/api/versions/{quote(name, safe='')}"
        assert web.get(f"/{folder_of(name)}api/project").json()["at"]["name"] == name
        if at < 4:  # the ones that a path could take apart
            compared = {"dataset": dataset, "before": name}
            edit_labels.delete(store, labels[:1])
            assert web.post("/api/versions/diff", compared).json()["labels"]["deleted"] == 1
            assert web.post(f"{there}/restore").json()["title"] == f"Restore version “{name}”"
            assert web.post("/api/versions/diff", compared).json()["total"] == 0
        assert web.delete(there).json()["name"] == name
        assert web.delete(there).status_code == 404
    assert web.get("/api/versions").json() == []


def test_the_name_is_one_step_of_the_path_as_it_was_sent() -> None:
    scope = {"path": "/tools/at/a/b/api/search", "raw_path": b"/tools/at/a%2Fb/api/search", "root_path": "/tools"}
    found = look_back(scope)
    assert (version_asked(found), found["path"]) == ("a/b", "/tools/api/search")
    assert look_back({"path": "/attic/api"}) == {"path": "/attic/api"}
    assert version_asked(look_back({"path": "/at/"})) is None


def test_few_versions_stay_open_and_none_is_closed_while_it_is_read(store: Store) -> None:
    for name in ("v1", "v2", "v3"):
        save_version(store, name)
    past = Past(store, most=1)
    first, second = past.take("v1"), past.take("v2")
    assert past.take("v1") is first
    past.give_back(second)
    assert first.store.snapshot().count("images") == store.snapshot().count("images")
    assert past.take("v2") is not second
