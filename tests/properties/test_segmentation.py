"""Laws of segmentation metrics, against scikit-learn, SciPy's erosion and the definition of PQ (E10, F10)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.ndimage import binary_erosion
from sklearn.metrics import confusion_matrix, f1_score, jaccard_score

from assay.errors import ArrayError
from assay.evaluation.panoptic import GROUND, Segments, count_segments, no_segments, panoptic_quality
from assay.evaluation.segmentation import (
    VOID,
    Map,
    PixelCounts,
    count_pixels,
    no_pixels,
    paint,
    segmentation_scores,
)
from assay.geometry.run_lengths import run_lengths

CLASSES = 3
SIDES = st.tuples(st.integers(1, 12), st.integers(1, 12))


def maps(least: int, most: int) -> st.SearchStrategy[Any]:
    """Two maps of one size in patches, so that there are insides and boundaries."""

    def patched(sides: tuple[int, int]) -> st.SearchStrategy[Any]:
        coarse = arrays(np.int32, ((sides[0] + 3) // 4, (sides[1] + 3) // 4), elements=st.integers(least, most))
        fine = arrays(np.int32, sides, elements=st.integers(least, most))
        patch = coarse.map(lambda map: np.kron(map, np.ones((4, 4), np.int32))[: sides[0], : sides[1]])
        return st.tuples(patch | fine, patch | fine)

    return SIDES.flatmap(patched)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Map, Map]:
    """Labels with void pixels, predictions without."""
    truth, found = draw(maps(VOID, CLASSES - 1))
    return truth, np.maximum(found, 0)


@given(scenes())
def test_counts_and_scores_are_those_of_scikit_learn(scene: tuple[Map, Map]) -> None:
    truth, found = scene
    counts = count_pixels(truth, found, classes=CLASSES)
    judged = truth != VOID
    if not judged.any():
        assert np.isnan(segmentation_scores(counts).mean_iou)
        return
    true, predicted, labels = truth[judged], found[judged], list(range(CLASSES))
    matrix = confusion_matrix(true, predicted, labels=labels)
    scores = segmentation_scores(counts)
    assert (counts.matrix == matrix).all()
    there = matrix.sum(axis=1) > 0
    for ours, score in ((scores.iou, jaccard_score), (scores.dice, f1_score)):
        expected = score(true, predicted, labels=labels, average=None, zero_division=0)
        assert np.nan_to_num(ours) == pytest.approx(expected, abs=1e-12)
    expected = jaccard_score(true, predicted, labels=labels, average="weighted", zero_division=0)
    assert scores.weighted_iou == pytest.approx(expected, abs=1e-12)
    assert scores.accuracy == pytest.approx((true == predicted).mean(), abs=1e-12)
    assert scores.mean_iou == pytest.approx(scores.iou[there].mean(), abs=1e-12)
    assert scores.mean_dice == pytest.approx(scores.dice[there].mean(), abs=1e-12)


def boundary(mask: NDArray[np.bool_], depth: int) -> NDArray[np.bool_]:
    """The pixels of a mask that an erosion by a square takes away; outside the image nothing is set."""
    inside: NDArray[np.bool_] = binary_erosion(mask, np.ones((3, 3)), iterations=depth)
    return mask & ~inside


@given(scenes(), st.sampled_from([0.02, 0.1, 0.2]))
def test_boundaries_are_what_an_erosion_takes_away(scene: tuple[Map, Map], share: float) -> None:
    """Cheng et al. 2021, with the depth of their own code: rounded, at least one pixel."""
    truth, found = scene
    depth = max(1, round(share * float(np.hypot(*truth.shape))))
    counts = count_pixels(truth, found, classes=CLASSES, boundary=share)
    for k in range(CLASSES):
        of_truth, of_found = (boundary(map == k, depth) & (truth != VOID) for map in (truth, found))
        expected = of_truth.sum(), of_found.sum(), (of_truth & of_found).sum()
        assert tuple(counts.boundary[:, k]) == expected


@given(st.lists(scenes(), max_size=3))
def test_counts_of_images_add_up(images: list[tuple[Map, Map]]) -> None:
    total = sum((count_pixels(*image, classes=CLASSES) for image in images), start=no_pixels(CLASSES))
    assert total.matrix.sum() == sum((truth != VOID).sum() for truth, _ in images)
    assert isinstance(total, PixelCounts)


@given(scenes())
def test_a_map_held_against_itself_is_perfect(scene: tuple[Map, Map]) -> None:
    _, found = scene
    scores = segmentation_scores(count_pixels(found, found, classes=CLASSES))
    told = (scores.mean_iou, scores.mean_dice, scores.mean_boundary_iou, scores.weighted_iou, scores.accuracy)
    assert told == pytest.approx((1,) * 5)


@pytest.mark.parametrize("values", [(0, VOID), (CLASSES, 0), (0, CLASSES)])
def test_a_map_of_unknown_classes_is_refused(values: tuple[int, int]) -> None:
    truth, found = (np.full((2, 2), value, np.int32) for value in values)
    with pytest.raises(ArrayError, match="must hold classes"):
        count_pixels(truth, found, classes=CLASSES)


def test_masks_are_painted_in_order_and_lie_on_the_ground() -> None:
    masks = run_lengths(["[[0,0,3,0,3,2,0,2]]", "[[1,0,2,0,2,2,1,2]]"], np.array([(3, 4)] * 2))
    for order, row in (([0, 1], [5, 6, 5, 9]), ([1, 0], [5, 5, 5, 9])):
        values = np.array([5 + mask for mask in order])
        told = paint(masks, np.array(order), values, frame=(3, 4), ground=9)
        assert told.tolist() == [row, row, [9, 9, 9, 9]]
    with pytest.raises(ArrayError, match="Mask 0 has 4 x 3 pixels, its image 3 x 3"):
        paint(masks, np.array([0]), np.array([1]), frame=(3, 3), ground=0)


SEGMENTS = 5
ROWS = st.lists(st.tuples(st.integers(0, CLASSES - 1), st.booleans()), min_size=SEGMENTS, max_size=SEGMENTS)


@st.composite
def panoptic(draw: st.DrawFn) -> tuple[Segments, Segments]:
    truth, found = draw(maps(GROUND, SEGMENTS - 1))
    rows, others = draw(ROWS), draw(ROWS)
    categories = [np.array([klass for klass, _ in side]) for side in (rows, others)]
    return (
        Segments(truth, categories[0], np.array([is_crowd for _, is_crowd in rows])),
        Segments(np.where(found == VOID, GROUND, found), categories[1], np.zeros(SEGMENTS, bool)),
    )


def slow_quality(truth: Segments, found: Segments, klass: int) -> tuple[int, int, int, float]:
    """Met, extra, missed and the sum of IoU of one class, pixel set by pixel set, as the paper and its code have it."""
    mine = {s: truth.map == s for s in range(SEGMENTS) if truth.category[s] == klass and (truth.map == s).any()}
    crowds = np.zeros(truth.map.shape, bool)
    for s in [s for s in mine if truth.crowd[s]]:
        crowds |= mine.pop(s)
    theirs = {s: found.map == s for s in range(SEGMENTS) if found.category[s] == klass and (found.map == s).any()}
    void, met, total = truth.map == VOID, [], 0.0
    for s, mask in mine.items():
        for other, shape in theirs.items():
            iou = (mask & shape).sum() / ((mask | shape) & ~(void & shape)).sum()
            if iou > 0.5:
                met.append((s, other))
                total += iou
    extra = [mask for other, mask in theirs.items() if other not in {pair[1] for pair in met}]
    counted = [mask for mask in extra if (mask & (void | crowds)).sum() / mask.sum() <= 0.5]
    return len(met), len(counted), len(mine) - len(met), total


@given(panoptic())
def test_segments_meet_as_the_definition_of_panoptic_quality_has_it(scene: tuple[Segments, Segments]) -> None:
    counts = no_segments(CLASSES) + count_segments(*scene, classes=CLASSES)
    quality = panoptic_quality(counts)
    for k in range(CLASSES):
        met, extra, missed, total = slow_quality(*scene, k)
        assert (counts.met[k], counts.extra[k], counts.missed[k]) == (met, extra, missed)
        assert counts.iou[k] == pytest.approx(total, abs=1e-12)
        if met:
            assert quality.sq[k] == pytest.approx(total / met)
            assert quality.rq[k] == pytest.approx(met / (met + (extra + missed) / 2))
        assert quality.pq[k] == pytest.approx(quality.sq[k] * quality.rq[k], nan_ok=True)
    assert quality.mean(np.zeros(CLASSES, bool)) == pytest.approx((np.nan,) * 3, nan_ok=True)
