"""Bad rows of COCO files are reported with their place and never stop the rest (A20)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.formats.files import Content, coco, label, read, write, write_json

NAN, INFINITY = float("nan"), float("inf")


def with_row(folder: Path, row: Any) -> Content:
    """A file of three labels, the middle one of which is `row`."""
    return read("coco", write_json(folder / "x.json", coco([label(id=1), row, label(id=3)])))


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        ("text", "$.annotations[1]", "not-an-object"),
        (None, "$.annotations[1]", "not-an-object"),
        (label(id=2, image_id=None), "$.annotations[1]", "missing-key"),
        (label(id=2, category_id=None), "$.annotations[1]", "missing-key"),
        (label(id=2, bbox=None), "$.annotations[1]", "missing-key"),
        (label(id=2, image_id=[1]), "$.annotations[1].image_id", "bad-id"),
        (label(id=2, image_id=True), "$.annotations[1].image_id", "bad-id"),
        (label(id=2, image_id=1e300), "$.annotations[1].image_id", "bad-id"),
        (label(id=2, image_id=9), "$.annotations[1].image_id", "unknown-image"),
        (label(id=2, category_id=9), "$.annotations[1].category_id", "unknown-class"),
        (label(id=1), "$.annotations[1].id", "duplicate-id"),
        (label(id=2, bbox=[1, 2, 3]), "$.annotations[1].bbox", "bbox-length"),
        (label(id=2, bbox=[1, 2, 3, 4, 5]), "$.annotations[1].bbox", "bbox-length"),
        (label(id=2, bbox="1 2 3 4"), "$.annotations[1].bbox", "bad-bbox"),
        (label(id=2, bbox=[1, 2, "12.5", 4]), "$.annotations[1].bbox[2]", "text-for-number"),
        (label(id=2, bbox=[1, None, 3, 4]), "$.annotations[1].bbox[1]", "text-for-number"),
        (label(id=2, bbox=[1, 2, True, 4]), "$.annotations[1].bbox[2]", "text-for-number"),
        (label(id=2, bbox=[NAN, 2, 3, 4]), "$.annotations[1].bbox[0]", "nan"),
        (label(id=2, bbox=[1, 2, 3, INFINITY]), "$.annotations[1].bbox[3]", "nan"),
        (label(id=2, bbox=[1, 2, 10**400, 4]), "$.annotations[1].bbox[2]", "nan"),
        (label(id=2, bbox=[1, 2, -3, 4]), "$.annotations[1].bbox", "negative-size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_cannot_be_placed_is_left_out(tmp_path: Path, row: Any, place: str, code: str) -> None:
    found = with_row(tmp_path, row)
    assert found.skipped == [(place, code)]
    assert [problem.file for problem in found.problems] == ["x.json"]
    assert [one["reference_id"] for one in found.objects] == ["1", "3"]
    assert [one["row"] for one in found.objects] == [0, 2]


@pytest.mark.parametrize(
    "mask",
    [
        {"size": [10, 10], "counts": "PX4]1"},  # runs that fit into 80 x 100 pixels
        {"size": [80, 100], "counts": "PWm04l2"},
        {"size": [80, 100], "counts": "o" * 40},
        {"size": [80, 100], "counts": [8000, 1]},
    ],
)
def test_a_mask_whose_runs_do_not_fit_is_told_by_row(tmp_path: Path, mask: Any) -> None:
    """One of them used to stop the evaluation of all others."""
    found = with_row(tmp_path, label(id=2, segmentation=mask))
    assert [(problem.place, problem.code) for problem in found.problems] == [
        ("$.annotations[1].segmentation", "bad-segmentation")
    ]
    assert "segmentation" not in found.objects[1]
    assert not with_row(tmp_path, label(id=2, segmentation={"size": [80, 100], "counts": "PX4]1"})).problems


@pytest.mark.parametrize(
    ("more", "place", "code", "missing"),
    [
        ({"area": "large"}, ".area", "text-for-number", "area"),
        ({"area": NAN}, ".area", "nan", "area"),
        ({"iscrowd": "yes"}, ".iscrowd", "bad-flag", None),
        ({"ignore": 2}, ".ignore", "bad-flag", None),
        ({"id": 2.5}, ".id", "bad-id", "reference_id"),
        ({"segmentation": "outline"}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"segmentation": [[1, 2, 3]]}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"segmentation": [[1, 2, "3", 4]]}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"segmentation": [[1, 2, 3, NAN]]}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"segmentation": {"size": [0, 5], "counts": "1"}}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"segmentation": {"size": [5, 5], "counts": [99]}}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"segmentation": {"size": [5, 5], "counts": "\x00 "}}, ".segmentation", "bad-segmentation", "segmentation"),
        ({"keypoints": [1, 2]}, ".keypoints", "keypoints-length", "keypoints"),
        ({"keypoints": [1, 2, "v"]}, ".keypoints", "text-for-number", "keypoints"),
        ({"occlusion": NAN}, ".occlusion", "nan", None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_lesser_member_that_is_wrong_is_left_out_and_the_row_is_kept(
    tmp_path: Path, more: dict[str, Any], place: str, code: str, missing: str | None
) -> None:
    found = with_row(tmp_path, label(**{"id": 2, **more}))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [(f"$.annotations[1]{place}", code, False)]
    assert len(found.objects) == 3
    assert missing is None or missing not in found.objects[1]
    assert found.objects[1]["is_crowd"] is False
    json.loads(found.objects[1].get("attributes", "{}"), parse_constant=pytest.fail)


def test_a_wrong_box_of_a_row_with_a_shape_is_taken_from_the_shape(tmp_path: Path) -> None:
    found = with_row(tmp_path, label(id=2, bbox=[1, 2, 3], segmentation=[[1, 1, 9, 1, 9, 5]]))
    assert [(p.code, p.skipped) for p in found.problems] == [("bbox-length", False)]
    assert [found.objects[1][name] for name in "xywh"] == [1, 1, 8, 4]


def test_numbers_of_other_spellings_are_taken_without_a_word(tmp_path: Path) -> None:
    """12.0 is an id as some tools write it; true is a flag; null is absent."""
    row = label(id=2, image_id=1.0, iscrowd=True) | {"segmentation": None, "keypoints": None, "area": None}
    found = with_row(tmp_path, row)
    assert found.problems == []
    assert (found.objects[1]["image_key"], found.objects[1]["is_crowd"]) == ("1", True)


def test_ids_larger_than_64_bits_are_kept_as_text(tmp_path: Path) -> None:
    content = coco([label(id=1 << 63, image_id=1)])
    assert read("coco", write_json(tmp_path / "x.json", content)).objects[0]["reference_id"] == str(1 << 63)


def test_unknown_keys_may_hold_anything_but_endless_nesting(tmp_path: Path) -> None:
    """NaN is told wherever it stands."""
    deep: Any = []
    for _ in range(150):
        deep = [deep]
    row = label(id=2, big=10**30, inner={"a": [NAN]}, deep=deep)
    found = with_row(tmp_path, row)
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [
        ("$.annotations[1].deep", "nested", False),
        ("$.annotations[1].inner", "nan", False),
    ]
    assert json.loads(found.objects[1]["attributes"]) == {"big": 10**30, "inner": {"a": [None]}}


def test_a_name_that_no_file_can_have_is_not_found(tmp_path: Path) -> None:
    content = coco([label()])
    content["images"][0]["file_name"] = "day\0/a.jpg"
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert "path" not in found.images[0]
    assert len(found.objects) == 1


def test_bad_images_are_reported_and_the_labels_of_good_ones_are_read(tmp_path: Path) -> None:
    content = coco([label(id=1), label(id=2, image_id=2), label(id=3, image_id=3)])
    content["images"] = [
        {"id": 1, "file_name": "a.jpg", "width": "wide", "height": 80},
        {"id": 2, "width": 5, "height": 5},
        {"id": 3, "file_name": "c.jpg", "width": 640.0, "height": -1},
        {"id": 3, "file_name": "d.jpg"},
        {"id": {}, "file_name": "e.jpg"},
        {"id": 6, "file_name": 6},
        7,
    ]
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [
        ("$.images[0].width", "text-for-number", False),
        ("$.images[1]", "missing-key", True),
        ("$.images[2].height", "bad-size", False),
        ("$.images[4].id", "bad-id", True),
        ("$.images[5].file_name", "bad-file-name", True),
        ("$.images[6]", "not-an-object", True),
        ("$.images[3]", "duplicate-id", True),
        ("$.annotations[1].image_id", "unknown-image", True),
    ]
    assert [(row["key"], row.get("width")) for row in found.images] == [("1", None), ("3", 640)]
    assert [row["reference_id"] for row in found.objects] == ["1", "3"]


def test_a_file_that_stands_under_two_ids_is_one_image(tmp_path: Path) -> None:
    content = coco([label(id=1, image_id=1), label(id=2, image_id=2)])
    content["images"][1]["file_name"] = "a.jpg"
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("$.images[1]", "duplicate-image", False)]
    assert [row["key"] for row in found.images] == ["1"]
    assert [row["image_key"] for row in found.objects] == ["1", "1"]


def test_bad_classes_are_reported(tmp_path: Path) -> None:
    content = coco([label(category_id=1), label(id=2, category_id=5)])
    content["categories"] = [{"id": 1, "name": "cat"}, {"id": 1, "name": "cow"}, {"name": "dog"}, {"id": 5}, "x"]
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [
        ("$.categories[1]", "duplicate-id", True),
        ("$.categories[2]", "bad-id", True),
        ("$.categories[3]", "missing-key", False),
        ("$.categories[4]", "bad-id", True),
    ]
    assert [(category.key, category.name) for category in found.categories] == [("1", "cat"), ("5", "class_5")]


def test_classes_that_the_file_does_not_name_are_called_after_their_ids(tmp_path: Path) -> None:
    content = coco([label(category_id=10), label(id=2, category_id=2)])
    del content["categories"]
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert found.codes == ["no-classes"]
    assert [category.name for category in found.categories] == ["class_2", "class_10"]
    assert len(found.objects) == 2


def test_a_truncated_file_gives_its_complete_rows(tmp_path: Path) -> None:
    text = json.dumps(coco([label(id=n) for n in range(10)], categories=[]))
    cut = text.index('"id": 7')
    found = read("coco", write(tmp_path / "x.json", text[:cut]))
    assert [row["reference_id"] for row in found.objects] == [str(n) for n in range(7)]
    assert [p.code for p in found.problems] == ["truncated", "no-classes"]
    assert f"byte {cut}" in found.problems[0].message


def test_a_broken_row_costs_that_row_alone(tmp_path: Path) -> None:
    text = json.dumps(coco([label(id=1), label(id=2), label(id=3)])).replace(
        '"id": 2, "image_id": 1', '"id": 2 "image"'
    )
    found = read("coco", write(tmp_path / "x.json", text))
    assert found.skipped == [("$.annotations[1]", "not-json")]
    assert [row["reference_id"] for row in found.objects] == ["1", "3"]


def test_rows_after_many_clean_ones_are_checked_too(tmp_path: Path) -> None:
    """A bad row far behind the first window costs that row alone, and keeps its index."""
    rows = [label(id=n, bbox=[1.5, 2.5, 3.5, 4.5]) for n in range(9000)]
    rows[7000]["bbox"][0] = NAN
    rows[8000]["bbox"][3] = -1
    found = read("coco", write_json(tmp_path / "x.json", coco(rows)))
    assert found.skipped == [("$.annotations[7000].bbox[0]", "nan"), ("$.annotations[8000].bbox", "negative-size")]
    assert len(found.objects) == 8998


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ([[n / 100, n / 100, 0.2, 0.3] for n in range(40)], "shares"),
        ([[n, n, n + 60, n + 40] for n in range(40)], "corners"),
        ([[n, n, 20, 10] for n in range(40)], ""),
    ],
)
def test_boxes_of_another_convention_are_told_once(tmp_path: Path, boxes: list[list[float]], words: str) -> None:
    """P56: a warning one can see instead of boxes in the wrong place."""
    content = coco([label(id=n, bbox=box) for n, box in enumerate(boxes)])
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [p.code for p in found.problems] == ["box-convention"] * bool(words)
    assert all(words in problem.message and not problem.skipped for problem in found.problems)
    assert len(found.objects) == 40


def test_lists_that_are_none_are_told(tmp_path: Path) -> None:
    content = coco([])
    content["annotations"] = {"1": label()}
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("$.annotations", "not-a-list", False)]
    assert "annotations" not in found.extra


def test_two_classes_of_one_name_are_told(tmp_path: Path) -> None:
    content = coco([label(category_id=1), label(id=2, category_id=2)])
    content["categories"] = [{"id": 1, "name": "cat"}, {"id": 2, "name": "cat"}, {"id": 3, "name": 3}]
    found = read("coco", write_json(tmp_path / "x.json", content))
    assert found.codes == ["duplicate-class"]
    assert [(category.key, category.name) for category in found.categories] == [("1", "cat"), ("2", "cat"), ("3", "3")]
