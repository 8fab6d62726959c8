"""Suspects over HTTP: cards with everything they speak of, and decisions on them."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from assay.model.issue import IssueKind, SuggestedAction
from assay.schema.tables import ISSUES
from assay.server.app import create_app
from assay.server.show.issues import VERBS
from assay.store.store import Store
from tests.integration.visitor import Visitor, dataset_id, search


def suspect(**given: Any) -> dict[str, Any]:
    """A row of the issues table."""
    row = {
        "dataset_id": 1,
        "run_id": None,
        "annotation_id": None,
        "prediction_id": None,
        "category_id": None,
        "score": 0.1,
        "suggestion": None,
        "evidence": {"sentence": "It looks odd."},
        "detector": "test@1",
        "state": "open",
        "changed_by": None,
    } | given
    for name in ("suggestion", "evidence"):
        row[name] = json.dumps(row[name]) if row[name] is not None else None
    return row


@pytest.fixture
def web(store: Store) -> Visitor:
    """A project whose suspects are known: they are written here, not found."""
    labels = store.snapshot().rows("annotations", columns=("id", "image_id", "category_id")).to_pylist()
    first, second = labels[0], labels[1]
    other_image = labels[-1]["image_id"]
    prediction = store.snapshot().rows("predictions", columns=("id", "image_id")).to_pylist()[-1]
    rows = [
        suspect(
            kind="wrong_class",
            image_id=first["image_id"],
            annotation_id=first["id"],
            score=0.05,
            suggestion={"action": "relabel", "category_id": (first["category_id"] % 3) + 1},
        ),
        suspect(
            kind="duplicate_box",
            image_id=first["image_id"],
            annotation_id=first["id"],
            score=0.2,
            evidence={"sentence": "Two labels overlap.", "iou": 0.9, "annotation_ids": [second["id"], first["id"]]},
            suggestion={"action": "delete"},
        ),
        suspect(
            kind="missing_object",
            image_id=prediction["image_id"],
            prediction_id=prediction["id"],
            score=0.3,
            suggestion={"action": "add", "prediction_id": prediction["id"], "category_id": 1, "box": [1, 2, 3, 4]},
        ),
        suspect(
            kind="duplicate_image",
            image_id=first["image_id"],
            score=0.4,
            evidence={"sentence": "Two files are the same.", "image_ids": [first["image_id"], other_image]},
            suggestion={"action": "remove_image"},
        ),
        suspect(kind="spurious_label", image_id=first["image_id"], annotation_id=999_999, score=0.5),
    ]
    with store.writer() as writer:
        start = writer.reserve_ids("issues", len(rows))
        numbered = [row | {"id": start + at} for at, row in enumerate(rows)]
        writer.replace("issues", pa.Table.from_pylist(numbered, schema=ISSUES.arrow), where={"dataset_id": 1})
    return Visitor(create_app(store))


def cards(web: Visitor, query: str = 'state = "open"') -> dict[str, dict[str, Any]]:
    return {card["kind"]: card for card in search(web, "issue", query, sort="score")["items"]}


def test_a_card_has_everything_it_speaks_of(web: Visitor) -> None:
    found = cards(web)
    assert list(found) == ["wrong_class", "duplicate_box", "missing_object", "duplicate_image", "spurious_label"]
    twin = found["duplicate_box"]
    assert twin["sentence"] == "Two labels overlap."
    assert twin["evidence"]["iou"] == 0.9
    assert twin["label"]["source"] == "label"
    assert [other["id"] for other in twin["others"]] != [twin["label"]["id"]]
    assert len(twin["others"]) == 1
    missing = found["missing_object"]
    assert missing["prediction"]["source"] == "prediction"
    assert missing["suggestion"]["box"] == [1, 2, 3, 4]
    assert missing["suggestion"]["verb"] == "Add the label"
    copies = found["duplicate_image"]
    assert len(copies["other_images"]) == 1
    assert copies["other_images"][0]["id"] != copies["image"]["id"]


def test_a_suspect_of_a_label_that_is_gone_still_has_a_card(web: Visitor) -> None:
    card = cards(web)["spurious_label"]
    assert card["label"] is None
    assert card["suggestion"] is None


def test_every_suggestion_has_a_verb() -> None:
    assert set(VERBS) == set(SuggestedAction)


def test_accepting_relabelling_and_keeping(web: Visitor) -> None:
    """V3.6: one decision is one change, and undo takes all of it back."""
    found = cards(web)
    accepted = web.post("/api/issues/decide", {"ids": [found["missing_object"]["id"]], "decision": "accept"}).json()
    assert accepted["kind"] == "decide"
    kept = {"ids": [found["duplicate_box"]["id"]], "decision": "keep", "reason": "two things in one place"}
    assert web.post("/api/issues/decide", kept).status_code == 200
    relabelled = {"ids": [found["wrong_class"]["id"]], "decision": "relabel", "class_id": 3}
    change = web.post("/api/issues/decide", relabelled).json()
    states = {card["kind"]: card["state"] for card in search(web, "issue")["items"]}
    assert (states["missing_object"], states["wrong_class"]) == ("fixed", "fixed")
    assert states["duplicate_box"] in {"kept", "stale"}  # its label was relabelled after the decision
    label = found["wrong_class"]["label"]["id"]
    assert search(web, "annotation", f"id = {label}")["items"][0]["object"]["class_id"] == 3
    assert web.post("/api/undo").json()["redo"]["id"] == change["id"]
    assert cards(web)["wrong_class"]["state"] == "open"


def test_a_removed_image_is_named_on_the_card_that_removed_it(web: Visitor) -> None:
    card = cards(web)["duplicate_image"]
    web.post("/api/issues/decide", {"ids": [card["id"]], "decision": "accept"})
    after = cards(web, 'kind = "duplicate_image"')["duplicate_image"]
    assert after["state"] == "fixed"
    assert after["image"]["name"] == card["image"]["name"]
    assert after["image"]["problem"] == "removed"
    assert web.get(f"/media/images/{card['image']['id']}").status_code == 404


def test_the_summary_counts_each_state(web: Visitor) -> None:
    summary = {group["kind"]: group for group in web.get(f"/api/issues/summary?dataset={dataset_id(web)}").json()}
    for kind, group in summary.items():
        assert group["open"] == (1 if kind in cards(web) else 0)
        assert group["title"]
        assert group["rule"]
    assert set(summary) <= {kind.value for kind in IssueKind}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"ids": [], "decision": "keep"}, 422, "request-invalid"),
        ({"ids": [1], "decision": "shrug"}, 422, "request-invalid"),
        ({"ids": [999_999], "decision": "keep"}, 409, "edit-conflict"),
    ],
)
def test_a_decision_that_cannot_be_made(web: Visitor, body: dict[str, Any], status: int, code: str) -> None:
    reply = web.post("/api/issues/decide", body)
    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_accepting_what_has_no_suggestion_or_relabelling_to_nothing_changes_nothing(web: Visitor) -> None:
    found = cards(web)
    before = web.get("/api/project").json()["revision"]
    for body in (
        {"ids": [found["spurious_label"]["id"]], "decision": "accept"},
        {"ids": [found["wrong_class"]["id"]], "decision": "relabel"},
    ):
        assert web.post("/api/issues/decide", body).json()["code"] == "edit-invalid"
    assert web.get("/api/project").json()["revision"] == before


def test_the_detail_of_an_image_has_its_suspects(web: Visitor) -> None:
    card = cards(web)["wrong_class"]
    detail = web.get(f"/api/images/{card['image']['id']}").json()
    assert card["id"] in [issue["id"] for issue in detail["issues"]]


def test_a_card_tells_chance_benefit_and_what_is_drawn(web: Visitor, store: Store) -> None:
    """G11: look-alikes with their image and class, the place in a field, boxes, frames, and who else says so."""
    label, near = store.snapshot().rows("annotations", columns=("id", "image_id", "category_id")).to_pylist()[:2]
    evidence = {
        "sentence": "It looks odd.",
        "neighbours": {
            "level": "annotation",
            "ids": [near["id"], 999_999],
            "category_ids": [near["category_id"], 1],
            "distances": [0.1, 0.2],
        },
        "field": {"level": "annotation", "name": "area", "value": 12.0},
        "other_boxes": [[1, 2, 3, 4]],
        "frames": [near["image_id"], label["image_id"]],
        "also": [{"detector": "loose_box@1", "chance": 0.4, "sentence": "The box is loose."}],
    }
    row = suspect(kind="odd_object", image_id=label["image_id"], annotation_id=label["id"], evidence=evidence)
    with store.writer() as writer:
        row["id"] = writer.reserve_ids("issues", 1)
        writer.append("issues", pa.Table.from_pylist([row], schema=ISSUES.arrow))
    card = cards(web, 'kind = "odd_object"')["odd_object"]
    assert (card["chance"], card["detector"]) == (0.9, "test@1")
    assert card["benefit"] == pytest.approx(0.9 * 0.5 / 1.5)
    [look_alike] = card["look_alikes"]  # the other is not there any more
    assert (look_alike["object"]["id"], look_alike["class_id"]) == (near["id"], near["category_id"])
    assert look_alike["image"]["id"] == near["image_id"]
    assert card["field"] == evidence["field"]
    assert card["other_boxes"] == [[1, 2, 3, 4]]
    assert [frame["id"] for frame in card["frames"]] == evidence["frames"]
    assert card["also"][0]["title"] != "loose_box@1"


def test_a_spot_check_over_http(web: Visitor) -> None:
    """G12: drawn, judged, and told with its interval and what it rests on."""
    dataset = dataset_id(web)
    before = web.get(f"/api/issues/precision?dataset={dataset}").json()
    assert (before["whole"]["basis"], before["whole"]["low"], before["spot_check"]) == ("claimed", None, None)
    check = web.post("/api/issues/spot-checks", {"dataset": dataset, "size": 4}).json()
    assert (check["population"], len(check["issues"]), check["left"]) == (5, 4, check["issues"])
    web.post("/api/issues/decide", {"ids": check["issues"][:1], "decision": "confirm"})
    after = web.get(f"/api/issues/precision?dataset={dataset}").json()
    assert (after["whole"]["basis"], after["whole"]["share"], after["whole"]["judged"]) == ("random", 1.0, 1)
    assert after["spot_check"]["left"] == check["issues"][1:]
    assert web.get(f"/api/issues/spot-checks/{check['id']}").json()["left"] == check["issues"][1:]
    assert web.get("/api/issues/spot-checks/99").json()["code"] == "not-found"


def test_what_a_kind_is_worth_can_be_changed(web: Visitor) -> None:
    dataset = dataset_id(web)
    body = {"dataset": dataset, "kind": "duplicate_image", "worth": 9}
    changed = {row["kind"]: row for row in web.send("PUT", "/api/issues/worths", json=body).json()}
    assert (changed["duplicate_image"]["worth"], changed["duplicate_image"]["default"]) == (9, 0.5)
    first = search(web, "issue", 'state = "open"', sort="benefit", descending=True)["items"][0]
    assert first["kind"] == "duplicate_image"
    listed = {row["kind"]: row["worth"] for row in web.get(f"/api/issues/worths?dataset={dataset}").json()}
    assert listed["duplicate_image"] == 9
    assert web.send("PUT", "/api/issues/worths", json=body | {"kind": "odd"}).json()["code"] == "edit-invalid"
