"""What pycocotools makes of a COCO set, and what we make of the same set: to be held against each other."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.evaluation.coco import CocoArrays, CocoRows, Shapes, evaluate_coco
from assay.evaluation.coco_config import CocoConfig
from assay.evaluation.keypoints import Keypoints
from assay.geometry.run_lengths import RunLengths, run_lengths

Json = dict[str, Any]


def authority(truth: Json, results: list[Json], kind: str, config: CocoConfig, *, agnostic: bool = False) -> COCOeval:
    """What pycocotools makes of it; `kind` is bbox, segm or keypoints. Its `stats` are there when it can tell them."""
    labels = COCO()
    # It writes into the rows that it is given.
    labels.dataset = {"info": {}, **truth, "annotations": [dict(row) for row in truth["annotations"]]}
    with contextlib.redirect_stdout(io.StringIO()):
        labels.createIndex()
        evaluation = COCOeval(labels, labels.loadRes([dict(row) for row in results]), kind)
        parameters = evaluation.params
        parameters.iouThrs, parameters.recThrs = np.array(config.ious), np.array(config.recalls)
        parameters.maxDets = list(config.max_detections)
        parameters.areaRng = [list(limits) for limits in config.areas.values()]
        parameters.areaRngLbl = list(config.areas)
        parameters.useCats = not agnostic
        if kind == "keypoints":
            parameters.kpt_oks_sigmas = np.array(config.sigmas)
        evaluation.evaluate()
        evaluation.accumulate()
        if config.max_detections == ((20,) if kind == "keypoints" else (1, 10, 100)):
            evaluation.summarize()  # of other limits it tells -1 for what it could tell (X16)
    return evaluation


def ours(
    truth: Json, results: list[Json], kind: str, config: CocoConfig, *, class_ids: Sequence[int] | None = None
) -> CocoArrays:
    """What we make of it."""
    labels = truth["annotations"]
    frames = {image["id"]: (image.get("height", 0), image.get("width", 0)) for image in truth["images"]}
    shapes, found = _shapes(labels, kind, frames), _shapes(results, kind, frames)
    return evaluate_coco(
        rows_of(
            labels,
            shapes,
            area=np.array([row["area"] for row in labels], float),
            crowd=np.array([row["iscrowd"] for row in labels], bool),
            ignore=None if not isinstance(shapes, Keypoints) else ~shapes.labelled.any(axis=1),
        ),
        rows_of(results, found, area=_areas(found), score=np.array([row["score"] for row in results], float)),
        class_ids=sorted(row["id"] for row in truth["categories"]) if class_ids is None else class_ids,
        config=config,
    )


def rows_of(rows: list[Json], shapes: Shapes, **more: Any) -> CocoRows:
    return CocoRows(
        image=np.array([row["image_id"] for row in rows], np.int64),
        category=np.array([row["category_id"] for row in rows], np.int64),
        shapes=shapes,
        **more,
    )


def _shapes(rows: list[Json], kind: str, frames: dict[int, tuple[int, int]]) -> Shapes:
    if kind == "segm":
        sizes = np.array([frames[row["image_id"]] for row in rows], np.int64).reshape(-1, 2)
        return run_lengths([json.dumps(row["segmentation"]) for row in rows], sizes)
    boxes = np.array([row.get("bbox", [0, 0, 0, 0]) for row in rows], float).reshape(-1, 4)
    if kind == "bbox":
        return boxes
    flat = np.array([row["keypoints"] for row in rows], float)
    return Keypoints(flat.reshape(len(rows), -1, 3) if len(rows) else np.empty((0, 17, 3)), boxes)


def _areas(shapes: Shapes) -> Any:
    if isinstance(shapes, RunLengths):
        return shapes.areas
    return shapes.extents if isinstance(shapes, Keypoints) else shapes[:, 2] * shapes[:, 3]


def check_equal(found: CocoArrays, expected: COCOeval) -> None:
    """Every point of every curve, and the summary where both tell one."""
    curves = expected.eval
    np.testing.assert_allclose(found.precision, curves["precision"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.scores, curves["scores"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.recall, curves["recall"], rtol=0, atol=1e-12)
    if len(expected.stats):
        np.testing.assert_allclose(list(found.summary().values()), expected.stats, rtol=0, atol=1e-9)
