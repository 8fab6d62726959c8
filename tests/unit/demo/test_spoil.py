"""The injected errors are what their list says."""

from __future__ import annotations

import numpy as np
import pytest

from assay.demo.digits import NAMES
from assay.demo.injected import Injection
from assay.demo.spoil import SHARES, spoil
from assay.geometry.iou import pairwise_iou

SIZE = (640, 480)


def truth(images: int = 60) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(1)
    return [
        (np.column_stack([rng.uniform(120, 300, (6, 2)), rng.uniform(40, 90, (6, 2))]), rng.integers(10, size=6))
        for _ in range(images)
    ]


def test_each_kind_is_injected_in_its_share_and_no_object_twice() -> None:
    _, errors = spoil(truth(), [f"{i}.jpg" for i in range(60)], SIZE, np.random.default_rng(0))
    for kind, share in SHARES.items():
        assert sum(error.kind is kind for error in errors) == round(360 * share)
    assert len({(error.image, error.box) for error in errors}) == len(errors)


def test_the_same_seed_gives_the_same_errors() -> None:
    first, second = (spoil(truth(), list("x" * 60), SIZE, np.random.default_rng(3)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", list(Injection))
def test_an_injected_label_differs_from_the_truth_as_its_kind_says(kind: Injection) -> None:
    labels, errors = spoil(truth(), [f"{i}.jpg" for i in range(60)], SIZE, np.random.default_rng(0))
    by_id = {str(label.id): label for label in labels}
    for error in (error for error in errors if error.kind is kind):
        here = [label for label in labels if f"{label.image}.jpg" == error.image]
        overlaps = pairwise_iou(np.array([error.box]), np.array([label.box for label in here]))[0]
        exact = [label for label in here if label.box == error.box]
        if kind is Injection.MISSING_BOX:
            assert error.reference_id is None
            assert not exact
            continue
        assert error.reference_id is not None
        spoiled = by_id[error.reference_id]
        own = overlaps[[label.id for label in here].index(spoiled.id)]
        if kind is Injection.SWAPPED_CLASS:
            assert NAMES[spoiled.category] != error.truth
            assert spoiled.box == error.box
        elif kind is Injection.DUPLICATE_BOX:
            assert [NAMES[label.category] for label in exact] == [error.truth]
            assert own > 0.6
        else:
            assert NAMES[spoiled.category] == error.truth
            assert 0.1 < own < 0.9
