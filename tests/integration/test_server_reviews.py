"""Reviews over HTTP, as a browser asks."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

import pytest
from starlette.types import ASGIApp

from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.explore.search import matching_ids
from tests.integration.state import state_of
from tests.integration.visitor import Visitor, dataset_id

_keys = count()


@pytest.fixture
def app(store: Store) -> ASGIApp:
    return create_app(store)


@pytest.fixture
def ann(app: ASGIApp) -> Visitor:
    return Visitor(app, headers={"X-Assay-Author": "ann"})


@pytest.fixture
def bob(app: ASGIApp) -> Visitor:
    return Visitor(app, headers={"X-Assay-Author": "bob"})


def opened(web: Visitor, query: str = "", level: str = "annotation", **more: Any) -> dict[str, Any]:
    reply = web.post("/api/reviews", {"dataset": dataset_id(web), "query": query, "level": level, **more})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def say(web: Visitor, review: dict[str, Any], *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = [{"key": f"k{next(_keys)}", "at": 1_000, **event} for event in events]
    reply = web.post(f"/api/reviews/{review['id']}/events", {"events": told, **more})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def said(web: Visitor, review: dict[str, Any], **more: Any) -> dict[str, Any]:
    asked = "".join(f"?{name}={value}" for name, value in more.items())
    return dict(web.get(f"/api/reviews/{review['id']}/verdicts{asked}").json())


def post(web: Visitor, review: dict[str, Any], act: str, **body: Any) -> dict[str, Any]:
    reply = web.post(f"/api/reviews/{review['id']}/{act}", body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def classes_of(store: Store, ids: list[int]) -> list[int]:
    return list(store.snapshot().take("annotations", ids, columns=("category_id",))["category_id"].to_pylist())


def test_a_review_of_the_same_rows_goes_on_and_is_not_made_twice(ann: Visitor, bob: Visitor) -> None:
    """H5: autosave; who comes back finds the marks as they were, whatever the wall is grouped by."""
    first = opened(ann, 'label="disc"')
    say(ann, first, {"ids": [0], "verdict": "wrong"})
    again = opened(bob, '  label = "disc"', group="pair")
    assert (again["id"], again["query"], again["group"], again["author"]) == (
        first["id"],
        'label = "disc"',
        "pair",
        "ann",
    )
    assert said(bob, again)["ids"] == [0]
    assert opened(ann, 'label="disc"', anew=True)["id"] != first["id"]
    listed = ann.get(f"/api/reviews?dataset={dataset_id(ann)}").json()
    assert [review["id"] for review in listed] == [first["id"], first["id"] + 1]


def test_counts_are_right_at_each_step(ann: Visitor) -> None:
    """V3.4: "marked x / y" overall and by class; looked at and unmarked is confirmed."""
    review = opened(ann)
    total = review["counts"]["total"]
    assert review["counts"] | {"by_class": []} == {
        "state": "open", "total": total, "marked": 0, "looked_at": 0, "elsewhere": 0, "applied": 0, "by_class": [],
        "problem": "",
    }  # fmt: skip
    counts = say(ann, review, {"ids": [0, 1], "verdict": "wrong"}, {"seen": [1, 2, 3]})["counts"]
    assert (counts["marked"], counts["looked_at"]) == (2, 4)
    for name, whole in (("total", total), ("marked", 2), ("looked_at", 4)):
        assert sum(part[name] for part in counts["by_class"]) == whole
    counts = say(ann, review, {"ids": [0], "verdict": None})["counts"]
    assert counts["marked"] == 1


def test_an_event_that_is_sent_twice_counts_once(ann: Visitor) -> None:
    """H5: offline marks are kept by the browser and sent again until they are confirmed."""
    review = opened(ann)
    event = {"key": "one", "at": 5, "ids": [0], "verdict": "relabel", "class_id": 2}
    assert say(ann, review, event)["applied"] == 1
    say(ann, review, {"ids": [0], "verdict": "wrong"})
    assert say(ann, review, event)["applied"] == 0
    assert said(ann, review)["verdicts"] == [1]


def test_bad_events_are_told_and_stop_no_other(ann: Visitor) -> None:
    review = opened(ann)
    done = say(
        ann,
        review,
        {"key": "a", "ids": [0], "verdict": "relabel", "class_id": 99},
        {"key": "b", "undo": "never said"},
        {"key": "c", "ids": [1], "verdict": "wrong"},
    )
    assert done["applied"] == 1
    assert {refused["key"]: refused["why"] for refused in done["refused"]} == {
        "a": "There is no class 99 in this dataset.",
        "b": "What it takes back is not known here.",
    }
    predictions = opened(ann, level="prediction")
    (refused,) = say(ann, predictions, {"ids": [0], "verdict": "delete"})["refused"]
    assert "cannot be deleted" in refused["why"]
    assert ann.post("/api/reviews", {"dataset": 1, "level": "issue"}).status_code == 422


def test_what_another_reviewer_says_stands_until_it_is_overruled(ann: Visitor, bob: Visitor) -> None:
    """Told, and the last write wins only after the person says so; `since` tells that they knew."""
    review = opened(ann)
    say(ann, review, {"ids": [0, 1], "verdict": "wrong"})
    done = say(bob, review, {"ids": [0, 2], "verdict": "delete"})
    assert done["conflicts"] == [{"id": 0, "by": "ann", "verdict": "wrong", "class_id": None}]
    assert said(ann, review)["verdicts"] == [1, 1, 3]
    assert say(bob, review, {"ids": [0], "verdict": "delete", "force": True})["conflicts"] == []
    since = said(bob, review)["since"]
    assert say(bob, review, {"ids": [1], "verdict": "delete", "since": since})["conflicts"] == []
    found = said(ann, review)
    assert found["verdicts"] == [3, 3, 3]
    assert [found["authors"][by] for by in found["by"]] == ["bob"] * 3


def test_two_windows_of_one_person_are_at_odds_only_over_news(ann: Visitor) -> None:
    """Who comes back tomorrow has no conflict with themselves; two who share a name are told what came meanwhile."""
    review = opened(ann)
    since = say(ann, review, {"ids": [0], "verdict": "wrong"}, sitting="1")["since"]
    assert say(ann, review, {"ids": [0], "verdict": "delete"}, sitting="2")["conflicts"] == []
    late = say(ann, review, {"ids": [0], "verdict": "accept", "since": since}, sitting="1")
    assert late["conflicts"] == [{"id": 0, "by": "ann", "verdict": "delete", "class_id": None}]


def test_two_browsers_see_each_others_marks_without_a_publication(store: Store, ann: Visitor, bob: Visitor) -> None:
    """Marks move neither heads nor the revision: no open page asks for anything anew but the news."""
    review, key = opened(ann), store.snapshot().key
    since = say(ann, review, {"ids": [0], "verdict": "wrong"})["since"]
    say(bob, review, {"ids": [3], "verdict": "relabel", "class_id": 1}, {"seen": [4, 5, 6]})
    news = said(ann, review, since=since)
    assert (news["ids"], news["verdicts"], news["class_ids"], news["seen"]) == ([3], [2], [1], [[4, 6]])
    assert said(ann, review, since=news["since"])["ids"] == []
    assert store.snapshot().key == key


def test_a_mark_is_safe_while_a_writer_holds_the_project(store: Store, ann: Visitor) -> None:
    """H5: an import that writes for minutes makes no reviewer wait."""
    review = opened(ann)
    say(ann, review, {"ids": [0], "verdict": "wrong"})
    with store.writer():
        began = time.perf_counter()
        assert say(ann, review, {"ids": [1], "verdict": "wrong"})["applied"] == 1
        assert time.perf_counter() - began < 5, "it waited for the writer"


def test_chunks_of_two_reviewers_have_nothing_in_common(ann: Visitor, bob: Visitor) -> None:
    """V3.12: two reviewers get disjoint chunks; who looked at all of one gets the next."""
    review = opened(ann)
    one, two = (post(web, review, "claim", size=10, sitting="s") for web in (ann, bob))
    assert len(one["ids"]) == len(two["ids"]) == 10
    assert not set(one["ids"]) & set(two["ids"])
    assert (one["number"], two["number"]) == (1, 2)
    assert one["of"] == two["of"] == -(-review["counts"]["total"] // 10)
    assert post(ann, review, "claim", size=10, sitting="s")["ids"] == one["ids"], "the same until it is done"
    assert ann.get(f"/api/reviews/{review['id']}?sitting=s").json()["chunk"]["number"] == 1
    say(ann, review, {"seen": one["ids"]}, sitting="s")
    three = post(ann, review, "claim", size=10, sitting="s")
    assert three["number"] == 3
    assert not set(three["ids"]) & {*one["ids"], *two["ids"]}
    post(bob, review, "release", sitting="s")
    assert set(post(ann, review, "claim", size=10, sitting="another")["ids"]) == set(two["ids"])


def test_apply_is_one_change_and_undo_brings_labels_and_verdicts_back(store: Store, ann: Visitor) -> None:
    """V3.9, I2: objects' classes are changed in the set by one log entry; undo restores."""
    review, before = opened(ann), state_of(store.snapshot())
    third = next(id_ for id_ in (2, 3, 4, 5) if classes_of(store, [id_]) != [3])
    say(ann, review, {"ids": [third], "verdict": "relabel", "class_id": 3}, {"ids": [0], "verdict": "delete"})
    say(ann, review, {"ids": [7], "verdict": "wrong"})
    marked = said(ann, review)
    plan = post(ann, review, "preview")
    assert (sum(part["count"] for part in plan["relabel"]), plan["delete"], plan["wrong"]) == (1, 1, 1)
    done = post(ann, review, "apply")
    assert (done["done"], done["wrong"], done["skipped"]) == (2, 1, [])
    assert done["change"]["title"] == "Review: relabel 1 label, delete 1 label"
    assert (classes_of(store, [third]), store.snapshot().take("annotations", [0]).num_rows) == ([3], 0)
    assert said(ann, review)["ids"] == [7]
    ann.post("/api/undo")
    assert state_of(store.snapshot()) == before
    assert said(ann, review) == marked
    ann.post("/api/redo")
    assert said(ann, review)["changes"] == [done["change"]["id"]]


