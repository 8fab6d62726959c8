"""Matching against the authority: what pycocotools' own `COCOeval.evaluateImg` pairs, we pair (E1, X17)."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.evaluation.matching import match
from assay.evaluation.outcomes import BACKGROUND, DUPLICATE, IGNORED, MISSED, MatchArrays

NUMBER = st.integers(0, 40).map(lambda n: n / 2)
EXTENT = st.integers(1, 30).map(lambda n: n / 2)
BOX = st.tuples(NUMBER, NUMBER, EXTENT, EXTENT)


def coco_of(labels: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> COCOeval:
    """An evaluation by pycocotools over one threshold list, without its prints."""
    images = sorted({row["image_id"] for row in [*labels, *predictions]})
    classes = sorted({row["category_id"] for row in [*labels, *predictions]})
    truth = COCO()
    truth.dataset = {
        "images": [{"id": i} for i in images],
        "categories": [{"id": c} for c in classes],
        "annotations": labels,
        "info": {},
    }
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        return COCOeval(truth, truth.loadRes(predictions), "bbox")


def evaluate(evaluation: COCOeval, iou: float) -> Iterator[dict[str, Any]]:
    evaluation.params.iouThrs = np.array([iou])
    evaluation.params.maxDets = [10_000]
    evaluation.params.areaRng = [[0, 1e10]]
    evaluation.params.areaRngLbl = ["all"]
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.evaluate()
    return (found for found in evaluation.evalImgs if found)


def ours(labels: list[dict[str, Any]], predictions: list[dict[str, Any]], iou: float) -> MatchArrays:
    crowd = np.array([row["iscrowd"] for row in labels], bool)
    return match(
        label_image=np.array([row["image_id"] for row in labels], np.int64),
        label_boxes=np.array([row["bbox"] for row in labels], float).reshape(-1, 4),
        label_class=np.array([row["category_id"] for row in labels], np.int32),
        label_ignore=crowd,
        label_crowd=crowd,
        pred_image=np.array([row["image_id"] for row in predictions], np.int64),
        pred_boxes=np.array([row["bbox"] for row in predictions], float).reshape(-1, 4),
        pred_class=np.array([row["category_id"] for row in predictions], np.int32),
        pred_score=np.array([row["score"] for row in predictions]),
        iou=iou,
        confidence=0.0,
    )


def check_equal(labels: list[dict[str, Any]], predictions: list[dict[str, Any]], iou: float) -> None:
    """Of one class, both pair the same label ids with the same prediction ids, and ignore the same predictions."""
    evaluation = coco_of(labels, predictions)
    pairs, ignored, alone, missed = set(), set(), set(), set()
    for found in evaluate(evaluation, iou):
        for d, prediction in enumerate(found["dtIds"]):
            if found["dtIgnore"][0, d]:
                ignored.add(prediction)
            elif found["dtMatches"][0, d]:
                pairs.add((int(found["dtMatches"][0, d]), prediction))
            else:
                alone.add(prediction)
        for g, label in enumerate(found["gtIds"]):
            if not found["gtIgnore"][g] and not found["gtMatches"][0, g]:
                missed.add(label)
    rows = ours(labels, predictions, iou)
    label_id = np.array([*(row["id"] for row in labels), -1])
    # `loadRes` numbers predictions from 1 in their order.
    mine = np.column_stack((label_id[rows.label_index], rows.pred_index + 1))
    both = (rows.label_index >= 0) & (rows.pred_index >= 0)
    assert {tuple(pair) for pair in mine[both].tolist()} == pairs
    assert set(mine[(rows.outcome == IGNORED) & (rows.pred_index >= 0), 1].tolist()) == ignored
    assert set(mine[np.isin(rows.outcome, [BACKGROUND, DUPLICATE]), 1].tolist()) == alone
    assert set(mine[rows.outcome == MISSED, 0].tolist()) == missed


@given(
    st.lists(st.tuples(st.integers(1, 2), BOX, st.booleans(), st.booleans()), min_size=1, max_size=10),
    st.lists(st.tuples(st.integers(1, 2), BOX, st.integers(0, 5)), min_size=1, max_size=12),
    st.sampled_from([0.1, 0.5, 0.9, 1.0]),
)
def test_of_one_class_we_pair_what_cocoeval_pairs(labels: Any, predictions: Any, iou: float) -> None:
    check_equal(
        [
            {
                "id": i,
                "image_id": im,
                "category_id": 1,
                "bbox": list(box),
                "area": box[2] * box[3],
                "iscrowd": int(a and b),
            }
            for i, (im, box, a, b) in enumerate(labels, start=1)
        ],
        [{"image_id": im, "category_id": 1, "bbox": list(box), "score": s / 5} for im, box, s in predictions],
        iou,
    )


@pytest.mark.parametrize("iou", [0.5, 0.75])
def test_on_the_authors_own_example_each_class_pairs_alike(shared_data: Path, iou: float) -> None:
    """Labels and results of cocodataset/cocoapi (val2014, 100 images), class by class, crowds included."""
    folder = shared_data / "coco_val2014_100_eval"
    labels = json.loads((folder / "instances_val2014_100.json").read_text())["annotations"]
    predictions = json.loads((folder / "instances_val2014_fakebbox100_results.json").read_text())
    classes = {row["category_id"] for row in predictions} & {row["category_id"] for row in labels}
    assert len(classes) > 50
    for c in sorted(classes):
        check_equal(
            [row for row in labels if row["category_id"] == c],
            [dict(row) for row in predictions if row["category_id"] == c],
            iou,
        )


def test_a_label_with_id_0_is_matched_like_any_other() -> None:
    """X17: pycocotools reads a match with annotation id 0 as no match; rows have no such hole."""
    label = {"id": 0, "image_id": 1, "category_id": 1, "bbox": [0, 0, 9, 9], "area": 81, "iscrowd": 0}
    prediction = {"image_id": 1, "category_id": 1, "bbox": [0, 0, 9, 9], "score": 1.0}
    rows = ours([label], [prediction], 0.5)
    assert rows.outcomes() == ["correct"]
    assert rows.label_index.tolist() == [0]
