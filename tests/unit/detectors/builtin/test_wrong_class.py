from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.testing.spoiled_views import spoiled_classes
from assay.testing.views import images_table, labels_table, predictions_table, view_of
from tests.unit.detectors.builtin import raised
from tests.unit.detectors.builtin.raised import find

CLASSES = ("cat", "dog")
BOX, HALF, FAR = [0, 0, 100, 100], [0, 0, 100, 60], [300, 300, 50, 50]
WHOLE = [np.nan] * 4


def scene(labels: list[Any], predictions: list[Any], **columns: Any) -> DatasetView:
    return raised.scene(labels, predictions, classes=CLASSES, **columns)


def test_a_confident_prediction_of_another_class_on_the_same_box_contradicts_it() -> None:
    (suspect,) = find("wrong_class", scene([(BOX, 0)], [(BOX, 1, 0.9)]))
    assert (suspect.label, suspect.prediction, suspect.category) == (10, 20, 0)
    assert suspect.score == pytest.approx(0.42, abs=0.01)  # one place alone does not tell how good the model is
    assert suspect.suggestion == {"action": "relabel", "category_id": 1}
    assert suspect.sentence == (
        "Labelled cat; predicted as dog at 0.90 on the same object (overlap 1.00), nothing there as cat."
    )


@pytest.mark.parametrize(
    ("labels", "predictions", "why"),
    [
        ([(BOX, 0)], [(BOX, 0, 0.9)], "it agrees"),
        ([(BOX, 0)], [(BOX, 1, 0.01)], "it is not sure enough"),
        ([(BOX, 0)], [(BOX, 1, 0.1), (BOX, 0, 0.9)], "the label has support of its own"),
        ([(BOX, 0)], [(FAR, 1, 0.9)], "it is elsewhere"),
        ([(BOX, 0), ([0, 0, 100, 90], 1)], [(BOX, 1, 0.9)], "it belongs to another label of its class"),
        ([(BOX, 0)], [(WHOLE, 1, 0.9)], "it speaks of the image"),
    ],
)
def test_what_contradicts_no_label(labels: list[Any], predictions: list[Any], why: str) -> None:
    assert find("wrong_class", scene(labels, predictions)) == [], why


def test_a_looser_fit_is_weaker_evidence() -> None:
    (snug,) = find("wrong_class", scene([(BOX, 0)], [(BOX, 1, 0.9)]))
    (loose,) = find("wrong_class", scene([(BOX, 0)], [(HALF, 1, 0.9)]))
    assert 1 - loose.score == pytest.approx((1 - snug.score) * 0.6 / 0.75)


def test_a_confidence_at_which_the_model_often_contradicts_labels_is_believed_less() -> None:
    """Sure predictions agree with every label but one; of the faint ones half do not: those say little."""
    boxes = [[200.0 * k, 0, 100, 100] for k in range(201)]
    sure = [(box, 0, 0.8 + 0.0005 * k) for k, box in enumerate(boxes[:150])]
    faint = [(box, k % 2, 0.4) for k, box in enumerate(boxes[150:200])]
    found = find("wrong_class", scene([(box, 0) for box in boxes], [*sure, *faint, (boxes[200], 1, 0.85)]))
    assert found[0].label == 210
    assert found[0].score + 0.2 < found[1].score


def test_crowds_and_ignored_labels_have_no_class_to_be_wrong() -> None:
    assert find("wrong_class", scene([(BOX, 0)], [(BOX, 1, 0.9)], is_crowd=[True])) == []
    assert find("wrong_class", scene([(BOX, 0)], [(BOX, 1, 0.9)], ignore=[True])) == []


def test_a_whole_image_without_probabilities_is_judged_by_confidence() -> None:
    (suspect,) = find("wrong_class", scene([(WHOLE, 0)], [(WHOLE, 1, 0.9)]))
    assert suspect.sentence == "Labelled cat; predicted as dog at 0.90, nothing there as cat."


def test_an_image_with_several_labels_is_left_out() -> None:
    assert find("wrong_class", scene([(WHOLE, 0), (WHOLE, 1)], [(WHOLE, 1, 0.9)])) == []


def with_probabilities(rows: list[list[float]], given: list[int]) -> DatasetView:
    n = len(rows)
    p = np.array(rows)
    whole = np.full((n, 4), np.nan)
    return view_of(
        images_table(n),
        labels_table(np.arange(n), whole, given),
        predictions_table(
            np.arange(n),
            whole,
            p.argmax(axis=1),
            p.max(axis=1),
            probabilities=pa.array(rows, pa.list_(pa.float32())),
        ),
        classes=CLASSES,
    )


