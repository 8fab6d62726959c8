"""Masks and keypoints that overlap, held against pycocotools (E1, E11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.errors import ArrayError
from assay.evaluation.keypoints import Keypoints
from assay.evaluation.shape_pairs import LEAST_SIMILARITY, find_keypoint_overlaps, find_mask_overlaps
from assay.geometry.run_lengths import RunLengths, run_lengths
from assay.model.evaluation import EvaluationConfig
from assay.model.match import Outcome
from assay.model.shape import ShapeKind
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run
from assay.workflows.runs.matches import run_matches
from assay.workflows.runs.model_metrics import model_metrics

PIXELS = arrays(np.uint8, (6, 7), elements=st.integers(0, 1))
OBJECTS = st.lists(st.tuples(st.integers(0, 1), PIXELS), max_size=5)


def packed(pixels: list[Any]) -> tuple[list[dict[str, Any]], RunLengths]:
    """The masks as pycocotools packs them, and as ours."""
    theirs = [coco_mask.encode(np.asfortranarray(mask)) for mask in pixels]
    texts = [json.dumps({"size": mask["size"], "counts": mask["counts"].decode()}) for mask in theirs]
    return theirs, run_lengths(texts, np.tile([6, 7], (len(pixels), 1)))


@given(OBJECTS, OBJECTS, st.data())
def test_masks_overlap_as_pycocotools_says(labels: list[Any], predictions: list[Any], data: st.DataObject) -> None:
    crowd = data.draw(st.lists(st.booleans(), min_size=len(labels), max_size=len(labels)))
    theirs, ours = packed([mask for _, mask in labels])
    other, our_other = packed([mask for _, mask in predictions])
    found = find_mask_overlaps(
        label_image=np.array([image for image, _ in labels], np.int64),
        labels=ours,
        label_crowd=np.array(crowd, bool),
        pred_image=np.array([image for image, _ in predictions], np.int64),
        predictions=our_other,
    )
    expected = coco_mask.iou(other, theirs, crowd) if labels and predictions else np.empty((0, 0))
    pairs = {
        (label, prediction): expected[prediction, label]
        for prediction in range(len(predictions))
        for label in range(len(labels))
        if labels[label][0] == predictions[prediction][0] and expected[prediction, label] > 0
    }
    told = dict(zip(zip(found.label.tolist(), found.prediction.tolist(), strict=True), found.iou, strict=True))
    assert told == pytest.approx(pairs)


POINTS = st.lists(
    st.tuples(st.integers(0, 1), arrays(np.int64, (17, 3), elements=st.integers(0, 2))), min_size=1, max_size=4
)


@given(POINTS, POINTS)
def test_keypoints_are_alike_as_cocoeval_says(labels: list[Any], predictions: list[Any]) -> None:
    annotations = [
        {
            "id": at + 1,
            "image_id": image,
            "category_id": 1,
            "keypoints": [float(value) for value in points.ravel()],
            "num_keypoints": int((points[:, 2] > 0).sum()),
            "bbox": [0.0, 0.0, 3.0, 2.0],
            "area": 4.0,
            "iscrowd": 0,
        }
        for at, (image, points) in enumerate(labels)
    ]
    results = [{**row, "id": at + 1, "score": 1 - at / 10} for at, row in enumerate(as_rows(predictions))]
    truth, answers = COCO(), COCO()
    for coco, rows in ((truth, annotations), (answers, results)):
        coco.dataset = {"images": [{"id": 0}, {"id": 1}], "categories": [{"id": 1}], "annotations": rows}
        coco.createIndex()
    evaluation = COCOeval(truth, answers, "keypoints")
    evaluation.params.imgIds, evaluation.params.catIds = [0, 1], [1]
    evaluation._prepare()
    found = find_keypoint_overlaps(
        label_image=np.array([image for image, _ in labels]),
        labels=keypoints(labels, box=(0, 0, 3, 2)),
        label_area=np.full(len(labels), 4.0),
        pred_image=np.array([image for image, _ in predictions]),
        predictions=keypoints(predictions, box=(0, 0, 1, 1)),
    )
    told = dict(zip(zip(found.label.tolist(), found.prediction.tolist(), strict=True), found.iou, strict=True))
    expected: dict[tuple[int, int], float] = {}
    for image in (0, 1):
        here = [at for at, (at_image, _) in enumerate(labels) if at_image == image]
        there = [at for at, (at_image, _) in enumerate(predictions) if at_image == image]
        if here and there:
            alike = np.reshape(evaluation.computeOks(image, 1), (len(there), len(here)))
            expected |= {(here[g], there[d]): float(alike[d, g]) for d, g in np.ndindex(alike.shape)}
    assert told == pytest.approx({pair: value for pair, value in expected.items() if value > LEAST_SIMILARITY})


def as_rows(objects: list[Any]) -> Iterator[dict[str, Any]]:
    for image, points in objects:
        flat = [float(value) for value in points.ravel()]
        yield {"image_id": image, "category_id": 1, "keypoints": flat, "bbox": [0, 0, 1, 1], "area": 1.0, "iscrowd": 0}


def keypoints(objects: list[Any], *, box: tuple[int, int, int, int]) -> Keypoints:
    points = np.array([points for _, points in objects], np.float64)
    return Keypoints(points, np.tile(np.array(box, np.float64), (len(objects), 1)))


def test_another_number_of_keypoints_than_of_sigmas_is_refused() -> None:
    five = Keypoints(np.ones((1, 5, 3)), np.ones((1, 4)))
    none = np.zeros(1, np.int64)
    with pytest.raises(ArrayError, match=r"\(n, 17, 3\)"):
        find_keypoint_overlaps(label_image=none, labels=five, label_area=np.ones(1), pred_image=none, predictions=five)


@pytest.fixture(scope="module")
def coco(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The masks of COCO's own example, labels as polygons and crowds, results as RLE."""
    folder = shared_data / "coco_val2014_100_eval"
    with Store.create(tmp_path_factory.mktemp("coco") / "coco.assay") as store:
        import_dataset(store, folder / "instances_val2014_100.json")
        import_predictions(store, folder / "instances_val2014_fakesegm100_results.json", run="segm")
        yield store


