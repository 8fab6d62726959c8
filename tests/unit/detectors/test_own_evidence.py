"""Labels are judged after an edit by what labels taught a search, and as the search did where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assay.detectors.learned import Learned
from assay.detectors.own_evidence import OwnEvidence
from assay.detectors.view import DatasetView
from assay.model.level import Level
from assay.testing.views import images_table, labels_table, view_of
from assay.vectors.since import Since

CLASSES = ["i", "ii", "iii"]
N = 240


def clouds(spread: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    truth = np.arange(N) % 3
    points = rng.normal(0, 1, (3, 16))[truth] + rng.normal(0, spread, (N, 16))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), truth


def view(points: np.ndarray, category: np.ndarray, ids: np.ndarray) -> DatasetView:
    n = len(points)
    boxes = np.tile([1.0, 1.0, 20.0, 20.0], (n, 1))
    table = labels_table(np.arange(n), boxes, category.tolist())
    made = view_of(images_table(n), table.set_column(0, "id", [ids]), classes=CLASSES)
    return replace(made, embeddings={Level.ANNOTATION: points})


def evidence(view: DatasetView) -> OwnEvidence:
    found = view.own_evidence
    assert found is not None
    return found


def after(before: DatasetView, now: DatasetView, *, moved: Sequence[int] = (), asked: Sequence[int]) -> OwnEvidence:
    """The evidence of now, when the labels of the ids `moved` have new vectors, and `asked` were touched."""
    ids = now.labels.id
    keys = np.isin(ids, moved).astype(np.int64)
    then = (before.labels.id, np.zeros(len(before.labels), np.int64))
    since = Since.of(then, (ids, keys), asked=np.isin(ids, asked))
    taught = evidence(before).taught
    near = before.neighbours(Level.ANNOTATION, count=30)
    return evidence(replace(now, learned=Learned({Level.ANNOTATION: (near, since)}, (taught, since))))


def test_where_nothing_changed_it_says_the_same_to_the_last_bit() -> None:
    points, truth = clouds()
    before = view(points, truth, np.arange(N))
    found, was = after(before, view(points, truth, np.arange(N)), asked=range(N)), evidence(before)
    assert np.array_equal(found.label, was.label)
    assert np.array_equal(found.chances, was.chances)
    assert np.array_equal(found.voters, was.voters)


def test_the_votes_are_those_of_now() -> None:
    points, truth = clouds(spread=1.5)
    before = view(points, truth, np.arange(N))
    voters = evidence(before).voters[7]
    given = truth.copy()
    given[voters[voters >= 0]] = 2
    found, was = after(before, view(points, given, np.arange(N)), asked=[7]), evidence(before)
    assert found.chances[7, 2] > was.chances[7, 2] + 0.05
    assert found.chances[7].sum() == pytest.approx(1)
    others = np.delete(np.arange(N), 7)
    assert np.array_equal(found.chances[others], was.chances[others]), "nobody asked about them"


def test_a_label_that_moved_is_judged_by_where_it_is() -> None:
    points, truth = clouds()
    before = view(points, truth, np.arange(N))
    moved = points.copy()
    moved[3] = moved[4]  # from the first class to the second
    found, was = after(before, view(moved, truth, np.arange(N)), moved=[3], asked=[3]), evidence(before)
    assert was.chances[3].argmax() == 0
    assert found.chances[3].argmax() == 1
    whole = evidence(view(moved, truth, np.arange(N)))
    assert np.abs(found.chances[3] - whole.chances[3]).max() < 0.1
    unasked = after(before, view(moved, truth, np.arange(N)), moved=[3], asked=[])
    assert 3 not in unasked.label, "of a new vector nothing is known until somebody asks"


def test_a_label_that_is_new_or_of_a_class_that_was_not_learned() -> None:
    points, truth = clouds()
    before = view(points[:-3], truth[:-3], np.arange(N - 3))
    ids = np.concatenate([np.arange(N - 3), [900, 901, 902]])
    found = after(before, view(points, truth, ids), asked=[900, 902])
    known = dict(zip(found.label.tolist(), found.chances.argmax(axis=1).tolist(), strict=True))
    assert known[N - 3] == 0
    assert known[N - 1] == 2
    assert N - 2 not in known
    few = truth.copy()
    few[few == 2] = np.arange((few == 2).sum()) % 2
    few[2] = 2  # alone of its class: not learned
    learned = evidence(view(points, few, np.arange(N)))
    assert 2 not in learned.label
    found = after(view(points, few, np.arange(N)), view(points, few, np.arange(N)), asked=[2])
    assert 2 not in found.label
