"""Laws of matching (E1, E6), held against a plain Python version that can be read at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.arrays import Boxes, Flags, Ids, Labels, Scores
from assay.evaluation.confusion import confusion_matrix
from assay.evaluation.matching import match
from assay.evaluation.outcomes import BACKGROUND, CONFUSION, CORRECT, DUPLICATE, IGNORED, MISSED, MatchArrays
from assay.geometry.iou import pairwise_iou

CLASSES = (0, 1, 5)
CORNERS = st.integers(0, 12)
EXTENTS = st.integers(1, 8)
BOX = st.tuples(CORNERS, CORNERS, EXTENTS, EXTENTS).map(lambda box: tuple(map(float, box)))
WHOLE = (np.nan,) * 4
IMAGE = st.sampled_from([0, 3, 10**12])
LABEL = st.tuples(IMAGE, BOX | st.just(WHOLE), st.sampled_from(CLASSES), st.booleans(), st.integers(0, 9))
PREDICTION = st.tuples(IMAGE, BOX | st.just(WHOLE), st.sampled_from(CLASSES), st.integers(0, 4))


@dataclass(frozen=True)
class Scene:
    """Labels and predictions as `match` takes them. Few corners and few scores, so that ties are common."""

    label_image: Ids
    label_boxes: Boxes
    label_class: Labels
    label_ignore: Flags
    label_crowd: Flags
    pred_image: Ids
    pred_boxes: Boxes
    pred_class: Labels
    pred_score: Scores

    def match(self, *, iou: float = 0.5, confidence: float = 0.25) -> MatchArrays:
        return match(**vars(self), iou=iou, confidence=confidence)


def scene(labels: list[Any], predictions: list[Any]) -> Scene:
    crowd = np.array([row[4] == 0 and not np.isnan(row[1][0]) for row in labels], bool)
    return Scene(
        label_image=np.array([row[0] for row in labels], np.int64),
        label_boxes=np.array([row[1] for row in labels]).reshape(-1, 4),
        label_class=np.array([row[2] for row in labels], np.int32),
        label_ignore=np.array([row[3] and row[4] < 3 for row in labels], bool) | crowd,
        label_crowd=crowd,
        pred_image=np.array([row[0] for row in predictions], np.int64),
        pred_boxes=np.array([row[1] for row in predictions]).reshape(-1, 4),
        pred_class=np.array([row[2] for row in predictions], np.int32),
        pred_score=np.array([row[3] / 4 for row in predictions]),
    )


SCENES = st.builds(scene, st.lists(LABEL, max_size=12), st.lists(PREDICTION, max_size=16))
BOX_SCENES = st.builds(
    scene,
    st.lists(LABEL.filter(lambda row: row[1] is not WHOLE), max_size=12),
    st.lists(PREDICTION.filter(lambda row: row[1] is not WHOLE), max_size=16),
)
THRESHOLDS = st.sampled_from([0.1, 0.3, 0.5, 0.75, 1.0])


def slow_match(scene: Scene, *, iou: float, confidence: float) -> tuple[dict[int, int], set[int]]:
    """Label of each prediction that takes one, and the predictions that fall on an ignored region."""
    taken: dict[int, int] = {}
    on_ignored: set[int] = set()
    used: set[int] = set()
    for p in sorted(range(len(scene.pred_score)), key=lambda p: -scene.pred_score[p]):
        if scene.pred_score[p] < confidence:
            continue
        here = [g for g in range(len(scene.label_image)) if scene.label_image[g] == scene.pred_image[p]]
        overlap = pairwise_iou(scene.pred_boxes[[p]], scene.label_boxes, crowd=scene.label_crowd)[0]

        def rank(g: int, p: int = p, overlap: Any = overlap) -> tuple[float, bool, int]:
            return overlap[g], bool(scene.label_class[g] == scene.pred_class[p]), g

        near = [g for g in here if overlap[g] >= min(iou, 1 - 1e-10)]
        free = [g for g in near if not scene.label_ignore[g] and g not in used]
        regions = [g for g in near if scene.label_ignore[g] and (scene.label_crowd[g] or g not in used)]
        if free:
            taken[p] = max(free, key=rank)
            used.add(taken[p])
        elif regions:
            on_ignored.add(p)
            used.add(max((overlap[g], g) for g in regions)[1])
    return taken, on_ignored


@given(BOX_SCENES, THRESHOLDS, st.sampled_from([0.0, 0.25, 0.6]))
def test_the_kernel_agrees_with_the_slow_version(scene: Scene, iou: float, confidence: float) -> None:
    found = scene.match(iou=iou, confidence=confidence)
    taken, on_ignored = slow_match(scene, iou=iou, confidence=confidence)
    paired = (found.label_index >= 0) & (found.pred_index >= 0)
    assert dict(zip(found.pred_index[paired].tolist(), found.label_index[paired].tolist(), strict=True)) == taken
    alone = found.label_index < 0
    assert set(found.pred_index[alone & (found.outcome == IGNORED)].tolist()) == on_ignored


@given(SCENES, THRESHOLDS)
def test_every_label_and_every_confident_prediction_stands_in_one_row(scene: Scene, iou: float) -> None:
    """X15, X17: row 0 like any other, whatever the run."""
    found = scene.match(iou=iou)
    labels = found.label_index[found.label_index >= 0]
    predictions = found.pred_index[found.pred_index >= 0]
    assert labels.tolist() == list(range(len(scene.label_image)))
    assert sorted(predictions.tolist()) == np.flatnonzero(scene.pred_score >= 0.25).tolist()
    assert ((found.label_index >= 0) | (found.pred_index >= 0)).all()


@given(BOX_SCENES, THRESHOLDS)
def test_a_duplicate_lies_on_a_label_and_what_is_on_background_does_not(scene: Scene, iou: float) -> None:
    """E7, V1.4: the predictions on background are exactly those with no label under them."""
    found = scene.match(iou=iou)
    overlap = pairwise_iou(scene.pred_boxes, scene.label_boxes)
    near = (overlap >= min(iou, 1 - 1e-10)) & (scene.pred_image[:, None] == scene.label_image) & ~scene.label_ignore
    on_label = near.any(axis=1)
    assert on_label[found.pred_index[found.outcome == DUPLICATE]].all()
    assert not on_label[found.pred_index[found.outcome == BACKGROUND]].any()


@given(SCENES)
def test_outcomes_say_what_the_row_holds(scene: Scene) -> None:
    found = scene.match()
    both = (found.label_index >= 0) & (found.pred_index >= 0)
    same = np.zeros(len(found), bool)
    same[both] = scene.label_class[found.label_index[both]] == scene.pred_class[found.pred_index[both]]
    assert (found.outcome[both] == np.where(same[both], CORRECT, CONFUSION)).all()
    assert not np.isnan(found.iou[both]).any()
    assert np.isnan(found.iou[~both]).all()
    only_label = found.pred_index < 0
    ignored = np.zeros(len(found), bool)
    ignored[: len(scene.label_ignore)] = scene.label_ignore
    assert (found.outcome[only_label] == np.where(ignored[only_label], IGNORED, MISSED)).all()
    assert np.isin(found.outcome[found.label_index < 0], [BACKGROUND, DUPLICATE, IGNORED]).all()


@given(SCENES, THRESHOLDS)
def test_row_sums_are_the_support_of_each_class(scene: Scene, iou: float) -> None:
    """X15: the support does not depend on the run or on crowds."""
    matrix = confusion_matrix(
        scene.match(iou=iou), label_class=scene.label_class, pred_class=scene.pred_class, class_ids=CLASSES
    )
    counted = scene.label_class[~scene.label_ignore]
    assert matrix[:-1].sum(axis=1).tolist() == [int((counted == c).sum()) for c in CLASSES]
    assert matrix[-1, -1] == 0


@given(SCENES)
def test_boxes_and_whole_images_never_meet(scene: Scene) -> None:
    found = scene.match(iou=0.1)
    both = (found.label_index >= 0) & (found.pred_index >= 0)
    label_whole = np.isnan(scene.label_boxes[found.label_index[both], 0])
    pred_whole = np.isnan(scene.pred_boxes[found.pred_index[both], 0])
    assert (label_whole == pred_whole).all()
    assert (found.iou[both][label_whole] == 1).all()


@given(SCENES, st.sampled_from([1, -(10**15)]))
def test_only_the_equality_of_image_ids_counts(scene: Scene, shift: int) -> None:
    """Ids far apart take the path that numbers them anew; the result is the same."""
    spread = Scene(**vars(scene) | {"label_image": scene.label_image + shift, "pred_image": scene.pred_image + shift})
    a, b = scene.match(), spread.match()
    assert a.label_index.tolist() == b.label_index.tolist()
    assert a.pred_index.tolist() == b.pred_index.tolist()
    assert a.outcome.tolist() == b.outcome.tolist()


@given(SCENES, st.randoms(use_true_random=False))
def test_rows_of_different_images_may_stand_in_any_order(scene: Scene, random: Any) -> None:
    """Interleaving the images changes nothing as long as each image keeps the order of its own rows."""
    order = list(range(len(scene.pred_image)))
    random.shuffle(order)
    by_image = {i: iter([r for r in range(len(order)) if scene.pred_image[r] == i]) for i in set(scene.pred_image)}
    order = [next(by_image[scene.pred_image[r]]) for r in order]
    moved = {name: getattr(scene, name)[order] for name in ("pred_image", "pred_boxes", "pred_class", "pred_score")}
    a, b = scene.match(), Scene(**vars(scene) | moved).match()
    count = len(scene.label_image)
    there = np.array([*order, -1])
    assert a.pred_index[:count].tolist() == there[b.pred_index[:count]].tolist()
    assert a.outcome[:count].tolist() == b.outcome[:count].tolist()


@given(SCENES)
def test_a_higher_confidence_never_raises_the_number_of_predictions(scene: Scene) -> None:
    counts = [int((scene.match(confidence=c).pred_index >= 0).sum()) for c in (0.0, 0.25, 0.5, 1.0)]
    assert counts == sorted(counts, reverse=True)
