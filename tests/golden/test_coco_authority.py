"""Average precision held against pycocotools: all its numbers and every point of every curve (E1-E3, E11, F6, F11)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.evaluation.coco_config import COCO_KEYPOINTS, CocoConfig
from tests.golden.coco_authority import Json, authority, check_equal, ours

REAL = (
    ("coco_val2014_100_eval", "instances_val2014_100.json", "instances_val2014_fakebbox100_results.json", "bbox"),
    ("coco_val2014_100_eval", "instances_val2014_100.json", "instances_val2014_fakesegm100_results.json", "segm"),
    ("voc07_test_eval", "instances_voc2007_test.json", "detections_yolov2_htt1084_ep150.json", "bbox"),
    ("voc07_test_eval", "instances_voc2007_test.json", "detections_yolov3_zengyian3.json", "bbox"),
)


@pytest.mark.parametrize(
    ("folder", "labels", "results", "kind"), REAL, ids=[results.split(".")[0] for _, _, results, _ in REAL]
)
def test_real_detections(shared_data: Path, folder: str, labels: str, results: str, kind: str) -> None:
    """All images of the small set; of a large one 990, for pycocotools takes a second for each hundred."""
    truth, found = (json.loads((shared_data / folder / name).read_text()) for name in (labels, results))
    truth["images"] = truth["images"][:: -(-len(truth["images"]) // 1000)]
    kept = {image["id"] for image in truth["images"]}
    truth["annotations"], found = (
        [row for row in rows if row["image_id"] in kept] for rows in (truth["annotations"], found)
    )
    check_equal(ours(truth, found, kind, CocoConfig()), authority(truth, found, kind, CocoConfig()))


def test_the_published_figures(shared_data: Path) -> None:
    """The figures that the authors of COCO print for their own boxes and masks."""
    folder = shared_data / "coco_val2014_100_eval"
    truth = json.loads((folder / "instances_val2014_100.json").read_text())
    for kind, published in (("bbox", [0.505, 0.697, 0.573]), ("segm", [0.320, 0.562, 0.299])):
        results = json.loads((folder / f"instances_val2014_fake{kind}100_results.json").read_text())
        summary = ours(truth, results, kind, CocoConfig()).summary()
        assert [round(summary[name], 3) for name in ("AP", "AP50", "AP75")] == published


# Few numbers, so that scores are tied, shapes coincide and areas stand on the edge of a range.
IMAGE, CLASS = st.integers(1, 3), st.integers(1, 3)
BOX = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 8), st.integers(1, 8)).map(list)
SCORE = st.integers(0, 4).map(lambda n: n / 4)
RING = st.lists(st.integers(-1, 17), min_size=6, max_size=10).filter(lambda ring: len(ring) % 2 == 0)
RUNS = st.lists(st.integers(0, 40), max_size=6).map(
    lambda runs: {"size": [16, 16], "counts": [*runs, 256 - sum(runs)]} if sum(runs) <= 256 else [[0, 0, 0, 9, 9, 9]]
)
POINTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from([0, 0, 1, 2])), min_size=3, max_size=3
).map(lambda points: [number for point in points for number in point])
LABEL = {"image_id": IMAGE, "category_id": CLASS, "bbox": BOX, "iscrowd": st.integers(0, 1), "area": st.integers(1, 64)}
RESULT = {"image_id": IMAGE, "category_id": CLASS, "score": SCORE}
LIMITS = st.lists(st.integers(1, 5), min_size=1, max_size=4, unique=True).map(lambda n: tuple(sorted(n)))
CONFIG = st.builds(
    CocoConfig,
    ious=st.sampled_from([(0.5,), (0.1, 0.5, 1.0), CocoConfig().ious]),
    max_detections=LIMITS,
    areas=st.just({"all": (0.0, 1e10), "small": (0.0, 16.0), "medium": (16.0, 32.0), "large": (16.0, 1e10)}),
)


def labels_with(**more: st.SearchStrategy[object]) -> st.SearchStrategy[list[Json]]:
    return st.lists(st.fixed_dictionaries({**LABEL, **more}), max_size=12)


def results_with(**more: st.SearchStrategy[object]) -> st.SearchStrategy[list[Json]]:
    return st.lists(st.fixed_dictionaries({**RESULT, **more}), min_size=1, max_size=12)


def made_up(labels: list[Json]) -> Json:
    """The set of these labels; its last image and its last class are always empty."""
    return {
        "info": {},
        "images": [{"id": image, "height": 16, "width": 16} for image in range(1, 5)],
        "categories": [{"id": klass} for klass in range(1, 5)],
        "annotations": [{"id": number, **row} for number, row in enumerate(labels, start=1)],
    }


@settings(max_examples=300)
@given(labels_with(), results_with(bbox=BOX), CONFIG)
def test_made_up_boxes(labels: list[Json], results: list[Json], config: CocoConfig) -> None:
    """Crowds, ties, empty classes and images, and lists of limits of any length (X16)."""
    truth = made_up(labels)
    check_equal(ours(truth, results, "bbox", config), authority(truth, results, "bbox", config))


def encoded(rows: list[Json]) -> list[Json]:
    """Results with their masks compressed, the only form that pycocotools reads."""
    from pycocotools import mask as masks

    def compress(shape: Json | list[list[float]]) -> Json:
        packed = masks.frPyObjects(shape, 16, 16)
        one = masks.merge(packed) if isinstance(packed, list) else packed
        return {"size": one["size"], "counts": one["counts"].decode()}

    return [{**row, "segmentation": compress(row["segmentation"])} for row in rows]


@settings(max_examples=120)
@given(
    labels_with(segmentation=st.one_of(st.lists(RING, min_size=1, max_size=3), RUNS)),
    results_with(segmentation=st.one_of(st.lists(RING, min_size=1, max_size=2), RUNS)),
    CONFIG,
)
def test_made_up_masks(labels: list[Json], results: list[Json], config: CocoConfig) -> None:
    """Polygons of one and several rings, run lengths, empty masks, crowds."""
    truth, found = made_up(labels), encoded(results)
    check_equal(ours(truth, found, "segm", config), authority(truth, found, "segm", config))


@settings(max_examples=120)
@given(labels_with(keypoints=POINTS), results_with(keypoints=POINTS), LIMITS)
def test_made_up_keypoints(labels: list[Json], results: list[Json], limits: tuple[int, ...]) -> None:
    """Labels with no keypoint, crowds, sigmas of one's own, more than one limit."""
    for row in labels:
        row["num_keypoints"] = sum(mark > 0 for mark in row["keypoints"][2::3])
    truth = made_up(labels)
    config = replace(
        COCO_KEYPOINTS,
        sigmas=(0.5, 0.8, 1.2),
        max_detections=limits,
        areas={"all": (0.0, 1e10), "medium": (0.0, 36.0), "large": (36.0, 1e10)},
    )
    check_equal(ours(truth, results, "keypoints", config), authority(truth, results, "keypoints", config))


