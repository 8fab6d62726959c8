"""What is read of a COCO file that is as it should be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay.errors import SourceNotFound, SourceUnreadable
from assay.model.dataset import Task
from tests.unit.formats.files import coco, image, label, read, write, write_json


def test_boxes_ids_and_flags(tmp_path: Path) -> None:
    """A2, B15, X17: id 0 is an id."""
    content = coco([label(id=0, bbox=[1.5, 2, 3, 4], iscrowd=1), label(id=7, image_id=2, category_id=2, ignore=1)])
    found = read("coco", write_json(tmp_path / "x.json", content))
    first, second = found.objects
    assert found.problems == []
    assert (first["reference_id"], first["image_key"], first["category_key"]) == ("0", "1", "1")
    assert [first[name] for name in "xywh"] == [1.5, 2.0, 3.0, 4.0]
    assert (first["is_crowd"], first["ignore"], first["area"], first["kind"]) == (True, False, 12.0, "box")
    assert (second["is_crowd"], second["ignore"], second["row"]) == (False, True, 1)
    assert found.task is Task.DETECTION


def test_ids_may_be_text_and_image_zero_is_an_image(tmp_path: Path) -> None:
    content = {
        "images": [{"id": 0, "file_name": "a.jpg"}, {"id": "img_b", "file_name": "b.jpg"}],
        "annotations": [label(id="x", image_id=0, category_id="k"), label(id=1, image_id="img_b", category_id="k")],
        "categories": [{"id": "k", "name": "cat"}],
    }
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert found.problems == []
    assert [row["foreign_id"] for row in found.images] == ["0", "img_b"]
    assert [(row["image_key"], row["reference_id"]) for row in found.objects] == [("0", "x"), ("img_b", "1")]


def test_labels_without_id_are_read_without_reference(tmp_path: Path) -> None:
    found = read("coco", write_json(tmp_path / "x.json", coco([label(id=None), label(id=None)])))
    assert [row.get("reference_id") for row in found.objects] == [None, None]
    assert found.problems == []


def test_polygons_masks_and_keypoints_are_kept_as_they_stand(tmp_path: Path) -> None:
    """A3, A4, P14: several parts, both forms of run lengths, visibility."""
    polygon = [[1, 1, 5, 1, 5, 5.25], [10, 10, 12, 10, 12, 12]]
    runs = {"size": [80, 100], "counts": [80, 3, 7917]}
    packed = {"size": [80, 100], "counts": "PX4]1"}
    points = [10, 20, 2, 0, 0, 0, 12.5, 30, 1]
    content = coco(
        [
            label(id=1, segmentation=polygon),
            label(id=2, segmentation=runs, iscrowd=1),
            label(id=3, segmentation=packed),
            label(id=4, keypoints=points, num_keypoints=2),
            label(id=5, segmentation=[]),
        ]
    )
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert found.problems == []
    assert [row["kind"] for row in found.objects] == ["polygon", "mask", "mask", "keypoints", "box"]
    assert [json.loads(row["segmentation"]) for row in found.objects[:3]] == [polygon, runs, packed]
    assert found.objects[3]["keypoints"] == points
    assert "segmentation" not in found.objects[4]
    assert found.task is Task.KEYPOINTS


def test_a_missing_box_is_the_one_around_the_shape(tmp_path: Path) -> None:
    """Polygon and keypoints by hand; the mask has ones at column 1, rows 0 to 2."""
    shapes: list[dict[str, Any]] = [
        {"segmentation": [[10, 20, 40, 20, 40, 60]]},
        {"segmentation": {"size": [80, 100], "counts": [80, 3, 7917]}},
        {"keypoints": [10, 20, 2, 99, 99, 0, 30, 25, 1]},
    ]
    content = coco([label(id=n, bbox=None, **shape) for n, shape in enumerate(shapes)])
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [[row[name] for name in "xywh"] for row in found.objects] == [
        [10, 20, 30, 40],
        [1, 0, 1, 3],
        [10, 20, 20, 5],
    ]
    assert found.problems == []


def test_unknown_keys_are_kept_beside_their_row(tmp_path: Path) -> None:
    """A14."""
    content = coco(
        [label(occluded=True, attributes={"colour": "red"}) | {"note": None}],
        info={"year": 2026},
        licenses=[{"id": 1}],
    )
    content["images"][0] |= {"license": 1, "metadata": {"weather": "rain"}}
    content["categories"][0] |= {"supercategory": "animal", "keypoints": ["nose"], "skeleton": [[1, 1]]}
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert json.loads(found.objects[0]["attributes"]) == {
        "occluded": True,
        "attributes": {"colour": "red"},
        "note": None,
    }
    assert json.loads(found.images[0]["extra"]) == {"license": 1}
    assert json.loads(found.images[0]["metadata"]) == {"weather": "rain"}
    assert json.loads(found.categories[0].extra or "") == {
        "supercategory": "animal",
        "keypoints": ["nose"],
        "skeleton": [[1, 1]],
    }
    assert found.categories[1].extra is None
    assert (found.extra["info"], found.extra["licenses"]) == ({"year": 2026}, [{"id": 1}])


def test_labels_without_any_shape_are_of_whole_images_when_none_has_one(tmp_path: Path) -> None:
    """B1: camera-trap files."""
    content = coco([{"id": 1, "image_id": 1, "category_id": 2}, {"id": 2, "image_id": 2, "category_id": 1}])
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [row["kind"] for row in found.objects] == ["whole_image", "whole_image"]
    assert found.task is Task.CLASSIFICATION
    assert found.problems == []


def test_order_of_the_members_does_not_matter(tmp_path: Path) -> None:
    content = coco([label()])
    there, back = (write_json(tmp_path / name, value) for name, value in (("x.json", content), ("y.json", {})))
    write_json(back, dict(reversed(content.items())))
    assert [row | {"file": ""} for row in read("coco", there).objects] == [
        row | {"file": ""} for row in read("coco", back).objects
    ]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("a.jpg", "images/a.jpg"),
        ("a.jpg", "a.jpg"),
        ("a.jpg", "data/a.jpg"),
        ("a.jpg", "val/a.jpg"),
        ("a.jpg", "images/val2017/a.jpg"),
        ("day\\1\\a.jpg", "images/day/1/a.jpg"),
        ("C:\\Users\\me\\set\\a.jpg", "images/a.jpg"),
        ("/home/me/set/day/a.jpg", "images/day/a.jpg"),
        ("./images/a.jpg", "images/a.jpg"),
        ("../images/a.jpg", "images/a.jpg"),
        ("file:///mnt/a.jpg", "images/a.jpg"),
    ],
)
def test_images_are_found_where_people_put_them(tmp_path: Path, name: str, place: str) -> None:
    """P21: folders, back-slashes and drives of other machines in file names."""
    content = coco([label()])
    content["images"][0]["file_name"] = name
    source = write_json(tmp_path / "instances_val2017.json", content)
    image(tmp_path / place)
    found = read("coco", source)
    assert found.images[0]["path"] == str(tmp_path / place)
    assert found.images[0]["file_name"] == name
    assert "path" not in found.images[1]


def test_images_are_found_beside_a_folder_of_annotations(tmp_path: Path) -> None:
    source = write_json(tmp_path / "annotations" / "instances_train2017.json", coco([label()]))
    place = image(tmp_path / "train2017" / "a.jpg")
    assert read("coco", source).images[0]["path"] == str(place)


def test_the_named_folder_of_images_is_the_only_one(tmp_path: Path) -> None:
    source = write_json(tmp_path / "x.json", coco([label()]))
    image(tmp_path / "a.jpg")
    elsewhere = image(tmp_path / "elsewhere" / "b.jpg").parent
    first, second = read("coco", source, images=elsewhere).images
    assert "path" not in first
    assert second["path"] == str(elsewhere / "b.jpg")


def test_a_name_never_leads_outside_the_folders(tmp_path: Path) -> None:
    """X14: `..` and absolute paths are looked up below the image folders only."""
    secret = image(tmp_path / "secret.jpg")
    content = coco([])
    content["images"][0]["file_name"] = "../secret.jpg"
    content["images"][1]["file_name"] = str(secret)
    source = write_json(tmp_path / "set" / "deep" / "x.json", content)
    (tmp_path / "set" / "deep" / "images").mkdir()
    assert ["path" in row for row in read("coco", source).images] == [False, False]


def test_the_split_is_told_by_the_row_the_option_or_the_file(tmp_path: Path) -> None:
    content = coco([])
    content["images"][0]["split"] = "holdout"
    source = write_json(tmp_path / "instances_valid.json", content)
    assert [row["split"] for row in read("coco", source).images] == ["holdout", "val"]
    assert [row["split"] for row in read("coco", source, split="test").images] == ["holdout", "test"]


def test_one_file_per_split_makes_one_dataset(tmp_path: Path) -> None:
    """Each file counts its ids from 1, and may number its classes as it likes."""
    for split in ("train", "valid"):
        content = coco([label()])
        content["categories"] = [{"id": 1, "name": "cat" if split == "train" else "dog"}, {"id": 2, "name": "bird"}]
        write_json(tmp_path / split / "_annotations.coco.json", content)
        image(tmp_path / split / "a.jpg")
    found = read("coco", tmp_path)
    names = {category.key: category.name for category in found.categories}
    assert [(row["key"], row["split"], row["path"]) for row in found.images if "path" in row] == [
        ("train/1", "train", str(tmp_path / "train" / "a.jpg")),
        ("val/1", "val", str(tmp_path / "valid" / "a.jpg")),
    ]
    assert [(row["image_key"], row["reference_id"]) for row in found.objects] == [("train/1", "1"), ("val/1", "1")]
    assert found.objects[0]["category_key"] == "1"
    assert names[found.objects[1]["category_key"]] == "dog"


def test_official_folder_reads_the_instances_only(tmp_path: Path) -> None:
    for name in ("instances_train2017", "instances_val2017", "person_keypoints_val2017", "captions_val2017"):
        write_json(tmp_path / "annotations" / f"{name}.json", coco([label()]))
    assert {row["file"] for row in read("coco", tmp_path).images} == {
        "annotations/instances_train2017.json",
        "annotations/instances_val2017.json",
    }


def test_several_files_that_are_no_splits_are_not_guessed_between(tmp_path: Path) -> None:
    for name in ("first.json", "second.json"):
        write_json(tmp_path / name, coco([label()]))
    with pytest.raises(SourceUnreadable, match=r"first\.json, second\.json"):
        read("coco", tmp_path)


def test_nothing_readable_is_an_error_that_says_what_came(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read("coco", tmp_path / "absent.json")
    with pytest.raises(SourceUnreadable, match="not a JSON object"):
        read("coco", write(tmp_path / "x.json", "[1, 2]"))
    with pytest.raises(SourceUnreadable, match="`annotations`, `info`"):
        read("coco", write_json(tmp_path / "y.json", {"info": {}, "annotations": []}))
    with pytest.raises(SourceUnreadable, match="No COCO file"):
        read("coco", image(tmp_path / "empty" / "a.png").parent)
