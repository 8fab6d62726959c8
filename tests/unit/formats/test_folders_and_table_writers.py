"""Classification sets, written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pyarrow import parquet

from assay.errors import OutputExists
from assay.formats.folders.writer import FoldersWriter
from assay.formats.table.writer import TableWriter
from assay.model.category import CategoryRecord
from tests.unit.formats.files import image, read, write
from tests.unit.formats.records import Row, box, losses, records


def whole(image_key: str, category_key: str = "0") -> Row:
    return {"image_key": image_key, "category_key": category_key, "kind": "whole_image"}


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "split", "place"),
    [
        ("a.jpg", None, "dog/a.jpg"),
        ("cat/a.jpg", None, "dog/a.jpg"),
        ("train/cat/a.jpg", "train", "train/dog/a.jpg"),
        ("valid/cat/deep/a.jpg", "val", "val/dog/deep/a.jpg"),
        ("images/cat/a.jpg", None, "dog/a.jpg"),
        ("../a.jpg", None, "dog/a.jpg"),
    ],
)
def test_an_image_moves_to_the_folder_of_its_class(tmp_path: Path, name: str, split: str | None, place: str) -> None:
    source = str(image(tmp_path / "in.jpg"))
    batch = records([{"file_name": name, "split": split, "path": source}], [whole(name, "1")])
    assert losses(FoldersWriter(), batch, tmp_path / "out") == {}
    assert files_below(tmp_path / "out") == [place]


def test_images_without_label_stay_outside_of_the_classes(tmp_path: Path) -> None:
    source = str(image(tmp_path / "in.jpg"))
    images = [{"file_name": "odd/a.jpg", "path": source}, {"file_name": "b.jpg", "path": source}]
    FoldersWriter().write([records(images, [whole("b.jpg")])], tmp_path / "out")
    assert files_below(tmp_path / "out") == ["cat/b.jpg", "odd_a.jpg"]
    assert len(read("folders", tmp_path / "out").objects) == 1


def test_names_that_meet_in_one_folder_are_kept_apart_and_told(tmp_path: Path) -> None:
    source = str(image(tmp_path / "in.jpg"))
    images = [{"file_name": name, "path": source} for name in ("cat/a.jpg", "dog/a.jpg")]
    batch = records(images, [whole("cat/a.jpg"), whole("dog/a.jpg")])
    assert losses(FoldersWriter(), batch, tmp_path / "out") == {"moved": 1}
    assert files_below(tmp_path / "out") == ["cat/a.jpg", "cat/a_2.jpg"]


def test_what_folders_cannot_carry_is_told(tmp_path: Path) -> None:
    source = str(image(tmp_path / "in.jpg"))
    images = [
        {"file_name": "a.jpg", "path": source, "metadata": '{"a":1}'},
        {"file_name": "gone.jpg", "path": str(tmp_path / "gone")},
    ]
    classes = (CategoryRecord("0", "a/b", "{}"), CategoryRecord("1", "dog"))
    batch = records(
        images, [whole("a.jpg"), whole("a.jpg", "1"), box(1, 2, 3, 4)], categories=classes, extra='{"info":1}'
    )
    assert losses(FoldersWriter(), batch, tmp_path / "out") == {
        "class-name": 1,
        "boxes": 1,
        "several-labels": 1,
        "missing-file": 1,
        "metadata": 1,
        "class-extra": 1,
        "set-extra": 1,
    }
    assert files_below(tmp_path / "out") == ["a_b/a.jpg"]


def test_an_export_never_mixes_with_what_is_there(tmp_path: Path) -> None:
    write(tmp_path / "old.jpg", "")
    with pytest.raises(OutputExists):
        FoldersWriter().write([records([], [])], tmp_path)


def test_a_table_has_a_row_per_image_and_class(tmp_path: Path) -> None:
    images = [
        {"file_name": "a, b.jpg", "split": "train", "metadata": '{"weather":"rain","hour":7,"label":"own"}'},
        {"file_name": "c.jpg", "metadata": '{"tags":["x"],"hour":7.5}'},
    ]
    batch = records(images, [whole("a, b.jpg"), whole("a, b.jpg", "1")])
    assert losses(TableWriter(), batch, tmp_path) == {}
    with (tmp_path / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {
            "path": "a, b.jpg",
            "label": "cat",
            "split": "train",
            "weather": "rain",
            "hour": "7",
            "label_": "own",
            "tags": "",
        },
        {
            "path": "a, b.jpg",
            "label": "dog",
            "split": "train",
            "weather": "rain",
            "hour": "7",
            "label_": "own",
            "tags": "",
        },
        {"path": "c.jpg", "label": "", "split": "", "weather": "", "hour": "7.5", "label_": "", "tags": '["x"]'},
    ]


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.parquet"])
def test_a_table_is_read_back_as_it_was(tmp_path: Path, name: str) -> None:
    text = "path,label,split,hour,note\na.jpg,cat,train,7,x\nb.jpg,dog,train,8,\nc.jpg,,val,9,\n"
    source = write(tmp_path / "in.csv", text)
    from assay.formats.format import ReadOptions
    from assay.formats.registry import READERS

    assert not TableWriter().write(READERS["table"].read(source, ReadOptions()), tmp_path / name).losses
    before, after = read("table", source), read("table", tmp_path / name)
    assert [row | {"file": "", "row": 0} for row in after.images] == [
        row | {"file": "", "row": 0} for row in before.images
    ]
    assert [row["category_key"] for row in after.objects] == ["cat", "dog"]


@pytest.mark.parametrize(("image", "name"), [("a.jpg", "train.csv"), ("test/a.jpg", "x.csv")])
def test_an_image_of_no_split_is_read_back_as_of_none(tmp_path: Path, image: str, name: str) -> None:
    """Whatever the table and its folders are called."""
    TableWriter().write([records([{"file_name": image}], [whole(image)])], tmp_path / name)
    assert "split" not in read("table", tmp_path / name).images[0]


def test_who_made_a_label_is_read_back(tmp_path: Path) -> None:
    """And what of an image is called alike stays its own."""
    signs = ['{"annotator":"ann","lead_time":2.5}', '{"annotator":"bob"}', None]
    labels = [whole("a.jpg") | {"attributes": said} for said in signs]
    batch = records([{"file_name": "a.jpg", "metadata": '{"annotator":"me","author":"her","lead_time":9}'}], labels)
    assert losses(TableWriter(), batch, tmp_path) == {}
    back = read("table", tmp_path / "labels.csv")
    assert [row.get("attributes") for row in back.objects] == signs
    assert json.loads(back.images[0]["metadata"]) == {"annotator_": "me", "author": "her", "lead_time_": 9}


def test_a_parquet_table_keeps_numbers(tmp_path: Path) -> None:
    TableWriter().write([records([{"file_name": "a.jpg", "metadata": '{"hour":7}'}], [])], tmp_path / "x.parquet")
    assert parquet.read_table(tmp_path / "x.parquet").to_pydict() == {"path": ["a.jpg"], "label": [None], "hour": [7]}


def test_a_table_has_a_row_per_box(tmp_path: Path) -> None:
    images = [{"file_name": "b.jpg", "metadata": '{"x":1}'}, {"file_name": "a.jpg"}]
    shares = {**box(0.5, 0.25, 0.5, 0.25), "normalised": True}
    batch = records(images, [box(1.25, 2, 3, 4), shares, whole("a.jpg", "1")])
    assert losses(TableWriter(), batch, tmp_path) == {}
    with (tmp_path / "labels.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["path", "label", "x", "y", "w", "h", "x_"],
            ["b.jpg", "", "", "", "", "", "1"],
            ["a.jpg", "cat", "1.25", "2", "3", "4", ""],
            ["a.jpg", "cat", "50", "20", "50", "20", ""],
            ["a.jpg", "dog", "", "", "", "", ""],
        ]


def test_what_a_table_cannot_carry_is_told(tmp_path: Path) -> None:
    images = [{"file_name": "a.jpg", "foreign_id": "1"}]
    classes = (CategoryRecord("0", "cat", "{}"),)
    batch = records(
        images,
        [
            {**whole("a.jpg"), "attributes": '{"annotator":"ann","pose":"left"}', "reference_id": "1"},
            box(1, 2, 3, 4, kind="polygon", segmentation="[[1,2,4,2,4,6]]", track_id="7", ignore=True),
            box(1, 2, 3, 4, kind="mask"),
            box(1, 2, 3, 4, kind="keypoints"),
            box(1, 2, 3, 4, kind="rotated_box", rotation=1.0),
            box(1, 2, 3, 4, is_crowd=True),
            {**box(1, 2, 3, 4), "image_key": "gone.jpg"},
            {"image_key": "a.jpg", "kind": "mask"},
        ],
        categories=classes,
        extra='{"info":1}',
    )
    assert losses(TableWriter(), batch, tmp_path) == {
        "unknown-image": 1,
        "crowd": 1,
        "shape": 1,
        "polygon": 1,
        "mask": 1,
        "keypoints": 1,
        "rotated_box": 1,
        "ids": 1,
        "attributes": 1,
        "track": 1,
        "ignore": 1,
        "image-ids": 1,
        "class-extra": 1,
        "set-extra": 1,
    }
