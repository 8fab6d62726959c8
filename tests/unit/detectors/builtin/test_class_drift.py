"""G10: a class that two batches understand in two ways is found; noise and unequal classes are not."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa

from assay.detectors.look_alike_pairs import one_way, pairs_across
from assay.detectors.view import DatasetView
from assay.model.level import Level
from assay.testing.views import images_table, labels_table, view_of
from tests.unit.detectors.builtin.raised import find

PLACES = 120
CLASSES = ["car", "van", "bus"]


def view(category: np.ndarray, *, folders: bool = False, signed: bool = False, together: bool = False) -> DatasetView:
    """Two batches of 120 labels; label i of either looks like label i of the other. Of 40 things each, in order."""
    rng = np.random.default_rng(0)
    things = rng.normal(0, 1, (PLACES, 16))
    points = np.concatenate([things, things + rng.normal(0, 0.02, things.shape)])
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    n = len(points)
    batch = ["train"] * PLACES + ["val"] * PLACES
    names = [f"{part}/{at}.jpg" for at, part in enumerate(batch)]
    images = images_table(n, file_name=names) if folders else images_table(n, split=batch)
    if signed:
        images = images_table(n)
    image = np.tile(np.arange(PLACES), 2) if together else np.arange(n)
    people = [json.dumps({"annotator": name}) for name in ["anna"] * PLACES + ["bela"] * PLACES]
    labels = labels_table(image, np.full((n, 4), np.nan), category, attributes=people if signed else None)
    points = points[image] if together else points
    return replace(view_of(images, labels, classes=CLASSES), embeddings={Level.ANNOTATION: points})


def alike() -> np.ndarray:
    return np.tile(np.repeat([0, 1, 2], PLACES // 3), 2)


def test_a_class_that_is_understood_otherwise_in_one_split_is_raised() -> None:
    category = alike()
    category[PLACES : PLACES + 30] = 1  # in val 30 of the 40 cars are vans
    found = find("class_drift", view(category))
    assert len(found) > 10
    assert {suspect.score for suspect in found} == {0.5}
    evidence = found[0].evidence
    assert evidence["effect_low"] > 0
    assert evidence["effect_low"] <= evidence["effect"] <= evidence["effect_high"]
    labels = [suspect.label for suspect in found if suspect.label is not None]
    others = [suspect.evidence["annotation_ids"][0] for suspect in found]
    assert all(
        abs(label - other) == PLACES and min(label, other) < 30 for label, other in zip(labels, others, strict=True)
    )
    assert " such pairs " in found[0].sentence


def test_folders_are_batches_too() -> None:
    category = alike()
    category[PLACES : PLACES + 30] = 1
    found = find("class_drift", view(category, folders=True))
    assert {suspect.evidence["other_batch"] for suspect in found} <= {"folder train", "folder val"}
    assert found


def test_folders_that_are_made_for_one_class_each_are_not_held_together() -> None:
    """As in `images/cat` and `images/dog`: look-alikes of theirs differ, and can do so in one direction only."""
    category = np.repeat([0, 1], PLACES)
    assert find("class_drift", view(category, folders=True)) == []
    category[:10], category[PLACES : PLACES + 10] = 2, 2  # label errors, or what was moved since, change nothing
    assert find("class_drift", view(category, folders=True)) == []
    category[:30] = 1  # one of them knows both classes, so it can tell how the other understands them
    assert find("class_drift", view(category, folders=True))


def test_annotators_are_batches_whether_they_labelled_the_same_images_or_others() -> None:
    category = alike()
    category[PLACES : PLACES + 30] = 1  # 30 of the 40 cars are vans to bela
    for together in (False, True):
        found = find("class_drift", view(category, signed=True, together=together))
        assert {suspect.evidence["other_batch"] for suspect in found} <= {"annotator anna", "annotator bela"}
        assert len(found) > 10
        assert "its look-alike by annotator " in found[0].sentence
    assert len(found) == 30  # of the same images every pair is seen
    assert find("class_drift", view(alike(), signed=True, together=True)) == []


def test_two_labels_of_one_annotator_on_one_image_are_no_contradiction_of_annotators() -> None:
    category = alike()
    category[PLACES : PLACES + 30] = 1
    seen = view(category, signed=True, together=True)
    again = labels_table(np.arange(PLACES), np.full((PLACES, 4), np.nan), category[:PLACES], first=2 * PLACES)
    again = again.set_column(
        again.schema.get_field_index("attributes"), "attributes", pa.array(['{"annotator": "anna"}'] * PLACES)
    )
    points = np.concatenate([seen.vectors(Level.ANNOTATION), seen.vectors(Level.ANNOTATION)[:PLACES]])
    both = pa.concat_tables([seen.annotations, again.cast(seen.annotations.schema)])
    assert find("class_drift", replace(seen, annotations=both, embeddings={Level.ANNOTATION: points})) == []


def test_errors_that_go_both_ways_alike_are_no_drift() -> None:
    for seed in range(5):
        category = alike()
        wrong = np.random.default_rng(seed).random(len(category)) < 0.2
        category[wrong] = (category[wrong] + np.random.default_rng(seed + 9).integers(1, 3, wrong.sum())) % 3
        assert find("class_drift", view(category)) == []


def test_labels_that_agree_are_no_drift() -> None:
    assert find("class_drift", view(alike())) == []


def test_pairs_are_each_others_nearest_and_near_enough() -> None:
    points = np.array([[1, 0], [0.9999, 0.0141], [0, 1], [0.9998, 0.02]], np.float32)
    first, second = pairs_across(points, np.array([0, 1]), np.array([2, 3]), within=0.1)
    assert (first.tolist(), second.tolist()) == ([1], [3])


def test_the_sign_test_is_exact() -> None:
    first, second = np.arange(8), np.arange(8, 16)
    category = np.array([0] * 8 + [1] * 6 + [0] * 2)
    (drift,) = one_way(first, second, category)
    assert (drift.first_class, drift.second_class, len(drift.first), drift.backward, drift.pairs) == (0, 1, 6, 0, 8)
    assert drift.effect == 0.75
    assert drift.p == 2 / 2**6
