"""The work on segments: states, comments, closing by itself, insights, leaks, files (V1.12, V1.13, V5.3, B16)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pyarrow as pa
import pytest

from assay.errors import QueryError, SegmentInvalid
from assay.model.level import Level
from assay.model.segment_kind import SegmentKind
from assay.model.segment_state import SegmentState
from assay.model.signature import Signature
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.explore.search import matching_ids
from assay.workflows.exports.export_segment import ItemsForm, list_items, write_items
from assay.workflows.follow_up import follow_up
from assay.workflows.runs.evaluate_run import evaluate_run
from assay.workflows.segments.insights import segment_insights, set_apart
from assay.workflows.segments.items import add_items, items_of, tick_items
from assay.workflows.segments.segments import find_segment, save_segment, segment_facts
from assay.workflows.segments.work import Work, comment_on, copy_segment, edit_segment, freeze_segment
from tests.integration.visitor import Visitor, dataset_id

IMAGE, LABEL, PREDICTION = Level.IMAGE, Level.ANNOTATION, Level.PREDICTION


def ids(store: Store, level: Level, query: str = "") -> list[int]:
    return [int(id) for id in matching_ids(store, query, level=level)]


def states(store: Store, name: str) -> dict[int, tuple[str | None, str | None]]:
    """Item -> what is wrong with it, and whether it is done."""
    rows = items_of(store.snapshot(), find_segment(store.snapshot(), name)).to_pylist()
    return {row["id"]: (row["error"], row["done"]) for row in rows}


def titles(store: Store, name: str) -> list[str]:
    segment = find_segment(store.snapshot(), name)
    return [change.title for change in store.snapshot().segment_changes(segment.id)]


# What is said of it


def test_each_act_is_told_in_the_activity_and_can_be_undone(store: Store) -> None:
    add_items(store, {LABEL: [0, 1]}, segment="recheck")
    edit_segment(store, "recheck", Work(state=SegmentState.IN_PROGRESS, assignee="anna"))
    comment_on(store, "recheck", " gloves first ", by=Signature("anna"))
    edit_segment(store, "recheck", Work(description="What the night shift drew"))
    tick_items(store, {LABEL: [0]}, done=True, segment="recheck")
    assert titles(store, "recheck") == [
        "Done: 1 label of 'recheck'",
        "Describe 'recheck'",
        "Comment on 'recheck'",
        "'recheck': Triage → In progress",
        "Add 2 labels to 'recheck'",
    ]
    segment = find_segment(store.snapshot(), "recheck")
    (comment,) = store.snapshot().segment_comments(segment.id)
    assert (comment.author, comment.text) == ("anna", "gloves first")
    for _ in range(4):
        undo(store)
    assert store.snapshot().segment_comments(segment.id) == []
    assert find_segment(store.snapshot(), "recheck").state is SegmentState.TRIAGE
    for _ in range(4):
        redo(store)
    assert find_segment(store.snapshot(), "recheck") == segment
    assert store.snapshot().segment_comments(segment.id) == [comment]
    assert edit_segment(store, "recheck", Work(assignee="anna")).change is None
    with pytest.raises(SegmentInvalid, match="comment is empty"):
        comment_on(store, "recheck", "  ")


def test_another_kind_keeps_the_fields_that_it_has_too(store: Store) -> None:
    thresholds: dict[str, str | float] = {"minimum_recall": 0.5, "notes": "x"}
    add_items(store, {IMAGE: [0]}, segment="night", kind=SegmentKind.REGRESSION_TEST, fields=thresholds)
    after = edit_segment(store, "night", Work(kind=SegmentKind.SCENARIO)).segment
    assert (after.kind, after.fields) == (SegmentKind.SCENARIO, {"minimum_recall": 0.5})
    with pytest.raises(SegmentInvalid, match="has no field 'priority'"):
        edit_segment(store, "night", Work(fields={"priority": "high"}))


def test_queries_follow_a_renamed_segment(store: Store) -> None:
    add_items(store, {LABEL: [0, 1]}, segment="a")
    save_segment(store, "b", 'segment = "a" and id > 0', level=LABEL)
    edit_segment(store, "a", Work(name="c d"))
    assert find_segment(store.snapshot(), "b").query.text == 'segment = "c d" and id > 0'  # type: ignore[union-attr]
    assert ids(store, LABEL, 'segment = "b"') == [1]
    undo(store)
    assert ids(store, LABEL, 'segment = "b" and segment = "a"') == [1]
    with pytest.raises(SegmentInvalid, match="There is a segment 'b' already"):
        edit_segment(store, "a", Work(name="b"))


def test_a_query_that_leads_back_to_its_segment_is_refused(store: Store) -> None:
    save_segment(store, "a", "id > 0", level=LABEL)
    save_segment(store, "b", 'segment = "a"', level=LABEL)
    save_segment(store, "c", 'not segment = "b"', level=LABEL)
    with pytest.raises((SegmentInvalid, QueryError), match="leads back"):
        save_segment(store, "a", 'segment = "c" or id = 0', level=LABEL)
    assert len(ids(store, LABEL, 'segment = "c"')) == 1


def test_freezing_keeps_what_is_listed_whatever_becomes_of_it(store: Store) -> None:
    save_segment(store, "first", "id < 3", level=LABEL)
    copy_segment(store, "first", "then", frozen=True)
    assert freeze_segment(store, "first").segment.is_frozen
    assert ids(store, LABEL, 'segment = "first"') == ids(store, LABEL, 'segment = "then"') == [0, 1, 2]
    with pytest.raises(SegmentInvalid, match="list of items already"):
        freeze_segment(store, "first")
    undo(store)
    assert not find_segment(store.snapshot(), "first").is_frozen
    tick_items(store, {LABEL: [0]}, done=True, segment="then")
    copy_segment(store, "then", "again")
    assert [done for _, done in states(store, "again").values()] == [None] * 3


# Closing by themselves


def wrong_class(store: Store) -> int:
    return ids(store, LABEL, 'match = "confusion"')[0]


def test_an_item_closes_when_its_error_is_gone_and_opens_when_it_comes_back(store: Store) -> None:
    """V1.13: a relabel mends the match at once, and the suspect is looked for again; undo brings both back."""
    label, fine = wrong_class(store), ids(store, LABEL, 'match = "correct" and issue is null')[0]
    add_items(store, {LABEL: [label, fine]}, segment="mend", kind=SegmentKind.DATA_QUALITY)
    assert "confusion" in str(states(store, "mend")[label][0])
    assert states(store, "mend")[fine] == (None, None)
    right = store.snapshot().query(_predicted(label))["predicted_category_id"][0].as_py()
    edit_labels.relabel(store, [label], right)
    follow_up(store)
    assert states(store, "mend")[label][1] == "gone"
    assert states(store, "mend")[fine][1] is None, "nothing was ever known to be wrong with it"
    assert titles(store, "mend")[0] == "1 item of 'mend' done by themselves: what was wrong is gone"
    assert segment_facts(store.snapshot())[0].done == 1
    undo(store)
    follow_up(store)
    assert states(store, "mend")[label][1] is None
    assert titles(store, "mend")[0] == "1 item of 'mend' open again: what was wrong came back"


def test_a_new_evaluation_closes_what_it_has_right(store: Store) -> None:
    """Labels that a higher threshold made missed are closed by the evaluation at a lower one."""
    evaluate_run(store, config=_config(0.99))
    missed = ids(store, LABEL, 'match = "missed" and issue is null')
    add_items(store, {LABEL: missed}, segment="missed", kind=SegmentKind.DATA_QUALITY)
    evaluate_run(store, config=_config(0.25))
    found = set(ids(store, LABEL, 'match = "correct"'))
    assert found & set(missed)
    assert {id for id, (_, done) in states(store, "missed").items() if done == "gone"} == found & set(missed)


def test_what_a_person_said_stays(store: Store) -> None:
    label = wrong_class(store)
    add_items(store, {LABEL: [label]}, segment="mend", kind=SegmentKind.DATA_QUALITY)
    tick_items(store, {LABEL: [label]}, done=True, segment="mend")
    follow_up(store)
    assert states(store, "mend")[label][1] == "checked"


def _predicted(label: int) -> Any:
    from assay.schema.statement import Statement

    return Statement("select predicted_category_id from matches where annotation_id = $label", {"label": label})


def _config(confidence: float) -> Any:
    from assay.model.evaluation import EvaluationConfig

    return EvaluationConfig(confidence=confidence)


# Insights


def test_insights_count_what_queries_count(store: Store) -> None:
    """V5.3: rows by level and class, precision and recall within the segment, each as its own query tells it."""
    save_segment(store, "some", "id < 6", level=IMAGE)
    found = segment_insights(store.snapshot(), find_segment(store.snapshot(), "some"))
    assert found.counts == {level: len(ids(store, level, 'segment = "some"')) for level in (IMAGE, LABEL, PREDICTION)}
    assert found.classes is not None
    assert sum(term.count for term in found.classes.terms) == found.counts[LABEL]
    every, *classes = found.scores
    correct = len(ids(store, LABEL, 'segment = "some" and match = "correct"'))
    assert every.labels == len(ids(store, LABEL, 'segment = "some" and match != "ignored"'))
    assert (every.found, every.right) == (correct, correct)
    assert every.recall == correct / every.labels
    assert sum(score.labels for score in classes) == every.labels
    assert len(set_apart(store.snapshot(), found.segment)) > 0


def test_thresholds_of_a_scenario_are_held_against_precision_and_recall(store: Store) -> None:
    fields = {"minimum_precision": 0.99, "minimum_recall": 0.1}
    add_items(store, {IMAGE: ids(store, IMAGE)}, segment="all", kind=SegmentKind.SCENARIO, fields=fields)
    found = segment_insights(store.snapshot(), find_segment(store.snapshot(), "all"))
    precision, recall = found.required
    assert (precision.is_met, recall.is_met) == (found.scores[0].precision >= 0.99, True)  # type: ignore[operator]


def test_leaks_between_splits_are_told_the_surest_way_first(store: Store) -> None:
    """B16: an image in both splits; then images of one group of near-duplicates."""
    from assay.workflows.metrics.measure import measure

    images = ids(store, IMAGE)
    add_items(store, {IMAGE: images[:7]}, segment="train", kind=SegmentKind.SPLIT)
    add_items(store, {IMAGE: images[6:]}, segment="test", kind=SegmentKind.SPLIT)
    measure(store, metrics=["near_duplicate"])
    found = segment_insights(store.snapshot(), find_segment(store.snapshot(), "test"))
    first, *others = found.leaks
    assert (first.other, first.words, first.images) == ("train", "are in both", 1)
    for leak in found.leaks:
        assert len(ids(store, IMAGE, leak.query)) >= leak.images
    assert all(leak.words != "are in both" for leak in others)


# Files


@pytest.mark.parametrize("name", ["frozen", "live"])
def test_items_are_written_whole_in_every_form(store: Store, name: str) -> None:
    save_segment(store, "live", "id < 4", level=LABEL)
    copy_segment(store, "live", "frozen", frozen=True)
    comment_on(store, name, "ready", by=Signature("anna"))
    listing = list_items(store.snapshot(), find_segment(store.snapshot(), name))
    told = json.loads(b"".join(write_items(listing, ItemsForm.JSON)))
    assert [item["id"] for item in told["items"]] == [0, 1, 2, 3]
    assert (told["segment"], told["comments"][0]["text"]) == (name, "ready")
    rows = list(csv.DictReader(io.StringIO(b"".join(write_items(listing, ItemsForm.CSV)).decode())))
    assert [(int(row["id"]), row["label"]) for row in rows] == [(item["id"], item["label"]) for item in told["items"]]
    with zipfile.ZipFile(io.BytesIO(b"".join(write_items(listing, ItemsForm.CROPS)))) as packed:
        assert packed.testzip() is None
        assert json.loads(packed.read("items.json")) == told
        assert len(packed.namelist()) == 5
        assert {path.split("/")[0] for path in packed.namelist()[1:]} == {item["label"] for item in told["items"]}


def test_what_cannot_be_read_is_told_in_the_zip(store: Store) -> None:
    with store.writer() as writer:
        rows = writer.base.rows("images", where={"id": 0})
        at = rows.schema.get_field_index("path")
        writer.upsert("images", rows.set_column(at, rows.schema.field(at), pa.array(["gone.png"])))
    add_items(store, {IMAGE: [0, 1]}, segment="some")
    listing = list_items(store.snapshot(), find_segment(store.snapshot(), "some"))
    with zipfile.ZipFile(io.BytesIO(b"".join(write_items(listing, ItemsForm.CROPS)))) as packed:
        assert "gone.png" in packed.read("problems.txt").decode()
        assert len(packed.namelist()) == 3


# HTTP


def test_the_work_over_http(store: Store) -> None:
    web = Visitor(create_app(store))
    dataset = dataset_id(web)
    made = web.post("/api/segments/items", {"dataset": dataset, "name": "a", "annotation": [0, 1, 2]}).json()["segment"]
    address = f"/api/segments/{made['id']}"
    worked = web.send("PATCH", address, json={"state": "in_progress", "assignee": "anna"}).json()
    assert (worked["segment"]["state"], worked["segment"]["assignee"]) == ("in_progress", "anna")
    assert "in_review" in worked["segment"]["steps"]
    refused = web.send("PATCH", address, json={"state": "resolved"})
    assert (refused.status_code, refused.json()["code"]) == (400, "segment-invalid")
    web.post(f"{address}/comments", {"text": "gloves first"})
    ticked = web.post(f"{address}/done", {"annotation": [1], "done": True}).json()
    assert ticked["segment"]["done"] == 1
    assert web.get(f"{address}/items?level=annotation").json() == {
        "ids": [0, 1, 2],
        "error": [None] * 3,
        "done": [None, "checked", None],
    }
    detail = web.get(address).json()
    assert [comment["text"] for comment in detail["comments"]] == ["gloves first"]
    assert len(detail["activity"]) == 4
    copied = web.post(f"{address}/copy", {"name": "b"}).json()["segment"]
    body = {"dataset": dataset, "name": "c", "operation": "difference", "segments": [made["id"], copied["id"]]}
    assert web.post("/api/segments/combine", body).json()["total"] == 0
    assert web.get(f"{address}/insights").json()["counts"]["annotation"] == 3
    assert web.get(f"{address}/apart").status_code == 200
    crops = web.get(f"{address}/export/crops")
    assert crops.headers["content-disposition"] == "attachment; filename*=UTF-8''a.zip"
    assert zipfile.ZipFile(io.BytesIO(crops.content)).testzip() is None
    live = web.post("/api/segments", {"dataset": dataset, "name": "d", "level": "annotation", "query": "id < 2"}).json()
    assert web.post(f"/api/segments/{live['id']}/freeze").json()["segment"]["items"]["annotation"] == 2
