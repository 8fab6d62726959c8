"""The precision-recall curve of one class equals pycocotools' (E2, F7)."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.evaluation.curves import precision_recall_curve


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
