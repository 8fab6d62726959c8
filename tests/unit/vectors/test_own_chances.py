"""What vectors and the labels of the others say of each (G6)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.embeddings.whitening import fit_whitening, whiten
from assay.statistics.groups import joined
from assay.vectors.kernel_probe import are_principal, deviations, kernel_probe
from assay.vectors.neighbours import nearest
from assay.vectors.own_chances import FEW_OF_CLASS, ballots_of, near_duplicates, own_chances, voters
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
    again = lesson.chances(points, ballots, fold=lesson.fold)
    assert np.array_equal(again, chances) or len(labels) < FEW_OF_CLASS * 3, "asked again it says the same"
    assert np.allclose(lesson.with_votes(chances, ballots, ballots), chances, atol=1e-12)
    return chances


@pytest.mark.parametrize("each", [40, 120])
def test_chances_are_found_without_the_own_label(each: int) -> None:
    points, labels = clouds(each)
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


def test_a_score_is_what_a_probe_of_all_other_items_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.vectors.kernel_probe.RIDGES", (1.0,))
    points, labels = clouds()
    fold, alone = np.arange(len(labels)) % 5, np.arange(len(labels)) != 7
    wrong = labels.copy()
    wrong[3] = (labels[3] + 1) % 3
    (probe, scores), (_, now) = (kernel_probe(points, y, fold=fold, count=3, alone=alone) for y in (labels, wrong))
    assert np.allclose(scores[3], now[3]), "its own label says nothing of it"
    assert not np.allclose(scores[4], now[4]), "but it says something of others"
    by_part = probe.scores(points, fold)
    assert np.allclose(scores[7], by_part[7]), "what has near-duplicates is asked of the part that saw none of them"
    assert ((scores - by_part)[alone] != 0).any(axis=1).all()


def test_axes_are_principal_once_vectors_were_whitened() -> None:
    rng = np.random.default_rng(0)
    raw = (rng.normal(0, 1, (300, 12)) @ rng.normal(0, 1, (12, 40))).astype(np.float32)
    white = whiten(raw, fit_whitening(raw))
    for vectors, expected in ((raw, False), (white, True)):
        assert are_principal(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)) is expected


def test_axes_of_noise_count_for_less() -> None:
    points, labels = clouds()
    noise = np.random.default_rng(1).normal(0, 0.1, (len(points), 100))
    noisy = np.append(points, noise, axis=1)
    noisy = (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)
    axes = deviations(noisy)
    assert axes.max() == 1
    assert axes[16:].max() < axes[:16].min()
    probe, scores = kernel_probe(noisy, labels, fold=np.arange(len(labels)) % 5, count=3, axes=axes)
    assert np.array_equal(probe.scores(noisy, np.arange(len(labels)) % 5), scores)
    assert (scores.argmax(axis=1) == labels).mean() > 0.95
    same = np.tile(points[:1], (len(points), 1))
    _, alike = kernel_probe(same, labels, fold=np.arange(len(labels)) % 5, count=3, axes=deviations(same))
    assert np.isfinite(alike).all()


def test_wrong_labels_are_found_among_classes_of_six() -> None:
    points, truth = clouds(6, classes=40)
    labels = truth.copy()
    wrong = np.random.default_rng(2).permutation(len(labels))[:12]
    labels[wrong] = (truth[wrong] + 7) % 40
    near = nearest(points, count=30)
    group = joined(*near_duplicates(near), count=len(points))
    found = own_chances(points, labels, count=40, ballots=ballots_of(labels, voters(near, group)), group=group)
    assert found is not None
    given = found[0][np.arange(len(labels)), labels]
    assert np.isin(np.argsort(given)[:12], wrong).mean() > 0.6
    assert (found[0].argmax(axis=1) == truth).mean() > 0.7


def test_kernel_scores_of_what_lies_far_off_are_low() -> None:
    points, labels = clouds()
    points[0] = -points[labels == 0].mean(axis=0) / np.linalg.norm(points[labels == 0].mean(axis=0))
    fold = np.arange(len(labels)) % 5
    probe, scores = kernel_probe(points, labels, fold=fold, count=3)
    assert np.array_equal(probe.scores(points, fold), scores)
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
