"""Faults put into the predictions of real detectors are told; the predictions as they are give no word (X1, X2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.model.reading import BoxForm, Reading
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions

SETS = {
    "ppe_valid": ("instances_valid.json", "predictions_coco.json"),  # 640 x 640: no fit tells x from y, labels do
    "bccd_val": ("instances_val.json", "predictions_yolov6_run_exp1.json"),  # 640 x 480
}
Box = list[float]


@pytest.fixture(scope="module", params=SETS)
def real(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, list[dict[str, Any]], dict[Any, tuple[float, float]]]]:
    """A real set without its pictures, the rows of its run, and the sides of its images by their ids."""
    labels, predictions = (shared_data / request.param / name for name in SETS[request.param])
    content = json.loads(labels.read_text())
    sides = {image["id"]: (image["width"], image["height"]) for image in content["images"]}
    with Store.create(tmp_path_factory.mktemp("real") / "p.assay") as store:
        import_dataset(store, labels)
        yield store, json.loads(predictions.read_text())[:12_000], sides


_FAULTS: dict[BoxForm, Callable[..., Box]] = {
    BoxForm.NORMALISED: lambda x, y, w, h, wide, high: [x / wide, y / high, w / wide, h / high],
    BoxForm.NORMALISED_CXCYWH: lambda x, y, w, h, wide, high: [
        (x + w / 2) / wide,
        (y + h / 2) / high,
        w / wide,
        h / high,
    ],
    BoxForm.XYXY: lambda x, y, w, h, wide, high: [x, y, x + w, y + h],
    BoxForm.CXCYWH: lambda x, y, w, h, wide, high: [x + w / 2, y + h / 2, w, h],
    BoxForm.YXHW: lambda x, y, w, h, wide, high: [y, x, h, w],
    BoxForm.SWAPPED: lambda x, y, w, h, wide, high: [
        x / wide * high,
        y / high * wide,
        w / wide * high,
        h / high * wide,
    ],
}


def _write(folder: Path, rows: Any) -> Path:
    file = folder / "results.json"
    file.write_text(json.dumps(rows))
    return file


def test_a_good_run_gives_no_word_as_a_whole(real: tuple[Store, list[dict[str, Any]], Any], tmp_path: Path) -> None:
    store, rows, _ = real
    report = import_predictions(store, _write(tmp_path, rows), run="good")
    assert report.problem_counts.keys() <= {"box-outside", "box-empty"}
    assert report.unknown_classes == ()
    assert report.objects.total == len(rows)


@pytest.mark.parametrize("form", _FAULTS)
def test_a_fault_in_the_boxes_is_told_and_can_be_read_right(
    real: tuple[Store, list[dict[str, Any]], dict[Any, tuple[float, float]]], tmp_path: Path, form: BoxForm
) -> None:
    store, rows, sides = real
    spoilt = [row | {"bbox": _FAULTS[form](*row["bbox"], *sides[row["image_id"]])} for row in rows]
    file = _write(tmp_path, spoilt)
    report = import_predictions(store, file, run=form)
    told = [problem.message for problem in report.problems if problem.code == "box-form"]
    if form is BoxForm.SWAPPED and all(width == height for width, height in sides.values()):
        assert told == [], "in a square nothing was swapped"
        return
    assert len(told) == 1
    assert f"`{form}`" in told[0]
    asked = import_predictions(store, file, run=form, reading=Reading(boxes=form))
    assert "box-form" not in asked.problem_counts
    assert asked.objects.total == len(rows)


def test_scores_that_became_whole_numbers_are_told(
    real: tuple[Store, list[dict[str, Any]], Any], tmp_path: Path
) -> None:
    """X1: `confidence = int(score)`."""
    store, rows, _ = real
    report = import_predictions(store, _write(tmp_path, [row | {"score": int(row["score"])} for row in rows]), run="x1")
    assert report.problem_counts["scores-all-0-or-1"] == 1
