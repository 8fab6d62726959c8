"""YOLO datasets in the layouts people have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.sniff import sniff
from assay.model.dataset import Task
from tests.unit.formats.files import Content, image, read, write

BOX = "0 0.5 0.5 0.2 0.4\n"


def labelled(base: Path, image_folder: str, label_folder: str, name: str, text: str = BOX) -> None:
    image(base / image_folder / f"{name}.jpg")
    write(base / label_folder / f"{name}.txt", text)


def found_there(source: Path) -> Content:
    return read(sniff(source)[0].name, source)


def test_a_box_is_its_centre_and_size_in_shares(tmp_path: Path) -> None:
    """By hand: centre 0.5, 0.5 and size 0.2, 0.4 begin at 0.4, 0.3."""
    labelled(tmp_path, "images", "labels", "a", "0 0.5 0.5 0.2 0.4\n\n1 0.25 0.25 0.5 0.5\n")
    found = read("yolo", tmp_path)
    first, second = found.objects
    assert [first[name] for name in "xywh"] == [0.4, 0.3, 0.2, 0.4]
    assert [second[name] for name in "xywh"] == [0.0, 0.0, 0.5, 0.5]
    assert (first["normalised"], first["kind"], first["category_key"]) == (True, "box", "0")
    assert (first["image_key"], first["file"], second["row"]) == ("images/a.jpg", "labels/a.txt", 3)
    assert [category.name for category in found.categories] == ["class_0", "class_1"]
    assert [(problem.place, problem.code) for problem in found.problems] == [("classes.txt", "no-classes")]
    assert found.task is Task.DETECTION
    assert found.images[0]["path"] == str(tmp_path / "images" / "a.jpg")
    assert "width" not in found.images[0]


def test_polygons_stand_among_boxes(tmp_path: Path) -> None:
    """A6. Eight numbers are a polygon of four points, as a rotated box cannot be told from it."""
    labelled(tmp_path, "images", "labels", "a", BOX + "1 0.1 0.2 0.5 0.2 0.5 0.75\n0 0 0 1 0 1 1 0 1\n")
    found = read("yolo", tmp_path)
    assert [row["kind"] for row in found.objects] == ["box", "polygon", "polygon"]
    assert json.loads(found.objects[1]["segmentation"]) == [[0.1, 0.2, 0.5, 0.2, 0.5, 0.75]]
    assert [found.objects[1][name] for name in "xywh"] == [0.1, 0.2, 0.4, 0.55]
    assert found.task is Task.SEGMENTATION


def test_images_without_labels_and_labels_without_image(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a", "")
    image(tmp_path / "images" / "b.jpg")
    write(tmp_path / "labels" / "c.txt", BOX)
    found = read("yolo", tmp_path)
    assert [row["file_name"] for row in found.images] == ["images/a.jpg", "images/b.jpg"]
    assert found.objects == []
    assert [(p.file, p.code) for p in found.problems] == [("labels/c.txt", "label-without-image")]


@pytest.mark.parametrize(
    ("image_folder", "label_folder"),
    [
        ("train/images", "train/labels"),
        ("images/train", "labels/train"),
        ("valid/images", "valid/labels"),
        ("images/val2017", "labels/val2017"),
    ],
)
def test_splits_are_told_by_folders(tmp_path: Path, image_folder: str, label_folder: str) -> None:
    labelled(tmp_path, image_folder, label_folder, "a")
    labelled(tmp_path, image_folder.replace("train", "test"), label_folder.replace("train", "test"), "b")
    found = read("yolo", tmp_path)
    assert {row["split"] for row in found.images} <= {"train", "val", "test"}
    assert len(found.objects) == 2
    assert read("yolo", tmp_path, split="x").images[0]["split"] == "x"


@pytest.mark.parametrize(
    ("images", "labels"),
    [("pics", "boxes"), ("images", "boxes"), ("train/pics", "train/txt"), ("pics/train", "txt/train")],
)
def test_labels_are_found_by_name_in_folders_of_any_name(tmp_path: Path, images: str, labels: str) -> None:
    labelled(tmp_path, images, labels, "a")
    found = found_there(tmp_path)
    assert [row["image_key"] for row in found.objects] == [f"{images}/a.jpg"]


def test_labels_of_no_image_are_told_wherever_they_lie(tmp_path: Path) -> None:
    image(tmp_path / "pics" / "a.jpg")
    write(tmp_path / "boxes" / "b.txt", BOX)
    found = found_there(tmp_path)
    assert [(p.file, p.code) for p in found.problems if p.skipped] == [("boxes/b.txt", "label-without-image")]


def test_labels_beside_their_images(tmp_path: Path) -> None:
    """Darknet's layout, with `obj.names`."""
    labelled(tmp_path, ".", ".", "a")
    write(tmp_path / "obj.names", "cat\ndog\n")
    found = read("yolo", tmp_path)
    assert [category.name for category in found.categories] == ["cat", "dog"]
    assert len(found.objects) == 1


