"""Tables of labels."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from assay.errors import SourceNotFound, SourceUnreadable
from assay.model.dataset import Task
from tests.unit.formats.files import image, read, write


def test_path_label_and_the_rest(tmp_path: Path) -> None:
    image(tmp_path / "images" / "day" / "a.jpg")
    text = "path,label,split,weather,hour,note\nday\\a.jpg,cat,valid,rain,12,\nb.jpg,dog,train,,7.5,x\nc.jpg,,,,,\n"
    found = read("table", write(tmp_path / "x.csv", text))
    assert [(row["key"], row.get("split")) for row in found.images] == [
        ("day\\a.jpg", "val"),
        ("b.jpg", "train"),
        ("c.jpg", None),
    ]
    assert found.images[0]["path"] == str(tmp_path / "images/day/a.jpg")
    assert json.loads(found.images[0]["metadata"]) == {"weather": "rain", "hour": 12.0}
    assert json.loads(found.images[1]["metadata"]) == {"hour": 7.5, "note": "x"}
    assert "metadata" not in found.images[2]
    assert [(row["image_key"], row["category_key"], row["row"]) for row in found.objects] == [
        ("day\\a.jpg", "cat", 2),
        ("b.jpg", "dog", 3),
    ]
    assert (found.problems, found.task) == ([], Task.CLASSIFICATION)
    assert [category.name for category in found.categories] == ["cat", "dog"]


@pytest.mark.parametrize("path", ["path", "File_Name", "filename", "image", "Image Path"])
@pytest.mark.parametrize("label", ["label", "class", "given_label", "Category"])
def test_columns_are_known_by_many_names(tmp_path: Path, path: str, label: str) -> None:
    found = read("table", write(tmp_path / "x.csv", f"id;{label};{path}\n1;cat;a.jpg\n"))
    assert [(row["image_key"], row["category_key"]) for row in found.objects] == [("a.jpg", "cat")]
    assert json.loads(found.images[0]["metadata"]) == {"id": 1}


def test_a_choice_between_columns_is_told(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,given_label,species\na.jpg,cat,felis\n"))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("the header", "columns", False)]
    assert "`given_label`; `species`" in found.problems[0].message
    assert found.objects[0]["category_key"] == "cat"


def test_a_table_called_like_a_split_is_of_it_and_its_images_lie_in_that_folder(tmp_path: Path) -> None:
    image(tmp_path / "train" / "a.jpg")
    found = read("table", write(tmp_path / "train_labels.csv", "filename,class\na.jpg,cat\ntest/b.jpg,dog\n"))
    assert [(row.get("path"), row["split"]) for row in found.images] == [
        (str(tmp_path / "train" / "a.jpg"), "train"),
        (None, "test"),
    ]


def test_labels_that_look_like_numbers_stay_text_in_reading_order(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,label\na.jpg,010\nb.jpg,9\nc.jpg,9\n"))
    assert [row["category_key"] for row in found.objects] == ["010", "9", "9"]
    assert [category.name for category in found.categories] == ["9", "010"]


def test_bad_rows_are_reported_by_line(tmp_path: Path) -> None:
    text = "path,label\na.jpg,cat\nb.jpg,cat,extra\n,dog\na.jpg,cat\na.jpg,dog\nz.jpg,cat\n"
    found = read("table", write(tmp_path / "x.csv", text))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [
        ("line 3", "columns", True),
        ("line 4", "missing-key", True),
        ("line 5", "duplicate-row", True),
        ("line 6", "several-labels", False),
    ]
    assert [(row["image_key"], row["category_key"], row["row"]) for row in found.objects] == [
        ("a.jpg", "cat", 2),
        ("a.jpg", "dog", 6),
        ("z.jpg", "cat", 7),
    ]
    assert [row["key"] for row in found.images] == ["a.jpg", "z.jpg"]


def test_a_row_may_be_signed_so_that_several_people_class_one_image(tmp_path: Path) -> None:
    rows = [
        "path,label,Annotator,lead_time,author",
        "a.jpg,cat,ann,2.5,me",
        *["a.jpg,cat,bob,,me"] * 2,
        "a.jpg,dog,,1,me",
    ]
    text = "\n".join(rows)
    found = read("table", write(tmp_path / "x.csv", text))
    assert [(row["category_key"], json.loads(row["attributes"])) for row in found.objects] == [
        ("cat", {"annotator": "ann", "lead_time": 2.5}),
        ("cat", {"annotator": "bob"}),
        ("dog", {"lead_time": 1}),
    ]
    assert json.loads(found.images[0]["metadata"]) == {"author": "me"}
    assert [(p.place, p.code) for p in found.problems] == [("line 4", "duplicate-row")]


def test_seconds_of_nobody_are_of_the_image(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,label,lead_time\na.jpg,cat,2\n"))
    assert (found.objects[0].get("attributes"), json.loads(found.images[0]["metadata"])) == (None, {"lead_time": 2})


def test_quoted_cells_hold_separators_and_line_ends(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", 'path,label,note\n"a, b.jpg","big ""cat""","two\nlines"\n'))
    assert (found.objects[0]["image_key"], found.objects[0]["category_key"]) == ("a, b.jpg", 'big "cat"')
    assert json.loads(found.images[0]["metadata"]) == {"note": "two\nlines"}


