"""Keypoints: OKS by its definition, and the share of correct ones (E11)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assay.errors import ArrayError
from assay.evaluation.keypoints import Keypoints, correct_keypoints, object_similarity

SIGMAS = (0.5, 1.0)
BOX = np.array([[10.0, 20.0, 30.0, 40.0]])


def people(*points: tuple[float, float, int]) -> Keypoints:
    return Keypoints(np.array([points], float), BOX)


def similarity(labels: Keypoints, predictions: Keypoints, area: float = 100.0) -> float:
    return float(object_similarity(labels, np.array([area]), predictions, sigmas=SIGMAS)[0])


def test_the_same_keypoints_are_wholly_alike() -> None:
    person = people((12, 22, 2), (20, 30, 1))
    assert similarity(person, person) == 1


def test_distance_counts_by_area_and_sigma() -> None:
    """exp(-d² / (2 area (2 sigma)²)), the mean over labelled keypoints; the visibility of predictions plays no part."""
    label, found = people((0, 0, 2), (0, 0, 1)), people((3, 4, 0), (0, 0, 0))
    assert similarity(label, found) == pytest.approx((math.exp(-25 / (2 * 100 * 1)) + 1) / 2)
    assert similarity(label, found, area=400) > similarity(label, found)


def test_a_keypoint_that_is_not_labelled_does_not_count() -> None:
    label = people((0, 0, 2), (0, 0, 0))
    assert similarity(label, people((0, 0, 2), (99, 99, 2))) == 1


def test_without_labelled_keypoints_the_box_around_counts() -> None:
    """Within the label's box grown threefold every keypoint is right; outside, the distance from it counts."""
    bare = people((0, 0, 0), (0, 0, 0))
    assert similarity(bare, people((-20, -20, 2), (70, 100, 2))) == 1
    assert similarity(bare, people((-20, -20, 2), (71, 100, 2))) == pytest.approx(
        (1 + math.exp(-1 / (2 * 100 * 4))) / 2
    )


def test_pck_is_the_share_within_reach_of_each_keypoint() -> None:
    labels = Keypoints(np.array([[[0, 0, 2], [0, 0, 1]], [[0, 0, 2], [9, 9, 0]]], float), np.repeat(BOX, 2, axis=0))
    found = Keypoints(np.array([[[0, 2, 2], [0, 3, 2]], [[5, 0, 2], [0, 0, 2]]], float), np.repeat(BOX, 2, axis=0))
    assert correct_keypoints(labels, np.array([10.0, 10.0]), found).tolist() == [0.5, 0]
    assert correct_keypoints(labels, np.array([10.0, 25.0]), found, within=0.3).tolist() == [1, 1]
    none = Keypoints(np.zeros((2, 2, 3)), labels.boxes)
    assert np.isnan(correct_keypoints(none, np.ones(2), found)).all()


def test_the_area_of_a_prediction_is_that_of_the_box_around_all_its_keypoints() -> None:
    assert people((0, 0, 0), (3, 4, 2)).extents.tolist() == [12]
    assert Keypoints(np.empty((0, 0, 3)), np.empty((0, 4))).extents.tolist() == []


@pytest.mark.parametrize(("sigmas", "message"), [((0.5,), "shape"), ((0.5, 0.0), "above 0")])
def test_sigmas_that_do_not_fit_are_refused(sigmas: tuple[float, ...], message: str) -> None:
    person = people((0, 0, 2), (1, 1, 2))
    with pytest.raises(ArrayError, match=message):
        object_similarity(person, np.ones(1), person, sigmas=sigmas)
