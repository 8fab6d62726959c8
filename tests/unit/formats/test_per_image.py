"""A label file for each image: Pascal VOC, LabelMe, KITTI."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from assay.errors import FormatUnknown, SourceNotFound, SourceUnreadable
from assay.formats.sniff import sniff
from assay.model.dataset import Task
from tests.unit.formats.files import Content, image, read, write, write_json


def voc(*objects: str, name: str = "a.jpg", size: str = "<width>100</width><height>80</height>") -> str:
    inside = "".join(f"<object>{one}</object>" for one in objects)
    return f"<annotation><filename>{name}</filename><size>{size}</size>{inside}</annotation>"


def boxed(name: str, *corners: Any, more: str = "") -> str:
    named = zip(("xmin", "ymin", "xmax", "ymax"), corners, strict=True)
    return f"<name>{name}</name>{more}<bndbox>{''.join(f'<{key}>{value}</{key}>' for key, value in named)}</bndbox>"


def found_in(source: Path) -> Content:
    return read(sniff(source)[0].name, source)


def boxes(found: Content) -> list[tuple[str, list[float]]]:
    return [(row["category_key"], [row[axis] for axis in "xywh"]) for row in found.objects]


def test_voc_is_read_with_its_flags_and_splits(tmp_path: Path) -> None:
    """A7. `difficult` is what the protocols of Pascal VOC leave out."""
    base = tmp_path / "VOCdevkit" / "VOC2012"
    for name in ("a", "b", "bare"):
        image(base / "JPEGImages" / f"{name}.jpg")
    flags = "<difficult>1</difficult><pose>Left</pose>"
    write(base / "Annotations" / "a.xml", voc(boxed("cat", 10, 20.5, 50, 60, more=flags), boxed("dog", 1, 2, 3, 4)))
    write(base / "Annotations" / "b.xml", voc(name="b.jpg"))
    write(base / "ImageSets" / "Main" / "train.txt", "a\n")
    write(base / "ImageSets" / "Main" / "trainval.txt", "a\nb\n")
    found = found_in(tmp_path / "VOCdevkit")
    assert boxes(found) == [("cat", [10, 20.5, 40, 39.5]), ("dog", [1, 2, 2, 2])]
    assert json.loads(found.objects[0]["attributes"]) == {"difficult": 1, "pose": "Left"}
    assert [(row["file_name"], row.get("split"), row.get("width")) for row in found.images] == [
        ("a.jpg", "train", 100),
        ("b.jpg", "trainval", 100),
        ("bare.jpg", None, None),
    ]
    assert all(row["path"] == str(base / "JPEGImages" / row["file_name"]) for row in found.images)
    assert ([one.name for one in found.categories], found.task, found.problems) == (["cat", "dog"], Task.DETECTION, [])


def test_voc_may_lie_beside_its_images_in_folders_of_splits(tmp_path: Path) -> None:
    for split, name in (("train", "a_jpg.rf.1"), ("valid", "b_jpg.rf.2")):
        image(tmp_path / split / f"{name}.jpg")
        write(tmp_path / split / f"{name}.xml", voc(boxed(split, 1, 2, 3, 4), name="other.jpg"))
    found = found_in(tmp_path)
    assert [(row["file_name"], row["split"]) for row in found.images] == [
        ("a_jpg.rf.1.jpg", "train"),
        ("b_jpg.rf.2.jpg", "val"),
    ]
    assert len({row["key"] for row in found.images}) == 2


@pytest.mark.parametrize(("labels", "images"), [("annots", "images"), ("xml", "photos"), ("Annotations", "pictures")])
def test_label_files_and_images_may_lie_in_folders_of_any_name(tmp_path: Path, labels: str, images: str) -> None:
    image(tmp_path / images / "a.jpg")
    write(tmp_path / labels / "a.xml", voc(boxed("cat", 1, 2, 3, 4)))
    (tmp_path / "weights").mkdir()
    found = found_in(tmp_path)
    assert [(row["file_name"], row["path"]) for row in found.images] == [("a.jpg", str(tmp_path / images / "a.jpg"))]
    assert (boxes(found), found.task) == ([("cat", [1, 2, 2, 2])], Task.DETECTION)


def test_label_files_of_several_batches_are_read_together(tmp_path: Path) -> None:
    """Folders that hold images with a label file each are no classes, though they look like some."""
    for batch in ("monday", "tuesday"):
        image(tmp_path / batch / "a.jpg")
        write(tmp_path / batch / "a.xml", voc(boxed(batch, 1, 2, 3, 4)))
    image(tmp_path / "tuesday" / "bare.jpg")
    found = found_in(tmp_path)
    assert [row["file_name"] for row in found.images] == ["monday/a.jpg", "tuesday/a.jpg", "tuesday/bare.jpg"]
    assert [row["path"] for row in found.images] == [str(tmp_path / row["file_name"]) for row in found.images]
    assert [name for name, _ in boxes(found)] == ["monday", "tuesday"]


def test_label_files_in_splits_of_a_folder_beside_others(tmp_path: Path) -> None:
    for split in ("train", "test"):
        image(tmp_path / "pictures" / split / f"{split}1.jpg")
        write(tmp_path / "pictures" / split / f"{split}1.xml", voc(boxed("cat", 1, 2, 3, 4)))
    image(tmp_path / "doc" / "logo.png")
    found = found_in(tmp_path)
    assert [(row["file_name"], row["split"]) for row in found.images] == [
        ("test/test1.jpg", "test"),
        ("train/train1.jpg", "train"),
    ]


def test_voc_turned_boxes_and_outlines(tmp_path: Path) -> None:
    turned = "<name>t</name><robndbox><cx>50</cx><cy>40</cy><w>20</w><h>10</h><angle>0.5</angle></robndbox>"
    outline = "<x1>1</x1><y1>2</y1><x2>9</x2><y2>2</y2><x3>9</x3><y3>8</y3>"
    write(tmp_path / "a.xml", voc(turned, boxed("p", 1, 2, 9, 8, more=f"<polygon>{outline}</polygon>")))
    found = read("voc", tmp_path)
    assert [row["kind"] for row in found.objects] == ["rotated_box", "polygon"]
    assert boxes(found)[0] == ("t", [40, 35, 20, 10])
    assert found.objects[0]["rotation"] == 0.5
    assert json.loads(found.objects[1]["segmentation"]) == [[1, 2, 9, 2, 9, 8]]


@pytest.mark.parametrize(
    "outline", ["<x1>1</x1><y1>2</y1>", "<x1>nan</x1><y1>2</y1><x2>9</x2><y2>2</y2><x3>9</x3><y3>inf</y3>"]
)
def test_a_voc_outline_that_is_none_leaves_the_box(tmp_path: Path, outline: str) -> None:
    write(tmp_path / "a.xml", voc(boxed("p", 1, 2, 9, 8, more=f"<polygon>{outline}</polygon>")))
    found = read("voc", tmp_path)
    assert [row["kind"] for row in found.objects] == ["box"]
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("object 1.polygon", "bad-segmentation", False)]


def test_bad_voc_rows_are_told_by_file_and_object(tmp_path: Path) -> None:
    bad = [boxed("", 1, 2, 3, 4), "<name>x</name>", boxed("x", 1, "two", 3, 4), boxed("x", "nan", 2, 3, 4)]
    write(tmp_path / "a.xml", voc(*bad, boxed("x", 9, 2, 3, 4), boxed("cat", 1, 2, 3, 4)))
    write(tmp_path / "b.xml", "<annotation><object>")
    write(tmp_path / "c.xml", '<!DOCTYPE x [<!ENTITY e "boom">]><annotation><filename>&e;</filename></annotation>')
    write(tmp_path / "d.xml", "<other/>")
    found = read("voc", tmp_path)
    assert [(p.file, p.place, p.code) for p in found.problems] == [
        ("a.xml", "object 1", "missing-key"),
        ("a.xml", "object 2", "missing-key"),
        ("a.xml", "object 3.bndbox", "text-for-number"),
        ("a.xml", "object 4.bndbox", "nan"),
        ("a.xml", "object 5.bndbox", "negative-size"),
        ("b.xml", "the whole file", "not-xml"),
        ("c.xml", "the whole file", "not-xml"),
        ("d.xml", "the whole file", "not-xml"),
    ]
    assert [name for name, _ in boxes(found)] == ["cat"]
    assert [row["file_name"] for row in found.images] == ["a.jpg"]


def test_labelme_is_read(tmp_path: Path) -> None:
    """A9."""
    image(tmp_path / "a.png")
    shapes = [
        {"label": "cat", "points": [[50, 60], [10, 20]], "shape_type": "rectangle", "flags": {"dark": True}},
        {"label": "dog", "points": [[0, 0], [9, 0], [9, 6]], "shape_type": "polygon", "group_id": 3},
        {"label": "ball", "points": [[10, 10], [13, 14]], "shape_type": "circle"},
        {"label": "dot", "points": [[1, 1]], "shape_type": "point"},
        {"label": "x", "points": [[1, "a"], [2, 3]], "shape_type": "rectangle"},
    ]
    content = {
        "shapes": shapes,
        "imagePath": "..\\a.png",
        "imageWidth": 100,
        "imageHeight": 80,
        "flags": {"rain": True},
    }
    write_json(tmp_path / "a.json", content)
    found = found_in(tmp_path)
    assert boxes(found) == [("cat", [10, 20, 40, 40]), ("dog", [0, 0, 9, 6]), ("ball", [5, 5, 10, 10])]
    assert [row["kind"] for row in found.objects] == ["box", "polygon", "box"]
    assert [json.loads(row.get("attributes", "{}")) for row in found.objects] == [{"dark": True}, {"group_id": 3}, {}]
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [
        ("$.shapes[2]", "circle", False),
        ("$.shapes[3]", "shape", True),
        ("$.shapes[4].points", "text-for-number", True),
    ]
    assert (found.images[0]["path"], json.loads(found.images[0]["metadata"])) == (
        str(tmp_path / "a.png"),
        {"rain": True},
    )


def test_kitti_is_read(tmp_path: Path) -> None:
    """A8."""
    image(tmp_path / "image_2" / "000001.png")
    line = "Car 0.00 1 -1.58 10.0 20.0 50.0 60.0 1.6 1.7 3.6 2.8 1.7 13.2 -1.59"
    region = "DontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10"
    write(tmp_path / "label_2" / "000001.txt", f"{line}\n{region}\nCar 1 2\n")
    found = found_in(tmp_path)
    assert boxes(found) == [("Car", [10, 20, 40, 40]), ("DontCare", [1, 2, 2, 2])]
    assert [row["ignore"] for row in found.objects] == [False, True]
    told = json.loads(found.objects[0]["attributes"])
    assert (told["occluded"], told["rotation_y"], "score" in told) == (1, -1.59, False)
    assert found.skipped == [("line 3", "line-length")]
    assert found.images[0]["file_name"] == "000001.png"
    assert math.isclose(told["length_3d"], 3.6)


def test_images_may_lie_elsewhere(tmp_path: Path) -> None:
    image(tmp_path / "photos" / "a.jpg")
    write(tmp_path / "xml" / "a.xml", voc(boxed("cat", 1, 2, 3, 4)))
    assert "path" not in read("voc", tmp_path / "xml").images[0]
    assert read("voc", tmp_path / "xml", images=tmp_path / "photos").images[0]["path"].endswith("photos/a.jpg")


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read("voc", tmp_path / "absent")
    with pytest.raises(SourceUnreadable, match=r"No \.xml file was found"):
        read("voc", tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xml", b"<annotations><version>1.1</version><image id='0'/></annotations>", "CVAT's own XML.*Pascal VOC"),
        ("x.xml", voc().encode(), "one file of Pascal VOC.*Name the folder"),
        ("x.json", b'{"version": "5", "shapes": [], "imagePath": "a.jpg"}', "one file of LabelMe.*Name the folder"),
        ("x.json", b'[{"data": {"image": "a"}, "annotations": []}]', "Label Studio's own JSON.*Export it"),
        ("x.json", b'{"a.jpg12": {"filename": "a.jpg", "regions": []}}', "VGG Image Annotator.*as COCO"),
        ("x.json", b'[{"image": "a", "annotations": [{"coordinates": {"x": 1}}]}]', "CreateML.*Write a CSV"),
        ("x.jsonl", b'{"image": "a"}\n', "JSON lines.*Write a CSV"),
        ("x.xlsx", b"PK\x03\x04", "a workbook.*Save its sheet as CSV"),
        ("x.pkl", b"\x80\x04", "never opened.*Write COCO results"),
        ("x.npy", b"\x93NUMPY", "an array.*Write COCO results"),
        ("x.csv", b"weather,hour\nrain,4\n", "columns `weather`, `hour`.*`path` of the image"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_what_would_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(FormatUnknown, match=said):
        sniff(write(tmp_path / name, content))
