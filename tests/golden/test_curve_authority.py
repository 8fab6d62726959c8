"""The precision-recall curve of one class equals pycocotools', a real curve the matches at its thresholds (E2, F7)."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.evaluation.curves import confidence_curve, counted_predictions, precision_recall_curve
from assay.evaluation.matching import match


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 10), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_curve_is_cocos(hits: list[bool], missed: int, random: Any) -> None:
    """Each prediction lies exactly on a label of its own, or on nothing; scores are distinct, as COCO splits ties."""
    labels = sum(hits) + missed
    if not labels:
        return
    scores = random.sample([i / 64 for i in range(65)], len(hits))
    place = np.cumsum(hits) - 1
    found = [_row(i, place[i] if hit else labels + i, score=scores[i]) for i, hit in enumerate(hits)]
    theirs = _coco([_row(i, i, area=100, iscrowd=0) for i in range(labels)], found)
    curve = precision_recall_curve(np.array(scores), np.array(hits), labels=labels)
    np.testing.assert_allclose(curve.precision, theirs["precision"][0, :, 0, 0, 0], rtol=0, atol=1e-12)
    np.testing.assert_array_equal(np.nan_to_num(curve.score), theirs["scores"][0, :, 0, 0, 0])


def test_the_curve_of_a_real_detector_is_what_matching_says_at_each_threshold(shared_data: Path) -> None:
    """F1, F7: 6,620 predictions of a YOLOv8m, matched once for the curve and once at each of its points."""
    folder = shared_data / "ppe_valid"
    labels = json.loads((folder / "instances_valid.json").read_text())["annotations"]
    predictions = json.loads((folder / "predictions_coco.json").read_text())
    score = np.array([row["score"] for row in predictions])
    rows: dict[str, Any] = {
        f"{side}_{name}": np.array([row[key] for row in table])
        for side, table in (("label", labels), ("pred", predictions))
        for name, key in (("image", "image_id"), ("boxes", "bbox"), ("class", "category_id"))
    }
    rows |= {"label_ignore": np.zeros(len(labels), bool), "label_crowd": np.zeros(len(labels), bool)}
    at, correct = counted_predictions(match(**rows, pred_score=score, iou=0.5, confidence=0))
    curve = confidence_curve(score[at], correct, labels=len(labels), points=40)
    for threshold, precision, recall in zip(curve.confidence, curve.precision, curve.recall, strict=True):
        _, right = counted_predictions(match(**rows, pred_score=score, iou=0.5, confidence=threshold))
        assert (precision, recall) == (right.mean(), right.sum() / len(labels))
    assert curve.best is not None
    assert 0.2 < curve.best.confidence < 0.6
    assert curve.best.f == curve.f.max() > 0.8


def _row(number: int, place: int, **more: Any) -> dict[str, Any]:
    """A box of 10 × 10 pixels, apart from those of all other places."""
    return {"id": number + 1, "image_id": 1, "category_id": 1, "bbox": [20 * int(place), 0, 10, 10], **more}


def _coco(labels: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, Any]:
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = {"info": {}, "images": [{"id": 1}], "categories": [{"id": 1}], "annotations": labels}
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(found), "bbox")
        evaluation.params.iouThrs, evaluation.params.maxDets = np.array([0.5]), [100]
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.evaluate()
        evaluation.accumulate()
    return dict(evaluation.eval)
