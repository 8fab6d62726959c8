"""Drawing over HTTP: any shape, on images that are turned, copied to the next frame and drawn between (I3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.geometry.outlines import decode_rle, runs_of
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits.edit_labels import set_attributes
from assay.workflows.explore.search import matching_ids, search
from assay.workflows.exports.export_dataset import export_dataset
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.visitor import Visitor

WIDTH, HEIGHT, FRAMES = 48, 32, 8


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Eight frames, each turned by another EXIF orientation; the first and the last have a label of one track."""
    for at in range(FRAMES):
        exif = Image.Exif()
        exif[274] = at + 1
        Image.new("RGB", (WIDTH, HEIGHT), (9 * at, 90, 90)).save(tmp_path / f"frame_{at:03}.jpg", exif=exif)
    source = {
        "images": [
            {"id": at, "file_name": f"frame_{at:03}.jpg", "width": WIDTH, "height": HEIGHT} for at in range(FRAMES)
        ],
        "categories": [{"id": 1, "name": "car"}],
        "annotations": [
            {"id": 1, "image_id": 0, "category_id": 1, "bbox": [2, 3, 10, 8], "track_id": 7, "colour": "red"},
            {"id": 2, "image_id": 7, "category_id": 1, "bbox": [9, 10, 17, 8], "track_id": 7},
        ],
    }
    (tmp_path / "labels.json").write_text(json.dumps(source))
    with Store.create(tmp_path / "p.assay") as opened:
        import_dataset(opened, tmp_path / "labels.json", images=tmp_path)
        yield opened


@pytest.fixture
def web(store: Store) -> Visitor:
    return Visitor(create_app(store))


def drawn_on(web: Visitor, image: int, shape: dict[str, Any]) -> dict[str, Any]:
    """The new label of that shape, as the image's page shows it."""
    reply = web.post("/api/edits", {"action": "add", "image_id": image, "class_id": 1, "shape": shape})
    assert reply.status_code == 200, reply.text
    objects = web.get(f"/api/images/{image}").json()["objects"]
    return max(objects, key=lambda item: item["id"])


@pytest.mark.parametrize("image", range(FRAMES))
def test_what_is_drawn_on_a_turned_image_is_shown_where_it_was_drawn(web: Visitor, store: Store, image: int) -> None:
    """V6.6 for every shape: all eight orientations."""
    width, height = (HEIGHT, WIDTH) if image >= 4 else (WIDTH, HEIGHT)
    ring = [4.0, 5.0, 20.0, 6.0, 18.0, 22.0]
    shown = drawn_on(web, image, {"kind": "polygon", "rings": [ring]})
    assert shown["polygons"] == [ring]
    assert [shown[side] for side in "xywh"] == [4, 5, 16, 17]
    points = [6.0, 7.0, 2.0, 12.0, 20.0, 1.0, 0.0, 0.0, 0.0]
    assert drawn_on(web, image, {"kind": "keypoints", "keypoints": points})["keypoints"] == points
    turned = drawn_on(web, image, {"kind": "rotated_box", "box": [5, 6, 12, 7], "rotation": 0.25})
    assert [turned[side] for side in "xywh"] == [5, 6, 12, 7]
    assert turned["rotation"] == pytest.approx(0.25)
    pixels = np.zeros((height, width), np.bool_)
    pixels[3:9, 4:20] = True
    pixels[9:20, 4:7] = True
    mask = drawn_on(web, image, {"kind": "mask", "width": width, "height": height, "counts": runs_of(pixels)["counts"]})
    assert [mask[side] for side in "xywh"] == [4, 3, 16, 17]
    stored = store.snapshot().take("annotations", [mask["id"]], columns=("segmentation", "area")).to_pylist()[0]
    assert stored["area"] == pixels.sum() == decode_rle(json.loads(stored["segmentation"])).sum()


