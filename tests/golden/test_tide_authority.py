"""Error types held against tidecv 1.0.1, by the authors of TIDE (E8, F9); tests/golden/figures/tide.py ran it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.evaluation.candidates import find_candidates
from assay.evaluation.tide import ErrorKind, ErrorTypes, find_errors

FIGURES: dict[str, Any] = json.loads((Path(__file__).parent / "figures" / "tide.json").read_text(encoding="utf-8"))
REAL = {
    "ppe_valid": ("instances_valid.json", "predictions_coco.json"),
    "bccd_val": ("instances_val.json", "predictions_yolov6_train_exp6.json"),
    "voc07_test_eval": ("instances_voc2007_test.json", "detections_yolov3_zengyian3.json"),
}
Row = dict[str, Any]


def errors_of(labels: list[Row], results: list[Row], score: Any) -> ErrorTypes:
    numbers = {name: at for at, name in enumerate(dict.fromkeys(row["image_id"] for row in [*labels, *results]))}
    label_image, pred_image = (
        np.array([numbers[row["image_id"]] for row in rows], np.int64) for rows in (labels, results)
    )
    crowd = np.array([row.get("iscrowd", 0) for row in labels], bool)
    candidates = find_candidates(
        label_image=label_image,
        label_boxes=np.array([row["bbox"] for row in labels], float),
        label_class=np.array([row["category_id"] for row in labels], np.int32),
        label_ignore=crowd,
        label_crowd=crowd,
        pred_image=pred_image,
        pred_boxes=np.array([row["bbox"] for row in results], float),
        pred_class=np.array([row["category_id"] for row in results], np.int32),
        pred_score=np.asarray(score, float),
    )
    return find_errors(candidates, label_image=label_image, pred_image=pred_image)


@pytest.mark.parametrize("name", REAL)
def test_real_detections(shared_data: Path, name: str) -> None:
    """Counts, AP and every dAP; scores are made ranks, for tidecv is not to be trusted with ties (see below)."""
    truth, results = (json.loads((shared_data / name / file).read_text()) for file in REAL[name])
    rank = np.argsort(np.argsort([-row["score"] for row in results], kind="stable"))
    found, expected = errors_of(truth["annotations"], results, 1 - (rank + 1) / (len(rank) + 1)), FIGURES[name]
    assert {str(kind): count for kind, count in found.counts.items()} == expected["counts"]
    told = [found.ap, *(found.dap[ErrorKind(kind)] for kind in expected["dap"])]
    told += [found.false_positive_dap, found.false_negative_dap]
    figures = [expected["ap"], *expected["dap"].values(), *expected["special"].values()]
    np.testing.assert_allclose(told, figures, rtol=0, atol=1e-12)


def test_ap_is_that_of_coco_where_a_class_has_no_label(shared_data: Path) -> None:
    """The published AP50 is .697; tidecv says .642, since it counts a class that is only predicted as an AP of 0."""
    folder = shared_data / "coco_val2014_100_eval"
    truth = json.loads((folder / "instances_val2014_100.json").read_text())
    results = json.loads((folder / "instances_val2014_fakebbox100_results.json").read_text())
    found = errors_of(truth["annotations"], results, [row["score"] for row in results])
    assert round(found.ap, 3) == 0.697


A, B, FAR = [0, 0, 10, 10], [50, 50, 10, 10], [90, 90, 10, 10]


def test_where_nothing_is_mended_nothing_is_gained_though_scores_are_tied() -> None:
    """A right and a wrong prediction of score .9, the right one first: AP 1. No error is a `cls`, so mending them
    leaves 1. tidecv puts the wrong ones first when it counts again and has .5 then: it tells a gain of -.5 for false
    negatives, of which there are none, and shows what it loses on other kinds as 0.
    """
    labels = [{"image_id": 1, "category_id": 1, "bbox": A}]
    results = [{"image_id": 1, "category_id": 1, "bbox": box} for box in (A, B)]
    found = errors_of(labels, results, [0.9, 0.9])
    assert (found.ap, found.dap[ErrorKind.CLS], found.false_negative_dap) == (1.0, 0.0, 0.0)


def test_a_prediction_on_a_crowd_is_no_error() -> None:
    """It counts for nothing. tidecv counts it as a `bkg`, beside the one of the prediction that is far from all."""
    labels = [{"image_id": 1, "category_id": 1, "bbox": A}, {"image_id": 1, "category_id": 1, "bbox": B, "iscrowd": 1}]
    results = [{"image_id": 1, "category_id": 1, "bbox": box} for box in (A, B, FAR)]
    found = errors_of(labels, results, [0.9, 0.8, 0.7])
    assert (found.counts[ErrorKind.BKG], found.kind.tolist()) == (1, [-1, -1, 4])