def test_what_was_deleted_or_relabelled_meanwhile_is_skipped_and_told(store: Store, ann: Visitor) -> None:
    """V3.9: a bad row never stops a batch, and never overwrites what somebody else decided since."""
    review = opened(ann)
    wanted = [3 if now != 3 else 2 for now in classes_of(store, [1, 2])]
    for id_, category in zip([1, 2], wanted, strict=True):
        say(ann, review, {"ids": [id_], "verdict": "relabel", "class_id": category})
    say(ann, review, {"ids": [0], "verdict": "delete"})
    edit_labels.delete(store, [0])
    edit_labels.relabel(store, [1], ({1, 2, 3} - {*classes_of(store, [1]), wanted[0]}).pop())
    done = post(ann, review, "apply")
    assert done["done"] == 1
    told = {skipped["id"]: skipped["why"] for skipped in done["skipped"]}
    assert told[0] == "It is not there any more."
    assert "when it was judged" in told[1]
    assert said(ann, review)["ids"] == [0, 1]
    assert classes_of(store, [2]) == [wanted[1]]


def test_accept_gives_a_label_the_predicted_class_and_makes_a_label_of_a_prediction(store: Store, ann: Visitor) -> None:
    """V3.6: one key for all marked."""
    confused = opened(ann, 'match = "confusion"')
    (label,) = matching_ids(store, 'match = "confusion"', level=Level.ANNOTATION).tolist()
    say(ann, confused, {"ids": [label], "verdict": "accept"})
    assert post(ann, confused, "apply")["done"] == 1
    rows = store.snapshot().rows("matches", columns=("annotation_id", "outcome"), where={"annotation_id": label})
    assert rows["outcome"].to_pylist() == ["correct"]
    alone = opened(ann, 'match = "background"', level="prediction")
    found = matching_ids(store, 'match = "background"', level=Level.PREDICTION).tolist()
    say(ann, alone, {"ids": found, "verdict": "accept"})
    labels = store.snapshot().count("annotations")
    done = post(ann, alone, "apply")
    assert store.snapshot().count("annotations") == labels + done["done"] > labels