def test_a_folder_of_labels_with_the_images_named(tmp_path: Path) -> None:
    labelled(tmp_path, "photos", "txt", "a")
    write(tmp_path / "txt" / "classes.txt", "\ufeffcat\n")
    found = read("yolo", tmp_path / "txt", images=tmp_path / "photos")
    assert [category.name for category in found.categories] == ["cat"]
    assert [row["path"] for row in found.images] == [str(tmp_path / "photos" / "a.jpg")]
    assert len(found.objects) == 1


@pytest.mark.parametrize("names", ["[cat, dog]", "{0: cat, 1: dog}", "\n  - cat\n  - dog"])
@pytest.mark.parametrize("source", ["data.yaml", "."])
def test_data_yaml_names_classes_and_splits(tmp_path: Path, names: str, source: str) -> None:
    for split in ("train", "valid"):
        labelled(tmp_path, f"{split}/images", f"{split}/labels", "a")
    write(tmp_path / "data.yaml", f"train: ../train/images\nval: ../valid/images\ntest:\nnc: 2\nnames: {names}\n")
    found = read("yolo", tmp_path / source)
    assert [(category.key, category.name) for category in found.categories] == [("0", "cat"), ("1", "dog")]
    assert [(row["file_name"], row["split"]) for row in found.images] == [
        ("train/images/a.jpg", "train"),
        ("valid/images/a.jpg", "val"),
    ]
    assert len(found.objects) == 2
    assert found.problems == []


def test_data_yaml_may_name_a_root_lists_of_folders_and_text_files(tmp_path: Path) -> None:
    labelled(tmp_path, "set/images/one", "set/labels/one", "a")
    labelled(tmp_path, "set/images/two", "set/labels/two", "b")
    labelled(tmp_path, "set/images/rest", "set/labels/rest", "c")
    write(tmp_path / "set" / "val.txt", "./images/rest/c.jpg\nimages/rest/absent.jpg\n")
    write(tmp_path / "data.yaml", "path: set\ntrain: [images/one, images/two]\nval: val.txt\nnames: {0: cat}\n")
    found = read("yolo", tmp_path)
    assert [(row["file_name"], row["split"]) for row in found.images] == [
        ("set/images/one/a.jpg", "train"),
        ("set/images/two/b.jpg", "train"),
        ("set/images/rest/c.jpg", "val"),
        ("set/images/rest/absent.jpg", "val"),
    ]
    assert len(found.objects) == 3


def test_paths_of_another_machine_give_way_to_the_folders_that_are_there(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a")
    write(tmp_path / "data.yaml", "path: /data/set\ntrain: images/train\nval: C:\\set\\val\nnames: [cat]\n")
    found = read("yolo", tmp_path)
    assert [row["file_name"] for row in found.images] == ["images/a.jpg"]
    assert [category.name for category in found.categories] == ["cat"]


def test_a_split_that_is_not_there_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    labelled(tmp_path, "train/images", "train/labels", "a")
    write(tmp_path / "data.yaml", "train: train/images\nval: val/images\nnames: [cat]\n")
    found = read("yolo", tmp_path)
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("val", "missing-folder", False)]
    assert len(found.images) == 1


