"""Edits, runs, segments and exports over HTTP, on a real project."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import ToySet
from tests.integration.visitor import Visitor, class_named, dataset_id, edit, search

AUTHOR = {"X-Assay-Author": "Zo%C3%AB"}


@pytest.fixture(scope="module")
def web(standing: Store) -> Visitor:
    """For tests that only look."""
    return Visitor(create_app(standing))


@pytest.fixture
def editing(store: Store) -> Visitor:
    """For tests that make changes: a project of their own."""
    return Visitor(create_app(store), headers=AUTHOR)


# Edits


def test_relabel_undo_redo(editing: Visitor, toy: ToySet) -> None:
    discs = search(editing, "annotation", 'label = "disc"', limit=1_000)
    ids = [item["object"]["id"] for item in discs["items"]]
    cone = class_named(editing, "cone")
    before = editing.get("/api/project").json()["revision"]
    change = edit(editing, "relabel", "annotation", ids=ids[:2], class_id=cone, reason="they are cones")
    assert change["rows"] >= 2
    assert change["undo"]["id"] == change["id"]
    assert change["revision"] != before
    assert search(editing, "annotation", 'label = "disc"')["total"] == len(ids) - 2
    entry = editing.get("/api/changes").json()[0]
    assert (entry["author"], entry["reason"], entry["source"], entry["state"]) == (
        "Zoë",
        "they are cones",
        "web",
        "live",
    )
    undone = editing.post("/api/undo").json()
    assert undone["redo"]["id"] == change["id"]
    assert search(editing, "annotation", 'label = "disc"')["total"] == len(ids)
    editing.post("/api/redo")
    assert search(editing, "annotation", 'label = "disc"')["total"] == len(ids) - 2


def test_all_results_of_a_query_are_edited_as_one_change(editing: Visitor, toy: ToySet) -> None:
    """V1.10: all results, not only the loaded page."""
    total = search(editing, "annotation", 'label = "disc"', limit=1)["total"]
    target = {"dataset": dataset_id(editing), "level": "annotation", "query": 'label = "disc"'}
    preview = editing.post("/api/edits/preview", {"action": "delete", "target": target}).json()
    assert preview["rows"] == total
    assert preview["by_class"] == [{"class_id": class_named(editing, "disc"), "count": total}]
    assert preview["by_value"] == []
    assert search(editing, "annotation")["total"] == toy.label_count  # a preview changes nothing

    change = edit(editing, "delete", "annotation", query='label = "disc"')
    assert search(editing, "annotation")["total"] == toy.label_count - total
    assert editing.post("/api/undo").json()["redo"]["id"] == change["id"]
    assert search(editing, "annotation")["total"] == toy.label_count


def test_a_preview_of_attributes_tells_the_values_there_are(editing: Visitor) -> None:
    """All results of a query → set an attribute: how many have which value now, and which of them stay."""
    every = {"dataset": dataset_id(editing), "level": "annotation", "query": ""}
    total = search(editing, "annotation")["total"]
    edit(editing, "set_attributes", "annotation", query="id < 3", values={"night": True})
    body = {"action": "set_attributes", "target": every, "values": {"night": True, "blur": 1}}
    found = editing.post("/api/edits/preview", body).json()
    assert found["rows"] == total
    assert found["by_value"] == [
        {"name": "night", "value": None, "count": total - 3, "same": False},
        {"name": "night", "value": True, "count": 3, "same": True},
        {"name": "blur", "value": None, "count": total, "same": False},
    ]
    edit(editing, "set_attributes", "annotation", query="", values={"night": True})
    (only,) = editing.post("/api/edits/preview", body | {"values": {"night": True}}).json()["by_value"]
    assert only == {"name": "night", "value": True, "count": total, "same": True}
    assert editing.post("/api/undo").status_code == 200
    assert editing.post("/api/edits/preview", body).json() == found


def test_move_add_accept_and_remove(editing: Visitor, toy: ToySet) -> None:
    label = search(editing, "annotation", limit=1)["items"][0]
    moved = editing.post("/api/edits", {"action": "move", "id": label["object"]["id"], "box": [1, 2, 30, 40]})
    assert moved.status_code == 200
    again = search(editing, "annotation", limit=1)["items"][0]["object"]
    assert [again[axis] for axis in "xywh"] == [1, 2, 30, 40]
    assert again["changed_by"] == moved.json()["id"]
    assert again["v"] != label["object"]["v"]  # its crop is another picture now
    image = label["image"]["id"]
    editing.post(
        "/api/edits",
        {"action": "add", "image_id": image, "class_id": class_named(editing, "cone"), "box": [5, 5, 9, 9]},
    )
    assert search(editing, "annotation")["total"] == toy.label_count + 1
    alarm = search(editing, "prediction", "score < 0.5")["items"][0]["object"]["id"]
    edit(editing, "accept", "prediction", ids=[alarm])
    assert search(editing, "annotation")["total"] == toy.label_count + 2
    edit(editing, "remove_image", "image", ids=[image])
    assert search(editing)["total"] == toy.image_count - 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"action": "move", "id": 0, "box": [1, 2, 0, 4]}, 400, "edit-invalid"),
        ({"action": "move", "id": 999_999, "box": [1, 2, 3, 4]}, 409, "edit-conflict"),
        ({"action": "add", "image_id": 999_999, "class_id": 1, "box": [1, 2, 3, 4]}, 404, "not-found"),
        ({"action": "add", "image_id": 0, "class_id": 999}, 404, "not-found"),
        ({"action": "move", "id": 0, "box": [1, 2, 3]}, 422, "request-invalid"),
        ({"action": "polish", "id": 0}, 422, "request-invalid"),
        ({"action": "delete", "target": {"dataset": 1}}, 422, "request-invalid"),
        ({"action": "delete", "target": {"dataset": 1, "ids": [1], "query": "x"}}, 422, "request-invalid"),
        ({"action": "delete", "target": {"dataset": 1, "ids": [1], "colour": "red"}}, 422, "request-invalid"),
        ({"action": "delete", "target": {"dataset": 1, "ids": [999_999]}}, 409, "edit-conflict"),
        ({"action": "delete", "target": {"dataset": 1, "level": "image", "ids": [0]}}, 422, "request-invalid"),
    ],
)  # fmt: skip
def test_an_edit_that_cannot_be_made_changes_nothing(
    web: Visitor, body: dict[str, Any], status: int, code: str
) -> None:
    before = web.get("/api/project").json()["revision"]
    reply = web.post("/api/edits", body)
    assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
    assert web.get("/api/project").json()["revision"] == before


def test_another_persons_change_is_undone_only_where_it_is_the_one_that_is_meant(store: Store) -> None:
    zoe, bo = (Visitor(create_app(store), headers={"X-Assay-Author": name}) for name in ("Zo%C3%AB", "Bo"))
    labels = [item["object"]["id"] for item in search(zoe, "annotation", "", limit=3)["items"]]
    first, second = (edit(zoe, "delete", "annotation", ids=[label]) for label in labels[:2])
    theirs = edit(bo, "delete", "annotation", ids=labels[2:])
    assert theirs["undo"] == {"id": theirs["id"], "title": theirs["title"], "author": "Bo"}

    for path in ("/api/undo", f"/api/undo/{first['id']}"):
        refused = zoe.post(f"{path}?newest={second['id']}")
        assert (refused.status_code, refused.json()["code"]) == (409, "undo-conflict")
        assert "by Bo" in refused.json()["message"]
    assert bo.get("/api/project").json()["undo"]["id"] == theirs["id"], "nothing was undone"
    assert zoe.post(f"/api/undo?newest={theirs['id']}").json()["redo"]["author"] == "Bo"
    assert zoe.post("/api/undo?newest=1").json()["redo"]["id"] == second["id"], "one's own needs no saying which"
    assert zoe.post(f"/api/undo/{first['id']}?newest={first['id']}").json()["redo"]["id"] == first["id"]


def test_nothing_to_undo_is_a_conflict(web: Visitor) -> None:
    reply = web.post("/api/undo")
    assert (reply.status_code, reply.json()["code"]) == (409, "nothing-to-undo")
    reply = web.post("/api/redo")
    assert (reply.status_code, reply.json()["code"]) == (409, "nothing-to-redo")


# Runs, segments, exports


def test_a_run_is_evaluated_at_other_thresholds(editing: Visitor, toy: ToySet) -> None:
    run = editing.get("/api/project").json()["datasets"][0]["runs"][0]["id"]
    strict = editing.post(f"/api/runs/{run}/evaluate", {"iou": 0.99, "confidence": 0.99}).json()
    assert (strict["tp"], strict["fn"]) == (0, toy.label_count)
    assert strict["precision"] is None
    assert editing.get(f"/api/runs/{run}/evaluation").json() == strict
    assert editing.post("/api/runs/999/evaluate", {}).status_code == 404
    assert editing.post(f"/api/runs/{run}/evaluate", {"iou": 0}).status_code == 422


def test_find_reports_what_it_found_and_what_it_skipped(editing: Visitor) -> None:
    report = editing.post("/api/find", {"dataset": dataset_id(editing)}).json()
    summary = {
        group["kind"]: group["open"]
        for group in editing.get(f"/api/issues/summary?dataset={dataset_id(editing)}").json()
    }
    assert {entry["kind"]: entry["count"] for entry in report["found"]} == summary


def test_a_segment_is_kept_in_its_canonical_form_and_forgotten(editing: Visitor) -> None:
    body = {"dataset": dataset_id(editing), "name": "busy", "query": "annotations.count>2"}
    saved = editing.post("/api/segments", body).json()
    assert saved["query"] == "annotations.count > 2"
    assert editing.get(f"/api/segments?dataset={dataset_id(editing)}").json() == [saved]
    deleted = editing.delete(f"/api/segments/{saved['id']}").json()
    assert deleted["undo"] == {"id": deleted["id"], "title": "Delete segment 'busy'", "author": "Zoë"}
    assert editing.get(f"/api/segments?dataset={dataset_id(editing)}").json() == []
    assert editing.delete(f"/api/segments/{saved['id']}").status_code == 404


def test_a_format_of_one_file_is_downloaded_as_that_file(web: Visitor, toy: ToySet) -> None:
    reply = web.get(f"/api/exports/coco?dataset={dataset_id(web)}")
    assert reply.headers["content-disposition"] == 'attachment; filename="toy-coco.json"'
    assert len(reply.json()["annotations"]) == toy.label_count


def test_a_format_of_a_folder_is_downloaded_as_a_zip(web: Visitor, toy: ToySet) -> None:
    reply = web.get(f"/api/exports/yolo?dataset={dataset_id(web)}&query=annotations.count+%3E+2")
    archive = zipfile.ZipFile(io.BytesIO(reply.content))
    labels = [name for name in archive.namelist() if name.endswith(".txt")]
    assert len(labels) == search(web, query="annotations.count > 2")["total"]


def test_formats_say_what_they_would_lose(web: Visitor) -> None:
    formats = {f["name"]: f for f in web.get(f"/api/exports?dataset={dataset_id(web)}").json()}
    assert {"coco", "yolo", "folders", "table"} <= set(formats)
    assert formats["folders"]["losses"]


def test_an_unknown_format_is_not_found(web: Visitor) -> None:
    reply = web.get(f"/api/exports/colour-tv?dataset={dataset_id(web)}")
    assert (reply.status_code, reply.json()["code"]) == (404, "plugin-unknown")


# Replies


def test_what_did_not_change_is_not_sent_again(editing: Visitor) -> None:
    first = editing.get("/api/project")
    tag = {"If-None-Match": first.headers["etag"]}
    again = editing.get("/api/project", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    edit(editing, "delete", "annotation", ids=[0])
    assert editing.get("/api/project", headers=tag).status_code == 200
