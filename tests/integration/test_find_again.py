"""After an edit, suspects of what was edited are looked for again by themselves, and no others (V6.15)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import assay
from assay.model.drawn_shape import DrawnShape
from assay.model.issue import IssueState
from assay.model.looked_for import LookedFor
from assay.model.shape import ShapeKind
from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.follow_up import follow_up
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues import find_again
from assay.workflows.issues.decide_issues import Decision, decide_issues
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.integration.visitor import Visitor, edit
from tests.patience import wait_until

Row = dict[str, Any]


def issues(store: Store) -> dict[int, Row]:
    return {row["id"]: row for row in store.snapshot().rows("issues").to_pylist()}


def said(store: Store, images: set[int] | None = None) -> set[tuple[Any, ...]]:
    """What the issues say of some images, or of all, whatever their ids."""
    return said_of({id: row for id, row in issues(store).items() if images is None or row["image_id"] in images})


def said_of(rows: dict[int, Row]) -> set[tuple[Any, ...]]:
    return {tuple(row[name] for name in sorted(row) if name not in ("id", "changed_by")) for row in rows.values()}


def of_kind(store: Store, kind: str) -> Row:
    return next(row for row in issues(store).values() if row["kind"] == kind and row["state"] == "open")


def label_of(store: Store, kind: str) -> Row:
    [label] = store.snapshot().take("annotations", [of_kind(store, kind)["annotation_id"]]).to_pylist()
    return dict(label)


def touched(store: Store, *, edits: int = 1) -> set[int]:
    """The images of the latest edits."""
    return store.snapshot().touched_since(store.snapshot().changes(limit=1)[0].id - edits)


# Edits, each of which changes what is suspected of its image.


def move_a_loose_box(store: Store) -> None:
    label = label_of(store, "loose_box")
    edit_labels.move(store, label["id"], json.loads(of_kind(store, "loose_box")["suggestion"])["box"])


def move_a_label_away(store: Store) -> None:
    suspected = {row["annotation_id"] for row in issues(store).values()}
    labels = store.snapshot().rows("annotations").to_pylist()
    edit_labels.move(store, next(row["id"] for row in labels if row["id"] not in suspected), [1.0, 90.0, 20.0, 20.0])


def move_a_label_out_of_its_image(store: Store) -> None:
    edit_labels.move(store, label_of(store, "loose_box")["id"], [150.0, 100.0, 40.0, 40.0])


def relabel_a_right_one(store: Store) -> None:
    suspected = {row["annotation_id"] for row in issues(store).values()}
    labels = store.snapshot().rows("annotations").to_pylist()
    label = next(row for row in labels if row["id"] not in suspected)
    other = next(one.name for one in store.snapshot().categories(1) if one.id != label["category_id"])
    edit_labels.relabel(store, [label["id"]], other)


def delete_the_twin_of_a_duplicate(store: Store) -> None:
    edit_labels.delete(store, json.loads(of_kind(store, "duplicate_box")["evidence"])["annotation_ids"])


def add_what_was_missing(store: Store) -> None:
    """Drawn by hand: the edit itself says nothing of the suspect that it answers."""
    suspect = of_kind(store, "missing_object")
    box = json.loads(suspect["suggestion"])["box"]
    name = next(one.name for one in store.snapshot().categories(1) if one.id == suspect["category_id"])
    edit_labels.add(store, suspect["image_id"], name, shape=DrawnShape(ShapeKind.BOX, box=box))


def accept_what_was_missing(store: Store) -> None:
    edit_labels.accept_predictions(store, [of_kind(store, "missing_object")["prediction_id"]])


def delete_a_right_label(store: Store) -> None:
    suspected = {row["annotation_id"] for row in issues(store).values()}
    labels = store.snapshot().rows("annotations").to_pylist()
    edit_labels.delete(store, [next(row["id"] for row in labels if row["id"] not in suspected)])


def remove_an_image(store: Store) -> None:
    edit_labels.remove_images(store, [of_kind(store, "missing_object")["image_id"]])


def relabel_all(store: Store) -> None:
    ids = store.snapshot().rows("annotations", columns=("id",))["id"].to_pylist()
    edit_labels.relabel(store, ids, "cone")


Edit = Callable[[Store], None]

EDITS: list[Edit] = [
    move_a_loose_box,
    move_a_label_away,
    move_a_label_out_of_its_image,
    relabel_a_right_one,
    delete_the_twin_of_a_duplicate,
    add_what_was_missing,
    accept_what_was_missing,
    delete_a_right_label,
    remove_an_image,
    relabel_all,
]


@pytest.fixture
def beside(store: Store, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """A copy of the project as it is at the call."""
    opened: list[Store] = []

    def copied() -> Store:
        path = tmp_path / f"beside-{len(opened)}.assay"
        shutil.copytree(store.path, path)
        opened.append(Store.open(path))
        return opened[-1]

    yield copied
    for one in opened:
        one.close()


@pytest.mark.parametrize("change", EDITS)
def test_suspects_of_what_was_edited_are_those_of_a_whole_search(
    store: Store, beside: Callable[[], Store], change: Edit
) -> None:
    """Of the touched images what `find` says now, to the last digit; of all others what stood, id and all."""
    before = issues(store)
    change(store)
    images, whole = touched(store), beside()
    assert find_again.find_again(store) == 1
    find_issues(whole)
    assert said(store, images) == said(whole, images)
    assert "stale" not in {row["state"] for row in issues(store).values()}
    kept = {id: row for id, row in issues(store).items() if row["image_id"] not in images}
    assert kept == {id: row for id, row in before.items() if row["image_id"] not in images}
    assert said(store) != said_of(before), "the edit made no difference, and this test none either"


@pytest.mark.parametrize("change", EDITS)
def test_undo_and_redo_bring_suspects_along(store: Store, change: Edit) -> None:
    before = issues(store)
    change(store)
    follow_up(store)
    edited = said(store)
    undone = undo(store)
    follow_up(store)
    assert said(store) == said_of(before)
    assert "changed since" not in undone.title
    redone = redo(store)
    follow_up(store)
    assert said(store) == edited
    assert "changed since" not in redone.title
    undo(store)
    follow_up(store)
    assert said(store) == said_of(before)


@pytest.mark.parametrize("change", [move_a_loose_box, accept_what_was_missing, remove_an_image])
def test_a_suspect_that_an_edit_answered_comes_back_under_its_id(store: Store, change: Edit) -> None:
    """A link to it stays good: the edit spoke of it."""
    before = issues(store)
    change(store)
    follow_up(store)
    assert issues(store).keys() != before.keys() or issues(store) != before
    undo(store)
    follow_up(store)
    assert issues(store) == before


def test_what_leans_on_an_edit_goes_with_it(store: Store) -> None:
    """A missing object that a drawn box answers, and a label whose twin is deleted."""
    missing, twin = of_kind(store, "missing_object")["id"], of_kind(store, "duplicate_box")["id"]
    add_what_was_missing(store)
    delete_the_twin_of_a_duplicate(store)
    assert {issues(store)[id]["state"] for id in (missing, twin)} == {"open"}
    follow_up(store)
    assert {missing, twin} & issues(store).keys() == set()


def test_decisions_stand(store: Store) -> None:
    loose = of_kind(store, "loose_box")
    decide_issues(store, [loose["id"]], Decision.KEEP)
    edit_labels.set_attributes(store, [loose["annotation_id"]], {"looked": True})
    edit_labels.move(store, loose["annotation_id"], [150.0, 100.0, 40.0, 40.0])
    follow_up(store)
    assert issues(store)[loose["id"]]["state"] == IssueState.KEPT
    assert [row["kind"] for row in issues(store).values() if row["annotation_id"] == loose["annotation_id"]].count(
        "loose_box"
    ) == 1
    fixed = of_kind(store, "wrong_class")
    decide_issues(store, [fixed["id"]], Decision.ACCEPT)
    follow_up(store)
    assert issues(store)[fixed["id"]]["state"] == IssueState.FIXED


def test_nothing_runs_where_nothing_was_looked_for(toy: ToySet, tmp_path: Path) -> None:
    with Store.create(tmp_path / "new.assay") as store:
        import_dataset(store, toy.labels)
        import_predictions(store, toy.predictions, run="model")
        evaluate_run(store)
        edit_labels.delete(store, [0])
        revision = store.snapshot().revision
        assert find_again.find_again(store) == 0
        follow_up(store)
        assert store.snapshot().revision == revision
        assert issues(store) == {}


def test_kinds_that_were_not_looked_for_are_not_looked_for_now(toy: ToySet, tmp_path: Path) -> None:
    with Store.create(tmp_path / "few.assay") as store:
        import_dataset(store, toy.labels)
        import_predictions(store, toy.predictions, run="model")
        find_issues(store, kinds=["loose_box"])
        [label] = store.snapshot().rows("annotations").slice(0, 1).to_pylist()
        edit_labels.copy_labels(store, [label["id"]], label["image_id"])
        follow_up(store)
        assert {row["kind"] for row in issues(store).values()} <= {"loose_box"}
        find_issues(store)
        edit_labels.copy_labels(store, [label["id"]], label["image_id"])
        follow_up(store)
        assert [row["kind"] for row in issues(store).values()].count("duplicate_box") >= 2


def test_an_edit_that_says_nothing_new_writes_no_suspect(store: Store) -> None:
    suspects = store.snapshot().version_of("issues")
    label = label_of(store, "loose_box")
    edit_labels.set_attributes(store, [label["id"]], {"occluded": True})
    assert find_again.find_again(store) == 1
    assert store.snapshot().version_of("issues") == suspects
    revision = store.snapshot().revision
    assert find_again.find_again(store) == 0
    assert store.snapshot().revision == revision


def test_a_burst_of_edits_is_followed_once(store: Store, beside: Callable[[], Store]) -> None:
    labels = store.snapshot().rows("annotations").to_pylist()
    for at, label in enumerate(labels[:20]):
        edit_labels.move(store, label["id"], [label["x"] + at % 7, label["y"], label["w"] * 1.3, label["h"]])
    whole, images = beside(), {label["image_id"] for label in labels[:20]}
    assert find_again.find_again(store) == 1
    find_issues(whole)
    assert said(store, images) == said(whole, images)


def test_edits_that_come_while_it_looks_are_followed_too(store: Store, beside: Callable[[], Store]) -> None:
    """Looking takes no lock: what is edited meanwhile is neither overwritten nor forgotten."""
    labels = store.snapshot().rows("annotations").to_pylist()
    going = True

    def follow() -> None:
        while going:
            find_again.find_again(store)

    beside_it = Thread(target=follow)
    beside_it.start()
    for label in labels[:15]:
        edit_labels.move(store, label["id"], [label["x"], label["y"], label["w"] * 1.5, label["h"]])
    going = False
    beside_it.join(60)
    follow_up(store)
    whole = beside()
    find_issues(whole)
    assert len(said(store)) == len(issues(store)), "no suspect stands twice"
    assert "stale" not in {row["state"] for row in issues(store).values()}
    newest = {labels[14]["image_id"]}  # whoever looked at it saw every edit
    assert said(store, newest) == said(whole, newest)


def test_every_run_that_was_searched_with_is_followed(store: Store, toy: ToySet) -> None:
    import_predictions(store, toy.predictions, run="again")
    find_issues(store, run="again")
    assert {one.run_id for one in store.snapshot().looked_for(1)} == {1, 2}
    missing = {row["id"] for row in issues(store).values() if row["kind"] == "missing_object"}
    assert len(missing) == 2
    add_what_was_missing(store)
    assert find_again.find_again(store) == 2
    assert missing & issues(store).keys() == set()


def test_a_run_that_is_not_there_is_left_out(store: Store) -> None:
    with store.writer() as writer:
        writer.note_looked_for([LookedFor(1, 99, "loose_box", 0)])
    move_a_loose_box(store)
    assert find_again.find_again(store) == 1


def test_real_labels_are_judged_as_a_whole_search_judges_them(shared_data: Path, tmp_path: Path) -> None:
    """425 photographs with a real run: a box enlarged, one deleted, one drawn, one of another class."""
    folder = shared_data / "ppe_valid"
    with Store.create(tmp_path / "ppe.assay") as store:
        import_dataset(store, folder / "instances_valid.json")
        import_predictions(store, folder / "predictions_coco.json", run="yolo")
        find_issues(store)
    shutil.copytree(tmp_path / "ppe.assay", tmp_path / "beside.assay")
    with Store.open(tmp_path / "ppe.assay") as store, Store.open(tmp_path / "beside.assay") as whole:
        before = issues(store)
        for one in (store, whole):
            labels = one.snapshot().rows("annotations").to_pylist()
            wide, gone, other = labels[10], labels[400], labels[900]
            edit_labels.move(one, wide["id"], [wide["x"], wide["y"], wide["w"] * 1.8, wide["h"]])
            edit_labels.delete(one, [gone["id"]])
            edit_labels.relabel(one, [other["id"]], next(c.name for c in one.snapshot().categories(1)))
            add_what_was_missing(one)
        images = touched(store, edits=4)
        assert find_again.find_again(store) == 1
        find_issues(whole)
        assert said(store, images) == said(whole, images)
        assert len(images) == 4
        others = {id: row for id, row in issues(store).items() if row["image_id"] not in images}
        assert others == {id: row for id, row in before.items() if row["image_id"] not in images}
        assert said(store, images) != said_of({id: row for id, row in before.items() if row["image_id"] in images})


def test_an_edit_from_python_is_followed_before_the_call_returns(store: Store) -> None:
    loose = of_kind(store, "loose_box")
    with assay.open(store.path) as project:
        project.annotations.move(loose["annotation_id"], json.loads(loose["suggestion"])["box"])
        assert loose["id"] not in issues(store)
        project.undo()
        assert issues(store)[loose["id"]] == loose


def test_an_edit_in_the_browser_is_followed_behind_the_reply(store: Store) -> None:
    web = Visitor(create_app(store))
    twin = of_kind(store, "duplicate_box")
    edit(web, "delete", "annotation", ids=json.loads(twin["evidence"])["annotation_ids"])
    wait_until(lambda: twin["id"] not in issues(store))
