"""Detectors that compare how things look: contradictions (G9) and what is like no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assay.detectors.view import DatasetView
from assay.model.level import Level
from assay.testing.views import images_table, labels_table, view_of
from tests.unit.detectors.builtin.raised import find


def vectors(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    points = rng.normal(0, 0.15, (count, 12)) + np.eye(12)[0]
    unit: np.ndarray = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit


def view(points: np.ndarray, category: list[int]) -> DatasetView:
    n = len(points)
    labels = labels_table(np.arange(n), np.full((n, 4), np.nan), category)
    made = view_of(images_table(n), labels, classes=["iv", "v"])
    return replace(made, embeddings={Level.ANNOTATION: points, Level.IMAGE: points})


def test_of_near_duplicates_the_minority_contradicts() -> None:
    points = vectors(40)
    points[1] = points[2] = points[0]
    (suspect,) = find("contradiction", view(points, [1, 0, 0] + [0] * 37))
    assert suspect.label == 0
    assert suspect.score == 1 - 0.8
    assert suspect.suggestion == {"action": "relabel", "category_id": 0}
    assert suspect.sentence == "Labelled v, but near-duplicates of it are: 2 labelled iv."
    assert suspect.evidence["annotation_ids"] == [1, 2]


def test_of_two_near_duplicates_both_are_raised_and_no_fix_is_suggested() -> None:
    points = vectors(40)
    points[1] = points[0]
    found = find("contradiction", view(points, [1, 0] + [0] * 38))
    assert [(s.label, s.score, s.suggestion) for s in found] == [(0, 0.5, None), (1, 0.5, None)]


def test_near_duplicates_that_agree_are_no_contradiction() -> None:
    points = vectors(40)
    points[1] = points[0]
    assert find("contradiction", view(points, [0] * 40)) == []


def test_what_lies_far_from_all_others_is_odd() -> None:
    points = vectors(60)
    points[5] = -np.eye(12)[0]
    for slug in ("odd_image", "odd_object"):
        (suspect,) = find(slug, view(points, [0] * 60))
        assert suspect.image == 5
        assert suspect.score == 1 - 0.6
        alike = suspect.evidence["neighbours"]
        assert [len(alike[key]) for key in ("ids", "category_ids", "distances")] == [8, 8, 8]


def test_among_few_items_none_is_odd() -> None:
    points = vectors(12)
    points[5] = -np.eye(12)[0]
    assert find("odd_image", view(points, [0] * 12)) == []
