"""What vectors and the labels of the others say of each (G6)."""

from __future__ import annotations

import numpy as np

from assay.statistics.groups import joined
from assay.vectors.kernel_probe import kernel_probe
from assay.vectors.neighbours import nearest
from assay.vectors.own_chances import ballots_of, near_duplicates, own_chances, voters
from assay.vectors.pooled_chances import FREE, Noise, Price, pooled_chances


def clouds(each: int = 40, *, classes: int = 3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), each)
    points = rng.normal(0, 1, (classes, 16))[labels] + rng.normal(0, 0.5, (len(labels), 16))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), labels


def chances(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    near = nearest(points, count=30)
    group = joined(*near_duplicates(near), count=len(points))
    ballots = ballots_of(labels, voters(near, group))
    found = own_chances(points, labels, count=3, ballots=ballots, group=group)
    assert found is not None
    chances, lesson = found
    assert np.array_equal(lesson.chances(points, ballots, fold=lesson.fold), chances), "asked again it says the same"
    return chances


def test_chances_are_found_without_the_own_label() -> None:
    points, labels = clouds()
    wrong = labels.copy()
    wrong[5] = 2
    found = chances(points, wrong)
    assert np.allclose(found.sum(axis=1), 1)
    assert found[5].argmax() == 0
    assert (found.argmax(axis=1) == labels).mean() > 0.95


def test_copies_neither_vote_for_each_other_nor_stand_in_two_folds() -> None:
    points, labels = clouds()
    points[6:12] = points[5]
    near = nearest(points, count=30)
    group = joined(*near_duplicates(near), count=len(points))
    assert len(set(group[5:12])) == 1
    assert not np.isin(voters(near, group)[5:12], np.arange(5, 12)).any()
    labels[5:12] = 2
    assert (chances(points, labels)[5:12].argmax(axis=1) == 0).all()


def test_too_few_items_teach_nothing() -> None:
    points, labels = clouds(4)
    ballots = ballots_of(labels, voters(nearest(points, count=5), np.arange(12)))
    assert own_chances(points, labels, count=3, ballots=ballots, group=np.arange(12)) is None


def test_kernel_scores_of_what_lies_far_off_are_low() -> None:
    points, labels = clouds()
    points[0] = -points[labels == 0].mean(axis=0) / np.linalg.norm(points[labels == 0].mean(axis=0))
    fold = np.arange(len(labels)) % 5
    scores = kernel_probe(points, labels, fold=fold, count=3).scores(points, fold)
    assert scores[0].max() < 0.5 < np.median(scores.max(axis=1))


def test_an_opinion_that_says_nothing_counts_for_nothing() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 600)
    good = np.log(np.where(np.eye(3)[labels] > 0, 0.8, 0.1))
    noise = rng.normal(0, 2, (600, 3))
    rows = np.arange(600)
    assert (
        np.abs(pooled_chances([good, noise], labels).chances - pooled_chances([good], labels).chances)[
            rows, labels
        ].mean()
        < 0.02
    )


def test_a_class_often_labelled_as_another_does_not_teach_that_it_is_the_other() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 1500)
    labels = np.where((truth == 0) & (rng.random(1500) < 0.3), 1, truth)
    opinion = np.log(np.where(np.eye(3)[truth] > 0, 0.6, 0.2)) + rng.normal(0, 0.5, (1500, 3))
    wrong = labels != truth
    told, taken = (pooled_chances([opinion], labels, noise=noise) for noise in (Noise(0.05, 200.0), Noise(0.05)))
    by_told, by_taken = (pool.right(labels, np.arange(1500))[wrong].mean() for pool in (told, taken))
    assert by_told < by_taken


def test_an_opinion_held_down_counts_for_less() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 600)
    opinions = [np.log(np.where(np.eye(3)[labels] > 0, 0.7, 0.15)) + rng.normal(0, 1, (600, 3)) for _ in range(2)]
    free, held = (pooled_chances(opinions, labels, prices=prices).chances for prices in (None, (FREE, Price(hold=1.0))))
    first = pooled_chances(opinions[:1], labels).chances
    assert np.abs(held - first).mean() < np.abs(free - first).mean()


def test_a_toll_keeps_out_what_hardly_explains_more_and_lets_in_what_does() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 900)
    rows = np.arange(900)
    good, also = (np.log(np.where(np.eye(3)[truth] > 0, 0.9, 0.05)) + rng.normal(0, 1.5, (900, 3)) for _ in range(2))
    echo = 0.3 * good + rng.normal(0, 1.0, (900, 3))
    price = (FREE, Price(toll=0.1))
    out = pooled_chances([good, echo], truth, prices=price)
    assert out.pool[1] == 0
    assert np.abs(out.chances - pooled_chances([good], truth).chances).max() < 0.02
    both = pooled_chances([good, also], truth, prices=price)
    assert 0.2 < both.pool[1] < pooled_chances([good, also], truth).pool[1]
    assert np.log(both.chances[rows, truth]).mean() > np.log(out.chances[rows, truth]).mean() + 0.05