def test_people_with_seventeen_keypoints_give_cocos_ten_numbers() -> None:
    """E11, F11: 300 made people with COCO's sigmas and its limit of twenty."""
    rng = np.random.default_rng(5)
    labels: list[Json] = []
    results: list[Json] = []
    for image in range(1, 61):
        for _ in range(rng.integers(0, 10)):
            corner, size = rng.uniform(0, 300, 2), rng.uniform(20, 200, 2)
            place = corner + rng.random((17, 2)) * size
            seen = rng.integers(0, 3, 17) * (rng.random() > 0.1)
            labels.append(
                {"image_id": image, "category_id": 1, "iscrowd": int(rng.random() < 0.05)}
                | {"bbox": [*corner, *size], "area": float(size.prod() * rng.uniform(0.4, 0.8))}
                | {"keypoints": np.column_stack((place, seen)).ravel().tolist(), "num_keypoints": int((seen > 0).sum())}
            )
            for _ in range(rng.integers(0, 5)):
                moved = np.column_stack((place + rng.normal(0, size * rng.uniform(0.01, 0.1), (17, 2)), np.ones(17)))
                results.append(
                    {"image_id": image, "category_id": 1}
                    | {"keypoints": moved.ravel().tolist(), "score": round(float(rng.random()), 2)}
                )
    truth = made_up(labels) | {"images": [{"id": image} for image in range(1, 61)], "categories": [{"id": 1}]}
    found = ours(truth, results, "keypoints", COCO_KEYPOINTS)
    check_equal(found, authority(truth, results, "keypoints", COCO_KEYPOINTS))
    names = "AP AP50 AP75 AP_medium AP_large AR AR50 AR75 AR_medium AR_large"
    assert list(found.summary()) == names.split()
    assert 0.2 < found.summary()["AP"] < 0.9


def test_an_id_of_0_is_matched_like_any_other() -> None:
    """X17: pycocotools takes a label or a prediction of id 0 for unmatched; here ids play no part at all."""
    label = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 4, 4], "area": 16, "iscrowd": 0, "id": 0}
    result = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 4, 4], "score": 0.5}
    truth = made_up([]) | {"annotations": [label]}
    assert ours(truth, [result], "bbox", CocoConfig()).average_precision() == pytest.approx(1)
    assert authority(truth, [result], "bbox", CocoConfig()).stats[0] == 0


def test_nothing_at_all() -> None:
    empty: Json = {"images": [], "annotations": [], "categories": [{"id": 1}]}
    found = ours(empty, [], "bbox", CocoConfig())
    assert set(found.summary().values()) == {-1.0}
    assert np.isnan(found.class_precision()).all()
