"""Real datasets are read without a word, written, and read back as they were."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assay.formats.format import ReadOptions
from assay.formats.registry import READERS, WRITERS
from assay.formats.sniff import sniff, sniff_predictions
from tests.unit.formats.files import read, read_predictions

COCO_FILES = {
    "ppe_valid/instances_valid.json": (425, 1794, 6),
    "bccd_val/instances_val.json": (87, 1138, 3),
    "coco128/instances.json": (128, 939, 80),
    "voc07_test_eval/instances_voc2007_test.json": (4952, 14976, 20),
    "coco_val2017_boxes/instances_val2017_intboxes.json": (4952, 36781, 80),
    "coco_val2014_100_eval/instances_val2014_100.json": (100, 839, 80),
}
"""Images, labels and classes, as the sets' own description says."""

PREDICTIONS = {
    "ppe_valid/predictions_coco.json": 6620,
    "ppe_valid/predictions_yolov8m_ultralytics.json": 6620,
    "bccd_val/predictions_yolov6_run_exp1.json": 26100,
    "voc07_test_eval/detections_yolov2_htt1084_ep150.json": 101139,
    "coco_val2014_100_eval/instances_val2014_fakesegm100_results.json": 734,
    "coco_val2014_100_eval/person_keypoints_val2014_fakekeypoints100_results.json": 125,
}


@pytest.mark.parametrize("name", COCO_FILES)
def test_coco_files_come_back_key_by_key(shared_data: Path, tmp_path: Path, name: str) -> None:
    """A14, P14. Beside what was there, a row gets the members that COCO demands, and its split."""
    found = read("coco", shared_data / name)
    assert found.problems == []
    assert (len(found.images), len(found.objects), len(found.categories)) == COCO_FILES[name]
    assert (
        not WRITERS["coco"].write(READERS["coco"].read(shared_data / name, ReadOptions()), tmp_path / "x.json").losses
    )
    before = json.loads((shared_data / name).read_text())
    assert _bare(json.loads((tmp_path / "x.json").read_text())) == _bare(before)


def _bare(content: Any) -> Any:
    """A COCO file without empty outlines, flags that are 0, and the split that the file's name told."""
    for row in content["annotations"]:
        for member, empty in (("segmentation", []), ("ignore", 0), ("iscrowd", 0)):
            if row.get(member) == empty:
                del row[member]
    for row in content["images"]:
        row.pop("split", None)
    return content


@pytest.mark.parametrize("name", ["ppe_valid", "coco128"])
def test_all_images_of_a_real_set_are_found(shared_data: Path, name: str) -> None:
    reader, _ = sniff(shared_data / name)
    assert reader.name == "coco"
    assert all("path" in row for row in read("coco", shared_data / name).images)


@pytest.mark.parametrize("name", PREDICTIONS)
def test_predictions_are_read_to_the_last_row(shared_data: Path, name: str) -> None:
    assert sniff_predictions(shared_data / name)[0].name == "coco-results"
    found = read_predictions("coco-results", shared_data / name)
    assert found.problems == []
    assert len(found.objects) == PREDICTIONS[name]


def test_real_bad_rows_are_told_one_by_one(shared_data: Path) -> None:
    """A published result file with boxes of negative height."""
    found = read_predictions("coco-results", shared_data / "voc07_test_eval/detections_yolov3_zengyian3.json")
    assert Counter(found.codes) == {"negative-size": 3}
    assert len(found.objects) == 87765 - 3


def test_a_yolo_set_with_three_splits(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "road_signs_yolo"
    assert sniff(source)[0].name == "yolo"
    found = read("yolo", source)
    assert found.problems == []
    assert Counter(row["split"] for row in found.images) == {"train": 128, "val": 128, "test": 128}
    assert len(found.categories) == 21
    assert not WRITERS["yolo"].write(READERS["yolo"].read(source, ReadOptions()), tmp_path / "out").losses
    again = read("yolo", tmp_path / "out")
    assert again.objects == found.objects
    assert [row["file_name"] for row in again.images] == [row["file_name"] for row in found.images]


def test_yolo_labels_say_what_the_coco_file_beside_them_says(shared_data: Path) -> None:
    """Two files of one set, converted by its publisher; YOLO text has six digits, images are 640 wide."""
    source = shared_data / "ppe_valid"
    shares, pixels = read("yolo", source), read("coco", source)
    names = {row["key"]: row["file_name"] for row in pixels.images}
    there = sorted((names[row["image_key"]], *(row[name] for name in "xywh")) for row in pixels.objects)
    here = sorted((Path(row["image_key"]).name, *(row[name] * 640 for name in "xywh")) for row in shares.objects)
    assert len(here) == 1794
    assert all(a[0] == b[0] and a[1:] == pytest.approx(b[1:], abs=0.01) for a, b in zip(here, there, strict=True))


def test_polygons_and_classes_with_gaps(shared_data: Path) -> None:
    found = read("yolo", shared_data / "coco128" / "yolo_seg_labels", images=shared_data / "coco128" / "images")
    assert [problem.code for problem in found.problems] == ["no-classes"]
    assert {row["kind"] for row in found.objects} == {"polygon"}


def test_class_folders_and_tables_of_one_set_agree(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "roman_numerals"
    assert sniff(source)[0].name == "folders"
    folders, table = read("folders", source), read("table", source / "labels_and_review.csv")
    assert (folders.problems, table.problems) == ([], [])
    assert (len(folders.objects), len(table.objects)) == (2880, 2831)
    classes = {row["image_key"]: row["category_key"] for row in folders.objects}
    assert all(classes[row["image_key"]] == row["category_key"] for row in table.objects)
    paths = {row["key"]: row["path"] for row in folders.images}
    assert all(paths[row["key"]] == row["path"] for row in table.images)
    assert json.loads(table.images[0]["metadata"])["action"] == "Keep Data"
    assert not WRITERS["table"].write(READERS["folders"].read(source, ReadOptions()), tmp_path / "x.csv").losses
    assert len(read("table", tmp_path / "x.csv", images=source / "images").objects) == 2880


def test_out_of_sample_probabilities(shared_data: Path) -> None:
    """Accuracy .9294 as published with the set; ten columns, each row adds up to one."""
    source = shared_data / "cifar10_test" / "labels.csv"
    found, given = read_predictions("table", source), read("table", source)
    assert [row["category_key"] for row in found.objects].count("cat") > 0
    right = sum(a["category_key"] == b["category_key"] for a, b in zip(found.objects, given.objects, strict=True))
    assert right / len(given.objects) == 0.9294
    assert all(abs(sum(row["probabilities"]) - 1) < 0.01 for row in found.objects)
    roman = read_predictions("table", shared_data / "roman_numerals" / "pred_probs_resnet18.csv")
    assert (len(roman.objects), roman.problems) == (2831, [])
