"""Predictions in COCO's result form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay.errors import SourceUnreadable
from assay.model.dataset import Task
from tests.unit.formats.files import read_predictions, write, write_json


def result(**more: Any) -> dict[str, Any]:
    row = {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5, **more}
    return {name: value for name, value in row.items() if value is not None}


def read(folder: Path, content: Any) -> Any:
    return read_predictions("coco-results", write_json(folder / "p.json", content))


def test_ids_are_the_text_the_file_gives(tmp_path: Path) -> None:
    """Whole numbers, texts and stems of file names; nothing is declared, so nothing is unknown."""
    found = read(tmp_path, [result(), result(image_id="photo_7", category_id="cat"), result(image_id=0)])
    assert [(row["image_key"], row["category_key"]) for row in found.objects] == [
        ("1", "3"),
        ("photo_7", "cat"),
        ("0", "3"),
    ]
    assert (found.images, found.categories, found.problems, found.task) == ([], (), [], Task.DETECTION)


def test_unknown_keys_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path, [result(file_name="a.jpg"), result()])
    assert [row.get("attributes") for row in found.objects] == ['{"file_name":"a.jpg"}', None]


@pytest.mark.parametrize("wrapper", ["annotations", "predictions", "results", "detections"])
def test_a_wrapped_list_is_read(tmp_path: Path, wrapper: str) -> None:
    found = read(tmp_path, {"info": {"a": [1]}, wrapper: [result(), result(score=2)], "more": []})
    assert len(found.objects) == 1
    assert found.skipped == [(f"$.{wrapper}[1].score", "score-range")]


def test_masks_and_keypoints_without_a_box(tmp_path: Path) -> None:
    mask = {"size": [80, 100], "counts": [80, 3, 7917]}
    found = read(tmp_path, [result(bbox=None, segmentation=mask), result(bbox=None, keypoints=[5, 6, 2, 9, 9, 1])])
    assert [[row[name] for name in "xywh"] for row in found.objects] == [[1, 0, 1, 3], [5, 6, 4, 3]]
    assert [row["kind"] for row in found.objects] == ["mask", "keypoints"]


@pytest.mark.parametrize("name", ["probabilities", "class_pdf"])
def test_class_probabilities_are_kept(tmp_path: Path, name: str) -> None:
    """A11."""
    found = read(tmp_path, [result(**{name: [0.25, 0.75]}), result()])
    assert [row.get("probabilities") for row in found.objects] == [[0.25, 0.75], None]


def test_vectors_of_another_length_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, [result(probabilities=[0.25, 0.75]), result(probabilities=[1.0])])
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("$[1].probabilities", "vector-length", False)]
    assert [row.get("probabilities") for row in found.objects] == [[0.25, 0.75], None]


@pytest.mark.parametrize(
    ("more", "place", "code"),
    [
        ({"score": None}, "$[1]", "missing-key"),
        ({"score": "0.9"}, "$[1].score", "text-for-number"),
        ({"score": float("nan")}, "$[1].score", "nan"),
        ({"score": 87.5}, "$[1].score", "score-range"),
        ({"score": -0.1}, "$[1].score", "score-range"),
        ({"bbox": None}, "$[1]", "missing-key"),
        ({"bbox": [1, 2, 3, -4]}, "$[1].bbox", "negative-size"),
    ],
)
def test_bad_rows_are_left_out(tmp_path: Path, more: dict[str, Any], place: str, code: str) -> None:
    found = read(tmp_path, [result(), result(**more), result()])
    assert found.skipped == [(place, code)]
    assert [row["row"] for row in found.objects] == [0, 2]


def test_a_score_over_one_by_rounding_alone_is_one(tmp_path: Path) -> None:
    found = read(tmp_path, [result(score=1.0000001), result(score=0.3)])
    assert ([row["score"] for row in found.objects], found.problems) == ([1.0, 0.3], [])


@pytest.mark.parametrize(
    ("scores", "told"), [([0, 1, 0, 0], True), ([1.0, 1.0], True), ([0, 0], True), ([0, 1, 0.5], False), ([], False)]
)
def test_a_run_whose_scores_are_all_zero_or_one_is_told(tmp_path: Path, scores: list[float], told: bool) -> None:
    """X1: some tool turned the scores into whole numbers."""
    found = read(tmp_path, [result(score=score) for score in scores])
    assert len(found.objects) == len(scores)
    assert [(p.code, p.skipped) for p in found.problems] == [("scores-all-0-or-1", False)] * told


def test_whole_image_predictions_are_read_when_none_has_a_shape(tmp_path: Path) -> None:
    found = read(tmp_path, [result(bbox=None), result(bbox=None)])
    assert [row["kind"] for row in found.objects] == ["whole_image", "whole_image"]
    assert found.task is Task.CLASSIFICATION


def test_a_truncated_list_gives_the_rows_before_the_cut(tmp_path: Path) -> None:
    text = json.dumps([result(score=n / 100) for n in range(50)])
    found = read_predictions("coco-results", write(tmp_path / "p.json", text[: len(text) // 2]))
    assert len(found.objects) == text[: len(text) // 2].count("}")
    assert found.codes == ["truncated"]


@pytest.mark.parametrize("content", [{}, {"images": []}, {"annotations": {}}, "text", 7])
def test_a_file_without_predictions_is_an_error(tmp_path: Path, content: Any) -> None:
    with pytest.raises(SourceUnreadable, match="no list of predictions"):
        read(tmp_path, content)


def test_an_empty_list_is_a_run_without_predictions(tmp_path: Path) -> None:
    assert read(tmp_path, []).objects == []
