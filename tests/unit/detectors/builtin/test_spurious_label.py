from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.testing.spoiled_views import spoiled_detection
from assay.testing.views import images_table, labels_table, predictions_table, view_of
from tests.unit.detectors.builtin.raised import find


def grid(scores: list[float], *, categories: list[int] | None = None) -> DatasetView:
    """One label per image, and a prediction on it of the score given; 0 for none."""
    n = len(scores)
    boxes = np.tile([10.0, 10, 50, 50], (n, 1))
    seen = np.flatnonzero(scores)
    return view_of(
        images_table(n),
        labels_table(np.arange(n), boxes, categories or [0] * n),
        predictions_table(seen, boxes[seen], np.array(categories or [0] * n)[seen], np.array(scores)[seen]),
        classes=("vest", "boot"),
    )


def test_the_one_label_that_a_good_model_does_not_see_is_raised() -> None:
    (suspect,) = find("spurious_label", grid([0.9] * 39 + [0]))
    assert suspect.label == 39
    assert suspect.suggestion == {"action": "delete"}
    assert suspect.score == pytest.approx(0.66, abs=0.02)
    assert suspect.sentence == (
        "Labelled vest; no prediction lies there, and the model sees 97 % of labels of this class and size."
    )


def test_a_faint_prediction_is_named_and_speaks_for_the_label() -> None:
    view = grid([0.9] * 39 + [0.04])
    (suspect,) = find("spurious_label", view)
    assert suspect.evidence["prediction_ids"] == [39]
    assert "the best prediction there has confidence 0.04 and fits by 1.00" in suspect.sentence
    assert suspect.score > find("spurious_label", grid([0.9] * 39 + [0]))[0].score


def test_a_label_seen_at_low_confidence_is_not_raised() -> None:
    assert find("spurious_label", grid([0.9] * 39 + [0.11])) == []


def test_a_model_that_misses_much_raises_little() -> None:
    """Half of all labels unseen: none of them is telling."""
    assert find("spurious_label", grid([0.9, 0.0] * 40)) == []


def test_a_class_that_the_model_hardly_knows_does_not_flood_the_list() -> None:
    """20 of 40 boots are unseen and say little; the one unseen vest among 200 says much."""
    view = grid([0.9] * 199 + [0.0] + [0.9, 0.0] * 20, categories=[0] * 200 + [1] * 40)
    found = find("spurious_label", view)
    assert found[0].label == 199
    assert len(found) < 5


def test_a_prediction_of_another_class_says_that_something_is_there() -> None:
    view = grid([0.9] * 40)
    other = predictions_table(np.arange(40), view.predicted.boxes, [0] * 39 + [1], np.full(40, 0.9))
    assert find("spurious_label", view_of(view.images, view.annotations, other, classes=("vest", "boot"))) == []


@pytest.mark.parametrize("seed", range(3))
def test_labels_of_nothing_are_found_first(seed: int) -> None:
    spoiled = spoiled_detection(seed=seed)
    nothing = spoiled.errors[IssueKind.SPURIOUS_LABEL]
    found = [suspect.label for suspect in find("spurious_label", spoiled.view)]
    assert nothing <= set(found)
    assert nothing == set(found[: len(nothing)])
