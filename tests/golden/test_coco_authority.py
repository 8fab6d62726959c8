"""Average precision held against pycocotools: all twelve numbers and every point of every curve (E1-E3, F6)."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pycocotools import mask as masks
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.evaluation.coco import CocoArrays, CocoConfig, CocoRows, evaluate_boxes, evaluate_overlaps

Json = dict[str, Any]
REAL = (
    ("coco_val2014_100_eval", "instances_val2014_100.json", "instances_val2014_fakebbox100_results.json"),
    ("voc07_test_eval", "instances_voc2007_test.json", "detections_yolov2_htt1084_ep150.json"),
    ("voc07_test_eval", "instances_voc2007_test.json", "detections_yolov3_zengyian3.json"),
    ("ppe_valid", "instances_valid.json", "predictions_coco.json"),
)


def authority(truth: Json, results: list[Json], kind: str, config: CocoConfig) -> COCOeval:
    """What pycocotools makes of it."""
    labels = COCO()
    labels.dataset = truth
    with contextlib.redirect_stdout(io.StringIO()):
        labels.createIndex()
        evaluation = COCOeval(labels, labels.loadRes(results), kind)
        evaluation.params.iouThrs = np.array(config.ious)
        evaluation.params.recThrs = np.array(config.recalls)
        evaluation.params.maxDets = list(config.max_detections)
        evaluation.params.areaRng = [list(limits) for limits in config.areas.values()]
        evaluation.params.areaRngLbl = list(config.areas)
        evaluation.evaluate()
        evaluation.accumulate()
        if len(config.max_detections) == 3:
            evaluation.summarize()
    return evaluation


def rows_of(rows: list[Json], **more: Any) -> CocoRows:
    return CocoRows(
        image=np.array([row["image_id"] for row in rows], np.int64),
        category=np.array([row["category_id"] for row in rows], np.int64),
        **more,
    )


def boxes_of(rows: list[Json]) -> NDArray[np.float64]:
    return np.array([row["bbox"] for row in rows], float).reshape(-1, 4)


def ours(truth: Json, results: list[Json], config: CocoConfig) -> CocoArrays:
    labels, boxes = truth["annotations"], boxes_of(results)
    return evaluate_boxes(
        rows_of(
            labels,
            area=np.array([row["area"] for row in labels], float),
            crowd=np.array([row["iscrowd"] for row in labels], bool),
        ),
        boxes_of(labels),
        rows_of(results, area=boxes[:, 2] * boxes[:, 3], score=np.array([row["score"] for row in results])),
        boxes,
        class_ids=sorted(row["id"] for row in truth["categories"]),
        config=config,
    )


def check_equal(found: CocoArrays, expected: COCOeval) -> None:
    curves = expected.eval
    np.testing.assert_allclose(found.precision, curves["precision"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.scores, curves["scores"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.recall, curves["recall"], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("folder", "labels", "results"), REAL, ids=[row[2].split(".")[0] for row in REAL])
def test_real_detections(shared_data: Path, folder: str, labels: str, results: str) -> None:
    truth, found = (json.loads((shared_data / folder / name).read_text()) for name in (labels, results))
    mine, expected = ours(truth, found, CocoConfig()), authority(truth, found, "bbox", CocoConfig())
    check_equal(mine, expected)
    np.testing.assert_allclose(list(mine.summary().values()), expected.stats, rtol=0, atol=1e-9)


def test_the_published_figures(shared_data: Path) -> None:
    """The figures that the authors of COCO print for their own boxes and masks."""
    folder = shared_data / "coco_val2014_100_eval"
    truth, boxes, shapes = (
        json.loads((folder / name).read_text())
        for name in (
            "instances_val2014_100.json",
            "instances_val2014_fakebbox100_results.json",
            "instances_val2014_fakesegm100_results.json",
        )
    )
    summary = ours(truth, boxes, CocoConfig()).summary()
    assert [round(summary[name], 3) for name in ("AP", "AP50", "AP75")] == [0.505, 0.697, 0.573]
    by_mask = of_masks(truth, shapes)
    assert [round(by_mask.summary()[name], 3) for name in ("AP", "AP50", "AP75")] == [0.320, 0.562, 0.299]
    check_equal(by_mask, authority(truth, shapes, "segm", CocoConfig()))


def of_masks(truth: Json, results: list[Json]) -> CocoArrays:
    labels = truth["annotations"]
    sizes = {image["id"]: (image["height"], image["width"]) for image in truth["images"]}
    encoded = [encode(row["segmentation"], *sizes[row["image_id"]]) for row in labels]
    shapes = [row["segmentation"] for row in results]
    crowd = np.array([row["iscrowd"] for row in labels], bool)

    def overlap(predictions: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(
            masks.iou([shapes[row] for row in predictions], [encoded[row] for row in of], crowd[of].tolist())
        )

    return evaluate_overlaps(
        rows_of(labels, area=np.array([row["area"] for row in labels], float), crowd=crowd),
        rows_of(
            results,
            area=np.array([masks.area(shape) for shape in shapes], float),
            score=np.array([row["score"] for row in results]),
        ),
        overlap,
        class_ids=sorted(row["id"] for row in truth["categories"]),
    )


def encode(segmentation: Any, height: int, width: int) -> Any:
    if isinstance(segmentation, list):
        return masks.merge(masks.frPyObjects(segmentation, height, width))
    if isinstance(segmentation["counts"], list):
        return masks.frPyObjects(segmentation, height, width)
    return segmentation


# Few numbers, so that scores are tied, boxes coincide and areas stand on the edge of a range.
IMAGE, CLASS = st.integers(1, 3), st.integers(1, 3)
BOX = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 8), st.integers(1, 8)).map(list)
SCORE = st.integers(0, 4).map(lambda n: n / 4)
LABEL = st.fixed_dictionaries(
    {"image_id": IMAGE, "category_id": CLASS, "bbox": BOX, "iscrowd": st.integers(0, 1), "area": st.integers(1, 64)}
)
RESULT = st.fixed_dictionaries({"image_id": IMAGE, "category_id": CLASS, "bbox": BOX, "score": SCORE})
CONFIG = st.builds(
    CocoConfig,
    ious=st.sampled_from([(0.5,), (0.1, 0.5, 1.0), CocoConfig().ious]),
    max_detections=st.lists(st.integers(1, 5), min_size=1, max_size=4, unique=True).map(lambda n: tuple(sorted(n))),
    areas=st.just({"all": (0.0, 1e10), "small": (0.0, 16.0), "large": (16.0, 1e10)}),
)


@settings(max_examples=600)
@given(st.lists(LABEL, max_size=12), st.lists(RESULT, min_size=1, max_size=12), CONFIG)
def test_made_up_sets(labels: list[Json], results: list[Json], config: CocoConfig) -> None:
    truth = {
        "info": {},
        "images": [{"id": image} for image in range(1, 5)],  # the last one is always empty
        "categories": [{"id": klass} for klass in range(1, 5)],  # so is the last class
        "annotations": [{"id": number, **row} for number, row in enumerate(labels, start=1)],
    }
    check_equal(ours(truth, results, config), authority(truth, [dict(row) for row in results], "bbox", config))


def test_nothing_at_all() -> None:
    empty: Json = {"annotations": [], "categories": [{"id": 1}]}
    found = ours(empty, [], CocoConfig())
    assert set(found.summary().values()) == {-1.0}
    assert np.isnan(found.class_precision()).all()