def test_a_label_is_redrawn_and_undone(web: Visitor) -> None:
    before = web.get("/api/images/0").json()["objects"]
    shape = {"kind": "polygon", "rings": [[0, 0, 20, 0, 20, 20, 0, 20]], "holes": [[5, 5, 9, 5, 9, 9]]}
    change = web.post("/api/edits", {"action": "reshape", "id": 0, "shape": shape}).json()
    assert change["title"] == "Redraw 1 label as a polygon"
    after = web.get("/api/images/0").json()["objects"][0]
    assert (after["kind"], len(after["polygons"][0])) == ("polygon", 2 * (4 + 3 + 2))
    assert after["attributes"] == {"colour": "red"}
    web.post("/api/undo")
    assert web.get("/api/images/0").json()["objects"] == before


def test_labels_between_two_frames_are_drawn_in_a_straight_line(web: Visitor, store: Store) -> None:
    web.post("/api/edits", {"action": "interpolate", "first": 0, "last": 1})
    rows = search(store, level=Level.ANNOTATION, sort="image_id", limit=100).rows.to_pylist()
    assert [row["image_id"] for row in rows] == list(range(FRAMES))
    assert [row["x"] for row in rows] == pytest.approx(list(range(2, 10)))
    assert [row["w"] for row in rows] == pytest.approx(list(range(10, 18)))
    assert {row["track_id"] for row in rows} == {"7"}
    again = web.post("/api/edits", {"action": "interpolate", "first": 0, "last": 1})
    assert again.status_code == 400
    web.post("/api/undo")
    assert len(matching_ids(store, level=Level.ANNOTATION)) == 2


def test_a_label_is_copied_to_the_next_frame_once(web: Visitor, store: Store) -> None:
    copied = web.post("/api/edits", {"action": "copy", "ids": [0], "image_id": 1})
    assert copied.json()["title"] == "Copy 1 label"
    [label] = web.get("/api/images/1").json()["objects"]
    assert label["attributes"] == {"colour": "red"}
    refused = web.post("/api/edits", {"action": "copy", "ids": [0], "image_id": 1})
    assert refused.status_code == 400
    assert len(matching_ids(store, "image_id = 1", level=Level.ANNOTATION)) == 1


def test_attributes_are_set_on_all_rows_of_a_query_and_found_by_it(web: Visitor, store: Store) -> None:
    target = {"dataset": 1, "level": "annotation", "query": "w > 5"}
    values = {"occluded": True, "colour": None}
    reply = web.post("/api/edits", {"action": "set_attributes", "target": target, "values": values})
    assert reply.json()["title"] == "Set occluded, no colour of 2 labels"
    assert len(matching_ids(store, "attributes.occluded = true", level=Level.ANNOTATION)) == 2
    assert "colour" not in str(web.get("/api/images/0").json()["objects"][0]["attributes"])
    set_attributes(store, [0], {"occluded": None})
    assert len(matching_ids(store, "attributes.occluded = true", level=Level.ANNOTATION)) == 1


def test_a_mask_of_another_size_than_its_image_is_refused(web: Visitor) -> None:
    shape = {"kind": "mask", "width": 3, "height": 3, "counts": [0, 9]}
    reply = web.post("/api/edits", {"action": "reshape", "id": 0, "shape": shape})
    assert reply.status_code == 400
    assert "48 x 32" in reply.text


NAMES = ["nose", "left_hand", "right_hand"]


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Store]:
    """Two pictures, the second turned by its EXIF, of a class that has three keypoints, and of one that has none."""
    for at, orientation in enumerate((1, 6)):
        exif = Image.Exif()
        exif[274] = orientation
        Image.new("RGB", (WIDTH, HEIGHT), (90, 90, 9 * at)).save(tmp_path / f"{at}.jpg", exif=exif)
    source = {
        "images": [{"id": at, "file_name": f"{at}.jpg", "width": WIDTH, "height": HEIGHT} for at in range(2)],
        "categories": [
            {"id": 1, "name": "person", "keypoints": NAMES, "skeleton": [[1, 2], [1, 3]]},
            {"id": 2, "name": "car"},
        ],
        "annotations": [{"id": 1, "image_id": 0, "category_id": 2, "bbox": [2, 3, 10, 8]}],
    }
    (tmp_path / "people.json").write_text(json.dumps(source))
    with Store.create(tmp_path / "p.assay") as opened:
        import_dataset(opened, tmp_path / "people.json", images=tmp_path)
        yield opened


