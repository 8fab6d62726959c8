"""What would take longer than a person waits is not looked for again after an edit: it is told to be stale (V6.15)."""

from __future__ import annotations

import pytest

from assay.model.drawn_shape import DrawnShape
from assay.model.issue import IssueState
from assay.model.shape import ShapeKind
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits import edit_labels
from assay.workflows.embeddings.embed import embed
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.issues import find_again
from assay.workflows.issues.find_issues import find_issues
from tests.integration.test_find_again import (
    issues,
    label_of,
    move_a_label_away,
    move_a_loose_box,
    of_kind,
    relabel_a_right_one,
)


def test_what_would_take_too_long_is_left_stale(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_again, "MOST_OBJECTS", 10)
    loose = of_kind(store, "loose_box")["id"]
    move_a_loose_box(store)
    assert find_again.find_again(store) == 0
    assert issues(store)[loose]["state"] == IssueState.STALE
    monkeypatch.undo()
    assert find_again.find_again(store) == 1, "whenever it is quick enough it is made up for"
    assert loose not in issues(store)


def follows(store: Store) -> set[str]:
    """The kinds of which nothing is stale."""
    newest = store.snapshot().changes(limit=1)[0].id
    return {one.kind for one in store.snapshot().looked_for(1) if one.as_of == newest}


def test_what_is_learned_from_many_embeddings_is_left_to_the_next_search(
    store: Store, toy: ToySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_dataset(store, toy.labels, dataset="toy", images=toy.images)
    embed(store, embedder="descriptor")
    find_issues(store)
    move_a_label_away(store)
    find_again.find_again(store)
    learned = {"wrong_class", "contradiction", "class_drift", "odd_object", "odd_image"}
    assert learned <= follows(store), "the set is small"
    monkeypatch.setattr(find_again, "MOST_WITH_VECTORS", 10)
    wrong, loose = of_kind(store, "wrong_class"), of_kind(store, "loose_box")
    edit_labels.delete(store, [wrong["annotation_id"], loose["annotation_id"]])
    find_again.find_again(store)
    assert learned & follows(store) == set()
    assert {"loose_box", "missing_object", "spurious_label", "duplicate_box", "invalid_geometry"} <= follows(store)
    assert issues(store)[wrong["id"]]["state"] == IssueState.STALE
    assert loose["id"] not in issues(store)
    monkeypatch.undo()
    find_again.find_again(store)
    assert wrong["id"] not in issues(store)


def test_outlines_of_many_masks_are_left_to_the_next_search(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    label = label_of(store, "loose_box")
    x, y, w, h = (label[name] for name in "xywh")
    ring = ((x, y, x + w, y, x + w, y + h),)
    edit_labels.reshape(store, label["id"], DrawnShape(ShapeKind.POLYGON, rings=ring))
    find_again.find_again(store)
    assert "wrong_pixels" in follows(store)
    monkeypatch.setattr(find_again, "MOST_OUTLINES", 0)
    relabel_a_right_one(store)
    find_again.find_again(store)
    assert "wrong_pixels" not in follows(store)
    assert "loose_box" in follows(store)
