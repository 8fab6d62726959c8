from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.testing.spoiled_views import spoiled_detection
from assay.testing.views import images_table, labels_table, predictions_table, view_of
from tests.unit.detectors.builtin.raised import find

BOX = [100.0, 100.0, 100.0, 100.0]


def one_odd(box: list[float], *, score: float = 0.9, usual: float = 4.0, **columns: Any) -> DatasetView:
    """Forty labels that fit their prediction up to `usual` px, and one more drawn as `box`."""
    n = 41
    labels = np.tile(BOX, (n, 1))
    labels[:-1, 0] += np.linspace(0, usual, n - 1)
    labels[-1] = box
    scores = np.full(n, 0.9)
    scores[-1] = score
    return view_of(
        images_table(n),
        labels_table(np.arange(n), labels, np.zeros(n), **columns),
        predictions_table(np.arange(n), np.tile(BOX, (n, 1)), np.zeros(n), scores, first=1000),
        classes=("person",),
    )


def test_a_box_far_looser_than_usual_is_moved_to_the_predicted_one() -> None:
    (suspect,) = find("loose_box", one_odd([80, 80, 140, 140]))
    assert (suspect.label, suspect.prediction) == (40, 1040)
    assert suspect.suggestion == {"action": "move", "box": BOX}
    assert suspect.score < 0.1
    assert suspect.sentence == "The box labelled person overlaps the prediction at 0.90 by 0.51; 0.96 is usual here."


def test_a_shifted_box_is_found_even_where_it_overlaps_by_less_than_half() -> None:
    (suspect,) = find("loose_box", one_odd([145, 100, 100, 100]))
    assert suspect.evidence["iou"] == pytest.approx(0.3793)


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (one_odd([100, 100, 110, 105]), "it is as good as people draw"),
        (one_odd([80, 80, 140, 140], score=0.05), "the prediction is not sure"),
        (one_odd([190, 100, 100, 100]), "two things side by side"),
        (one_odd([80, 80, 140, 140], ignore=[False] * 40 + [True]), "it does not count"),
    ],
)
def test_what_is_not_loose(view: DatasetView, why: str) -> None:
    assert find("loose_box", view) == [], why


def test_where_boxes_are_all_that_loose_one_more_is_hardly_suspected() -> None:
    found = find("loose_box", one_odd([100, 100, 125, 125], usual=45.0))
    assert all(suspect.score > 0.5 for suspect in found)
    assert all(suspect.score > 0.8 for suspect in found if suspect.label == 40)


def test_a_faint_prediction_says_less_of_where_an_object_ends() -> None:
    sure, faint = (
        next(s.score for s in find("loose_box", one_odd([80, 80, 140, 140], score=score, usual=20.0)) if s.label == 40)
        for score in (0.95, 0.35)
    )
    assert sure < faint


def test_a_label_whose_object_is_better_fitted_by_another_label_is_not_loose() -> None:
    view = view_of(
        images_table(1),
        labels_table([0, 0], np.array([BOX, [80, 80, 140, 140]]), [0, 0]),
        predictions_table([0], [BOX], [0], [0.9]),
        classes=("person",),
    )
    assert find("loose_box", view) == []


@pytest.mark.parametrize("seed", range(3))
def test_loose_boxes_of_a_set_are_found_and_little_else(seed: int) -> None:
    spoiled = spoiled_detection(seed=seed)
    loose = spoiled.errors[IssueKind.LOOSE_BOX]
    found = [suspect.label for suspect in find("loose_box", spoiled.view)]
    assert len(loose & set(found)) >= len(loose) - 1
    assert len(set(found[: len(loose)]) - loose) <= 1


def test_a_fainter_prediction_that_fits_better_speaks_for_the_label() -> None:
    loose = [80.0, 80.0, 140.0, 140.0]
    view = one_odd(loose, usual=20.0)
    boxes = np.concatenate((np.tile(BOX, (41, 1)), [loose]))
    scores = np.concatenate((np.full(41, 0.9), [0.2]))
    seconded = view_of(
        view.images,
        view.annotations,
        predictions_table(np.append(np.arange(41), 40), boxes, np.zeros(42), scores, first=1000),
        classes=("person",),
    )
    assert any(suspect.label == 40 for suspect in find("loose_box", view))
    assert not any(suspect.label == 40 for suspect in find("loose_box", seconded))


def test_of_two_predictions_of_an_object_the_surer_one_is_meant() -> None:
    """A faint box that half agrees with a moved label does not take the place of the sure one of its object."""
    view = one_odd([140.0, 100.0, 100.0, 100.0])
    boxes = np.concatenate((np.tile(BOX, (41, 1)), [[170.0, 100.0, 100.0, 100.0]]))
    beside = view_of(
        view.images,
        view.annotations,
        predictions_table(
            np.append(np.arange(41), 40), boxes, np.zeros(42), np.append(np.full(41, 0.9), 0.31), first=1000
        ),
        classes=("person",),
    )
    (suspect,) = [one for one in find("loose_box", beside) if one.label == 40]
    assert suspect.prediction == 1040


def test_a_gap_is_judged_beside_predictions_as_faint_as_its_own() -> None:
    """Where faint predictions of good labels fit well too, one that does not fit tells as much as a sure one does."""
    n = 80
    labels, scores = np.tile(BOX, (n, 1)), np.tile([0.9, 0.35], n // 2)
    labels[:, 0] += np.linspace(0, 4, n)
    labels[-1] = [140.0, 100.0, 100.0, 100.0]  # its prediction has 0.35
    view = view_of(
        images_table(n),
        labels_table(np.arange(n), labels, np.zeros(n)),
        predictions_table(np.arange(n), np.tile(BOX, (n, 1)), np.zeros(n), scores, first=1000),
        classes=("person",),
    )
    (suspect,) = find("loose_box", view)
    assert suspect.label == n - 1
    assert suspect.score < 0.1
