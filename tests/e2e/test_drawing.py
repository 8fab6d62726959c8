"""Drawing in the open image: polygons, turned boxes, masks, keypoints and attributes, by hand and undone (I3, V6.6)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from tests.e2e.conftest import serving
from tests.e2e.test_detail import open_image, rows

WIDTH, HEIGHT = 160, 120
"""Of every picture of the toy set."""

Point = tuple[float, float]


def on_screen(page: Page, point: Point) -> Point:
    """Where a point of the image lies on the page: the viewer shows it fitted with 12 pixels around it."""
    frame = page.get_by_role("application").bounding_box()
    assert frame is not None
    scale = min((frame["width"] - 24) / WIDTH, (frame["height"] - 24) / HEIGHT)
    return (
        frame["x"] + (frame["width"] - WIDTH * scale) / 2 + point[0] * scale,
        frame["y"] + (frame["height"] - HEIGHT * scale) / 2 + point[1] * scale,
    )


def drag(page: Page, *points: Point) -> None:
    """Press at the first point of the image, walk over the others, let go at the last."""
    first, *others = (on_screen(page, point) for point in points)
    page.mouse.move(*first)
    page.mouse.down()
    for other in others:
        page.mouse.move(*other, steps=3)
    page.mouse.up()


def name_it(page: Page) -> None:
    """Give what was drawn a class."""
    expect(page.get_by_role("dialog")).to_contain_text("What did you draw?")
    page.keyboard.type("squ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def last_label(page: Page, server: str, image: int) -> dict[str, Any]:
    """The newest label of the image, as the server has it."""
    objects = page.request.get(f"{server}/api/images/{image}").json()["objects"]
    found: dict[str, Any] = max((item for item in objects if item["source"] == "label"), key=lambda item: item["id"])
    return found


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def test_a_polygon_is_clicked_bent_and_undone(page: Page, server: str) -> None:
    open_image(page, server, 5)
    page.keyboard.press("Shift+P")
    for corner in ((20, 20), (60, 20), (60, 70), (20, 70)):
        page.mouse.click(*on_screen(page, corner))
    page.keyboard.press("Enter")
    name_it(page)
    expect(rows(page, "Labels")).to_have_count(4)
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    drag(page, (60, 70), (80, 90))
    told(page, "Redraw 1 label")
    bent = last_label(page, server, 5)
    assert bent["kind"] == "polygon"
    assert [round(value) for value in bent["polygons"][0]] == [20, 20, 60, 20, 80, 90, 20, 70]
    page.keyboard.press("Delete")
    expect(page.get_by_label("Place of the box").locator("dd").nth(2)).to_have_text("40")
    page.keyboard.press("u")
    expect(page.get_by_label("Place of the box").locator("dd").nth(2)).not_to_have_text("40")
    page.keyboard.press("u")
    expect(page.get_by_label("Place of the box").locator("dd").nth(3)).to_have_text("50")
    page.keyboard.press("Alt+Shift+P")
    for corner in ((30, 30), (50, 30), (40, 60)):
        page.mouse.click(*on_screen(page, corner))
    with page.expect_response("**/api/edits") as reply:
        page.keyboard.press("Enter")
    assert reply.value.ok
    assert len(last_label(page, server, 5)["polygons"][0]) == 2 * (4 + 3 + 2)


def test_a_box_is_turned_by_its_handle_and_stays_so(page: Page, server: str) -> None:
    open_image(page, server, 5)
    page.keyboard.press("n")
    drag(page, (60, 40), (100, 80))
    page.keyboard.type("squ")  # no key is lost while the picker opens
    page.keyboard.press("Enter")
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    expect(rows(page, "Labels").last).to_contain_text("square")
    x, y = on_screen(page, (80, 40))
    page.mouse.move(x, y - 26)
    page.mouse.down()
    page.mouse.move(*on_screen(page, (110, 50)), steps=3)
    page.keyboard.down("Shift")
    page.mouse.move(*on_screen(page, (120, 62)), steps=3)
    page.mouse.up()
    page.keyboard.up("Shift")
    told(page, "Redraw 1 label")
    turned = last_label(page, server, 5)
    assert (turned["kind"], round(math.degrees(turned["rotation"]))) == ("rotated_box", 90)
    page.reload()
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    assert last_label(page, server, 5)["kind"] == "rotated_box"


def test_a_mask_is_painted_erased_and_there_after_a_reload(page: Page, server: str) -> None:
    open_image(page, server, 5)
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Paint a mask")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("]")
    drag(page, (30, 40), (80, 40))
    name_it(page)
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    painted = last_label(page, server, 5)
    assert painted["kind"] == "mask"
    drag(page, (60, 40), (60, 80))
    told(page, "Redraw 1 label")
    page.keyboard.press("e")
    with page.expect_response("**/api/edits"):
        drag(page, (55, 30), (55, 90))
    page.keyboard.press("Escape")
    page.reload()
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    label = last_label(page, server, 5)
    assert label["h"] > painted["h"] + 30
    assert len(label["polygons"]) >= 2


def test_attributes_are_written_in_the_panel(page: Page, server: str) -> None:
    open_image(page, server, 5)
    page.keyboard.press("]")
    page.get_by_label("New attribute").fill("colour")
    page.get_by_label("Its value").fill("red")
    page.keyboard.press("Enter")
    told(page, "Set colour")
    value = page.get_by_label("colour", exact=True)
    value.fill("blue")
    value.press("Enter")
    expect(page.get_by_label("colour", exact=True)).to_have_value("blue")
    page.get_by_role("button", name="Remove colour").click()
    expect(page.get_by_label("colour", exact=True)).to_have_count(0)


NAMES = ["nose", "left_hand", "right_hand", "foot"]


@pytest.fixture
def people_server(bundle: Path, tmp_path: Path) -> Iterator[str]:
    """Two pictures of the size of the toys, of a class with four keypoints and of one with none."""
    for at in range(2):
        Image.new("RGB", (WIDTH, HEIGHT), (40, 60 + 30 * at, 70)).save(tmp_path / f"{at}.png")
    source = {
        "images": [{"id": at, "file_name": f"{at}.png", "width": WIDTH, "height": HEIGHT} for at in range(2)],
        "categories": [
            {"id": 1, "name": "person", "keypoints": NAMES, "skeleton": [[1, 2], [1, 3], [1, 4]]},
            {"id": 2, "name": "car"},
        ],
        "annotations": [],
    }
    (tmp_path / "people.json").write_text(json.dumps(source))
    with Store.create(tmp_path / "people.assay") as store:
        import_dataset(store, tmp_path / "people.json", images=tmp_path)
    yield from serving(tmp_path / "people.assay", bundle)


def test_keypoints_are_asked_for_by_name_and_are_one_change(page: Page, people_server: str) -> None:
    open_image(page, people_server, 0)
    asked = page.get_by_role("status").filter(has_text="/4")
    page.get_by_role("button", name="Place keypoints").click()
    expect(asked).to_have_text("nose 1/4")
    page.mouse.click(*on_screen(page, (70, 20)))
    expect(asked).to_have_text("left_hand 2/4")
    page.keyboard.press("s")
    expect(asked).to_have_text("right_hand 3/4")
    page.keyboard.press("Backspace")
    page.keyboard.press("v")
    expect(asked).to_have_text("left_hand 2/4, hidden")
    page.mouse.click(*on_screen(page, (50, 60)))
    page.keyboard.press("s")
    page.mouse.click(*on_screen(page, (75, 100)))
    # The last one saves them.
    told(page, "Add 1 label person")
    expect(asked).to_have_count(0)
    expect(rows(page, "Labels")).to_have_attribute("aria-pressed", "true")
    label = last_label(page, people_server, 0)
    assert [round(value) for value in label["keypoints"]] == [70, 20, 2, 50, 60, 1, 0, 0, 0, 75, 100, 2]
    assert [round(label[side]) for side in "xywh"] == [50, 20, 25, 80]
    drag(page, (75, 100), (90, 110))
    told(page, "Redraw 1 label")
    assert [round(value) for value in last_label(page, people_server, 0)["keypoints"][9:]] == [90, 110, 2]
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(rows(page, "Labels")).to_have_count(0)

    page.keyboard.press("Shift+K")
    for at in ((20, 20), (60, 40)):
        page.mouse.click(*on_screen(page, at))
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    page.keyboard.press("Shift+K")
    page.mouse.click(*on_screen(page, (20, 20)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Two keypoints must be placed at least")
    page.mouse.click(*on_screen(page, (60, 40)))
    with page.expect_response("**/api/edits") as reply:
        page.keyboard.press("Enter")
    assert reply.value.ok
    expect(rows(page, "Labels")).to_have_count(1)
    assert last_label(page, people_server, 0)["keypoints"][6:] == [0] * 6


def test_where_no_class_has_keypoints_the_tool_says_so(page: Page, server: str) -> None:
    open_image(page, server, 5)
    off = page.get_by_role("button", name="Place keypoints: no class here has keypoints")
    expect(off).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Shift+K")
    expect(page.get_by_role("alert")).to_contain_text("no class here has keypoints")
    expect(off).to_have_attribute("aria-pressed", "false")