def test_keypoints_are_added_and_exported_as_coco_counts_them(people: Store, tmp_path: Path) -> None:
    """A label from nothing: its box is the one around its points; pycocotools takes the file and finds it right."""
    web = Visitor(create_app(people))
    person, car = web.get("/api/datasets/1/classes").json()
    assert (person["keypoints"], person["limbs"]) == (NAMES, [[0, 1], [0, 2]])
    assert (car["keypoints"], car["limbs"]) == ([], [])
    points = [[6.0, 7.0, 2.0, 0.0, 0.0, 0.0, 20.0, 25.0, 1.0], [4.0, 40.0, 2.0, 9.0, 5.0, 2.0, 0.0, 0.0, 0.0]]
    shown = [drawn_on(web, image, {"kind": "keypoints", "keypoints": flat}) for image, flat in enumerate(points)]
    assert [label["keypoints"] for label in shown] == points
    assert [[label[side] for side in "xywh"] for label in shown] == [[6, 7, 14, 18], [4, 5, 5, 35]]
    export_dataset(people, tmp_path / "out.json", format="coco")

    truth = COCO(str(tmp_path / "out.json"))
    assert truth.loadCats(1)[0]["keypoints"] == NAMES
    written = truth.loadAnns(truth.getAnnIds(catIds=[1]))
    assert [row["num_keypoints"] for row in written] == [2, 2]
    assert written[0]["keypoints"] == [6, 7, 2, 0, 0, 0, 20, 25, 1]
    assert written[1]["keypoints"][6:] == [0, 0, 0]
    assert written[0]["bbox"] == [6, 7, 14, 18]
    results = [{name: row[name] for name in ("image_id", "category_id", "keypoints")} | {"score": 1} for row in written]
    judge = COCOeval(truth, truth.loadRes(results), "keypoints")
    judge.params.kpt_oks_sigmas = np.full(3, 0.05)
    judge.params.catIds = [1]
    judge.params.areaRng, judge.params.areaRngLbl = [[0, 1e10]], ["all"]
    judge.evaluate()
    judge.accumulate()
    assert judge.eval["precision"][:, :, 0, 0, -1].min() == pytest.approx(1)


def test_keypoints_unlike_those_of_their_class_are_refused(people: Store) -> None:
    web = Visitor(create_app(people))
    flat = [6, 7, 2, 20, 25, 1, 0, 0, 0]
    refused = {"person has 3 keypoints": flat[:6], "0, 1 or 2": [*flat[:8], 3], "Two keypoints": [0] * 9}
    for told, wrong in refused.items():
        shape = {"kind": "keypoints", "keypoints": wrong}
        reply = web.post("/api/edits", {"action": "add", "image_id": 0, "class_id": 1, "shape": shape})
        assert reply.status_code == 400
        assert told in reply.text
    # A label that had none yet gets as many as its class has.
    relabelled = {"action": "relabel", "target": {"dataset": 1, "level": "annotation", "ids": [0]}, "class_id": 1}
    assert web.post("/api/edits", relabelled).status_code == 200
    reshape = {"action": "reshape", "id": 0, "shape": {"kind": "keypoints", "keypoints": flat[:6]}}
    assert "person has 3 keypoints" in web.post("/api/edits", reshape).text
    # One line across is an object too, a pixel wide.
    label = drawn_on(web, 0, {"kind": "keypoints", "keypoints": [6, 7, 2, 6, 20, 2, 0, 0, 0]})
    assert [label[side] for side in "xywh"] == [6, 7, 1, 13]
    web.post("/api/undo")
    assert len(web.get("/api/images/0").json()["objects"]) == 1
