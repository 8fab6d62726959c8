"""Walls over HTTP: every row stands there once, in the order asked for, and each tile shows its item (H1, H4, V3)."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.model.dataset import Task
from assay.model.level import Level
from assay.server.app import create_app
from assay.server.opening import stock_up
from assay.server.sheet_gallery import Look, SheetGallery
from assay.store.store import Store
from assay.workflows.embeddings.embed import embed
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.visitor import Visitor
from tests.patience import wait_until
from tests.unit.media.drawn import canvas, write

LEVELS = ("annotation", "prediction", "image")
ORDERS = ("natural", "doubtful", "look_alike", "mean_distance", "loss", "label_quality", "suspect")
SIDE = 64


class Shown(NamedTuple):
    """A wall as a browser reads it."""

    head: dict[str, Any]
    ids: NDArray[np.int32]
    images: NDArray[np.int32]
    predicted: NDArray[np.int32]
    oddness: NDArray[np.float32]
    values: NDArray[np.float32]

    def members(self) -> list[list[int]]:
        return [self.ids[group["first"] : group["first"] + group["count"]].tolist() for group in self.head["groups"]]


def read(body: bytes) -> Shown:
    length = int.from_bytes(body[:4], "little")
    assert length % 4 == 0
    head = json.loads(body[4 : 4 + length])
    columns = [
        np.frombuffer(body, kind, head["total"], 4 + length + 4 * at * head["total"])
        for at, kind in enumerate(("<i4", "<i4", "<i4", "<f4", "<f4"))
    ]
    assert len(body) == 4 + length + 20 * head["total"]
    return Shown(head, *columns)


def wall(web: Visitor, **asked: object) -> Shown:
    reply = web.post("/api/wall", {"dataset": 1, **asked})
    assert reply.status_code == 200, reply.text
    return read(reply.content)


def search(web: Visitor, level: str = "annotation", query: str = "") -> list[dict[str, Any]]:
    """The rows that a query lists, in order of id; an object with its `image`."""
    found = web.post("/api/search", {"dataset": 1, "level": level, "query": query, "limit": 1_000}).json()["items"]
    return [{**item["object"], "image": item["image"]["id"]} if "object" in item else item for item in found]


def ids_of(web: Visitor, level: str, query: str = "") -> list[int]:
    return [row["id"] for row in search(web, level, query)]


@pytest.fixture(scope="module")
def web(standing: Store) -> Visitor:
    return Visitor(create_app(standing))


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, toy: Any) -> Visitor:
    """The toy set with vectors of images and labels."""
    opened = Store.create(tmp_path_factory.mktemp("embedded") / "toy.assay")
    import_dataset(opened, toy.labels, dataset="toy")
    embed(opened, embedder="descriptor")
    return Visitor(create_app(opened))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("group", ["class", "pair", None])
def test_groups_part_the_rows_and_orders_only_move_them(web: Visitor, level: str, group: str | None) -> None:
    """H1, V3.5: every row stands on the wall once, whatever the order; group by group, without gaps."""
    natural = wall(web, level=level, group=group, order="natural")
    assert sorted(natural.ids.tolist()) == ids_of(web, level)
    for order in (*ORDERS, "id"):
        shown = wall(web, level=level, group=group, order=order)
        ends = np.cumsum([group["count"] for group in shown.head["groups"]]).tolist()
        assert [group["first"] for group in shown.head["groups"]] == [0, *ends[:-1]]
        assert ends[-1] == shown.head["total"]
        assert [sorted(part) for part in shown.members()] == natural.members(), "the natural order is always to be had"


def test_a_row_stands_in_the_group_of_its_class_and_of_its_pair(web: Visitor) -> None:
    """V3.6: label x predicted pairs with their counts; those that differ come first, missed ones among them."""
    of = {row["id"]: row["class_id"] for row in search(web)}
    for group, members in zip((shown := wall(web)).head["groups"], shown.members(), strict=True):
        assert {of[id] for id in members} == {group["class_id"]}
    pairs = wall(web, group="pair", order="loss")
    predicted = dict(zip(pairs.ids.tolist(), pairs.predicted.tolist(), strict=True))
    for group, members in zip(pairs.head["groups"], pairs.members(), strict=True):
        assert {of[id] for id in members} == {group["class_id"]}
        assert {predicted[id] for id in members} == {group["predicted_class_id"] or -1}
    differ = [group["class_id"] != group["predicted_class_id"] for group in pairs.head["groups"]]
    assert differ == sorted(differ, reverse=True)
    assert any(group["predicted_class_id"] is None for group in pairs.head["groups"])


def test_a_wall_of_predictions_has_the_side_background(web: Visitor) -> None:
    pairs = wall(web, level="prediction", group="pair", order="score")
    assert any(group["class_id"] is None and group["predicted_class_id"] for group in pairs.head["groups"])


@pytest.mark.parametrize("level", ["image", "annotation", "prediction"])
def test_a_wall_of_nothing_is_empty(empty: Store, level: str) -> None:
    """A dataset of which no image, label or prediction is there: the page says what to do next."""
    with empty.writer() as writer:
        writer.add_dataset("new", Task.DETECTION)
    assert wall(Visitor(create_app(empty)), level=level).head["total"] == 0


def test_the_worst_comes_first_unless_told_otherwise(web: Visitor) -> None:
    """C9, V3.5: by loss the dearest, by suspicion the worst score; a field runs as it is told; no value is last."""
    losses = wall(web, group=None, order="loss").values
    known = losses[np.isfinite(losses)]
    assert (np.diff(known) <= 0).all()
    assert np.isfinite(losses[: len(known)]).all()
    scores = wall(web, group=None, order="suspect").values
    assert (np.diff(scores[np.isfinite(scores)]) >= 0).all()
    widths = wall(web, group=None, order="w", descending=True).values
    assert (np.diff(widths) <= 0).all()


def test_loss_is_that_of_the_confidence_of_the_match(web: Visitor) -> None:
    """M91: -ln s of a correct one, -ln (1 - s) of a confused one, 6.9 of a missed one."""
    shown = wall(web, group=None, order="loss")
    told = dict(zip(shown.ids.tolist(), shown.values.tolist(), strict=True))
    missed = ids_of(web, "annotation", 'match = "missed"')
    assert missed
    assert [told[id] for id in missed] == pytest.approx([6.9078] * len(missed), abs=1e-3)
    correct = ids_of(web, "annotation", 'match = "correct"')
    assert all(-np.log(0.98) < told[id] < -np.log(0.79) for id in correct)


def test_without_an_embedding_it_is_told_what_is_shown_instead_and_what_would_help(web: Visitor) -> None:
    """V3.5: objects of a size stand together; the remedy is to embed."""
    order = wall(web, order="look_alike").head["order"]
    assert (order["asked"], order["used"], order["remedy"]) == ("look_alike", "area", "embed")
    assert "embedded" in order["reason"]
    assert wall(web, level="image", order="look_alike").head["order"]["used"] == "natural"
    assert wall(web, order="mean_distance").head["order"]["remedy"] == "embed"
    assert wall(web, order="loss").head["order"]["remedy"] is None


def test_look_alikes_stand_side_by_side(embedded: Visitor) -> None:
    """S8, V3.1: ungrouped, the three shapes of the toy set make runs, not a mixture."""
    of = {row["id"]: row["class_id"] for row in search(embedded)}
    shown = wall(embedded, group=None, order="look_alike")
    assert shown.head["order"]["used"] == "look_alike"
    changes = sum(of[a] != of[b] for a, b in zip(shown.ids[:-1].tolist(), shown.ids[1:].tolist(), strict=True))
    usual = sum(of[a] != of[b] for a, b in zip(sorted(of)[:-1], sorted(of)[1:], strict=True))
    assert changes < usual / 2


def test_the_first_order_brings_the_doubtful_ones_in_quarters_of_look_alikes(embedded: Visitor) -> None:
    """V3.1: what another order calls the worst quarter of a class comes first, in the order of look-alikes."""
    first, quality, alike = wall(embedded), wall(embedded, order="label_quality"), wall(embedded, order="look_alike")
    assert (first.head["order"]["asked"], first.head["order"]["used"]) == ("doubtful", "doubtful")
    for group, worst, line in zip(first.members(), quality.members(), alike.members(), strict=True):
        quarters = [{id for rank, id in enumerate(worst) if rank * 4 // len(worst) == part} for part in range(4)]
        assert group == [id for quarter in quarters for id in line if id in quarter]


def test_typical_items_show_a_class_and_the_odd_one_jumps_out(embedded: Visitor) -> None:
    """H4: exemplars are those nearest to the mean of their class; V3.1: the wrong class has the greatest oddness."""
    shown = wall(embedded, order="mean_distance")
    far = dict(zip(shown.ids.tolist(), shown.values.tolist(), strict=True))
    for group, members in zip(shown.head["groups"], shown.members(), strict=True):
        assert 1 <= len(group["exemplars"]) <= 5
        assert far[group["exemplars"][0]] == min(far[id] for id in members)
        assert group["exemplars"] == shown.head["exemplars"][str(group["class_id"])]
    assert ((shown.oddness >= 0) & (shown.oddness <= 1)).all()
    assert shown.oddness.max() >= shown.head["odd"]
    assert (shown.oddness >= shown.head["odd"]).mean() < 0.2


def test_a_wall_of_few_has_exemplars_of_all(embedded: Visitor) -> None:
    """What a class looks like is told by all of its labels, not by the few suspicious ones on the wall."""
    (first, *_) = wall(embedded).head["groups"]
    one = wall(embedded, query=f"id = {first['exemplars'][-1]}")
    assert one.head["total"] == 1
    assert one.head["groups"][0]["exemplars"] == first["exemplars"]


def test_a_relabel_leaves_the_pictures_as_they_are(store: Store) -> None:
    web = Visitor(create_app(store))
    before = wall(web)
    edit = {"dataset": 1, "level": "annotation", "ids": before.ids[:1].tolist()}
    class_id = before.head["groups"][-1]["class_id"]
    reply = web.post("/api/edits", {"action": "relabel", "target": edit, "class_id": class_id})
    assert reply.status_code == 200, reply.text
    after = wall(web)
    assert after.head["v"] == before.head["v"]
    assert after.head["groups"][-1]["count"] == before.head["groups"][-1]["count"] + 1


def test_what_is_no_order_and_what_has_no_crop_are_refused_in_words(web: Visitor) -> None:
    reply = web.post("/api/wall", {"dataset": 1, "order": "beauty"})
    assert reply.status_code == 400
    assert "beauty" in reply.json()["message"]
    assert web.post("/api/wall", {"dataset": 1, "level": "issue"}).status_code == 422
    assert web.post("/api/wall", {"dataset": 9}).status_code == 404


def test_an_empty_wall_is_a_wall(web: Visitor) -> None:
    shown = wall(web, query="w < 0")
    assert shown.head["total"] == 0
    assert shown.head["groups"] == []


# Sheets


def sheet(web: Visitor, ids: list[int], *, failed: str | None = None, **asked: object) -> NDArray[np.uint8]:
    query = "&".join(f"{name}={value}" for name, value in {"side": SIDE, **asked}.items())
    reply = web.get(f"/media/sheets?ids={','.join(map(str, ids))}&{query}")
    assert reply.status_code == 200, reply.text
    assert reply.headers.get("x-assay-failed") == failed
    return np.asarray(Image.open(BytesIO(reply.content)).convert("RGB"))


def test_a_tile_is_the_crop_that_the_single_route_gives(web: Visitor) -> None:
    """The square region of the same image, within the error of JPEG."""
    shown = wall(web, group=None, order="natural")
    pixels = sheet(web, shown.ids.tolist()[:16], context=0.25)
    for at, row in enumerate(search(web)[:16]):
        x, y, w, h = row["x"], row["y"], row["w"], row["h"]
        length = max(max(w, h) * 1.5, 16)
        left, top = x + w / 2 - length / 2, y + h / 2 - length / 2
        if left < 0 or top < 0 or left + length > 160 or top + length > 120:
            continue
        place = f"x={left}&y={top}&w={length}&h={length}&size={SIDE}"
        single = web.get(f"/media/images/{row['image']}/region?{place}")
        expected = np.asarray(Image.open(BytesIO(single.content)).convert("RGB"))
        tile = pixels[:SIDE, at * SIDE : (at + 1) * SIDE]
        assert np.abs(tile.astype(int) - expected).mean() < 3


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_sheets(web: Visitor, level: str) -> None:
    ids = wall(web, level=level).ids.tolist()[:10]
    pixels = sheet(web, ids + ids, level=level)
    assert pixels.shape == (2 * SIDE, 16 * SIDE, 3)
    assert pixels[:SIDE].std() > 10
    assert (np.abs(pixels[SIDE:, 4 * SIDE :].astype(int) - 96) <= 2).all(), "no tile, no picture"


def test_a_sheet_is_not_sent_twice(web: Visitor) -> None:
    ids = ",".join(map(str, wall(web).ids.tolist()[:5]))
    first = web.get(f"/media/sheets?ids={ids}&v=1")
    assert "immutable" in first.headers["cache-control"]
    again = web.get(f"/media/sheets?ids={ids}&v=1", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_only_registered_ids_fixed_sizes_and_few_at_a_time(web: Visitor) -> None:
    """A19: no path, no free size, at most 128 tiles."""
    many = ",".join(["1"] * 129)
    for query in (f"ids={many}", "ids=1&side=65", "ids=1&context=2.5", "ids=../../etc", "ids=", "ids=1&level=issue"):
        assert web.get(f"/media/sheets?{query}").status_code == 422
    sheet(web, [999_999], failed="999999")


@pytest.fixture
def sick(tmp_path: Path, empty: Store) -> Visitor:
    """Images that are turned, of 16 bits, in CMYK, cut short, broken and missing; each with one label."""
    folder = tmp_path / "photos"
    folder.mkdir()
    write(folder / "turned.jpg", canvas(80, 48, (10, 8, 24, 24)), orientation=6)
    deep = np.full((48, 80), 1_000, np.uint16)
    deep[8:32, 10:34] = 60_000
    Image.fromarray(deep).save(folder / "deep.png")
    Image.new("CMYK", (80, 48), (0, 255, 255, 0)).save(folder / "cmyk.jpg")
    write(folder / "broken.png", canvas(80, 48, (10, 8, 24, 24)))
    write(folder / "gone.png", canvas(80, 48, (10, 8, 24, 24)))
    names = ["turned.jpg", "deep.png", "cmyk.jpg", "broken.png", "gone.png"]
    import_dataset(empty, _labelled(tmp_path, names), images=folder)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (folder / "gone.png").unlink()
    return Visitor(create_app(empty))


def _labelled(folder: Path, names: list[str]) -> Path:
    """A file with one label in each of these images."""
    images = [{"id": at, "file_name": name, "width": 80, "height": 48} for at, name in enumerate(names)]
    labels = [
        {"id": at, "image_id": at, "category_id": 1, "bbox": [10, 8, 24, 24], "area": 576, "iscrowd": 0}
        for at in range(len(names))
    ]
    content = {"images": images, "annotations": labels, "categories": [{"id": 1, "name": "patch"}]}
    (folder / "labels.json").write_text(json.dumps(content))
    return folder / "labels.json"


def test_sick_files_cost_their_own_tiles_and_are_named(sick: Visitor) -> None:
    """V3.1, V6: a turned, a deep and a CMYK picture are shown; a broken and a missing one say that they are not."""
    ids = ids_of(sick, "annotation")
    pixels = sheet(sick, ids, context=0, failed=f"{ids[3]},{ids[4]}")
    turned, deep, cmyk, broken, gone = (pixels[:SIDE, at * SIDE : (at + 1) * SIDE].astype(int) for at in range(5))
    assert (turned[8:-8, 8:-8, 0] > 200).all(), "all of the tile is the patch"
    assert (deep[8:-8, 8:-8] > 200).all()
    assert (cmyk[8:-8, 8:-8, 0] > cmyk[8:-8, 8:-8, 1] + 100).all()
    for lost in (broken, gone):
        assert (np.ptp(lost, axis=2) <= 2).all(), "grey"
        assert lost.max() > 150, "with words on it"
        assert (np.abs(lost - broken) <= 8).all(), "the same on both, but for what JPEG makes of them"
    reply = sick.get(f"/media/sheets?ids={ids[4]}&v=1")
    assert reply.headers["cache-control"] == "no-store", "the file may be there the next time"


def test_the_crops_behind_those_asked_for_are_made_beforehand(store: Store) -> None:
    """V3.12: who scrolls on waits for no image."""
    web = Visitor(create_app(store))
    ids = wall(web, order="natural").ids.tolist()
    sheet(web, ids[:4])
    _wait_for_tiles(store, len(ids))


def _photos(folder: Path, store: Store) -> list[Path]:
    """Six images with one label each, imported."""
    (folder / "photos").mkdir()
    names = [f"{at}.jpg" for at in range(6)]
    files = [write(folder / "photos" / name, canvas(80, 48, (10, 8, 24, 24))) for name in names]
    import_dataset(store, _labelled(folder, names), images=folder / "photos")
    return files


def _spoil(files: list[Path]) -> None:
    """Make images unreadable that still look like the same files."""
    for file in files:
        status = file.stat()
        file.write_bytes(b"?" * status.st_size)
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _wait_for_tiles(store: Store, count: int) -> None:
    crops = store.path / "cache" / "crops"
    wait_until(lambda: sum(path.stat().st_size for path in crops.glob("*.index")) // 24 >= count)


def test_in_the_end_a_wall_that_nobody_saw_needs_no_image(tmp_path: Path, empty: Store) -> None:
    """V3.12: the tiles of the whole dataset are made while nobody asks, cut as the browser says that it will look."""
    files = _photos(tmp_path, empty)
    web = Visitor(create_app(empty))
    assert not len(wall(web, query="w > 1000", side=SIDE, context=0.5).ids), "nothing of it is asked for"
    _wait_for_tiles(empty, len(files))
    ids = ids_of(web, "annotation")
    _spoil(files)
    assert (sheet(web, ids, context=0.5)[:SIDE, : SIDE * len(ids)].max(axis=(0, 2)) > 200).any()
    sheet(web, ids, context=0.75, failed=",".join(map(str, ids)))


def test_after_embedding_the_first_wall_needs_no_image(tmp_path: Path, empty: Store) -> None:
    """V3.12: cut as walls were looked at the last time; of this server, and of the next one that starts."""
    files = _photos(tmp_path, empty)
    cache = empty.path / "cache" / "crops"
    gallery = SheetGallery(empty, cache=cache, limit=1 << 24, calm=0)
    gallery.opened(Level.ANNOTATION, np.zeros(0, np.int64), Look(SIDE, 0.5))
    stock_up(empty, gallery)
    assert not list(cache.glob("*.index")), "who did not embed may never look"
    web = Visitor(create_app(empty))
    web.post("/api/embeddings/run", {"dataset": 1, "levels": ["annotation"]})
    _wait_for_tiles(empty, len(files))
    for pack in cache.glob("*.*"):
        pack.unlink()
    stock_up(empty, SheetGallery(empty, cache=cache, limit=1 << 24, calm=0))
    _wait_for_tiles(empty, len(files))
    _spoil(files)
    web = Visitor(create_app(empty))
    sheet(web, wall(web).ids.tolist(), context=0.5)
