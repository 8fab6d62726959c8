from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.testing.spoiled_views import spoiled_detection
from tests.unit.detectors.builtin import raised
from tests.unit.detectors.builtin.raised import find

BOX, PART, SHIFTED, FAR = [0, 0, 100, 100], [10, 10, 30, 30], [55, 0, 100, 100], [300, 300, 50, 50]


def scene(labels: list[Any], predictions: list[Any], **columns: Any) -> DatasetView:
    return raised.scene(labels, predictions, classes=("mask", "hat"), **columns)


def test_a_confident_prediction_where_no_label_lies_is_an_object_nobody_labelled() -> None:
    (suspect,) = find("missing_object", scene([(BOX, 0)], [(BOX, 0, 0.9), (FAR, 1, 0.89)]))
    assert (suspect.label, suspect.prediction, suspect.category) == (None, 21, 1)
    assert suspect.score == pytest.approx(0.65, abs=0.02)  # few predictions tell how far it can be believed
    assert suspect.sentence.startswith("hat predicted at 0.89; no label lies there, and ")
    assert suspect.suggestion == {"action": "add", "prediction_id": 21, "category_id": 1, "box": FAR}


@pytest.mark.parametrize(
    ("labels", "predictions", "why"),
    [
        ([], [(FAR, 0, 0.29)], "the model doubts it"),
        ([(BOX, 0)], [(BOX, 1, 0.9)], "its place is labelled, if with another class"),
        ([(BOX, 0)], [(BOX, 0, 0.95), (PART, 0, 0.9)], "it is a part of a labelled object"),
        ([(BOX, 0)], [(SHIFTED, 0, 0.9)], "a shifted label is its best fit: that is a loose box"),
        ([], [([np.nan] * 4, 0, 0.9)], "it speaks of the image"),
    ],
)
def test_what_is_not_missing(labels: list[Any], predictions: list[Any], why: str) -> None:
    assert find("missing_object", scene(labels, predictions)) == [], why


def test_something_small_on_something_labelled_is_missing_when_its_class_is_another() -> None:
    (suspect,) = find("missing_object", scene([(BOX, 0)], [(BOX, 0, 0.95), (PART, 1, 0.9)]))
    (alone,) = find("missing_object", scene([(BOX, 0)], [(BOX, 0, 0.95), (FAR, 1, 0.9)]))
    assert alone.score < suspect.score < 0.7
    assert suspect.sentence.startswith("hat predicted at 0.90; no label lies there, ")


def test_several_predictions_of_one_object_are_one_suspect_whatever_their_class() -> None:
    (suspect,) = find("missing_object", scene([], [(FAR, 0, 0.8), (FAR, 1, 0.9), ([302, 301, 50, 50], 0, 0.7)]))
    assert suspect.prediction == 21


@pytest.mark.parametrize("mark", ["is_crowd", "ignore"])
def test_nobody_was_asked_to_label_what_lies_in_a_crowd_or_ignored_region(mark: str) -> None:
    assert find("missing_object", scene([(BOX, 0)], [(PART, 1, 0.9)], **{mark: [True]})) == []


@pytest.mark.parametrize("seed", range(3))
def test_missing_labels_of_a_set_are_found_and_little_else(seed: int) -> None:
    spoiled = spoiled_detection(seed=seed)
    missing = spoiled.errors[IssueKind.MISSING_OBJECT]
    found = [suspect.prediction for suspect in find("missing_object", spoiled.view)]
    assert missing <= set(found)
    assert len(missing - set(found[: len(missing) + 2])) <= 1


def test_a_confidence_that_rarely_meets_a_label_is_believed_less() -> None:
    """Of two predictions as sure, the one whose class the model gets right comes first."""
    labels = [([200.0 * k, 0, 100, 100], 0) for k in range(40)]
    right = [(box, 0, 0.8 + 0.001 * k) for k, (box, _) in enumerate(labels)]
    wrong = [([200.0 * k, 300, 100, 100], 1, 0.8 + 0.001 * k) for k in range(40)]
    found = find("missing_object", scene(labels, [*right, *wrong, ([0, 600, 50, 50], 0, 0.82)]))
    assert found[0].category == 0
    assert found[0].score < 0.85 < found[1].score
