"""Tables of class probabilities."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from assay.errors import SourceUnreadable
from tests.unit.formats.files import Content, read_predictions, write


def read(folder: Path, text: str) -> Content:
    return read_predictions("table", write(folder / "p.csv", text))


def test_the_class_is_the_most_probable_one(tmp_path: Path) -> None:
    """A10, A11."""
    found = read(tmp_path, "path,cat,dog,cow\na.jpg,0.25,0.5,0.25\nb.jpg,1.0,0,0\n")
    first = found.objects[0]
    assert (first["image_key"], first["category_key"], first["score"], first["kind"]) == (
        "a.jpg",
        "dog",
        0.5,
        "whole_image",
    )
    assert first["probabilities"] == [0.25, 0.5, 0.25]
    assert [category.name for category in found.categories] == ["cat", "dog", "cow"]
    assert (found.images, found.problems) == ([], [])


@pytest.mark.parametrize("prefix", ["pred_", "prob_", "p_", "PROB ", "probability.", "score_"])
def test_columns_that_share_a_prefix_are_classes_without_it(tmp_path: Path, prefix: str) -> None:
    found = read(tmp_path, f"stem,{prefix}a_b,{prefix}c,humans,other\nx,0.25,0.75,1,z\n")
    assert [category.name for category in found.categories] == ["a_b", "c"]
    assert found.objects[0]["category_key"] == "c"
    assert [(p.code, p.skipped) for p in found.problems] == [("columns", False)]
    assert "`humans`, `other`" in found.problems[0].message


def test_numbers_that_are_no_probabilities_are_not_taken_for_classes(tmp_path: Path) -> None:
    found = read(tmp_path, "index,file_name,cat,dog\n0,a.jpg,0.25,0.75\n1,b.jpg,0.5,0.5\n2,c.jpg,0.1,0.9\n")
    assert [category.name for category in found.categories] == ["cat", "dog"]
    assert [row["image_key"] for row in found.objects] == ["a.jpg", "b.jpg", "c.jpg"]


def test_a_cell_that_is_no_number_costs_its_row_alone(tmp_path: Path) -> None:
    found = read(tmp_path, "path,cat,dog\na.jpg,0.25,0.75\nb.jpg,n/a,0.5\nc.jpg,1e-1,.9\nd.jpg,0x1,0.5\n")
    assert [row["image_key"] for row in found.objects] == ["a.jpg", "c.jpg"]
    assert found.skipped == [("line 3", "nan"), ("line 5", "nan")]
    pair = read(tmp_path, "path,label,score\na.jpg,cat,0.5\nb.jpg,cat,?\n")
    assert [row["score"] for row in pair.objects] == [0.5]
    assert pair.skipped == [("line 3", "nan")]


def test_bad_rows_are_reported_by_line(tmp_path: Path) -> None:
    rows = [
        "a,0.25,0.75",
        ",0.5,0.5",
        "c,,0.5",
        "d,nan,0.5",
        "e,1.5,-0.5",
        "f,0.9,0.9",
        "g,0.4,0.6",
        "h,0.4,0.6",
        "i,0.5,0.5",
    ]
    found = read(tmp_path, "path,cat,dog\n" + "\n".join(rows) + "\n")
    assert found.skipped == [
        ("line 3", "missing-key"),
        ("line 4", "nan"),
        ("line 5", "nan"),
        ("line 6", "score-range"),
    ]
    assert [row["row"] for row in found.objects] == [2, 7, 8, 9, 10]
    assert [(p.place, p.code) for p in found.problems if not p.skipped] == [("the whole file", "probabilities-sum")]


def test_hard_decisions_are_told(tmp_path: Path) -> None:
    """X1."""
    assert read(tmp_path, "path,cat,dog\na,1,0\nb,0,1\n").codes == ["scores-all-0-or-1"]


def test_a_class_and_its_score_will_do(tmp_path: Path) -> None:
    found = read(tmp_path, "path,prediction,confidence\na,cat,0.5\nb,dog,0.75\nc,,0.2\n")
    assert [(row["category_key"], row["score"]) for row in found.objects] == [("cat", 0.5), ("dog", 0.75)]
    assert found.skipped == [("line 4", "missing-key")]


def test_parquet_is_read(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"path": ["a"], "cat": [0.25], "dog": [0.75]}), tmp_path / "p.parquet")
    assert read_predictions("table", tmp_path / "p.parquet").objects[0]["category_key"] == "dog"


def test_a_table_without_probabilities_or_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no columns of class probabilities"):
        read(tmp_path, "path,label\na,cat\n")
    with pytest.raises(SourceUnreadable, match="no column that names the image"):
        read(tmp_path, "cat,dog\n0.5,0.5\n")


def test_boxes_of_predictions_are_read(tmp_path: Path) -> None:
    rows = ["a.jpg,cat,0.5,10,20,50,60", "a.jpg,dog,0.25,,,,", "a.jpg,dog,0.75,9,9,1,1"]
    found = read(tmp_path, "filename,class,score,xmin,ymin,xmax,ymax\n" + "\n".join(rows) + "\n")
    assert [(row["kind"], row["score"]) for row in found.objects] == [("box", 0.5), ("whole_image", 0.25)]
    assert [found.objects[0][axis] for axis in "xywh"] == [10, 20, 40, 40]
    assert found.skipped == [("line 4", "negative-size")]
    assert "two corners, in pixels" in found.problems[0].message


def test_flags_beside_a_box_are_no_classes(tmp_path: Path) -> None:
    text = "ImageID,LabelName,Score,XMin,XMax,YMin,YMax,IsOccluded,IsInside\n" + "a,/m/1,0.5,0.1,0.5,0.2,0.6,1,0\n" * 4
    found = read(tmp_path, text)
    assert [row["category_key"] for row in found.objects] == ["/m/1"] * 4
    assert found.objects[0]["normalised"]
