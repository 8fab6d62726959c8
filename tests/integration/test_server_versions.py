"""Versions and histories over HTTP (B17, B18, I10, N4)."""

from __future__ import annotations

from assay.server.app import create_app
from assay.store.store import Store
from tests.integration.visitor import Visitor


def test_a_version_is_kept_compared_and_restored(store: Store) -> None:
    client = Visitor(create_app(store))
    dataset = store.snapshot().dataset()
    label = store.snapshot().rows("annotations").slice(0, 1).to_pylist()[0]
    other = next(one for one in store.snapshot().categories(dataset.id) if one.id != label["category_id"])
    saved = client.post("/api/versions", {"name": "v1", "note": "as delivered"}).json()
    assert [one["name"] for one in client.get("/api/versions").json()] == [saved["name"]] == ["v1"]

    target = {"dataset": dataset.id, "ids": [label["id"]]}
    edit = {"action": "relabel", "target": target, "class_id": other.id, "reason": "it is"}
    assert client.post("/api/edits", edit).status_code == 200
    diff = client.post("/api/versions/diff", {"dataset": dataset.id, "before": "v1"}).json()
    assert (diff["labels"]["relabelled"], diff["total"]) == (1, 1)
    (image,) = diff["images"]
    assert image["image"]["id"] == label["image_id"]
    assert [side[0]["class_id"] for side in (image["before"], image["after"])] == [label["category_id"], other.id]

    assert client.post("/api/versions/v1/restore").json()["kind"] == "restore"
    assert client.post("/api/versions/diff", {"dataset": dataset.id, "before": "v1"}).json()["total"] == 0

    history = client.get(f"/api/history/labels/{label['id']}").json()
    assert history["provenance"]["how"] == "imported"
    assert history["provenance"]["change"]["kind"] == "import"
    assert [step["change"]["kind"] for step in history["steps"]] == ["relabel", "restore"]
    assert [step["after"]["class_id"] for step in history["steps"]] == [other.id, label["category_id"]]
    assert len(client.get(f"/api/history/images/{label['image_id']}").json()["steps"]) == 2
    assert client.get("/api/history/labels/999999").status_code == 404

    assert client.delete("/api/versions/v1").status_code == 200
    assert client.get("/api/versions").json() == []


def test_an_accepted_prediction_says_of_which_run_it_was(store: Store) -> None:
    """B17."""
    client = Visitor(create_app(store))
    prediction = store.snapshot().rows("predictions", columns=["id"])["id"][0].as_py()
    target = {"dataset": store.snapshot().dataset().id, "level": "prediction", "ids": [prediction]}
    client.post("/api/edits", {"action": "accept", "target": target})
    made = max(store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist())
    told = client.get(f"/api/history/labels/{made}").json()["provenance"]
    assert (told["how"], told["run"], told["prediction"]) == ("accepted", "model", prediction)


def test_who_edits_what_another_changed_meanwhile_is_told_who_and_how(store: Store) -> None:
    """V6.3, N3: and may repeat the edit, having seen that."""
    web = Visitor(create_app(store), headers={"x-assay-author": "ada"})
    dataset = store.snapshot().dataset()
    label = store.snapshot().rows("annotations").slice(0, 1).to_pylist()[0]
    classes = [one.id for one in store.snapshot().categories(dataset.id) if one.id != label["category_id"]]
    target = {"dataset": dataset.id, "ids": [label["id"]]}
    edit = {"action": "relabel", "target": target, "class_id": classes[0], "seen": {label["id"]: 0}}
    change = web.post("/api/edits", edit).json()["id"]
    refused = web.post("/api/edits", {"action": "delete", "target": target, "seen": {label["id"]: 0}})
    assert (refused.status_code, refused.json()["code"]) == (409, "edit-conflict")
    assert "by ada" in refused.json()["message"]
    again = {"action": "delete", "target": target, "seen": {label["id"]: change}}
    assert web.post("/api/edits", again).status_code == 200
