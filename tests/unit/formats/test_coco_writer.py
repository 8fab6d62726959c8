"""What is written to COCO files, and what they cannot carry."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from assay.formats.coco.results_writer import CocoResultsWriter
from assay.formats.coco.spelling import Spelling
from assay.formats.coco.writer import CocoWriter, class_ids
from assay.formats.format import ReadOptions
from assay.formats.registry import PREDICTION_READERS, READERS
from assay.model.category import CategoryRecord
from tests.unit.formats.files import coco, label, write_json
from tests.unit.formats.records import box, losses, records


def again(folder: Path, content: Any) -> Any:
    """The content after reading and writing."""
    source = write_json(folder / "in.json", content)
    written = CocoWriter().write(READERS["coco"].read(source, ReadOptions()), folder / "out.json")
    assert not written.losses
    return json.loads((folder / "out.json").read_text())


def test_every_key_and_every_spelling_of_a_number_comes_back(tmp_path: Path) -> None:
    """A14, P14: ids, unknown keys, 12 and 12.0."""
    content = coco(
        [
            label(id=0, bbox=[1.5, 2.0, 3.25, 1e-7], area=12.0, note={"by": ["me"]}),
            label(id=5, bbox=[0.1, 0.2, 0.30000000000000004, 4.0], area=0.0, segmentation=[[1, 2.5, 3, 4, 5.0, 6]]),
            label(
                id=6,
                bbox=[0.0, 0.0, 9.0, 9.0],
                area=81.0,
                iscrowd=1,
                segmentation={"size": [80, 100], "counts": "PX4]1"},
            ),
            label(id=7, bbox=[1.0, 1.0, 1.0, 1.0], area=1.0, keypoints=[1.0, 2.0, 2, 0.0, 0.0, 0], num_keypoints=1),
            label(id=8, bbox=[1.0, 1.0, 1.0, 1.0], area=1.0, ignore=1, track_id=4, score=0.5),
        ],
        info={"version": "1.0", "year": 2026},
        licenses=[],
    )
    content["images"][0] |= {"license": 3, "metadata": {"weather": "rain"}, "split": "train"}
    content["categories"][1] |= {"supercategory": "animal", "keypoints": ["a", "b"], "skeleton": [[1, 2]]}
    written = again(tmp_path, content)
    assert json.dumps(written, sort_keys=True) == json.dumps(content, sort_keys=True)


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        ([("0", "car"), ("90", "bus"), ("tram", "tram")], [0, 90, 91]),  # a class folder joined a COCO file
        ([("1", "car"), ("1:bus", "bus"), ("3", "tram")], [1, 4, 3]),  # two files that number classes otherwise
        ([("car", "car"), ("bus", "bus")], [1, 2]),
        ([("c", "car"), ("b", "bus")], ["c", "b"]),
        ([("c", "car"), ("tram", "tram")], ["c", 1]),
    ],
)
def test_classes_keep_their_ids_and_new_ones_get_others(keys: list[tuple[str, str]], ids: list[Any]) -> None:
    given = [CategoryRecord(key, name) for key, name in keys]
    assert list(class_ids(given, Spelling()).values()) == ids


@pytest.mark.parametrize("whole", [int, float])
def test_whole_numbers_are_spelled_as_they_were(tmp_path: Path, whole: Any) -> None:
    crowd = label(id=2, bbox=[1, 2, 3, 4], area=12, iscrowd=1)
    content = coco([label(bbox=[whole(1), whole(2), 3.5, whole(4)], area=whole(14)), crowd])
    assert json.dumps(again(tmp_path, content), sort_keys=True) == json.dumps(content, sort_keys=True)


def test_ids_that_are_text_stay_text(tmp_path: Path) -> None:
    content = coco([label(id="007", image_id="1", category_id="a"), label(id="8", image_id="2", category_id="a")])
    content["images"] = [{"id": "1", "file_name": "a.jpg"}, {"id": "2", "file_name": "b.jpg"}]
    content["categories"] = [{"id": "a", "name": "cat"}]
    assert json.dumps(again(tmp_path, content), sort_keys=True) == json.dumps(content, sort_keys=True)


def test_rows_without_an_id_get_one_that_is_free(tmp_path: Path) -> None:
    batch = records(
        [{"file_name": "a.jpg", "foreign_id": "7"}, {"file_name": "b.jpg"}],
        [box(1, 2, 3, 4), box(1, 2, 3, 4, reference_id="9")],
    )
    assert losses(CocoWriter(), batch, tmp_path) == {}
    written = json.loads((tmp_path / "instances.json").read_text())
    assert [row["id"] for row in written["images"]] == [7, 8]
    assert [(row["id"], row["image_id"]) for row in written["annotations"]] == [(10, 7), (9, 7)]


def test_an_id_that_two_files_used_is_replaced_and_told(tmp_path: Path) -> None:
    batch = records([{"file_name": "a.jpg"}], [box(1, 2, 3, 4, reference_id="1"), box(1, 2, 3, 4, reference_id="1")])
    assert losses(CocoWriter(), batch, tmp_path) == {"renumbered-annotations": 1}
    assert [row["id"] for row in json.loads((tmp_path / "instances.json").read_text())["annotations"]] == [1, 2]


def test_class_names_that_serve_as_keys_become_numbers(tmp_path: Path) -> None:
    categories = (CategoryRecord("cat", "cat"), CategoryRecord("dog", "dog"))
    batch = records([{"file_name": "a.jpg"}], [box(1, 2, 3, 4, category_key="dog")], categories=categories)
    CocoWriter().write([batch], tmp_path / "x.json")
    written = json.loads((tmp_path / "x.json").read_text())
    assert [(row["id"], row["name"]) for row in written["categories"]] == [(1, "cat"), (2, "dog")]
    assert written["annotations"][0]["category_id"] == 2


def test_shares_become_pixels(tmp_path: Path) -> None:
    polygon = "[[0.1,0.5,0.5,0.5,0.5,1.0]]"
    batch = records(
        [{"file_name": "a.jpg"}], [box(0.1, 0.5, 0.4, 0.5, normalised=True, kind="polygon", segmentation=polygon)]
    )
    CocoWriter().write([batch], tmp_path / "x.json")
    row = json.loads((tmp_path / "x.json").read_text())["annotations"][0]
    assert row["bbox"] == [10, 40, 40, 40]
    assert row["segmentation"] == [[10, 40, 50, 40, 50, 80]]


def test_a_turned_box_is_written_as_its_corners(tmp_path: Path) -> None:
    """X19. By hand: a 20 x 10 box about (50, 40) turned by a quarter stands upright."""
    turned = box(40, 35, 20, 10, kind="rotated_box", rotation=math.pi / 2)
    assert losses(CocoWriter(), records([{"file_name": "a.jpg"}], [turned]), tmp_path / "x.json") == {"rotation": 1}
    row = json.loads((tmp_path / "x.json").read_text())["annotations"][0]
    assert row["bbox"] == pytest.approx([45, 30, 10, 20])
    assert row["segmentation"][0] == pytest.approx([55, 30, 55, 50, 45, 50, 45, 30])


def test_what_coco_cannot_carry_is_told(tmp_path: Path) -> None:
    whole = {"image_key": "b.jpg", "kind": "whole_image"}
    images: list[dict[str, Any]] = [{"file_name": "a.jpg"}, {"file_name": "b.jpg", "width": None}]
    batch = records(
        images,
        [
            box(1, 2, 3, 4, score=0.5),
            whole,
            box(0.1, 0.1, 0.1, 0.1, image_key="b.jpg", normalised=True),
            box(1, 2, 3, 4, image_key="c.jpg"),
        ],
    )
    assert losses(CocoWriter(), batch, tmp_path / "x.json") == {
        "score": 1,
        "whole-image": 1,
        "unknown-size": 1,
        "unknown-image": 1,
    }
    assert len(json.loads((tmp_path / "x.json").read_text())["annotations"]) == 1


def test_labels_of_whole_images_alone_are_carried(tmp_path: Path) -> None:
    batch = records([{"file_name": "a.jpg"}], [{"image_key": "a.jpg", "kind": "whole_image"}])
    assert losses(CocoWriter(), batch, tmp_path / "x.json") == {}
    assert "bbox" not in json.loads((tmp_path / "x.json").read_text())["annotations"][0]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    place = write_json(tmp_path / "x.json", "as it was")
    broken = records([{"file_name": "a.jpg", "extra": "no JSON"}], [])
    with pytest.raises(json.JSONDecodeError):
        CocoWriter().write([broken], place)
    assert json.loads(place.read_text()) == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_predictions_come_back_as_they_were(tmp_path: Path) -> None:
    mask = {"size": [80, 100], "counts": "PX4]1"}
    content = [
        {"image_id": 1, "category_id": 3, "bbox": [1.5, 2.25, 3.5, 4.5], "score": 0.5, "probabilities": [0.25, 0.75]},
        {"image_id": "stem", "category_id": "cat", "bbox": [1.5, 2.25, 3.5, 4.5], "segmentation": mask, "score": 0.1},
        {"image_id": 7, "category_id": 3, "bbox": [0.5, 1.5, 2.5, 3.5], "score": 1.0, "file_name": "x.jpg"},
    ]
    source = write_json(tmp_path / "in.json", content)
    batches = PREDICTION_READERS["coco-results"].read(source, ReadOptions())
    assert not CocoResultsWriter().write(batches, tmp_path).losses
    assert json.loads((tmp_path / "predictions.json").read_text()) == content


def test_predictions_go_by_the_ids_of_their_images(tmp_path: Path) -> None:
    images = [{"file_name": "a.jpg", "foreign_id": "42"}]
    batch = records(
        images, [box(1, 2, 3, 4, score=0.5), box(1, 2, 3, 4), box(1, 2, 3, 4, score=1, reference_id="1", is_crowd=True)]
    )
    assert losses(CocoResultsWriter(), batch, tmp_path / "x.json") == {"no-score": 1, "ids": 1, "flags": 1}
    written = json.loads((tmp_path / "x.json").read_text())
    assert [(row["image_id"], row["category_id"], row["score"]) for row in written] == [(42, 0, 0.5), (42, 0, 1.0)]