@pytest.mark.parametrize(("encoding", "told"), [("utf-8-sig", False), ("utf-16", False), ("latin-1", True)])
def test_other_encodings_are_read(tmp_path: Path, encoding: str, told: bool) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,label\na.jpg,Bär\n".encode(encoding)))
    assert found.objects[0]["category_key"] == "Bär"
    assert found.codes == ["encoding"] * told


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {"path": ["a.jpg", "b.jpg"], "label": [1, 2], "ok": [True, None], "when": pa.array([0, 1], pa.timestamp("s"))}
    )
    parquet.write_table(table, tmp_path / "x.parquet")
    found = read("table", tmp_path / "x.parquet")
    assert [(row["category_key"], row["row"]) for row in found.objects] == [("1", 0), ("2", 1)]
    assert json.loads(found.images[0]["metadata"]) == {"ok": True, "when": "1970-01-01 00:00:00"}


BOX = [1.25, 2, 30, 4.5]


def box_of(row: dict[str, object]) -> list[object]:
    return [row[name] for name in "xywh"]


def test_a_row_per_box_and_one_for_an_image_without_labels(tmp_path: Path) -> None:
    text = "path,label,x,y,w,h,hour\na.jpg,cat,1.25,2,30,4.5,7\na.jpg,dog,0,0,1e1,1,7\nb.jpg,,,,,,8\n"
    found = read("table", write(tmp_path / "x.csv", text))
    assert [(row["image_key"], row["category_key"], row["kind"], row["row"]) for row in found.objects] == [
        ("a.jpg", "cat", "box", 2),
        ("a.jpg", "dog", "box", 3),
    ]
    assert [box_of(row) for row in found.objects] == [BOX, [0, 0, 10, 1]]
    assert [(row["key"], json.loads(row["metadata"])) for row in found.images] == [
        ("a.jpg", {"hour": 7}),
        ("b.jpg", {"hour": 8}),
    ]
    assert (found.problems, found.task) == ([], Task.DETECTION)


@pytest.mark.parametrize(
    ("names", "numbers", "form"),
    [
        ("x,y,width,height", "1.25,2,30,4.5", "left, top, width, height"),
        ("bbox_x,bbox_y,bbox_width,bbox_height", "1.25,2,30,4.5", "left, top, width, height"),
        ("xmin,ymin,xmax,ymax", "1.25,2,31.25,6.5", "two corners"),
        ("X_Min,Y_Min,X_Max,Y_Max", "1.25,2,31.25,6.5", "two corners"),
        ("x1,y1,x2,y2", "1.25,2,31.25,6.5", "two corners"),
    ],
)
def test_other_forms_of_boxes_are_read_and_told(tmp_path: Path, names: str, numbers: str, form: str) -> None:
    found = read("table", write(tmp_path / "x.csv", f"path,label,{names}\na.jpg,cat,{numbers}\n"))
    assert [box_of(row) for row in found.objects] == [BOX]
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("the header", "columns", False)]
    assert form in found.problems[0].message


