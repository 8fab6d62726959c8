from __future__ import annotations

import numpy as np
import pytest

from assay.detectors.label_odds import MOST_CLASSES, chance_right
from assay.model.issue import IssueKind
from assay.testing.spoiled_views import spoiled_classes


def data(seed: int = 0, **options: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    spoiled = spoiled_classes(seed=seed, **options)  # type: ignore[arg-type]
    probabilities = spoiled.view.predicted.probabilities
    assert probabilities is not None
    wrong = np.isin(np.arange(len(probabilities)), list(spoiled.errors[IssueKind.WRONG_CLASS]))
    return spoiled.view.labels.category.astype(np.int64), probabilities, wrong


def area_under_roc(is_error: np.ndarray, score: np.ndarray) -> float:
    """Chance that a random error scores below a random right label."""
    below = (score[is_error][:, None] < score[~is_error]).mean() + (
        score[is_error][:, None] == score[~is_error]
    ).mean() / 2
    return float(below)


@pytest.mark.parametrize("seed", range(4))
def test_wrong_labels_come_out_less_likely(seed: int) -> None:
    y, p, wrong = data(seed)
    chance = chance_right(y, p)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert area_under_roc(wrong, chance) > 0.95
    own = p[np.arange(len(y)), y]
    assert area_under_roc(wrong, chance) >= area_under_roc(wrong, own) - 0.01


def test_a_model_that_mixes_two_classes_up_is_not_held_against_the_label() -> None:
    """Half of class 0 always gets 0.55 for class 1: to this model that is what a 0 looks like."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], 200)
    centre = np.array([[0.42, 0.55, 0.03], [0.02, 0.95, 0.03], [0.02, 0.03, 0.95]])
    p = np.exp(np.log(centre[y]) + rng.normal(0, 0.2, (600, 3)))
    p /= p.sum(axis=1, keepdims=True)
    swapped = 0
    y[swapped] = 2
    chance = chance_right(y, p)
    assert chance[swapped] == chance.min()
    assert np.median(chance[1:200]) > 0.7, "self-confidence alone would call them all wrong (0.42)"


def test_the_order_of_items_makes_no_difference() -> None:
    y, p, _ = data()
    order = np.random.default_rng(1).permutation(len(y))
    assert chance_right(y[order], p[order]) == pytest.approx(chance_right(y, p)[order])


def test_the_names_of_classes_make_no_difference() -> None:
    y, p, _ = data()
    other = np.array([2, 0, 1])
    assert chance_right(np.argsort(other)[y], p[:, other]) == pytest.approx(chance_right(y, p))


@pytest.mark.parametrize(
    ("y", "p"),
    [
        ([0], [[0.3, 0.7]]),  # too few for clouds
        ([0, 1] * 3, [[1.0, 0.0], [0.0, 1.0]] * 3),  # certain, and nothing scatters
        ([0] * 20, [[1.0]] * 20),  # one class
        ([0] * 40, [[0.5, 0.5]] * 40),  # a class without labels, and items all alike
        ([0, 1] * 20, [[0.0, 1.0]] * 40),  # a model that knows one class only
    ],
)
def test_oddities_give_chances_all_the_same(y: list[int], p: list[list[float]]) -> None:
    chance = chance_right(np.array(y), np.array(p))
    assert ((chance >= 0) & (chance <= 1)).all()


def test_with_very_many_classes_the_models_own_opinion_stands_alone() -> None:
    k = MOST_CLASSES + 1
    p = np.random.default_rng(0).dirichlet(np.ones(k), 10 * k)
    y = p.argmax(axis=1)
    assert chance_right(y, p) == pytest.approx(p.max(axis=1))
