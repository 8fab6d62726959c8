"""Classes renamed and merged: one change each, with an undo; files and queries still find them (I2)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assay.errors import EditInvalid, NotFound
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits.edit_classes import merge_classes, rename_class
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.explore.search import count
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.segments.segments import save_segment
from tests.integration.state import state_of


def names(store: Store) -> list[str]:
    return [category.name for category in store.snapshot().categories(1)]


def test_a_class_is_renamed_and_everything_still_finds_it(store: Store, toy: ToySet) -> None:
    """The file it came from, a live segment that names it, and a query by either name."""
    before, discs = state_of(store.snapshot()), count(store, 'label = "disc"', level=Level.ANNOTATION)
    save_segment(store, "round", 'label = "disc"', level=Level.ANNOTATION)
    change = rename_class(store, "disc", "plate")
    assert change.title == "Rename class disc to plate"
    assert "plate" in names(store)
    assert "disc" not in names(store)
    for query in ('label = "plate"', 'label = "disc"', 'segment = "round"'):
        assert count(store, query, level=Level.ANNOTATION) == discs
    again = import_dataset(store, toy.labels, dataset="toy", images=toy.images)
    assert (again.objects.added, again.objects.updated) == (0, 0)
    assert "disc" not in names(store)
    undo(store)
    assert "disc" in names(store)
    undo(store)
    assert state_of(store.snapshot()) == before
    redo(store)
    redo(store)
    assert "plate" in names(store)


def test_a_name_that_is_taken_is_refused(store: Store) -> None:
    with pytest.raises(EditInvalid):
        rename_class(store, "disc", "cone")
    with pytest.raises(NotFound, match="Did you mean 'disc'"):
        rename_class(store, "disk", "plate")


def test_two_classes_become_one_with_their_predictions(store: Store) -> None:
    """Labels and predictions alike; the matches of the run are made anew, and undo brings all back."""
    before = state_of(store.snapshot())
    labels, predictions = (
        [count(store, f'label = "{name}"', level=level) for name in ("disc", "cone")]
        for level in (Level.ANNOTATION, Level.PREDICTION)
    )
    change = merge_classes(store, ["disc"], "cone")
    assert change.title == f"Merge disc into cone ({labels[0]} labels)"
    for level, counts in ((Level.ANNOTATION, labels), (Level.PREDICTION, predictions)):
        assert count(store, 'label = "disc"', level=level) == 0
        assert count(store, 'label = "cone"', level=level) == sum(counts)
    undo(store)
    assert state_of(store.snapshot()) == before
    merge_classes(store, ["disc"], "cone")
    with pytest.raises(EditInvalid):
        merge_classes(store, ["disc"], "cone")


def test_the_chances_of_merged_classes_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("path,label\na.jpg,cat\nb.jpg,dog\nc.jpg,pup\n")
    (tmp_path / "chances.csv").write_text("path,cat,dog,pup\na.jpg,.5,.2,.3\nb.jpg,.1,.3,.6\nc.jpg,1,0,0\n")
    with Store.create(tmp_path / "p.assay") as store:
        import_dataset(store, tmp_path / "labels.csv")
        import_predictions(store, tmp_path / "chances.csv", run="model")
        merge_classes(store, ["pup"], "dog")
        chances = np.array(store.snapshot().rows("predictions")["probabilities"].to_pylist())
        places = [names(store).index(name) for name in ("cat", "dog", "pup")]
        assert chances[:, places] == pytest.approx(np.array([[0.5, 0.5, 0], [0.1, 0.9, 0], [1, 0, 0]]))
        assert count(store, 'label = "pup"', level=Level.PREDICTION) == 0
