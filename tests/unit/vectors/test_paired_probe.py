"""The probe that is taught twice (E19, I13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.statistics.paired_trainings import Effect, paired_effect, random_halves
from assay.vectors.neighbours import Vectors
from assay.vectors.paired_probe import ABSENT, paired_answers

CLASSES, TAUGHT, ASKED = 3, 80, 80

Sides: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
Edit: TypeAlias = Callable[[np.random.Generator, NDArray[np.int64]], Sides]


def clouds(random: np.random.Generator, count: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Vectors of length 1 of three classes that overlap somewhat."""
    classes = random.integers(0, CLASSES, count)
    points = np.eye(4)[classes] * 2 + random.normal(0, 0.8, (count, 4))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), classes


def noisy(random: np.random.Generator, classes: NDArray[np.int64], share: float) -> NDArray[np.int64]:
    is_wrong = random.random(len(classes)) < share
    given: NDArray[np.int64] = np.where(
        is_wrong, (classes + random.integers(1, CLASSES, len(classes))) % CLASSES, classes
    )
    return given


def effect(seed: int, edit: Edit) -> Effect:
    """The effect of what `edit` makes of the true classes: those before and those after."""
    random = np.random.default_rng(seed)
    (taught, truth), (asked, right) = clouds(random, TAUGHT), clouds(random, ASKED)
    before, after = edit(random, truth)
    halves = random_halves(np.arange(TAUGHT), repeats=20, seed=seed + 1000)
    answers = paired_answers(taught, before, after, halves=halves, asked=asked)
    return paired_effect(answers.before != right, answers.after != right, np.arange(ASKED))


def moved(random: np.random.Generator, truth: NDArray[np.int64]) -> Sides:
    """A quarter is wrong before, and another quarter after."""
    return noisy(random, truth, 0.25), noisy(random, truth, 0.25)


def mended(random: np.random.Generator, truth: NDArray[np.int64]) -> Sides:
    """Most of the first class is said to be of the second one, until it is mended."""
    return np.where((truth == 0) & (random.random(len(truth)) < 0.7), 1, truth), truth


def test_random_edits_are_no_evidence_at_the_stated_level() -> None:
    """I13: wrong labels are wrong after the edits, too, others; at most about one interval in twenty leaves 0 out."""
    found = [effect(seed, moved) for seed in range(60)]
    assert sum(one.is_better or one.is_worse for one in found) <= 6
    assert np.std([one.gain for one in found]) > 0.01  # these edits do move the probe


def test_mended_confusion_is_better() -> None:
    found = [effect(seed, mended) for seed in range(10)]
    assert sum(one.is_better for one in found) >= 7
    assert not any(one.is_worse for one in found)


def test_the_same_labels_give_the_same_answers() -> None:
    random = np.random.default_rng(0)
    (taught, classes), (asked, _) = clouds(random, TAUGHT), clouds(random, ASKED)
    halves = random_halves(np.arange(TAUGHT), repeats=6)
    answers = paired_answers(taught, classes, classes, halves=halves, asked=asked)
    assert (answers.before == answers.after).all()


def test_an_item_that_was_not_there_teaches_nothing() -> None:
    """A label added since counts after, as though it had never been there before."""
    random = np.random.default_rng(1)
    (taught, classes), (asked, _) = clouds(random, TAUGHT), clouds(random, ASKED)
    before = classes.copy()
    before[classes == 2] = ABSENT
    halves = random_halves(np.arange(TAUGHT), repeats=6)
    answers = paired_answers(taught, before, classes, halves=halves, asked=asked)
    assert not (answers.before == 2).any()
    assert (answers.after == 2).any()
