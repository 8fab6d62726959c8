"""Class chances of every pixel: told to a run, measured, and suspected where they contradict a mask (M51, M88, G3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import assay
from assay.errors import NotFound
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_pixels import import_pixels
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.metrics.measure import measure
from tests.shell import Shell

SIDE = 40


def square(x: int, y: int, side: int) -> list[list[int]]:
    return [[x, y, x + side, y, x + side, y + side, x, y + side]]


@pytest.fixture
def painted(tmp_path: Path) -> Path:
    """Three images of a road (left) and a walk (right); in the last one a block of road was painted as walk."""
    (tmp_path / "images").mkdir()
    images: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for n in range(3):
        Image.new("RGB", (SIDE, SIDE), (90, 90, 90)).save(tmp_path / "images" / f"street_{n}.png")
        images.append({"id": n + 1, "file_name": f"street_{n}.png", "width": SIDE, "height": SIDE})
        for category, x in ((1, 0), (2, 20)):
            labels.append(label(len(labels) + 1, n + 1, category, square(x, 0, 20)))
    labels.append(label(len(labels) + 1, 3, 2, square(2, 2, 10)))
    file = tmp_path / "streets.json"
    classes = [{"id": 1, "name": "road"}, {"id": 2, "name": "walk"}]
    file.write_text(json.dumps({"images": images, "annotations": labels, "categories": classes}), encoding="utf-8")
    return file


def label(id_: int, image: int, category: int, polygons: list[list[int]]) -> dict[str, Any]:
    xs, ys = polygons[0][::2], polygons[0][1::2]
    box = [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]
    area = box[2] * box[3]
    return {"id": id_, "image_id": image, "category_id": category, "segmentation": polygons, "bbox": box, "area": area}


def chances(*, side: int = SIDE) -> NDArray[np.float32]:
    """What the model sees: road on the left, walk on the right."""
    road = np.full((side, side), 0.05, np.float32)
    road[:, : side // 2] = 0.95
    return np.stack([road, 1 - road])


@pytest.fixture
def store(painted: Path, tmp_path: Path) -> Store:
    store = Store.create(tmp_path / "streets.assay")
    import_dataset(store, painted, images=painted.parent / "images")
    return store


def write(folder: Path, **files: NDArray[Any]) -> Path:
    folder.mkdir()
    for name, values in files.items():
        np.save(folder / f"{name}.npy", values)
    return folder


def values(store: Store, name: str) -> list[float | None]:
    found: list[float | None] = store.snapshot().rows("images", columns=("id", name)).sort_by("id")[name].to_pylist()
    return found


def test_the_mask_that_the_model_contradicts_is_found_and_nothing_else(store: Store, tmp_path: Path) -> None:
    """G3: one suspect, with its place; half the resolution and another order of axes change nothing."""
    small = np.moveaxis(chances(side=20), 0, 2)
    folder = write(tmp_path / "soft", street_0=chances(), street_1=small, street_2=chances())
    report = import_pixels(store, folder, run="net")
    assert (report.images, report.without, report.strangers, report.failures) == (3, 0, 0, 0)
    assert measure(store, metrics=["pixel_quality"]).failures == 0
    quality = values(store, "pixel_label_quality")
    assert quality[:2] == pytest.approx([0.95, 0.95], abs=1e-3)
    assert quality[2] is not None
    assert quality[2] < 0.1
    assert values(store, "pixel_entropy") == pytest.approx([0.2864] * 3, abs=1e-3)
    find_issues(store, kinds=["wrong_pixels"])
    (suspect,) = store.snapshot().rows("issues", where={"state": "open"}).to_pylist()
    assert suspect["score"] < 0.2
    told = json.loads(suspect["evidence"])
    assert told["sentence"] == "100 % of the walk mask looks like road (0.95 on average)."
    assert told["other_boxes"] == [[2, 2, 10, 10]]


def test_logits_and_draws_are_read(store: Store, tmp_path: Path) -> None:
    """M88: several draws of the model are averaged before their entropy is taken."""
    sure = np.stack([np.ones((SIDE, SIDE)), np.zeros((SIDE, SIDE))])
    draws = np.stack([sure, sure[::-1]]).astype(np.float16)
    import_pixels(store, write(tmp_path / "draws", street_0=draws), run="dropout")
    measure(store, metrics=["pixel_quality"])
    assert values(store, "pixel_entropy") == [pytest.approx(1), None, None]
    logits = np.log(chances())
    import_pixels(store, write(tmp_path / "logits", street_0=logits), run="logits", logits=True)
    measure(store, run="logits", metrics=["pixel_quality"])
    assert values(store, "pixel_label_quality")[0] == pytest.approx(0.95, abs=1e-3)


def test_what_cannot_be_read_is_told_by_file_and_stops_nothing(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "soft", street_0=chances(), street_1=np.zeros((7, 4, 4)), stranger=chances())
    np.save(folder / "street_2.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    report = import_pixels(store, folder, run="net")
    assert (report.images, report.failures, report.strangers) == (1, 2, 1)
    assert "no axis has 2 or 3 classes" in report.problems["street_1"]
    assert "no array of numbers" in report.problems["street_2"]
    measure(store, metrics=["pixel_quality"])
    assert values(store, "pixel_label_quality")[1:] == [None, None]
    with pytest.raises(NotFound, match="no file of pixels"):
        import_pixels(store, tmp_path / "nowhere", run="net")


def test_what_nobody_painted_is_judged_where_the_model_knows_background(store: Store, tmp_path: Path) -> None:
    """The first of three classes is the background: below the masks the model sees more road and more walk."""
    with_ground = np.concatenate([np.full((1, SIDE, SIDE), 1e-3, np.float32), chances()])
    with_ground[:, 30:, 20:] = np.array([0.98, 0.01, 0.01], np.float32)[:, None, None]
    import_pixels(store, write(tmp_path / "soft", street_0=with_ground), run="net")
    find_issues(store, kinds=["wrong_pixels"])
    (suspect,) = store.snapshot().rows("issues", where={"state": "open"}).to_pylist()
    assert suspect["annotation_id"] is None
    told = json.loads(suspect["evidence"])
    assert told["sentence"] == "400 pixels that nobody painted look like road (0.95 on average)."
    assert told["other_boxes"] == [[0, 20, 20, 20]]


def test_the_shell_and_python(store: Store, tmp_path: Path, shell: Shell) -> None:
    folder = write(tmp_path / "soft", street_0=chances())
    path = store.path
    store.close()
    assert json.loads(shell("import-pixels", path, folder, "--run", "net", "--json").out)["images"] == 1
    with assay.open(path) as project:
        assert project.runs.add_pixels(folder, name="net").images == 1