def test_whole_images_get_a_class_and_bad_ones_go(store: Store, ann: Visitor) -> None:
    """For images a verdict is of their one label of the whole image."""
    review = opened(ann, level="image")
    images = store.snapshot().count("images")
    say(ann, review, {"ids": [0, 1], "verdict": "relabel", "class_id": 2}, {"ids": [2], "verdict": "delete"})
    assert post(ann, review, "apply")["done"] == 3
    whole = store.snapshot().rows("annotations", columns=("image_id", "category_id"), where={"kind": "whole_image"})
    assert whole.to_pylist() == [{"image_id": 0, "category_id": 2}, {"image_id": 1, "category_id": 2}]
    assert store.snapshot().count("images") == images - 1
    say(ann, review, {"ids": [0], "verdict": "relabel", "class_id": 3})
    post(ann, review, "apply")
    whole = store.snapshot().rows("annotations", columns=("image_id", "category_id"), where={"kind": "whole_image"})
    assert whole["category_id"].to_pylist() == [3, 2]


def test_what_is_marked_wrong_goes_into_a_segment_in_one_call(ann: Visitor) -> None:
    review = opened(ann)
    say(ann, review, {"ids": [0, 2], "verdict": "wrong"}, {"ids": [3], "verdict": "delete"})
    done = post(ann, review, "segment", segment="to mend")
    assert (done["added"], done["segment"]["kind"]) == (2, "data_quality")
    assert post(ann, review, "segment", segment="to mend")["already"] == 2


