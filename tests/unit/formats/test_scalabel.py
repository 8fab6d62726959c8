"""Scalabel's JSON, in which BDD100K comes: what is read of it, and what is told of rows that cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay.errors import SourceUnreadable
from assay.formats.sniff import sniff, sniff_predictions
from assay.model.dataset import Task
from tests.unit.formats.files import image, read, read_predictions, write_json

BOX = {"x1": 10, "y1": 20, "x2": 40.5, "y2": 60}


def frame(*labels: Any, **more: Any) -> dict[str, Any]:
    return {"name": "a.jpg", "labels": list(labels), **more}


def label(**more: Any) -> dict[str, Any]:
    return {"id": "7", "category": "car", "box2d": BOX, **more}


def test_a_box_in_corners_becomes_left_top_width_height_and_attributes_of_a_frame_its_metadata(tmp_path: Path) -> None:
    image(tmp_path / "images" / "a.jpg")
    attributes = {"crowd": True, "ignored": False, "occluded": True}
    one = frame(
        label(attributes=attributes, box3d=None), attributes={"weather": "rainy"}, size={"width": 99, "height": 88}
    )
    content = read("scalabel", write_json(tmp_path / "det_val.json", [one]))
    made = content.objects[0]
    assert [made[name] for name in "xywh"] == [10, 20, 30.5, 40]
    assert (made["category_key"], made["reference_id"], made["is_crowd"], made["ignore"]) == (
        "car",
        "a.jpg/7",
        True,
        False,
    )
    assert json.loads(made["attributes"]) == {"occluded": True}
    assert "track_id" not in made
    picture = content.images[0]
    assert json.loads(picture["metadata"]) == {"weather": "rainy"}
    assert (picture["width"], picture["height"], picture["split"]) == (99, 88, "val")
    assert picture["path"] == str(tmp_path / "images" / "a.jpg")
    assert (content.task, content.problems) == (Task.DETECTION, [])


def test_in_a_video_the_id_of_a_label_is_its_track(tmp_path: Path) -> None:
    frames = [frame(label(), name=f"{n}.jpg", videoName="drive", frameIndex=n) for n in range(2)]
    image(tmp_path / "drive" / "1.jpg")
    content = read("scalabel", write_json(tmp_path / "video.json", {"frames": frames, "config": None}))
    assert [row["track_id"] for row in content.objects] == ["7", "7"]
    assert [row["reference_id"] for row in content.objects] == ["drive/0.jpg/7", "drive/1.jpg/7"]
    assert [json.loads(row["metadata"])["frameIndex"] for row in content.images] == [0, 1]
    assert content.images[1]["path"] == str(tmp_path / "drive" / "1.jpg")


def test_an_outline_keeps_its_corners_and_a_curve_goes_through_its_ends(tmp_path: Path) -> None:
    square = {"vertices": [[0, 0], [10, 0], [10, 10], [0, 10]], "types": "LLLL", "closed": True}
    bent = {"vertices": [[0, 0], [4, -3], [8, -3], [12, 0], [6, 9]], "types": "LCCLL", "closed": True}
    content = read(
        "scalabel",
        write_json(tmp_path / "seg.json", [frame(*(label(id=n, poly2d=[p]) for n, p in enumerate((square, bent))))]),
    )
    first, second = (json.loads(row["segmentation"])[0] for row in content.objects)
    assert first == [0, 0, 10, 0, 10, 10, 0, 10]
    assert second[:2] == [0, 0]
    assert second[-4:] == [12, 0, 6, 9]
    assert min(second[1::2]) == pytest.approx(-2.25)  # the middle of the curve: 3/4 of the way to its control points
    assert content.task is Task.SEGMENTATION


def test_a_bad_row_is_told_with_its_place_and_never_stops_the_rest(tmp_path: Path) -> None:
    lane = {"vertices": [[0, 0], [10, 0], [20, 5]], "types": "LLL", "closed": False}
    rows = [
        7,
        label(id="1", category=None),
        label(id="2", box2d={"x1": 1}),
        label(id="3", box2d=None, poly2d=[lane]),
        label(id="4", box2d={**BOX, "x2": 1}),
        label(id="5"),
        label(id="5"),
    ]
    content = read("scalabel", write_json(tmp_path / "x.json", [frame(*rows), {"labels": []}, 3]))
    assert content.skipped == [
        ("$[0].labels[0]", "not-an-object"),
        ("$[0].labels[2]", "missing-key"),
        ("$[0].labels[3]", "missing-key"),
        ("$[0].labels[1]", "missing-key"),
        ("$[0].labels[4].bbox", "negative-size"),
        ("$[0].labels[6].id", "duplicate-id"),
        ("$[1].name", "missing-key"),
        ("$[2]", "not-an-object"),
    ]
    assert [row["reference_id"] for row in content.objects] == ["a.jpg/5"]


def test_a_file_with_scores_is_predictions_and_one_without_is_a_dataset(tmp_path: Path) -> None:
    labels = write_json(tmp_path / "labels.json", [frame(label())])
    scored = write_json(tmp_path / "out.json", [frame(label(score=0.25), label(id="8"))])
    assert sniff(labels)[0].name == sniff_predictions(scored)[0].name == "scalabel"
    content = read_predictions("scalabel", scored)
    assert [(row["image_key"], row["score"]) for row in content.objects] == [("a.jpg", 0.25)]
    assert content.skipped == [("$[0].labels[1]", "missing-key")]
    assert content.images == []


def test_predictions_whose_scores_are_all_empty_are_told_by_row(tmp_path: Path) -> None:
    """Scalabel's own tool writes `"score": null`; the file was no format at all."""
    empty = write_json(tmp_path / "out.json", [frame(label(score=None), label(id="8", score=None))])
    assert sniff(empty)[0].name == sniff_predictions(empty)[0].name == "scalabel"
    content = read_predictions("scalabel", empty)
    assert content.objects == []
    assert content.skipped == [("$[0].labels[0]", "missing-key"), ("$[0].labels[1]", "missing-key")]


