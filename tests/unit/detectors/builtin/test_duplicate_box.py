from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.testing.spoiled_views import spoiled_detection
from assay.testing.views import images_table, labels_table, predictions_table, view_of
from tests.unit.detectors.builtin.raised import find

BOX = [0.0, 0.0, 100.0, 100.0]


def labels(*rows: tuple[list[float], int], **columns: Any) -> DatasetView:
    boxes = [box for box, _ in rows]
    table = labels_table([0] * len(rows), boxes, [category for _, category in rows], first=10, **columns)
    return view_of(images_table(1), table, classes=("glove", "hand"))


def cut(share: float, side: float = 100.0) -> list[float]:
    """A box that overlaps [0, 0, side, side] by `share`."""
    return [0.0, 0.0, side, side * share]


@pytest.mark.parametrize(
    ("other", "category", "score"),
    [
        (cut(0.95), 0, 0.0),  # no doubt left
        (cut(0.75), 0, 0.3),  # half way between threshold and certainty
        (cut(0.6), 0, 0.6),  # M35: 0.6 is enough
        (cut(0.95), 1, 0.1),  # M36: two classes on one box
    ],
)
def test_two_labels_of_one_object(other: list[float], category: int, score: float) -> None:
    (suspect,) = find("duplicate_box", labels((BOX, 0), (other, category)))
    assert suspect.label == 11, "the smaller id is kept"
    assert suspect.evidence["annotation_ids"] == [10]
    assert suspect.suggestion == {"action": "delete"}
    assert suspect.score == pytest.approx(score)


@pytest.mark.parametrize(("other", "category"), [(cut(0.59), 0), (cut(0.94), 1)])
def test_two_labels_of_two_objects(other: list[float], category: int) -> None:
    assert find("duplicate_box", labels((BOX, 0), (other, category))) == []


def test_small_boxes_need_less_overlap() -> None:
    assert len(find("duplicate_box", labels((cut(1, 20), 0), (cut(0.55, 20), 0)))) == 1
    assert len(find("duplicate_box", labels((cut(1, 60), 0), (cut(0.55, 60), 0)))) == 0


def test_of_three_labels_of_one_object_two_are_surplus_each_once() -> None:
    suspects = find("duplicate_box", labels((BOX, 0), (cut(0.9), 0), (cut(0.8), 0)))
    assert sorted(suspect.label or 0 for suspect in suspects) == [11, 12]
    assert [suspect.evidence["annotation_ids"] for suspect in suspects] == [[10], [10]]


def test_with_a_run_the_label_that_predictions_fit_better_is_kept() -> None:
    view = labels((BOX, 0), (cut(0.8), 0))
    predictions = predictions_table([0], [cut(0.8)], [0], [0.9])
    (suspect,) = find("duplicate_box", view_of(view.images, view.annotations, predictions, classes=("glove", "hand")))
    assert suspect.label == 10


@pytest.mark.parametrize("mark", ["is_crowd", "ignore"])
def test_regions_are_left_out(mark: str) -> None:
    assert find("duplicate_box", labels((BOX, 0), (BOX, 0), **{mark: [True, False]})) == []


def test_labels_of_different_images_and_of_whole_images_are_no_twins() -> None:
    apart = labels_table([0, 1], [BOX, BOX], [0, 0])
    assert find("duplicate_box", view_of(images_table(2), apart, classes=("glove",))) == []
    assert find("duplicate_box", labels(([np.nan] * 4, 0), ([np.nan] * 4, 0))) == []


def test_the_sentence_tells_a_repetition_from_a_contradiction() -> None:
    assert (
        find("duplicate_box", labels((BOX, 0), (cut(0.95), 0)))[0].sentence
        == "Two labels of class glove overlap by 0.95."
    )
    (conflict,) = find("duplicate_box", labels((BOX, 0), (cut(0.95), 1)))
    assert conflict.sentence == "One box is labelled hand and glove (overlap 0.95)."


@pytest.mark.parametrize("seed", range(3))
def test_every_repeated_label_of_a_set_is_found_and_nothing_else(seed: int) -> None:
    spoiled = spoiled_detection(seed=seed)
    found = find("duplicate_box", spoiled.view)
    pairs = [{suspect.label, *suspect.evidence["annotation_ids"]} for suspect in found]
    repeated = spoiled.errors[IssueKind.DUPLICATE_BOX]
    assert len(found) == len(repeated)
    assert all(pair & repeated for pair in pairs)