def test_one_folder_for_all_splits_has_no_split(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a")
    write(tmp_path / "data.yaml", "train: images\nval: images\nnames: [cat]\n")
    assert "split" not in read("yolo", tmp_path).images[0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("0 0.5 0.5 0.2", "line-length"),
        ("0 0.5 0.5 0.2 0.4 0.9", "line-length"),
        ("0 0.1 0.1 0.2 0.2", ""),
        ("0.0 0.1 0.1 0.2 0.2", ""),
        ("0.5 0.1 0.1 0.2 0.2", "bad-class"),
        ("-1 0.1 0.1 0.2 0.2", "bad-class"),
        ("cat 0.1 0.1 0.2 0.2", "text-for-number"),
        ("0 0,1 0.1 0.2 0.2", "text-for-number"),
        ("0 nan 0.1 0.2 0.2", "nan"),
        ("0 0.1 inf 0.2 0.2", "nan"),
        ("0 320 240 64 48", "out-of-range"),
        ("0 0.5 0.5 -0.2 0.2", "out-of-range"),
        ("0 0.5 1.0004 0.2 0.2", ""),
        ("7 0.1 0.1 0.2 0.2", "unknown-class"),
        ("0 \xe9 0.1 0.2 0.2", "text-for-number"),
    ],
)
def test_bad_lines_are_reported_by_file_and_line(tmp_path: Path, line: str, code: str) -> None:
    labelled(tmp_path, "images", "labels", "a")
    write(tmp_path / "labels" / "a.txt", f"{BOX}{line}\n{BOX}".encode("latin-1"))
    write(tmp_path / "classes.txt", "cat\ndog\n")
    found = read("yolo", tmp_path)
    assert [(p.file, p.place, p.code) for p in found.problems] == ([("labels/a.txt", "line 2", code)] if code else [])
    assert [row["row"] for row in found.objects] == ([1, 3] if code else [1, 2, 3])


def test_pose_labels_give_their_boxes_and_say_so(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a", "0 0.5 0.5 0.2 0.4 0.5 0.5 2 0.6 0.6 1\n")
    write(tmp_path / "data.yaml", "train: images\nval: images\nkpt_shape: [2, 3]\nnames: [person]\n")
    found = read("yolo", tmp_path)
    assert found.codes == ["keypoints"]
    assert [found.objects[0][name] for name in "xywh"] == [0.4, 0.3, 0.2, 0.4]
    assert found.objects[0]["kind"] == "box"


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read("yolo", tmp_path / "absent")
    write(tmp_path / "labels" / "a.txt", BOX)
    with pytest.raises(SourceUnreadable, match="No image"):
        read("yolo", tmp_path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("names: [[a, b], c]\ntrain: images", "bad-name"),
        ("names: 7\ntrain: images", "bad-value"),
        ("path: [a]\nnames: [cat]\ntrain: images", "bad-value"),
        ("names: [cat]\ntrain: {a: b}", "bad-value"),
    ],
)
def test_odd_members_of_data_yaml_are_told(tmp_path: Path, text: str, code: str) -> None:
    labelled(tmp_path, "images", "labels", "a")
    write(tmp_path / "data.yaml", text)
    assert code in read("yolo", tmp_path).codes


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nnames: *c\n",
        "names: !!python/object/apply:os.system ['exit 1']\n",
        "names: " + "[" * 5000,
        "- just\n- a list\n",
        "names: [cat\n",
    ],
    ids=["bomb", "object", "nesting", "list", "broken"],
)
def test_hostile_or_broken_yaml_is_refused(tmp_path: Path, text: str) -> None:
    """No object is made, no alias is multiplied, no stack overflows."""
    labelled(tmp_path, "images", "labels", "a")
    source = write(tmp_path / "data.yaml", text)
    with pytest.raises(SourceUnreadable, match=r"data\.yaml"):
        read("yolo", source)


