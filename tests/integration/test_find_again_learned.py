"""In sets too large to learn anew, suspects follow an edit by what the search learned from embeddings (V6.15)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assay.model.issue import IssueState
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.edit_classes import merge_classes
from assay.workflows.edits.undo_change import undo
from assay.workflows.embeddings.embed import embed
from assay.workflows.embeddings.import_vectors import import_vectors
from assay.workflows.follow_up import follow_up
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues import learned
from assay.workflows.issues.find_again import find_again
from assay.workflows.issues.find_issues import find_issues
from tests.integration.test_find_again import Row, issues, of_kind, said, said_of, touched
from tests.integration.test_find_again_limits import follows

LABELS, OF_IMAGE, CLASSES, DIMENSION = 2400, 4, 5, 24
NEARLY = 0.03
"""Between scores of one suspect; how many labels are wrong is told from all of them."""
LEARNED = {"wrong_class", "contradiction", "class_drift", "odd_object", "odd_image"}


def numbers() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A vector for each label and for each image, and the class of each label: one in forty is wrong."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, CLASSES, LABELS)
    looks = rng.normal(size=(CLASSES * 3, DIMENSION))[truth * 3 + rng.integers(0, 3, LABELS)]
    looks = looks + 0.5 * rng.normal(size=looks.shape)
    looks[1::50] = looks[::50] + 0.001 * rng.normal(size=looks[::50].shape)  # near-duplicates
    looks[30::600] *= -1
    given = np.where(rng.random(LABELS) < 0.025, (truth + 1) % CLASSES, truth)
    return looks, rng.normal(size=(LABELS // OF_IMAGE, DIMENSION)), given


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with thousands of embedded labels in which errors were looked for."""
    folder = tmp_path_factory.mktemp("embedded")
    looks, scenes, given = numbers()
    labels = [
        {
            "id": at,
            "image_id": at // OF_IMAGE,
            "category_id": category,
            "bbox": [40.0 * (at % OF_IMAGE), 20.0, 30.0, 30.0 + at % 7],
            "area": 900.0,
            "iscrowd": 0,
        }
        for at, category in enumerate(given.tolist())
    ]
    told = {
        "images": [
            {"id": at, "file_name": f"{'ab'[at % 2]}/{at}.jpg", "width": 200, "height": 100}
            for at in range(len(scenes))
        ],
        "annotations": labels,
        "categories": [{"id": at, "name": f"class {at}"} for at in range(CLASSES)] + [{"id": CLASSES, "name": "rare"}],
    }
    (folder / "labels.json").write_text(json.dumps(told))
    np.savez(folder / "labels.npz", id=np.arange(LABELS), vectors=looks)
    np.savez(folder / "images.npz", id=np.arange(len(scenes)), vectors=scenes)
    with Store.create(folder / "many.assay") as store:
        import_dataset(store, folder / "labels.json")
        import_vectors(store, folder / "labels.npz", level=Level.ANNOTATION)
        import_vectors(store, folder / "images.npz", level=Level.IMAGE)
        find_issues(store)
    return folder / "many.assay"


@pytest.fixture
def many(searched: Path, tmp_path: Path) -> Iterator[Store]:
    """The same, for one test: opened anew, as after a restart."""
    shutil.copytree(searched, tmp_path / "many.assay")
    with Store.open(tmp_path / "many.assay") as store:
        yield store


def fix(store: Store) -> int:
    """Give the label of a wrong-class suspect the class that is suggested; the id of the suspect."""
    suspect = of_kind(store, "wrong_class")
    edit_labels.relabel(store, [suspect["annotation_id"]], class_name(store, suspect))
    return int(suspect["id"])


def class_name(store: Store, suspect: Row) -> str:
    category = json.loads(suspect["suggestion"])["category_id"]
    return next(one.name for one in store.snapshot().categories(1) if one.id == category)


def test_a_wrong_class_goes_with_its_fix_and_comes_back_with_its_undo(many: Store) -> None:
    before = issues(many)
    assert LABELS > learned.MOST_WITH_VECTORS
    suspect = fix(many)
    assert issues(many)[suspect]["state"] == IssueState.STALE
    follow_up(many)
    assert suspect not in issues(many)
    assert follows(many) >= LEARNED
    images = touched(many)
    others = {id: row for id, row in issues(many).items() if row["image_id"] not in images}
    assert others == {id: row for id, row in before.items() if row["image_id"] not in images}
    undo(many)
    follow_up(many)
    assert issues(many) == before, "to the last bit"


def test_a_right_label_made_wrong_is_suspected(many: Store) -> None:
    suspected = {row["annotation_id"] for row in issues(many).values()}
    label = next(row for row in many.snapshot().rows("annotations").to_pylist() if row["id"] not in suspected)
    edit_labels.relabel(many, [label["id"]], f"class {(label['category_id'] + 1) % CLASSES}")
    follow_up(many)
    found = [row for row in issues(many).values() if row["annotation_id"] == label["id"]]
    assert "wrong_class" in {row["kind"] for row in found}


def scores(store: Store, images: set[int]) -> dict[tuple[str, int], float]:
    found = [row for row in issues(store).values() if row["image_id"] in images]
    return {(row["kind"], row["annotation_id"]): row["score"] for row in found}


def fix_one(store: Store) -> None:
    fix(store)


