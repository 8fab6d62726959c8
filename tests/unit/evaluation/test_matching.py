from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.evaluation.matching import match
from assay.evaluation.outcomes import OUTCOMES, MatchArrays

NAN = float("nan")
WHOLE = [NAN] * 4


def matched(labels: list[Any], predictions: list[Any], *, iou: float = 0.5, confidence: float = 0.25) -> MatchArrays:
    """Labels are (image, box, class[, "ignore" or "crowd"]), predictions (image, box, class, score)."""
    mark = [row[3] if len(row) > 3 else "" for row in labels]
    return match(
        label_image=np.array([row[0] for row in labels], np.int64),
        label_boxes=np.array([row[1] for row in labels], float).reshape(-1, 4),
        label_class=np.array([row[2] for row in labels], np.int32),
        label_ignore=np.array([m == "ignore" for m in mark], bool),
        label_crowd=np.array([m == "crowd" for m in mark], bool),
        pred_image=np.array([row[0] for row in predictions], np.int64),
        pred_boxes=np.array([row[1] for row in predictions], float).reshape(-1, 4),
        pred_class=np.array([row[2] for row in predictions], np.int32),
        pred_score=np.array([row[3] for row in predictions], float),
        iou=iou,
        confidence=confidence,
    )


A, B, FAR = [0, 0, 10, 10], [0, 0, 10, 8], [50, 50, 10, 10]


@pytest.mark.parametrize(
    ("labels", "predictions", "outcomes"),
    [
        ([(1, A, 0)], [(1, A, 0, 0.9)], ["correct"]),
        ([(1, A, 0)], [(1, A, 1, 0.9)], ["confusion"]),
        ([(1, A, 0)], [(1, FAR, 0, 0.9)], ["missed", "background"]),
        ([(1, A, 0)], [(2, A, 0, 0.9)], ["missed", "background"]),  # another image
        ([(1, A, 0)], [(1, A, 0, 0.2)], ["missed"]),  # below the confidence threshold: no row
        ([(1, A, 0)], [(1, A, 0, 0.25)], ["correct"]),  # the threshold itself counts
        ([(1, A, 0)], [(1, A, 0, NAN)], ["missed"]),  # no score is no confidence
        ([(1, A, 0)], [(1, A, 0, 0.6), (1, A, 0, 0.9)], ["correct", "duplicate"]),  # a label is taken once
        ([(1, A, 0), (1, A, 1)], [(1, A, 1, 0.9)], ["missed", "correct"]),  # of equal overlaps its own class
        ([(1, A, 0, "ignore")], [(1, A, 0, 0.9)], ["ignored", "ignored"]),
        ([(1, A, 0, "ignore")], [(1, A, 0, 0.9), (1, A, 0, 0.8)], ["ignored", "ignored", "background"]),  # takes one
        ([(1, A, 0, "crowd")], [(1, A, 0, 0.9), (1, A, 0, 0.8)], ["ignored", "ignored", "ignored"]),  # takes any number
        ([(1, A, 0, "crowd")], [(1, [2, 2, 2, 2], 0, 0.9)], ["ignored", "ignored"]),  # by its share inside the crowd
        ([(1, A, 0, "ignore"), (1, B, 0)], [(1, A, 0, 0.9)], ["ignored", "correct"]),  # a label that counts goes first
        ([(1, WHOLE, 0)], [(1, WHOLE, 0, 0.9)], ["correct"]),
        ([(1, WHOLE, 0)], [(1, WHOLE, 1, 0.9)], ["confusion"]),
        ([(1, WHOLE, 0)], [(1, A, 0, 0.9)], ["missed", "background"]),  # a box is no whole image
        ([(1, A, 0)], [(1, WHOLE, 0, 0.9)], ["missed", "background"]),
        (
            [(1, WHOLE, 0), (1, WHOLE, 1)],
            [(1, WHOLE, 1, 0.9), (1, WHOLE, 0, 0.5)],
            ["correct", "correct"],
        ),  # multi-label
        ([(1, WHOLE, 0, "ignore")], [(1, WHOLE, 0, 0.9)], ["ignored", "ignored"]),
        ([(1, [0, 0, 0, 0], 0)], [(1, [0, 0, 0, 0], 0, 0.9)], ["missed", "background"]),  # no extent, no overlap
        ([(1, [NAN, 0, 5, 5], 0)], [(1, [NAN, 0, 5, 5], 0, 0.9)], ["missed", "background"]),  # a hole is no match
        ([], [(1, A, 0, 0.9)], ["background"]),
        ([(1, A, 0)], [], ["missed"]),
        ([], [], []),
        ([(1, A, 0)], [(1, A, 0, 0.9), (1, A, 1, 0.8)], ["correct", "duplicate"]),  # whatever its class
        ([(1, A, 0)], [(1, A, 0, 0.9), (1, [0, 0, 10, 4], 0, 0.8)], ["correct", "background"]),  # too little overlap
        ([(1, A, 0), (1, A, 0, "crowd")], [(1, A, 0, 0.9), (1, A, 0, 0.8)], ["correct", "ignored", "ignored"]),
    ],
)
def test_outcomes(labels: list[Any], predictions: list[Any], outcomes: list[str]) -> None:
    assert matched(labels, predictions).outcomes() == outcomes


def test_the_more_confident_prediction_chooses_first() -> None:
    rows = matched([(1, A, 0)], [(1, A, 0, 0.5), (1, B, 0, 0.9)])
    assert rows.pred_index.tolist() == [1, 0]
    assert rows.iou[0] == pytest.approx(0.8)


def test_of_equal_scores_the_earlier_row_chooses_first() -> None:
    rows = matched([(1, A, 0)], [(1, A, 0, 0.5), (1, A, 0, 0.5)])
    assert rows.pred_index.tolist() == [0, 1]


def test_an_exact_fit_counts_at_a_threshold_of_one() -> None:
    assert matched([(1, A, 0)], [(1, A, 0, 0.9)], iou=1.0).outcomes() == ["correct"]


def test_boxes_of_integers_and_lists_of_images_in_any_order_are_taken() -> None:
    rows = matched([(7, A, 0), (-3, A, 0), (7, FAR, 0)], [(-3, A, 0, 0.9), (7, FAR, 0, 0.9)])
    assert rows.pred_index.tolist() == [-1, 0, 1]


def test_codes_stand_for_the_words_of_the_match_table() -> None:
    words = ["correct", "confusion", "background", "duplicate", "missed", "ignored"]
    assert [outcome.value for outcome in OUTCOMES] == words


@pytest.mark.parametrize("iou", [0.0, -1.0, 1.1, NAN])
def test_a_threshold_outside_its_range_is_refused(iou: float) -> None:
    with pytest.raises(ArrayError, match=r"`iou` must lie in \(0, 1\]"):
        matched([(1, A, 0)], [], iou=iou)


def test_columns_of_different_lengths_are_refused() -> None:
    none = np.zeros(0, bool)
    with pytest.raises(ArrayError, match="label_image has 1"):
        match(
            label_image=np.array([1]),
            label_boxes=np.zeros((0, 4)),
            label_class=np.zeros(0, np.int32),
            label_ignore=none,
            label_crowd=none,
            pred_image=np.zeros(0, np.int64),
            pred_boxes=np.zeros((0, 4)),
            pred_class=np.zeros(0, np.int32),
            pred_score=np.zeros(0),
            iou=0.5,
            confidence=0.5,
        )