def test_a_plain_alias_is_fine(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a")
    write(tmp_path / "data.yaml", "train: &here images\nval: *here\nnames: [cat]\n")
    assert len(read("yolo", tmp_path).images) == 1


def test_a_set_behind_a_link_has_the_same_names(tmp_path: Path) -> None:
    base = tmp_path / "set"
    labelled(base, "train/images", "train/labels", "a")
    (base / "data.yaml").write_text("names: [dog]\ntrain: train/images\n")
    (tmp_path / "link").symlink_to(base, target_is_directory=True)
    straight, linked = read("yolo", base), read("yolo", tmp_path / "link")
    assert [row["file"] for row in linked.objects] == ["train/labels/a.txt"]
    assert linked.objects == straight.objects


def test_labels_are_found_whatever_the_case_and_the_accents(tmp_path: Path) -> None:
    """Cameras write IMG.JPG, Windows tools IMG.TXT, and a Mac another accent."""
    image(tmp_path / "images" / "IMG_1.JPG")
    write(tmp_path / "labels" / "img_1.TXT", BOX)
    image(tmp_path / "images" / "caf\N{LATIN SMALL LETTER E WITH ACUTE}.jpg")
    write(tmp_path / "labels" / "cafe\N{COMBINING ACUTE ACCENT}.txt", BOX)
    write(tmp_path / "classes.txt", "a\n")
    found = read("yolo", tmp_path)
    assert (len(found.objects), found.problems) == (2, [])


def test_a_label_file_is_of_the_image_that_is_spelled_like_it(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a")
    image(tmp_path / "images" / "A.jpg")
    assert [row["image_key"] for row in read("yolo", tmp_path).objects] == ["images/a.jpg"]


def test_label_files_none_of_which_has_an_image_are_told(tmp_path: Path) -> None:
    image(tmp_path / "images" / "a.jpg")
    write(tmp_path / "labels" / "b.txt", BOX)
    assert [(p.file, p.code) for p in read("yolo", tmp_path).problems] == [("labels/b.txt", "label-without-image")]


def test_a_split_folder_that_no_split_names_is_told(tmp_path: Path) -> None:
    """A `data.yaml` without `test:` beside a folder of that name."""
    for split in ("train", "valid", "test"):
        labelled(tmp_path, f"{split}/images", f"{split}/labels", split)
    write(tmp_path / "data.yaml", "train: train/images\nval: valid/images\ntest: null\nnames: [a]\n")
    found = read("yolo", tmp_path)
    assert [row["split"] for row in found.images] == ["train", "val"]
    assert [(problem.place, problem.code) for problem in found.problems] == [("test", "unread-folder")]
    assert "1 image not read" in found.problems[0].message
    assert "Write `test: test`" in found.problems[0].message


def test_class_names_are_the_texts_that_stand_there(tmp_path: Path) -> None:
    """YAML takes `no` for false, 007 for seven and an empty one for nothing."""
    labelled(tmp_path, "images", "labels", "a", "0 0.5 0.5 0.2 0.4\n")
    write(tmp_path / "data.yaml", "train: images\nnc: 4\nnames: [no, 007, 1e3, ]\n")
    assert [category.name for category in read("yolo", tmp_path).categories] == ["no", "007", "1e3"]
    write(tmp_path / "data.yaml", "train: images\nnames:\n  0: on\n  1:\n")
    assert [category.name for category in read("yolo", tmp_path).categories] == ["on", "class_1"]


def test_a_list_of_another_machine_leads_to_the_images_that_are_here(tmp_path: Path) -> None:
    labelled(tmp_path, "train/images", "train/labels", "a")
    write(tmp_path / "train.txt", "/content/set/train/images/a.jpg\r\n")
    write(tmp_path / "data.yaml", "train: train.txt\nnames: [a]\n")
    found = read("yolo", tmp_path)
    assert [row["path"] for row in found.images] == [str(tmp_path / "train" / "images" / "a.jpg")]
    assert len(found.objects) == 1


def test_a_confidence_among_labels_is_named(tmp_path: Path) -> None:
    labelled(tmp_path, "images", "labels", "a", "0 0.5 0.5 0.2 0.4 0.9\n")
    assert "import such files as predictions" in read("yolo", tmp_path).problems[-1].message


def test_a_list_of_classes_in_json_does_not_make_it_another_format(tmp_path: Path) -> None:
    """Label Studio puts such a `notes.json` beside its YOLO files."""
    labelled(tmp_path, "images", "labels", "a")
    write(tmp_path / "notes.json", '{"categories": [{"id": 0, "name": "a"}], "info": {}}')
    assert sniff(tmp_path)[0].name == "yolo"
