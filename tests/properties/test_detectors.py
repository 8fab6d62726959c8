"""Laws of detectors and of what they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.detectors.alike import median_in_groups, size_bands
from assay.detectors.registry import DETECTORS
from assay.detectors.strongest import best_of_each, keep_strongest
from assay.model.issue import IssueKind
from assay.testing.detectors import judges_alone, names_what_is_there, repeats_itself, survives_oddities
from assay.testing.spoiled_views import spoiled_detection
from assay.testing.views import images_table, labels_table, predictions_table, view_of

NUMBER = st.integers(-3, 30).map(float) | st.sampled_from([np.nan, np.inf, -np.inf, 1e300, 1e-300, 0.0])
BOX = st.tuples(NUMBER, NUMBER, NUMBER, NUMBER)
OBJECT = st.tuples(st.integers(0, 2), BOX, st.integers(0, 1))
PREDICTION = st.tuples(st.integers(0, 2), BOX, st.integers(0, 1), st.integers(0, 10).map(lambda n: n / 10))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 99)), unique_by=lambda row: row[2]))
def test_the_best_of_each_group_is_what_sorting_would_say(rows: list[tuple[int, int, int]]) -> None:
    group, value, tie = (np.array(column, np.int64) for column in (zip(*rows, strict=True) if rows else ((), (), ())))
    best = best_of_each(group, value.astype(float), tie=tie, count=5)
    for g in range(5):
        members = [i for i in range(len(rows)) if rows[i][0] == g]
        expected = min(members, key=lambda i: (-rows[i][1], rows[i][2])) if members else -1
        assert int(best[g]) == expected


@given(st.integers(1, 12), st.data())
def test_the_strongest_are_kept_as_by_hand(n: int, data: Any) -> None:
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])
    pairs = data.draw(st.lists(pair, max_size=20))
    rank = np.array(data.draw(st.permutations(range(n))))
    one, other = (np.array([p[side] for p in pairs], np.int64) for side in (0, 1))
    kept, stands_for = keep_strongest(one, other, rank=rank)
    joined = {frozenset(p) for p in pairs}
    by_hand: list[int] = []
    for i in sorted(range(n), key=lambda i: rank[i]):
        if not any(frozenset((i, j)) in joined for j in by_hand):
            by_hand.append(i)
    assert np.flatnonzero(kept).tolist() == sorted(by_hand)
    for weak in np.flatnonzero(~kept).tolist():
        assert kept[stands_for[weak]]
        assert frozenset((weak, int(stands_for[weak]))) in joined


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-5, 5)), min_size=1))
def test_without_leaning_the_median_of_a_group_is_its_median(rows: list[tuple[int, float]]) -> None:
    group, values = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    expected = [np.median(values[group == g]) for g in group]
    assert median_in_groups(group, values, weight=0) == pytest.approx(np.array(expected))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), max_size=300))
def test_size_bands_never_mix_classes_and_keep_the_order_of_sizes(rows: list[tuple[int, int]]) -> None:
    category = np.array([row[0] for row in rows], np.int64)
    area = np.array([row[1] for row in rows], float)
    bands = size_bands(category, area)
    for band in set(bands.tolist()):
        assert len(set(category[bands == band].tolist())) == 1
    for c in set(category.tolist()):
        of_class = category == c
        order = np.argsort(area[of_class], kind="stable")
        assert (np.diff(bands[of_class][order]) >= 0).all() or len(set(area[of_class])) < of_class.sum()


@given(st.lists(OBJECT, max_size=8), st.lists(PREDICTION, max_size=8))
@settings(max_examples=40)
def test_no_label_and_no_prediction_however_odd_breaks_a_detector(labels: list[Any], predictions: list[Any]) -> None:
    view = view_of(
        images_table(3),
        labels_table([row[0] for row in labels], [row[1] for row in labels], [row[2] for row in labels]),
        predictions_table(
            [row[0] for row in predictions],
            [row[1] for row in predictions],
            [row[2] for row in predictions],
            [row[3] for row in predictions],
        ),
        classes=("a", "b"),
    )
    for detector in DETECTORS.values():
        if detector.kind is not IssueKind.DUPLICATE_IMAGE:  # it looks at no object
            score = detector.find(view)["score"].to_numpy()
            assert ((score >= 0) & (score <= 1)).all(), detector.slug


@given(st.integers(0, 1000))
@settings(max_examples=6)
def test_each_kind_of_injected_error_comes_before_right_labels(seed: int) -> None:
    """Area under the curve of each detector on sets it has not seen: a random error scores below a random right one."""
    spoiled = spoiled_detection(images=40, errors=6, seed=seed)
    for detector in DETECTORS.values():
        wrong = spoiled.errors.get(detector.kind)
        if wrong is None or detector.kind in {IssueKind.DUPLICATE_IMAGE, IssueKind.DUPLICATE_BOX}:
            continue
        found = detector.find(spoiled.view)
        subject = "prediction_id" if detector.kind is IssueKind.MISSING_OBJECT else "annotation_id"
        objects = spoiled.view.predicted if detector.kind is IssueKind.MISSING_OBJECT else spoiled.view.labels
        score = dict(zip(found[subject].to_pylist(), found["score"].to_pylist(), strict=True))
        bad = np.array([score.get(i, 1.0) for i in wrong])
        good = np.array([score.get(i, 1.0) for i in objects.id.tolist() if i not in wrong])
        area = (bad[:, None] < good).mean() + (bad[:, None] == good).mean() / 2
        assert area > 0.9, detector.slug


@pytest.mark.parametrize("check", [judges_alone, repeats_itself, names_what_is_there, survives_oddities])
@pytest.mark.parametrize("slug", ["duplicate_box", "invalid_geometry"])
def test_detectors_that_judge_alone_do(check: Any, slug: str) -> None:
    """V6.14: held to it here by name, not only by their own declaration; X11 is held by `test_label_quality`.

    Missing objects are no longer among them: how far a confidence can be believed is told by the whole set.
    """
    assert not DETECTORS[slug].whole_set
    check(DETECTORS[slug])
