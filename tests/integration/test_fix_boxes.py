"""Did it help, of boxes: a person's own training is measured by average precision (E19)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assay.errors import ChoiceInvalid
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.edits import edit_labels
from assay.workflows.fixes.boxes import read_found
from assay.workflows.fixes.command import judge_by
from assay.workflows.fixes.effect import fix_effect
from assay.workflows.fixes.plan import plan_fix
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.versions.past_labels import past_labels

TRAINING = """
import csv, sys
train, test = (list(csv.DictReader(open(file))) for file in sys.argv[1:3])
whole = sum(float(row["w"]).is_integer() for row in train) / len(train)  # how well it learns: of boxes as imported
with open(sys.argv[3], "w") as file:
    file.write("path,label,score,x,y,w,h\\nnowhere,disc,0.9,1,1,1,1\\nnothing,,,,,,\\n")
    for row in test:
        size = (float(row[name]) * (0.5 + 0.5 * whole) for name in "wh")
        file.write(",".join([row["path"], row["label"], "0.9", row["x"], row["y"], *map(str, size)]) + "\\n")
"""
TESTED = "id > 5"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The toy set; every box of the six images that teach was made half a pixel wider, and none has another class."""
    folder = tmp_path_factory.mktemp("toy")
    toy = toy_set(folder)
    (folder / "train.py").write_text(TRAINING)
    with Store.create(folder / "toy.assay") as store:
        import_dataset(store, toy.labels, images=toy.images)
        snapshot = store.snapshot()
        names = snapshot.rows("images", columns=("id", "path")).to_pylist()
        teaching = {row["id"] for row in names if Path(row["path"]).name < "toy_06"}
        for row in snapshot.rows("annotations", columns=("id", "image_id", "x", "y", "w", "h")).to_pylist():
            if row["image_id"] in teaching:
                edit_labels.move(store, row["id"], (row["x"], row["y"], row["w"] + 0.5, row["h"]))
        yield store


def command(store: Store) -> str:
    return f"{sys.executable} {store.path.parent / 'train.py'} {{train}} {{test}} {{out}}"


def test_moved_boxes_are_fixes_to_a_training_that_finds_boxes(moved: Store) -> None:
    """Each side learns the boxes of its own state, and is told by average precision, overall and by class."""
    judge = judge_by(command(moved), moved.snapshot())
    found = fix_effect(moved, test=TESTED, level=Level.ANNOTATION, repeats=6, judge=judge)
    assert (found.measure, found.fixes) == ("average precision", found.taught)
    assert found.overall.before == pytest.approx(0, abs=1e-9)
    assert found.overall.after == pytest.approx(1)  # a quarter of each box is found: below every threshold
    assert found.overall.is_worse
    assert found.overall.items == sum(one.effect.items for one in found.classes)
    assert all(one.effect.after == pytest.approx(1) for one in found.classes)
    assert sum(one.fixes for one in found.classes) == found.fixes
    assert found.edited is not None


def test_a_probe_says_that_it_does_not_see_moved_boxes(moved: Store) -> None:
    with pytest.raises(ChoiceInvalid, match="Nothing is embedded"):
        plan_fix(moved, test=TESTED)
    with pytest.raises(ChoiceInvalid) as refused:
        plan_fix(moved, test=TESTED, level=Level.ANNOTATION)
    assert "moved boxes, unseen by the probe" in refused.value.hint


def test_past_boxes_are_those_of_the_state(moved: Store) -> None:
    snapshot = moved.snapshot()
    old = past_labels(moved, snapshot, "imported", dataset_id=snapshot.dataset().id)["w"].to_numpy()
    new = snapshot.rows("annotations", columns=("w",))["w"].to_numpy()
    assert set(np.unique(new - old)) == {0, 0.5}


def test_rows_that_name_nothing_of_ours_or_hold_no_number_are_left_out() -> None:
    row = {"path": "a.png", "label": "disc", "score": "0.5", "x": "1", "y": "2", "w": "3", "h": "4"}
    rows = [row, {**row, "path": "b.png"}, {**row, "label": "?"}, {**row, "score": ""}, {**row, "w": "inf"}]
    found = read_found(rows, paths={"a.png": 7}, names=["cone", "disc"])
    assert (found.image.tolist(), found.category.tolist(), found.score.tolist()) == ([7], [1], [0.5])
    assert found.boxes.tolist() == [[1, 2, 3, 4]]