def delete_a_twin(store: Store) -> None:
    edit_labels.delete(store, [of_kind(store, "contradiction")["annotation_id"]])


def remove_an_odd_one(store: Store) -> None:
    edit_labels.remove_images(store, [of_kind(store, "odd_object")["image_id"]])


@pytest.mark.parametrize("change", [fix_one, delete_a_twin, remove_an_odd_one])
def test_what_is_said_is_nearly_what_a_whole_search_says(
    many: Store, tmp_path: Path, change: Callable[[Store], None]
) -> None:
    """The same suspects of the touched images; scores of what is learned from the labels differ by some hundredths."""
    change(many)
    images = touched(many)
    shutil.copytree(many.path, tmp_path / "whole.assay")
    follow_up(many)
    with Store.open(tmp_path / "whole.assay") as whole:
        find_issues(whole)
        here, there = scores(many, images), scores(whole, images)
    assert here.keys() == there.keys()
    assert all(abs(score - there[key]) < NEARLY for key, score in here.items())
    assert follows(many) >= LEARNED


def test_an_edit_does_not_need_the_last_one_to_be_known(many: Store) -> None:
    """Edits add up: what leans on none of them is judged as the search judged it."""
    for _ in range(5):
        fix(many)
        follow_up(many)
    before = issues(many)
    fixed = fix(many)
    follow_up(many)
    undo(many)
    follow_up(many)
    after = issues(many)
    assert subjects(after) == subjects(before)
    assert abs(after[fixed]["score"] - before[fixed]["score"]) < NEARLY, "six errors less are thought to be there"


def subjects(rows: dict[int, Row]) -> set[tuple[str, int]]:
    return {(row["kind"], row["annotation_id"]) for row in rows.values()}


def kept(store: Store) -> Path:
    return store.path / "cache" / learned.FOLDER


def test_without_what_was_learned_it_is_left_to_the_next_search(many: Store) -> None:
    shutil.rmtree(kept(many))
    suspect = fix(many)
    follow_up(many)
    assert issues(many)[suspect]["state"] == IssueState.STALE
    assert follows(many) & LEARNED == set()
    assert "duplicate_box" in follows(many)
    find_issues(many)
    assert suspect not in issues(many)
    fix(many)
    follow_up(many)
    assert follows(many) >= LEARNED, "the search made it again"


def test_what_cannot_be_read_is_as_if_it_were_not_there(many: Store) -> None:
    for path in kept(many).iterdir():
        path.write_bytes(path.read_bytes()[:1000])
    suspect = fix(many)
    follow_up(many)
    assert issues(many)[suspect]["state"] == IssueState.STALE


def test_another_embedding_is_learned_from_first(many: Store, searched: Path) -> None:
    import_vectors(many, searched.parent / "labels.npz", level=Level.ANNOTATION, name="other")
    suspect = fix(many)
    follow_up(many)
    assert issues(many)[suspect]["state"] == IssueState.STALE
    assert LEARNED & follows(many) == {"odd_image"}


def test_where_much_changed_what_was_learned_is_too_old(many: Store) -> None:
    ids = many.snapshot().rows("annotations", columns=("id",))["id"].to_pylist()
    edit_labels.delete(many, ids[: LABELS // 8])
    follow_up(many)
    assert LEARNED & follows(many) == {"odd_image"}


def test_a_search_for_one_kind_leaves_what_others_go_by(many: Store) -> None:
    find_issues(many, kinds=["contradiction"])
    fix(many)
    follow_up(many)
    assert follows(many) >= LEARNED


def test_a_class_that_was_not_learned_is_not_judged_by_looks(many: Store) -> None:
    label = of_kind(many, "wrong_class")["annotation_id"]
    edit_labels.relabel(many, [label], "rare")
    follow_up(many)
    assert "wrong_class" not in {row["kind"] for row in issues(many).values() if row["annotation_id"] == label}
    assert follows(many) >= LEARNED


def test_classes_that_are_one_now_are_learned_first(many: Store) -> None:
    merge_classes(many, ["class 0"], "class 1")
    follow_up(many)
    assert LEARNED & follows(many) == LEARNED - {"wrong_class"}


def test_real_labels_follow_a_class_and_a_box(shared_data: Path, tmp_path: Path) -> None:
    """1,794 labels of 425 photographs: one is given the class it should have, one is moved; both are undone."""
    folder = shared_data / "ppe_valid"
    with Store.create(tmp_path / "ppe.assay") as store:
        import_dataset(store, folder / "instances_valid.json", images=folder / "images")
        import_predictions(store, folder / "predictions_coco.json", run="yolo")
        embed(store, embedder="descriptor", levels=[Level.ANNOTATION])
        find_issues(store)
        before = issues(store)
        suspect = fix(store)
        follow_up(store)
        assert suspect not in issues(store)
        undo(store)
        follow_up(store)
        assert issues(store) == before
        label = store.snapshot().rows("annotations").to_pylist()[10]
        edit_labels.move(store, label["id"], [0.0, 0.0, label["w"] * 3, label["h"] * 3])
        follow_up(store)
        assert follows(store) >= LEARNED - {"odd_image"}
        assert "stale" not in {row["state"] for row in issues(store).values()}
        assert said(store) != said_of(before)
        undo(store)
        find_again(store)
        follow_up(store)
        assert issues(store) == before