def test_marks_are_identical_after_save_clear_and_load(ann: Visitor, bob: Visitor) -> None:
    """V3.8: identical; conflicts listed."""
    review = opened(ann)
    say(ann, review, {"ids": [0, 2], "verdict": "wrong"}, {"ids": [1], "verdict": "relabel", "class_id": 3})
    say(ann, review, {"seen": [5, 6]})
    file = ann.get(f"/api/reviews/{review['id']}/marks.json").json()
    columns = ("ids", "verdicts", "class_ids", "seen")
    before = {name: said(ann, review)[name] for name in columns}
    again = opened(ann, anew=True)
    loaded = post(ann, again, "marks", marks=file)
    assert (loaded["added"], loaded["same"], loaded["conflicts"], loaded["unknown"]) == (3, 0, [], [])
    assert {name: said(ann, again)[name] for name in columns} == before
    say(bob, again, {"ids": [0], "verdict": "delete", "force": True})
    loaded = post(ann, again, "marks", marks=file)
    assert loaded["same"] == 2
    assert loaded["conflicts"] == [
        {"id": 0, "by": "bob", "verdict": "delete", "class_id": None, "file_verdict": "wrong", "file_class_id": None}
    ]
    assert said(ann, again)["verdicts"] == [3, 2, 1]
    post(ann, again, "marks", marks=file, force=True)
    assert {name: said(ann, again)[name] for name in columns} == before


def test_marks_of_another_project_are_found_by_the_names_of_the_source(ann: Visitor) -> None:
    """V3.8: our ids mean nothing there; bad rows are told."""
    review = opened(ann)
    say(ann, review, {"ids": [4], "verdict": "wrong"})
    file = ann.get(f"/api/reviews/{review['id']}/marks.json").json()
    (mark,) = file["marks"]
    elsewhere = file | {"project": "other", "seen": [[0, 3]], "marks": [
        mark | {"id": 999}, mark | {"reference_id": "none"}, {"verdict": "maybe"}, 7, mark | {"verdict": "relabel"},
    ]}  # fmt: skip
    again = opened(ann, anew=True)
    loaded = post(ann, again, "marks", marks=elsewhere)
    assert (loaded["added"], loaded["seen"]) == (1, 0)
    assert said(ann, again)["ids"] == [4]
    assert [unknown["row"] for unknown in loaded["unknown"]] == [2, 3, 4, 5]
    refused = ann.post(f"/api/reviews/{again['id']}/marks", {"marks": {"form": "else"}})
    assert (refused.status_code, refused.json()["code"]) == (400, "review-invalid")


def test_the_time_log_leaves_pauses_out_and_tells_the_agreement(ann: Visitor, bob: Visitor) -> None:
    """V3.10: items/min, time per class, inter-reviewer agreement."""
    review = opened(ann)
    say(ann, review, {"at": 1_000, "seen": [0, 1]}, {"at": 4_000, "seen": [2, 3]}, {"at": 500_000, "seen": [4]})
    say(ann, review, {"at": 503_000, "ids": [3], "verdict": "wrong"})
    other = opened(bob, anew=True)
    say(bob, other, {"at": 1, "seen": [0, 1, 2]}, {"at": 2, "ids": [2, 3], "verdict": "wrong"})
    times = ann.get(f"/api/reviews/{review['id']}/times").json()
    assert (times["items"], times["seconds"], times["items_per_minute"]) == (5, 6.0, 50.0)
    assert sum(part["seconds"] for part in times["by_class"]) == 6.0
    (pair,) = times["agreement"]
    assert (pair["first"], pair["second"], pair["items"], pair["alike"]) == ("ann", "bob", 4, 0.75)
    assert pair["kappa"] == pytest.approx(0.5)


def test_a_class_has_a_note_with_examples(ann: Visitor) -> None:
    """H4: what a class is, in words and by up to three labels."""
    assert ann.get("/api/classes/1/note").json() == {"class_id": 1, "text": "", "exemplars": []}
    note = {"text": "Round, at least half visible", "exemplars": [1, 4]}
    assert ann.send("PUT", "/api/classes/1/note", json=note).json() == {"class_id": 1, **note}
    assert ann.get("/api/classes/1/note").json() == {"class_id": 1, **note}
    assert ann.send("PUT", "/api/classes/1/note", json={"text": "", "exemplars": [10**6]}).status_code == 400
    assert ann.get("/api/classes/99/note").status_code == 404


def test_a_review_that_is_deleted_is_gone(ann: Visitor) -> None:
    review = opened(ann)
    assert ann.delete(f"/api/reviews/{review['id']}").json()["id"] == review["id"]
    assert ann.get(f"/api/reviews/{review['id']}").status_code == 404
    assert opened(ann)["id"] > review["id"]