def test_a_width_and_a_height_alone_are_those_of_the_image(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,label,width,height\na.jpg,cat,640,480\n"))
    assert (found.objects[0]["kind"], found.problems) == ("whole_image", [])
    assert json.loads(found.images[0]["metadata"]) == {"width": 640, "height": 480}


def test_rows_whose_box_is_none_are_reported_by_cell_and_keep_their_image(tmp_path: Path) -> None:
    rows = ["cat,1,2,3,4", "cat,1,,3,4", "cat,1,nan,3,4", "cat,inf,2,3,4", "cat,1,2,wide,4", "cat,1,2,-3,4", ",1,2,3,4"]
    text = "path,label,x,y,w,h\n" + "".join(f"{n}.jpg,{row}\n" for n, row in enumerate(rows))
    found = read("table", write(tmp_path / "x.csv", text))
    assert found.skipped == [
        ("line 3.y", "missing-key"),
        ("line 4.y", "nan"),
        ("line 5.x", "nan"),
        ("line 6.w", "text-for-number"),
        ("line 7", "negative-size"),
        ("line 8", "missing-key"),
    ]
    assert [row["key"] for row in found.images] == [f"{n}.jpg" for n in range(7)]
    assert [row["image_key"] for row in found.objects] == ["0.jpg"]


def test_corners_the_wrong_way_round_are_no_box(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,label,x1,y1,x2,y2\na.jpg,cat,9,2,3,4\na.jpg,cat,1,2,3,4\n"))
    assert found.skipped == [("line 2", "negative-size")]
    assert [box_of(row) for row in found.objects] == [[1, 2, 2, 2]]


def test_a_box_that_stands_twice_is_kept_and_told(tmp_path: Path) -> None:
    """A label drawn twice is a fault of the set, which a reader must not hide."""
    text = "path,label,x,y,w,h\na.jpg,cat,1,2,3,4\na.jpg,cat,1,2,3,4\na.jpg,dog,1,2,3,4\na.jpg,cat,,,,\na.jpg,cat,,,,\n"
    found = read("table", write(tmp_path / "x.csv", text))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [
        ("line 3", "duplicate-row", False),
        ("line 6", "duplicate-row", True),
    ]
    assert [row["kind"] for row in found.objects] == ["box", "box", "box", "whole_image"]


def test_boxes_that_look_like_shares_are_told(tmp_path: Path) -> None:
    text = "path,label,x,y,w,h\n" + "".join(f"{n}.jpg,cat,0.1,0.2,0.3,0.{n}\n" for n in range(20))
    assert read("table", write(tmp_path / "x.csv", text)).codes == ["box-convention"]


def test_parquet_boxes_may_be_whole_numbers_and_null(tmp_path: Path) -> None:
    columns = {"path": ["a.jpg", "b.jpg"], "label": ["cat", None]} | {name: [7, None] for name in "xywh"}
    parquet.write_table(pa.table(columns), tmp_path / "x.parquet")
    found = read("table", tmp_path / "x.parquet")
    assert ([box_of(row) for row in found.objects], found.problems) == ([[7, 7, 7, 7]], [])


def test_a_table_without_classes_gives_images(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path,hour\na.jpg,4\n"))
    assert (len(found.images), found.objects, found.codes, found.task) == (1, [], ["columns"], None)


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read("table", tmp_path / "absent.csv")
    for text in ("", "a,b\n1,2\n", "\x00\x00"):
        with pytest.raises(SourceUnreadable):
            read("table", write(tmp_path / "x.csv", text))
    with pytest.raises(SourceUnreadable):
        read("table", write(tmp_path / "x.parquet", "no parquet"))


def test_lines_are_told_as_an_editor_counts_them(tmp_path: Path) -> None:
    """A quoted value may go on over several lines."""
    text = 'path,label,note\na.jpg,cat,"one\ntwo\nthree"\nb.jpg,cat\nc.jpg,,x\n'
    found = read("table", write(tmp_path / "t.csv", text))
    assert "line 5" in [problem.place for problem in found.problems if problem.code == "columns"]
    assert [row["row"] for row in found.images] == [2, 6]


def test_boxes_of_open_images_are_shares(tmp_path: Path) -> None:
    """A8."""
    image(tmp_path / "0a1.jpg")
    header = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsGroupOf"
    found = read("table", write(tmp_path / "x.csv", f"{header}\n0a1,u,/m/1,1,0.125,0.5,0.25,0.75,1\n"))
    assert (box_of(found.objects[0]), found.objects[0]["normalised"]) == ([0.125, 0.25, 0.375, 0.5], True)
    assert found.objects[0]["is_crowd"]
    assert found.images[0]["file_name"] == "0a1.jpg"
    assert "shares of the image" in found.problems[1].message