def test_a_run_is_matched_by_masks_in_one_engine(coco: Store) -> None:
    """The stored evaluation, the live numbers and the support agree, by masks as by boxes (X15)."""
    config = EvaluationConfig(0.5, 0.3, ShapeKind.MASK)
    stored = evaluate_run(coco, config=config)
    snapshot = coco.snapshot()
    assert snapshot.evaluation(stored.run.id).config == config  # type: ignore[union-attr]
    live = model_metrics(snapshot, stored.run, config=config)
    assert live.outcomes[Outcome.CORRECT] == stored.summary.tp > 100
    assert live.outcomes[Outcome.MISSED] == stored.summary.fn
    counted = ~run_matches(snapshot, stored.run, ShapeKind.MASK).candidates.label_ignored
    assert live.per_class.support.sum() == counted.sum()
    by_box = model_metrics(snapshot, stored.run, config=EvaluationConfig(0.5, 0.3))
    assert by_box.outcomes[Outcome.CORRECT] != live.outcomes[Outcome.CORRECT]
    assert by_box.per_class.support.tolist() == live.per_class.support.tolist()


def test_where_nothing_has_keypoints_nothing_counts(coco: Store) -> None:
    snapshot = coco.snapshot()
    run = snapshot.run(1, None)
    live = model_metrics(snapshot, run, config=EvaluationConfig(0.5, 0.3, ShapeKind.KEYPOINTS))
    assert live.per_class.support.sum() == 0
    assert set(live.outcomes.values()) == {0, live.outcomes[Outcome.IGNORED]}
