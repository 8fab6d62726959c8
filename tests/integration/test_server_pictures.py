"""Pictures over HTTP: the right pixels, cached as long as they are true, whatever the file (A19, P11, P26)."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.visitor import Visitor
from tests.unit.media.drawn import canvas, patch_of, write

BOX = (10, 8, 24, 12)  # in a stored image of 80 x 48


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """One file per orientation, each with the same patch at the same place of the stored image."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for orientation in range(1, 9):
        write(folder / f"o{orientation}.jpg", canvas(80, 48, BOX), orientation=orientation)
    return folder


@pytest.fixture
def turned(photos: Path, empty: Store) -> Visitor:
    """A project whose labels live in the stored images, as a COCO file that states the stored size says."""
    names = sorted(path.name for path in photos.iterdir())
    images = [{"id": at, "file_name": name, "width": 80, "height": 48} for at, name in enumerate(names)]
    labels = [
        {"id": at, "image_id": at, "category_id": 1, "bbox": list(BOX), "area": 288, "iscrowd": 0,
         "segmentation": [[10, 8, 34, 8, 34, 20, 10, 20]]}
        for at in range(8)
    ]  # fmt: skip
    file = photos.parent / "labels.json"
    file.write_text(json.dumps({"images": images, "annotations": labels, "categories": [{"id": 1, "name": "patch"}]}))
    import_dataset(empty, file, images=photos)
    return Visitor(create_app(empty))


def pixels(body: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(body)).convert("RGB"))


def items(web: Visitor, level: str = "image") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = web.post("/api/search", {"dataset": 1, "level": level}).json()["items"]
    return found


def test_labels_lie_on_their_objects_in_every_orientation(turned: Visitor) -> None:
    """V6.6: the box and the outline that the API gives are where the patch is in the picture that it gives."""
    for item in items(turned):
        shown = pixels(turned.get(f"/media/images/{item['id']}").content)
        assert (item["width"], item["height"]) == shown.shape[1::-1]
        label = item["objects"][0]
        assert patch_of(shown) == tuple(label[axis] for axis in "xywh"), item["name"]
        outline = turned.get(f"/api/images/{item['id']}").json()["objects"][0]["polygons"][0]
        assert (min(outline[0::2]), min(outline[1::2])) == (label["x"], label["y"])


def test_crops_show_their_objects_in_every_orientation(turned: Visitor) -> None:
    for item in items(turned, "annotation"):
        shown = pixels(turned.get(f"/media/labels/{item['object']['id']}/crop?size=128&context=0").content)
        red = (shown[:, :, 0] > 150).mean()
        assert red > 0.7, item["image"]["name"]


def test_a_box_that_is_drawn_on_a_turned_image_comes_back_where_it_was_drawn(turned: Visitor) -> None:
    for item in items(turned):
        drawn = [3, 5, 17, 9]
        body = {"action": "move", "id": item["objects"][0]["id"], "box": drawn}
        assert turned.post("/api/edits", body).status_code == 200
        moved = turned.get(f"/api/images/{item['id']}").json()["objects"][0]
        assert [moved[axis] for axis in "xywh"] == drawn
        added = {"action": "add", "image_id": item["id"], "class_id": item["objects"][0]["class_id"], "box": drawn}
        assert turned.post("/api/edits", added).status_code == 200
        newest = turned.get(f"/api/images/{item['id']}").json()["objects"][-1]
        assert [newest[axis] for axis in "xywh"] == drawn


