"""YOLO predictions: label files with a confidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import SourceNotFound, SourceUnreadable
from tests.unit.formats.files import read_predictions, write


@pytest.mark.parametrize("folder", [".", "labels"])
def test_the_last_number_is_the_confidence(tmp_path: Path, folder: str) -> None:
    write(tmp_path / folder / "deep" / "a.txt", "3 0.5 0.5 0.2 0.4 0.875\n1 0.1 0.2 0.5 0.2 0.5 0.75 0.25\n")
    found = read_predictions("yolo", tmp_path)
    box, polygon = found.objects
    assert (box["image_key"], box["category_key"], box["score"], box["kind"]) == ("deep/a", "3", 0.875, "box")
    assert [box[name] for name in "xywh"] == [0.4, 0.3, 0.2, 0.4]
    assert (polygon["score"], polygon["kind"], polygon["normalised"]) == (0.25, "polygon", True)
    assert (found.images, found.problems) == ([], [])


def test_classes_named_beside_the_files_are_given(tmp_path: Path) -> None:
    write(tmp_path / "labels" / "a.txt", "0 0.5 0.5 0.2 0.4 0.5\n")
    write(tmp_path / "data.yaml", "names: [cat]\ntrain: x\n")
    assert [category.name for category in read_predictions("yolo", tmp_path / "labels").categories] == ["cat"]


def test_lines_without_confidence_are_told_how_to_get_one(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2 0.4 0.5\n0 0.5 0.5 0.2 0.4 1.5\n")
    found = read_predictions("yolo", tmp_path)
    assert [(p.place, p.code) for p in found.problems] == [("line 1", "missing-score"), ("line 3", "score-range")]
    assert "save_conf" in found.problems[0].message
    assert [row["row"] for row in found.objects] == [2]


def test_scores_that_are_all_zero_or_one_are_told(tmp_path: Path) -> None:
    """X1."""
    write(tmp_path / "a.txt", "0 0.5 0.5 0.2 0.4 1\n0 0.5 0.5 0.2 0.4 0\n")
    assert read_predictions("yolo", tmp_path).codes == ["scores-all-0-or-1"]


def test_a_single_file_may_be_read(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", "0 0.5 0.5 0.2 0.4 0.5\n")
    assert read_predictions("yolo", source).objects[0]["image_key"] == "a"


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read_predictions("yolo", tmp_path / "absent")
    with pytest.raises(SourceUnreadable, match="no label files"):
        read_predictions("yolo", tmp_path)
