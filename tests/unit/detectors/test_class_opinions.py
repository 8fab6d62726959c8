"""What is known of labels, as chances."""

from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.builtin.wrong_class import SEEN_WRONG
from assay.detectors.class_opinions import ModelChances, class_opinions
from assay.detectors.own_evidence import OwnEvidence
from assay.vectors.neighbours import Neighbours


@pytest.mark.parametrize(("classes", "right"), [(2, 0.095 / (0.095 + 0.045)), (100, 0.095 / (0.095 + 0.045 / 99))])
def test_a_wrong_label_falls_on_any_other_class_alike(classes: int, right: float) -> None:
    """By hand: look-alikes give the label's class a tenth, and 5 % of labels are wrong.

    Of two classes that is a likely error; of a hundred it is much, for another class would hardly be named by chance.
    """
    given = np.array([0, 1])
    chances = np.full((2, classes), 0.9 / (classes - 1))
    chances[np.arange(2), given] = 0.1
    nobody = np.full((2, 1), -1)
    own = OwnEvidence(given, chances, Neighbours(nobody, np.full((2, 1), np.nan)), nobody, {})
    found = class_opinions(given, given, model=None, own=own, classes=classes)
    assert found is not None
    assert found.right == pytest.approx([right, right])


def test_look_alikes_that_know_nothing_raise_hardly_anything() -> None:
    rng = np.random.default_rng(0)
    n, classes = 2000, 6
    given, chances = rng.integers(0, classes, n), rng.dirichlet(np.full(classes, 30.0), n)
    nobody = np.full((n, 1), -1)
    own = OwnEvidence(np.arange(n), chances, Neighbours(nobody, np.full((n, 1), np.nan)), nobody, {})
    found = class_opinions(given, np.arange(n), model=None, own=own, classes=classes)
    assert found is not None
    assert (1 - found.right >= SEEN_WRONG).mean() < 0.05


def test_beside_a_model_that_knows_all_look_alikes_that_know_nothing_are_not_heard() -> None:
    rng = np.random.default_rng(1)
    n, classes = 1500, 5
    truth, given = rng.integers(0, classes, n), np.empty(n, np.int64)
    given[:] = np.where(rng.random(n) < 0.05, rng.integers(0, classes, n), truth)
    sure = 0.9 * np.eye(classes)[truth] + 0.1 * rng.dirichlet(np.ones(classes), n)
    nobody, every = np.full((n, 1), -1), np.arange(n)
    lost = rng.dirichlet(np.full(classes, 30.0), n)
    own = OwnEvidence(every, lost, Neighbours(nobody, np.full((n, 1), np.nan)), nobody, {})
    model = ModelChances(every, every, sure)
    both = class_opinions(given, every, model=model, own=own, classes=classes)
    alone = class_opinions(given, every, model=model, own=None, classes=classes)
    assert both is not None
    assert alone is not None
    assert np.array_equal(both.right, alone.right)
    assert np.array_equal(both.chances, alone.chances)
    assert (both.own == every).all()