def test_a_thumbnail_has_the_asked_size_and_a_version_makes_it_last(turned: Visitor) -> None:
    item = items(turned)[0]
    plain = turned.get(f"/media/images/{item['id']}?size=64")
    assert plain.headers["content-type"] == "image/png"  # so few pixels are kept exactly
    assert max(pixels(plain.content).shape) == 64
    assert "must-revalidate" in plain.headers["cache-control"]
    versioned = turned.get(f"/media/images/{item['id']}?size=64&v={item['v']}")
    assert "immutable" in versioned.headers["cache-control"]
    known = turned.get(f"/media/images/{item['id']}?size=64", headers={"If-None-Match": plain.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_a_changed_file_is_shown_anew(turned: Visitor, photos: Path) -> None:
    item = items(turned)[0]
    before = turned.get(f"/media/images/{item['id']}?size=64")
    write(photos / "o1.jpg", canvas(80, 48, (50, 30, 20, 10)))
    os.utime(photos / "o1.jpg", ns=(1, 1))
    after = turned.get(f"/media/images/{item['id']}?size=64", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.content != before.content


@pytest.mark.parametrize("query", ["size=100", "size=0", "size=-1", "size=1000000", "size=a", "v=" + "x" * 65])
def test_sizes_are_few_so_that_nobody_can_fill_the_disk(turned: Visitor, query: str) -> None:
    assert turned.get(f"/media/images/0?{query}").status_code == 422


@pytest.mark.parametrize("window", ["x=0&y=0&w=0&h=0", "x=9999&y=9999&w=5&h=5", "x=-99&y=-99&w=500&h=500"])
def test_any_region_is_a_picture(turned: Visitor, window: str) -> None:
    reply = turned.get(f"/media/images/0/region?{window}&size=64")
    assert reply.status_code == 200
    assert max(pixels(reply.content).shape) == 64


@pytest.mark.parametrize("window", ["x=nan&y=0&w=1&h=1", "x=inf&y=0&w=1&h=1", "x=1e300&y=0&w=1&h=1", "x=0&y=0&w=1"])
def test_a_region_must_be_four_sane_numbers(turned: Visitor, window: str) -> None:
    assert turned.get(f"/media/images/0/region?{window}").status_code == 422


@pytest.mark.parametrize(
    "path", ["images/999", "labels/999/crop", "predictions/999/crop", "images/999/region?x=0&y=0&w=1&h=1"]
)
def test_an_unknown_id_is_not_found(turned: Visitor, path: str) -> None:
    reply = turned.get(f"/media/{path}")
    assert (reply.status_code, reply.json()["code"]) == (404, "not-found")


def test_a_file_that_went_away_is_missing(turned: Visitor, photos: Path) -> None:
    (photos / "o1.jpg").unlink()
    reply = turned.get("/media/images/0?size=64")
    assert (reply.status_code, reply.json()["code"]) == (404, "media-missing")


def test_sixteen_bits_alpha_and_animations_are_shown(empty: Store, tmp_path: Path) -> None:
    """P26: what browsers cannot show, or show otherwise, comes as a picture that they can."""
    photos = tmp_path / "photos"
    photos.mkdir()
    Image.fromarray(np.linspace(0, 4_095, 80 * 80).reshape(80, 80).astype(np.uint16)).save(photos / "deep.tiff")
    Image.new("RGBA", (80, 80), (255, 0, 0, 0)).save(photos / "clear.png")
    frames = [Image.new("RGB", (80, 80), (0, n * 90, 0)) for n in range(3)]
    frames[0].save(photos / "moving.gif", save_all=True, append_images=frames[1:])
    names = sorted(path.name for path in photos.iterdir())
    images = [{"id": at, "file_name": name, "width": 80, "height": 80} for at, name in enumerate(names)]
    file = tmp_path / "labels.json"
    file.write_text(json.dumps({"images": images, "annotations": [], "categories": [{"id": 1, "name": "none"}]}))
    import_dataset(empty, file, images=photos)
    web = Visitor(create_app(empty))
    for item in items(web):
        for size in ("", "?size=64"):
            reply = web.get(f"/media/images/{item['id']}{size}")
            assert reply.status_code == 200, (item, reply.text)
            assert reply.headers["content-type"] in {"image/jpeg", "image/png"}
    deep = pixels(web.get(f"/media/images/{next(i['id'] for i in items(web) if i['name'] == 'deep.tiff')}").content)
    assert deep.min() < 10
    assert deep.max() > 245


def test_pictures_do_not_hold_up_other_requests(turned: Visitor) -> None:
    """They are made in threads: a plain function, not a coroutine, answers them."""
    import inspect

    from assay.server.routes.media import router

    assert not any(inspect.iscoroutinefunction(route.endpoint) for route in router.routes if hasattr(route, "endpoint"))