def test_a_frame_without_a_size_has_that_of_its_masks(tmp_path: Path) -> None:
    """BDD100K's segmentation tracks state none; without it nothing can be drawn where the file is missing."""
    masked = {"id": "1", "category": "car", "rle": {"counts": "04", "size": [2, 2]}}
    given = [{"name": "a.jpg", "labels": [label(), masked]}, {"name": "b.jpg", "labels": [label()]}]
    images = read("scalabel", write_json(tmp_path / "labels.json", given)).images
    assert [(row.get("width"), row.get("height")) for row in images] == [(2, 2), (None, None)]


def test_a_folder_holds_a_file_per_video_and_a_folder_per_split(tmp_path: Path) -> None:
    for split in ("train", "val"):
        write_json(tmp_path / split / f"{split}1.json", [frame(label(), name=f"{split}.jpg", videoName="v")])
    assert sniff(tmp_path)[0].name == "scalabel"
    assert [(row["file_name"], row["split"]) for row in read("scalabel", tmp_path).images] == [
        ("v/train.jpg", "train"),
        ("v/val.jpg", "val"),
    ]


def test_a_file_without_frames_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no list of frames"):
        read("scalabel", write_json(tmp_path / "x.json", {"config": {}}))


def test_a_drive_of_bdd100k_is_read_whole(shared_data: Path) -> None:
    """Labels have boxes and tracks, outlines are polygons, the tracker's file is predictions of the same frames."""
    folder = shared_data / "bdd_tracks"
    frames = json.loads((folder / "track_sample_anns.json").read_text(encoding="utf-8"))
    content = read("scalabel", folder / "track_sample_anns.json")
    assert len(content.images) == len(frames) == 202
    boxes = [(each["box2d"]["x1"], each["box2d"]["y2"]) for one in frames for each in one["labels"]]
    assert [(row["x"], pytest.approx(row["y"] + row["h"])) for row in content.objects] == boxes
    assert len({row["track_id"] for row in content.objects}) == 144
    outlined = read("scalabel", folder / "seg_track_sample.json")
    assert {row["kind"] for row in outlined.objects} == {"polygon"}
    tracked = read_predictions("scalabel", folder / "track_predictions.json")
    assert {row["image_key"] for row in tracked.objects} <= {row["key"] for row in content.images}
    assert content.problems == outlined.problems == tracked.problems == []
