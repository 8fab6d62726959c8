"""Metrics of labels and of tracks from files to queries: V2.3, V2.11, V2.12."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.search import search
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.metrics.measure import measure
from assay.workflows.metrics.metric_states import MetricState, list_metrics

Json = dict[str, Any]


def imported(folder: Path, images: list[str], labels: list[Json]) -> Store:
    """A project of these images and labels, of 640 × 480 px."""
    coco = {
        "images": [{"id": at, "file_name": name, "width": 640, "height": 480} for at, name in enumerate(images)],
        "annotations": [{"id": at, "category_id": 1, **one} for at, one in enumerate(labels, start=1)],
        "categories": [{"id": 1, "name": "car"}, {"id": 2, "name": "bus"}],
    }
    (folder / "labels.json").write_text(json.dumps(coco))
    store = Store.create(folder / "my.assay")
    import_dataset(store, folder / "labels.json")
    return store


def found(store: Store, query: str, level: Level = Level.ANNOTATION, **options: Any) -> list[str]:
    """What the source calls the rows that a query lists, in order."""
    rows = search(store, query, level=level, limit=100, **options).rows
    return [row["file_name"] if level is Level.IMAGE else row["reference_id"] for row in rows.to_pylist()]


def test_the_injected_duplicate_pair_tops_the_list_once(shared_data: Path, tmp_path: Path) -> None:
    """V2.3, on the labels of real photos: a copy, moved by two pixels, of the one label of its image."""
    coco = json.loads((shared_data / "ppe_valid" / "instances_valid.json").read_text())
    labels = [{key: one[key] for key in ("image_id", "bbox")} for one in coco["annotations"] if one["image_id"] <= 40]
    original = max(labels, key=lambda one: one["bbox"][2] * one["bbox"][3])
    x, y, w, h = original["bbox"]
    labels.append({"image_id": original["image_id"], "bbox": [x + 2, y, w, h]})
    with imported(tmp_path, [f"{at}.jpg" for at in range(41)], labels) as store:
        measure(store, metrics=["annotation_duplicate", "object_count"])
        listed = found(store, "", sort="annotation_duplicate_once", descending=True)
        assert listed[0] == str(len(labels))
        again = found(store, "annotation_duplicate_once >= 0.9")
        assert again == [str(len(labels))]
        both = found(store, "annotation_duplicate >= 0.9", sort="id")
        assert both == [str(labels.index(original) + 1), str(len(labels))]


@pytest.fixture
def video(tmp_path: Path) -> Any:
    """Frames of one car on its way, drawn as a polygon, and what makes a project of them."""
    frames = [f"clip/{at}.jpg" for at in range(12)]
    labels = []
    for at in range(12):
        x, y = 20 + 4 * at, 30 + at % 2
        ring = [x, y, x + 60, y, x + 60, y + 25, x + 40, y + 40, x, y + 40]
        labels.append({"image_id": at, "bbox": [x, y, 60, 40], "area": 2250, "segmentation": [ring], "track_id": "a"})
    return lambda: imported(tmp_path, frames, labels), labels


def measured(store: Store) -> dict[str, list[str]]:
    """What the three kinds of fault of V2.12 list."""
    measure(store, metrics=["steadiness", "frame_continuity", "unlabelled_frame"])
    return {
        "class": found(store, "class_steadiness < 1", sort="id"),
        "track": found(store, "track_steadiness < 1", sort="id"),
        "frame": found(store, "frame_continuity < 1", Level.IMAGE),
        "unlabelled": found(store, "unlabelled_frame", Level.IMAGE),
    }


def test_a_clean_video_has_no_fault(video: Any) -> None:
    """V2.12."""
    make, _ = video
    with make() as store:
        assert measured(store) == {"class": [], "track": [], "frame": [], "unlabelled": []}


def test_each_fault_put_into_the_video_is_found(video: Any) -> None:
    """V2.12: a frame without its label, a broken track, a class that jumps."""
    make, labels = video
    labels[3]["track_id"] = "b"
    labels[9]["category_id"] = 2
    del labels[6]
    with make() as store:
        assert measured(store) == {
            "class": ["9", "10"],  # the label of frame 9, and the jump back
            "track": ["4", "5"],
            "frame": ["clip/3.jpg", "clip/6.jpg"],
            "unlabelled": ["clip/6.jpg"],
        }


def test_numbered_photos_are_no_video(tmp_path: Path) -> None:
    """A photo without labels between others is not a forgotten frame of anything."""
    labels = [{"image_id": at, "bbox": [(67 * at) % 160, 10, 30, 30], "area": 900} for at in range(8) if at != 3]
    with imported(tmp_path, [f"photo_{at}.jpg" for at in range(8)], labels) as store:
        measure(store, metrics=["unlabelled_frame"])
        assert found(store, "unlabelled_frame", Level.IMAGE) == []


def test_the_one_deformed_frame_of_a_video_is_the_lowest(video: Any) -> None:
    """V2.11."""
    make, labels = video
    labels[7]["segmentation"][0][4:6] = [200, 150]
    with make() as store:
        measure(store, metrics=["shape_similarity"])
        assert found(store, "", sort="shape_similarity")[0] == "8"


def test_predictions_need_keypoints_of_their_own(tmp_path: Path) -> None:
    """M68: a model of poses is measured where labels are boxes, and the labels are told to have none."""
    with imported(tmp_path, ["a.jpg"], [{"image_id": 0, "bbox": [10, 10, 50, 50]}]) as store:
        points = [20, 20, 0.9, 30, 30, 0.1]
        results = [{"image_id": 0, "category_id": 1, "keypoints": points, "bbox": [10, 10, 50, 50], "score": 0.8}]
        (tmp_path / "results.json").write_text(json.dumps(results))
        import_predictions(store, tmp_path / "results.json", run="poses")
        report = measure(store, metrics=["occluded_keypoints", "limb_surprise"])
        assert set(report.skipped) == {"limb_surprise"}
        assert store.snapshot().rows("predictions", columns=("occluded_keypoints",)).to_pylist() == [
            {"occluded_keypoints": 0.5}
        ]
        labels = next(one for one in list_metrics(store) if one.slug == "occluded_keypoints")
        assert (labels.state, labels.why) == (MetricState.CANNOT, "No label has keypoints.")