def test_with_probabilities_the_fix_is_the_class_the_model_is_sure_of() -> None:
    (suspect,) = find(
        "wrong_class", with_probabilities([[0.97, 0.03]] * 4 + [[0.1, 0.9]] * 4, [0, 0, 0, 1, 1, 1, 1, 1])
    )
    assert (suspect.label, suspect.category) == (3, 1)
    assert suspect.suggestion == {"action": "relabel", "category_id": 0}
    assert suspect.sentence == "Labelled dog; the model says cat at 0.97 and dog at 0.03."


def test_where_no_class_is_certain_only_a_person_can_tell() -> None:
    view = with_probabilities([[0.97, 0.03]] * 4 + [[0.1, 0.9]] * 3 + [[0.55, 0.45]], [0, 0, 0, 0, 1, 1, 1, 1])
    (suspect,) = find("wrong_class", view)
    assert suspect.suggestion is None
    assert "the model says cat at 0.55 and dog at 0.45; no other class is certain." in suspect.sentence


@pytest.mark.parametrize("seed", range(3))
def test_most_wrong_labels_of_a_classification_set_are_found_worst_first(seed: int) -> None:
    spoiled = spoiled_classes(seed=seed)
    wrong = spoiled.errors[IssueKind.WRONG_CLASS]
    found = [suspect.label for suspect in find("wrong_class", spoiled.view)]
    assert len(wrong & set(found)) >= 0.9 * len(wrong)
    first = found[: len(wrong) // 2]
    assert len(wrong & set(first)) >= 0.8 * len(first)


def test_probabilities_of_another_number_of_classes_are_not_read() -> None:
    """A run of another class list: its vectors cannot be lined up, its boxes and scores still speak."""
    view = with_probabilities([[0.9, 0.1]], [1])
    short = view_of(view.images, view.annotations, view.predictions, classes=("cat", "dog", "cow"))
    (suspect,) = find("wrong_class", short)
    assert "predicted as cat" in suspect.sentence


def test_without_a_run_the_labels_of_look_alikes_tell() -> None:
    """G5, G6: two clouds of vectors; a label of one that sits in the other is raised, and its look-alikes are named."""
    rng = np.random.default_rng(0)
    centres = rng.normal(0, 1, (2, 16))
    category = np.repeat([0, 1], 30)
    vectors = centres[category] + rng.normal(0, 0.4, (60, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    given = category.copy()
    given[7] = 1
    view = replace(
        view_of(images_table(60), labels_table(np.arange(60), np.full((60, 4), np.nan), given), classes=["cat", "dog"]),
        embeddings={Level.ANNOTATION: vectors.astype(np.float32)},
    )
    (suspect,) = find("wrong_class", view)
    assert (suspect.label, suspect.category) == (7, 1)
    assert suspect.suggestion == {"action": "relabel", "category_id": 0}
    assert suspect.sentence == "Labelled dog; 10 of its 10 look-alikes are labelled cat, none dog."
    assert set(suspect.evidence["neighbours"]["category_ids"]) == {0}
    assert len(suspect.evidence["neighbours"]["ids"]) == 8


def test_near_duplicates_do_not_vote_for_each_other() -> None:
    """A copy repeats the error of what it was copied from: both are raised."""
    rng = np.random.default_rng(1)
    centres = rng.normal(0, 1, (2, 16))
    category = np.repeat([0, 1], 30)
    vectors = centres[category] + rng.normal(0, 0.4, (60, 16))
    vectors[8:16] = vectors[7]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    given = category.copy()
    given[7:16] = 1
    view = replace(
        view_of(images_table(60), labels_table(np.arange(60), np.full((60, 4), np.nan), given), classes=["cat", "dog"]),
        embeddings={Level.ANNOTATION: vectors.astype(np.float32)},
    )
    assert {suspect.label for suspect in find("wrong_class", view)} >= set(range(7, 16))


def test_a_model_that_knows_nothing_contradicts_nobody() -> None:
    """Forty classes and chances drawn at random, as those of a model that was stopped early: all labels are right."""
    rng = np.random.default_rng(3)
    given, n = np.repeat(np.arange(40), 10), 400
    vague = rng.dirichlet(np.full(40, 0.3), n)
    classes = [f"class {at}" for at in range(40)]
    whole = np.full((n, 4), np.nan)
    view = view_of(
        images_table(n),
        labels_table(np.arange(n), whole, given),
        predictions_table(
            np.arange(n),
            whole,
            vague.argmax(axis=1),
            vague.max(axis=1),
            probabilities=pa.array(vague.tolist(), pa.list_(pa.float32())),
        ),
        classes=classes,
    )
    assert find("wrong_class", view) == []
