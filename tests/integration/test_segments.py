"""Segments: frozen lists of items through the workflows, the store, SQL and HTTP (V1.11)."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.errors import EditConflict, NotFound, QueryType, SegmentInvalid
from assay.model.change import ChangeKind
from assay.model.level import Level
from assay.model.segment import LiveQuery
from assay.model.segment_kind import SegmentKind
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.explore.facets import TermsFacet, facets
from assay.workflows.explore.search import ask, matching_ids
from assay.workflows.exports.export_dataset import export_dataset
from assay.workflows.segments.items import ItemsChange, add_items, items_of, remove_items
from assay.workflows.segments.segments import delete_segment, find_segment, list_segments, save_segment, segment_facts
from tests.integration.state import state_of
from tests.integration.visitor import Visitor, dataset_id, search
from tests.store_rows import fill

IMAGE, LABEL, PREDICTION = Level.IMAGE, Level.ANNOTATION, Level.PREDICTION
TABLES = ("images", "annotations", "predictions", "segment_items")


def ids(store: Store, level: Level, query: str = "") -> list[int]:
    return [int(id) for id in matching_ids(store, query, level=level)]


def listed(store: Store, name: str) -> list[tuple[str, int]]:
    snapshot = store.snapshot()
    return [(row["level"], row["id"]) for row in items_of(snapshot, find_segment(snapshot, name)).to_pylist()]


def counts(store: Store) -> dict[str, dict[str, int]]:
    """Name -> level -> number of items, of the frozen segments that have any."""
    return {
        facts.segment.name: {level.value: count for level, count in facts.items.items() if count}
        for facts in segment_facts(store.snapshot())
        if facts.items is not None
    }


def pick(store: Store, name: str = "picked", **chosen: list[int]) -> ItemsChange:
    return add_items(store, {Level(level): given for level, given in chosen.items()}, segment=name)


# Adding and taking out


def test_items_are_added_as_one_change_in_the_order_given(store: Store) -> None:
    done = add_items(
        store,
        {LABEL: [5, 3, 5], PREDICTION: [2]},
        segment=" no mask ",
        kind=SegmentKind.DATA_QUALITY,
        fields={"fault": "no mask", "priority": "high"},
    )
    assert (done.segment.name, done.segment.kind, done.changed, done.unchanged) == ("no mask", "data_quality", 3, 0)
    assert listed(store, "no mask") == [("annotation", 5), ("annotation", 3), ("prediction", 2)]
    newest = store.snapshot().changes(limit=1)[0]
    assert newest == done.change
    assert (newest.kind, newest.title) == (ChangeKind.SEGMENT, "Add 2 labels and 1 prediction to 'no mask'")


def test_what_is_there_already_is_not_added_twice_and_is_said(store: Store) -> None:
    pick(store, prediction=[0, 1, 2])
    done = pick(store, prediction=[4, 2, 3, 1])
    assert (done.changed, done.unchanged) == (2, 2)
    assert done.change is not None
    assert done.change.title == "Add 2 predictions to 'picked' (2 were there already)"
    assert listed(store, "picked") == [("prediction", id) for id in (0, 1, 2, 4, 3)]
    before = len(store.snapshot().changes())
    again = pick(store, prediction=[4, 2])
    assert (again.changed, again.unchanged, again.change) == (0, 2, None)
    assert len(store.snapshot().changes()) == before


def test_items_are_taken_out_and_may_come_back_at_the_end(store: Store) -> None:
    pick(store, annotation=[0, 1, 2], image=[0])
    done = remove_items(store, {LABEL: [0, 7], IMAGE: [0]}, segment="picked")
    assert (done.changed, done.unchanged) == (2, 1)
    assert done.change is not None
    assert done.change.title == "Take 1 image and 1 label out of 'picked'"
    assert listed(store, "picked") == [("annotation", 1), ("annotation", 2)]
    assert remove_items(store, {LABEL: [7]}, segment="picked").change is None
    pick(store, annotation=[0])
    assert listed(store, "picked") == [("annotation", 1), ("annotation", 2), ("annotation", 0)]


def test_undo_and_redo_give_the_exact_state_and_leave_no_half_segment(store: Store) -> None:
    """Undo of the act that made a segment takes the segment away, not only its items."""

    def state() -> tuple[str, list[Any]]:
        return state_of(store.snapshot(), tables=TABLES, without=()), list_segments(store.snapshot())

    states = [state()]
    acts = (
        lambda: pick(store, annotation=[0, 1]),
        lambda: pick(store, annotation=[1, 2], prediction=[0]),
        lambda: remove_items(store, {LABEL: [0]}, segment="picked"),
        lambda: save_segment(store, "wide", "width > 3"),
        lambda: save_segment(store, "wide", "width > 4"),
        lambda: delete_segment(store, "picked"),
        lambda: pick(store, "picked", image=[0]),
    )
    for act in acts:
        act()
        states.append(state())
    for expected in reversed(states[:-1]):
        undo(store)
        assert state() == expected
    assert list_segments(store.snapshot()) == []
    for expected in states[1:]:
        redo(store)
        assert state() == expected


def test_items_whose_object_was_deleted_are_neither_listed_nor_counted(store: Store) -> None:
    pick(store, annotation=[0, 1, 2])
    edit_labels.delete(store, [1])
    assert listed(store, "picked") == [("annotation", 0), ("annotation", 2)]
    assert counts(store) == {"picked": {"annotation": 2}}
    assert ids(store, LABEL, 'segment = "picked"') == [0, 2]
    undo(store)
    assert counts(store) == {"picked": {"annotation": 3}}


def test_refusals(store: Store) -> None:
    save_segment(store, "wide", "width > 3")
    pick(store, annotation=[0])
    with pytest.raises(SegmentInvalid, match="'wide' is a query, and lists what it matches"):
        pick(store, "wide", annotation=[0])
    with pytest.raises(SegmentInvalid, match="'picked' is a list of items, which a query cannot replace"):
        save_segment(store, "picked", "width > 3")
    with pytest.raises(SegmentInvalid, match="of kind 'data_organisation', not 'split'"):
        add_items(store, {LABEL: [1]}, segment="picked", kind=SegmentKind.SPLIT)
    with pytest.raises(SegmentInvalid, match="other fields already"):
        add_items(store, {LABEL: [1]}, segment="picked", fields={"purpose": "x"})
    with pytest.raises(SegmentInvalid, match="No item was given"):
        pick(store)
    with pytest.raises(EditConflict, match="Label 9999 is not in the dataset, nor 1 other"):
        pick(store, annotation=[0, 9999, 9998])
    with pytest.raises(NotFound):
        add_items(store, {LABEL: [0]}, segment=99)
    with pytest.raises(SegmentInvalid, match="'wide' is a query"):
        items_of(store.snapshot(), find_segment(store.snapshot(), "wide"))
    assert counts(store) == {"picked": {"annotation": 1}}


def test_items_of_another_dataset_are_refused(store: Store) -> None:
    fill(store)
    foreign = store.snapshot().rows("images", columns=["id"], where={"dataset_id": 2})["id"].to_pylist()
    with pytest.raises(EditConflict, match="is not in the dataset"):
        pick(store, image=foreign[:1])


def test_a_hundred_thousand_items_take_no_loop(tmp_path: Path) -> None:
    """One write, whatever the number: far below what a row-by-row loop needs."""
    with Store.create(tmp_path / "a.assay") as store:
        fill(store, images=4, labels=100_000)
        assert add_items(store, {LABEL: np.arange(100_000)}, segment="all").changed == 100_000
        assert pick(store, "all", annotation=[7, 8]).unchanged == 2
        undo(store)
        assert store.snapshot().count("segment_items") == 0


# Queries


def test_a_frozen_segment_is_listed_at_every_level(store: Store) -> None:
    """An image is in it also when an object in it is, and an object when its image is."""
    labels, predictions = ids(store, LABEL)[:3], ids(store, PREDICTION)[2:4]
    pick(store, "objects", annotation=labels, prediction=predictions)
    assert ids(store, LABEL, 'segment = "objects"') == labels
    assert ids(store, PREDICTION, 'segment = "objects"') == predictions
    rows = store.snapshot().take("annotations", labels), store.snapshot().take("predictions", predictions)
    images = sorted({id for table in rows for id in table["image_id"].to_pylist()})
    assert ids(store, IMAGE, 'segment = "objects"') == images
    assert sorted([*images, *ids(store, IMAGE, 'segment != "objects"')]) == ids(store, IMAGE)
    pick(store, "photos", image=images[:1])
    assert ids(store, IMAGE, 'segment = "photos"') == images[:1]
    assert ids(store, LABEL, 'segment = "photos"') == ids(store, LABEL, f"image_id = {images[0]}")
    assert ids(store, LABEL, 'segment = "objects" and segment = "photos"') == [
        id for id in labels if id in ids(store, LABEL, f"image_id = {images[0]}")
    ]


def test_what_was_put_into_no_segment_is_listed_as_untagged(store: Store) -> None:
    """V2.13: an item counts where it was put, not its image or its objects; a live query puts nothing anywhere."""
    save_segment(store, "all of them", "", level=IMAGE)
    assert ids(store, IMAGE, "segment is null") == ids(store, IMAGE)
    labels, images = ids(store, LABEL)[:3], ids(store, IMAGE)[:1]
    pick(store, "objects", annotation=labels)
    pick(store, "photos", image=images)
    assert ids(store, LABEL, "segment is not null") == labels
    assert ids(store, IMAGE, "segment is not null") == images
    assert sorted([*labels, *ids(store, LABEL, "segment is null")]) == ids(store, LABEL)


def test_a_segment_of_other_objects_says_what_to_write_and_an_emptied_one_lists_nothing(store: Store) -> None:
    pick(store, prediction=[0])
    with pytest.raises(QueryType, match=r"lists predictions, not labels.*any\(prediction: segment"):
        ids(store, LABEL, 'segment = "picked"')
    remove_items(store, {PREDICTION: [0]}, segment="picked")
    assert ids(store, LABEL, 'segment = "picked"') == []


def test_facets_and_export_of_a_frozen_segment(store: Store, tmp_path: Path) -> None:
    chosen = ids(store, LABEL)[:2]
    pick(store, annotation=chosen)
    facet = facets(ask(store.snapshot(), 'segment = "picked"', level=LABEL), fields=["label"])[0]
    assert isinstance(facet, TermsFacet)
    assert sum(term.count for term in facet.terms) == 2
    report = export_dataset(store, tmp_path / "out.json", format="coco", query='segment = "picked"')
    assert report.images == len(ids(store, IMAGE, 'segment = "picked"'))


# The store


def test_a_live_query_saved_by_an_older_assay_stays(tmp_path: Path) -> None:
    """The ledger of revision 0002 had live queries only, outside the journal."""
    path = tmp_path / "a.assay"
    with Store.create(path) as store:
        fill(store)
    connection = sqlite3.connect(path / "ledger.sqlite")
    connection.executescript(
        """
        DROP TABLE metric_columns;
        DROP TABLE embeddings;
        DROP TABLE autotag_scores;
        DROP TABLE autotags;
        DROP TABLE spot_checks;
        DROP TABLE kind_worths;
        DROP TABLE looked_for;
        DROP TABLE review_applications;
        DROP TABLE class_notes;
        DROP TABLE versions;
        ALTER TABLE categories DROP COLUMN source_name;
        ALTER TABLE categories DROP COLUMN deleted;
        ALTER TABLE categories DROP COLUMN changed_by;
        ALTER TABLE change_rows DROP COLUMN first_id;
        ALTER TABLE change_rows DROP COLUMN last_id;
        DROP TABLE segment_changes;
        DROP TABLE segment_comments;
        ALTER TABLE datasets DROP COLUMN exif;
        DROP TABLE segments;
        CREATE TABLE segments (id INTEGER PRIMARY KEY AUTOINCREMENT, dataset_id INTEGER NOT NULL, name VARCHAR NOT NULL,
            level VARCHAR NOT NULL, query TEXT NOT NULL, CONSTRAINT uq_segments_name UNIQUE (dataset_id, name));
        INSERT INTO segments VALUES (7, 1, 'wide', 'image', 'width > 3');
        DELETE FROM counters WHERE table_name IN ('segments', 'autotags', 'segment_comments', 'categories');
        UPDATE alembic_version SET version_num = '0002';
        """
    )
    connection.close()
    with Store.open(path) as store:
        (segment,) = list_segments(store.snapshot())
        assert (segment.id, segment.name, segment.query) == (7, "wide", LiveQuery(IMAGE, "width > 3"))
        assert pick(store, annotation=[0]).segment.id == 8
        delete_segment(store, "wide")
        undo(store)
        assert segment in list_segments(store.snapshot())


# HTTP


@pytest.fixture
def web(store: Store) -> Visitor:
    return Visitor(create_app(store))


def test_items_are_added_and_taken_out_over_http(web: Visitor) -> None:
    body = {
        "dataset": dataset_id(web),
        "name": "Unlabelled masks",
        "kind": "data_quality",
        "fields": {"fault": "no label", "priority": "medium"},
        "prediction": [0, 1, 2],
    }
    added = web.post("/api/segments/items", body).json()
    segment = added["segment"]
    assert (added["added"], added["already"]) == (3, 0)
    assert segment["items"] == {"image": 0, "annotation": 0, "prediction": 3}
    assert (segment["level"], segment["query"]) == ("prediction", 'segment = "Unlabelled masks"')
    assert added["change"]["undo"]["title"] == "Add 3 predictions to 'Unlabelled masks'"
    assert search(web, segment["level"], segment["query"])["total"] == 3
    assert web.get(f"/api/segments?dataset={dataset_id(web)}").json() == [segment]
    again = web.post(
        "/api/segments/items", {"dataset": dataset_id(web), "segment": segment["id"], "prediction": [2]}
    ).json()
    assert (again["added"], again["already"], again["change"]) == (0, 1, None)
    removed = web.send("DELETE", f"/api/segments/{segment['id']}/items", json={"prediction": [0, 9]}).json()
    assert (removed["removed"], removed["segment"]["items"]["prediction"]) == (1, 2)
    assert web.post("/api/undo").json()["redo"]["title"] == "Take 1 prediction out of 'Unlabelled masks'"


def test_all_rows_of_a_query_are_added_by_the_query(web: Visitor) -> None:
    dataset = dataset_id(web)
    rows = {"dataset": dataset, "level": "annotation", "query": "id not in (0, 1)"}
    added = web.post(
        "/api/segments/items", {"dataset": dataset, "name": "rest", "annotation": [0], "rows": rows}
    ).json()
    assert added["added"] == search(web, "annotation")["total"] - 1
    inside = {"rows": rows | {"query": 'segment = "rest" and id != 0'}}
    removed = web.send("DELETE", f"/api/segments/{added['segment']['id']}/items", json=inside).json()
    assert (removed["removed"], removed["segment"]["items"]["annotation"]) == (added["added"] - 1, 1)


def test_of_suspects_what_they_speak_of_is_added(web: Visitor) -> None:
    """The label of each, else the prediction, else the image: every grid adds to segments (V1.10)."""
    dataset = dataset_id(web)
    suspects = search(web, "issue")["items"]
    rows = {"dataset": dataset, "level": "issue", "query": ""}
    added = web.post("/api/segments/items", {"dataset": dataset, "name": "suspects", "rows": rows}).json()
    assert 0 < added["added"] <= len(suspects)
    assert search(web, "issue", 'segment = "suspects"')["total"] == len(suspects)


def test_refusals_over_http(web: Visitor) -> None:
    dataset = dataset_id(web)
    for body, status, code in (
        ({"name": "x", "kind": "split", "fields": {"priority": "low"}, "image": [0]}, 400, "segment-invalid"),
        ({"name": "x", "image": [10**9]}, 409, "edit-conflict"),
        ({"segment": 99, "image": [0]}, 404, "not-found"),
        ({"image": [0]}, 422, "request-invalid"),
        ({"segment": 1, "name": "x", "image": [0]}, 422, "request-invalid"),
    ):
        reply = web.post("/api/segments/items", {"dataset": dataset, **body})
        assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_the_kinds_are_told_with_their_fields(web: Visitor) -> None:
    kinds = {kind["kind"]: kind for kind in web.get("/api/segments/kinds").json()}
    assert set(kinds) == {kind.value for kind in SegmentKind}
    assert [field["name"] for field in kinds["collection_campaign"]["fields"]] == ["target_count", "notes"]
    assert kinds["data_quality"]["fields"][1]["choices"] == ["low", "medium", "high"]
