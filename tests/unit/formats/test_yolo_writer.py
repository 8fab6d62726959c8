"""YOLO datasets as a trainer takes them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from assay.errors import OutputExists
from assay.formats.yolo.outline import joined_rings
from assay.formats.yolo.writer import YoloWriter
from assay.model.category import CategoryRecord
from tests.unit.formats.files import image, read, write
from tests.unit.formats.records import box, counts, losses, records


def lines(place: Path) -> list[str]:
    return place.read_text().splitlines()


def test_pixels_become_shares_of_the_image(tmp_path: Path) -> None:
    """By hand, in an image of 100 x 80: x 10..30, y 20..60 has its centre at 0.2, 0.5 and size 0.2, 0.5."""
    outline = "[[10,8,50,8,50,72.5]]"
    batch = records(
        [{"file_name": "a.jpg"}],
        [box(10, 20, 20, 40), box(10, 8, 40, 64.5, kind="polygon", segmentation=outline, category_key="1")],
    )
    YoloWriter().write([batch], tmp_path)
    assert lines(tmp_path / "labels" / "a.txt") == ["0 0.2 0.5 0.2 0.5", "1 0.1 0.1 0.5 0.1 0.5 0.90625"]


def test_data_yaml_leads_to_copies_of_the_images_and_their_labels(tmp_path: Path) -> None:
    source = image(tmp_path / "in" / "a.jpg")
    images = [
        {"file_name": "a.jpg", "split": "train", "path": str(source)},
        {"file_name": "day/b.jpg", "split": "val", "path": str(source)},
    ]
    YoloWriter().write([records(images, [box(10, 20, 20, 40)])], tmp_path / "out")
    config = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    assert config == {"train": "images/train", "val": "images/val", "nc": 2, "names": {0: "cat", 1: "dog"}}
    copy = tmp_path / "out" / "images" / "train" / "a.jpg"
    assert copy.read_bytes() == source.read_bytes()
    assert not copy.is_symlink()
    assert copy.stat().st_nlink == 1  # a change of the copy never reaches the original
    assert (tmp_path / "out" / "images" / "val" / "day" / "b.jpg").is_file()
    assert lines(tmp_path / "out" / "labels" / "val" / "day" / "b.txt") == []


@pytest.mark.parametrize("split", [None, "val", "test"])
def test_trainers_find_train_and_val_whatever_splits_there_are(tmp_path: Path, split: str | None) -> None:
    source = image(tmp_path / "in" / "a.jpg")
    YoloWriter().write([records([{"file_name": "a.jpg", "split": split, "path": str(source)}], [])], tmp_path / "out")
    text = (tmp_path / "out" / "data.yaml").read_text()
    config = yaml.safe_load(text)
    assert all((tmp_path / "out" / config[key]).is_dir() for key in ("train", "val"))
    assert text.startswith("# There is no split")
    assert read("yolo", tmp_path / "out").images[0].get("split") == split


def test_a_set_read_from_yolo_is_laid_out_as_it_was(tmp_path: Path) -> None:
    images = [
        {"file_name": f"{folder}/images/a.jpg", "split": split, "path": str(image(tmp_path / "in" / "a.jpg"))}
        for folder, split in (("train", "train"), ("valid", "val"))
    ]
    YoloWriter().write([records(images, [])], tmp_path / "out")
    assert yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())["val"] == "valid/images"
    assert (tmp_path / "out" / "valid" / "labels" / "a.txt").is_file()


def test_splits_that_share_a_folder_are_listed(tmp_path: Path) -> None:
    source = str(image(tmp_path / "in" / "a.jpg"))
    images = [
        {"file_name": f"images/{n}.jpg", "split": split, "path": source}
        for n, split in enumerate(("train", "val", "train"))
    ]
    YoloWriter().write([records(images, [])], tmp_path / "out")
    config = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    assert (config["train"], config["val"]) == ("train.txt", "val.txt")
    assert lines(tmp_path / "out" / "train.txt") == ["./images/0.jpg", "./images/2.jpg"]
    assert [row["split"] for row in read("yolo", tmp_path / "out").images] == ["train", "train", "val"]


def test_class_numbers_have_no_gaps(tmp_path: Path) -> None:
    categories = (CategoryRecord("18", "dog"), CategoryRecord("3", "car"))
    batch = records([{"file_name": "a.jpg"}], [box(10, 20, 20, 40, category_key="3")], categories=categories)
    YoloWriter().write([batch], tmp_path)
    assert yaml.safe_load((tmp_path / "data.yaml").read_text())["names"] == {0: "dog", 1: "car"}
    assert lines(tmp_path / "labels" / "a.txt")[0].startswith("1 ")


def test_class_numbers_of_a_yolo_set_stay(tmp_path: Path) -> None:
    categories = (CategoryRecord("1", "dog"), CategoryRecord("0", "cat"))
    YoloWriter().write([records([{"file_name": "a.jpg"}], [], categories=categories)], tmp_path)
    assert yaml.safe_load((tmp_path / "data.yaml").read_text())["names"] == {0: "cat", 1: "dog"}


def test_boxes_are_cut_off_at_the_image_as_trainers_refuse_the_rest(tmp_path: Path) -> None:
    batch = records([{"file_name": "a.jpg"}], [box(-10, 40, 30, 80), box(200, 0, 5, 5), box(10, 10, 0, 5)])
    assert counts(YoloWriter().write([batch], tmp_path).losses) == {"empty": 2, "outside": 1, "missing-file": 1}
    assert lines(tmp_path / "labels" / "a.txt") == ["0 0.1 0.75 0.2 0.5"]


def test_what_yolo_cannot_carry_is_told_by_row(tmp_path: Path) -> None:
    """A14, P14."""
    mask = json.dumps({"size": [80, 100], "counts": "PX4]1"})
    parts = "[[1,1,9,1,9,9],[20,20,30,20,30,30]]"
    batch = records(
        [{"file_name": "a.jpg", "foreign_id": "1", "metadata": "{}"}, {"file_name": "b.jpg", "width": None}],
        [
            box(1, 1, 9, 9, is_crowd=True, reference_id="1"),
            box(1, 1, 9, 9, kind="mask", segmentation=mask, reference_id="2"),
            box(1, 1, 29, 29, kind="polygon", segmentation=parts, attributes='{"a":1}'),
            box(1, 1, 9, 9, kind="keypoints", keypoints=[1, 1, 2], track_id="4"),
            box(1, 1, 9, 9, kind="rotated_box", rotation=0.5, ignore=True),
            {"image_key": "a.jpg", "kind": "whole_image"},
            box(1, 1, 9, 9, image_key="b.jpg"),
            box(1, 1, 9, 9, image_key="c.jpg"),
        ],
        categories=(CategoryRecord("0", "cat", '{"supercategory": "animal"}'),),
        extra='{"info": {}, "assay:spelling": {}}',
    )
    assert losses(YoloWriter(), batch, tmp_path) == {
        "unknown-image": 1,
        "unknown-size": 1,
        "crowd": 1,
        "whole-image": 1,
        "mask": 1,
        "keypoints": 1,
        "rotated_box": 1,
        "parts": 1,
        "ids": 1,
        "attributes": 1,
        "track": 1,
        "ignore": 1,
        "image-ids": 1,
        "metadata": 1,
        "missing-file": 2,
        "class-extra": 1,
        "set-extra": 1,
    }
    assert len(lines(tmp_path / "labels" / "a.txt")) == 4


def test_joined_parts_keep_area_and_bounds() -> None:
    """Two unit squares: the outline around both encloses 2 and spans both."""
    outline = joined_rings([[0, 0, 1, 0, 1, 1, 0, 1], [3, 0, 4, 0, 4, 1, 3, 1]]).reshape(-1, 2)
    x, y = outline.T
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    assert area == 2
    assert (x.min(), x.max(), y.min(), y.max()) == (0, 4, 0, 1)


def test_two_images_never_share_a_label_file(tmp_path: Path) -> None:
    source = str(image(tmp_path / "in" / "a.jpg"))
    images = [{"file_name": name, "path": source} for name in ("a.jpg", "a.png")]
    assert losses(YoloWriter(), records(images, []), tmp_path / "out") == {"moved": 1}
    assert sorted(path.name for path in (tmp_path / "out" / "images").iterdir()) == ["a.jpg", "a_2.png"]


def test_names_never_lead_outside_the_export(tmp_path: Path) -> None:
    """X14."""
    source = str(image(tmp_path / "in" / "a.jpg"))
    images = [{"file_name": "../../evil.jpg", "path": source, "split": "../up"}]
    YoloWriter().write([records(images, [])], tmp_path / "out" / "deep")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"deep"}
    assert (tmp_path / "out" / "deep" / "data.yaml").is_file()


def test_an_export_never_mixes_with_what_is_there(tmp_path: Path) -> None:
    write(tmp_path / "labels" / "old.txt", "")
    with pytest.raises(OutputExists, match="not an empty folder"):
        YoloWriter().write([records([], [])], tmp_path)
