"""Which picture the labels are drawn on is declared by the dataset and honoured everywhere (A19, V6.6)."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.errors import ChoiceInvalid
from assay.media.orientation import displayed_size, orient_box
from assay.model.dataset import Exif
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.exports.export_dataset import export_dataset
from assay.workflows.health.write_health import write_health
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.measure import measure
from tests.integration.visitor import Visitor
from tests.unit.media.drawn import canvas, patch_of, write

SIZE, BOX = (80, 48), (10.0, 8.0, 24.0, 12.0)  # of the stored images
POLICIES = tuple(Exif)


def labelled(folder: Path, exif: Exif, *, stated: Exif | None = None) -> Path:
    """A COCO file of one photo per orientation, with the box as a tool of this policy writes it down."""
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    images, labels = [], []
    for orientation in range(1, 9):
        name = f"o{orientation}.jpg"
        write(folder / "photos" / name, canvas(*SIZE, (10, 8, 24, 12)), orientation=orientation)
        image = {"id": orientation, "file_name": name}
        if stated is not None:
            width, height = SIZE if stated is Exif.STORED else displayed_size(*SIZE, orientation)
            image |= {"width": width, "height": height}
        images.append(image)
        box = BOX if exif is Exif.STORED else orient_box(BOX, orientation, *SIZE)
        x, y, w, h = box
        labels.append({"id": orientation, "image_id": orientation, "category_id": 1, "bbox": list(box), "area": w * h,
                       "iscrowd": 0, "segmentation": [[x, y, x + w, y, x + w, y + h, x, y + h]]})  # fmt: skip
    file = folder / f"{exif}.json"
    file.write_text(json.dumps({"images": images, "annotations": labels, "categories": [{"id": 1, "name": "patch"}]}))
    return file


def pixels(body: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(body)).convert("RGB"))


def assert_on_their_patches(store: Store) -> None:
    """Box, outline and crop of every label show the red patch of its picture."""
    web = Visitor(create_app(store))
    items = web.post("/api/search", {"dataset": 1, "level": "image"}).json()["items"]
    assert len(items) == 8
    for item in items:
        label = web.get(f"/api/images/{item['id']}").json()["objects"][0]
        shown = pixels(web.get(f"/media/images/{item['id']}").content)
        assert patch_of(shown) == pytest.approx(tuple(label[axis] for axis in "xywh"), abs=0.01), item["name"]
        outline = label["polygons"][0] if label["polygons"] else [label["x"], label["y"]]
        assert (min(outline[0::2]), min(outline[1::2])) == pytest.approx((label["x"], label["y"]), abs=0.01)
        crop = pixels(web.get(f"/media/labels/{label['id']}/crop?size=128&context=0").content)
        assert (crop[:, :, 0] > 150).mean() > 0.7, item["name"]


@pytest.mark.parametrize("exif", POLICIES)
def test_under_the_right_policy_boxes_land_on_their_objects(empty: Store, tmp_path: Path, exif: Exif) -> None:
    source = labelled(tmp_path, exif)
    report = import_dataset(empty, source, images=tmp_path / "photos", exif=exif)
    assert report.exif is exif
    assert not report.problems
    assert empty.snapshot().dataset(None).exif is exif
    assert_on_their_patches(empty)


@pytest.mark.parametrize("exif", POLICIES)
def test_crops_are_measured_on_the_object(empty: Store, tmp_path: Path, exif: Exif) -> None:
    import_dataset(empty, labelled(tmp_path, exif), images=tmp_path / "photos", exif=exif)
    measure(empty, metrics=["colour_shares"], levels=[Level.ANNOTATION])
    red = empty.snapshot().rows("annotations", columns=("red_share",)).column("red_share").to_numpy()
    assert red.shape == (8,)
    assert red.min() > 0.9


def test_a_policy_stays_and_another_one_turns_the_frames(empty: Store, tmp_path: Path) -> None:
    source, photos = labelled(tmp_path, Exif.DISPLAYED), tmp_path / "photos"
    import_dataset(empty, source, images=photos, exif="displayed")
    again = import_dataset(empty, source, images=photos)
    assert (again.exif, again.images.unchanged) == (Exif.DISPLAYED, 8)
    turned = import_dataset(empty, labelled(tmp_path, Exif.STORED), images=photos, exif="stored")
    assert turned.images.updated == 7
    assert_on_their_patches(empty)


def test_nothing_declared_is_as_the_source_says(empty: Store, tmp_path: Path) -> None:
    report = import_dataset(empty, labelled(tmp_path, Exif.STORED, stated=Exif.STORED), images=tmp_path / "photos")
    assert report.exif is None
    assert_on_their_patches(empty)


def test_sizes_that_contradict_the_policy_are_reported(empty: Store, tmp_path: Path) -> None:
    source = labelled(tmp_path, Exif.DISPLAYED, stated=Exif.STORED)
    report = import_dataset(empty, source, images=tmp_path / "photos", exif="displayed")
    assert report.problem_counts == {"size-mismatch": 4}
    assert_on_their_patches(empty)


def test_a_word_that_is_no_policy_is_refused_and_nothing_is_written(empty: Store, tmp_path: Path) -> None:
    before = empty.snapshot().key
    with pytest.raises(ChoiceInvalid, match="'upright'"):
        import_dataset(empty, tmp_path / "none.json", format="coco", exif="upright")
    assert empty.snapshot().key == before


@pytest.mark.parametrize("exif", POLICIES)
def test_yolo_gets_labels_of_the_displayed_image(empty: Store, tmp_path: Path, exif: Exif) -> None:
    """YOLO's shares are of the upright image, which is what its trainers load."""
    import_dataset(empty, labelled(tmp_path, exif), images=tmp_path / "photos", exif=exif)
    export_dataset(empty, tmp_path / "yolo", format="yolo")
    with Store.create(tmp_path / "again.assay") as again:
        import_dataset(again, tmp_path / "yolo" / "data.yaml")
        assert_on_their_patches(again)


def test_the_health_report_says_what_is_declared(empty: Store, tmp_path: Path) -> None:
    import_dataset(empty, labelled(tmp_path, Exif.STORED), images=tmp_path / "photos", exif="stored")
    facts = Visitor(create_app(empty)).get("/api/health?dataset=1").json()["facts"]
    assert facts["exif"] == "stored"
    write_health(empty, tmp_path / "health.html")
    assert "drawn on the stored image" in (tmp_path / "health.html").read_text(encoding="utf-8")
