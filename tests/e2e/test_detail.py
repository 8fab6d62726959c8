"""The open image: seen, walked through and mended by keyboard and mouse (V2, A1, D6; style 32-33)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.imports.import_dataset import import_dataset
from tests.e2e.conftest import serving


def open_image(page: Page, server: str, image: int, more: str = "") -> None:
    """Open an image by its address and wait until its pixels, and what is known of its video, are there."""
    page.goto(f"{server}/explore?image={image}{more}")
    expect(page.locator("[data-video=known]")).to_be_visible()
    expect(page.get_by_role("application")).to_have_attribute("data-status", "ready")


def group(page: Page, name: str) -> Locator:
    """The labels or the predictions in the list beside the image."""
    return page.get_by_role("complementary", name="Image details").get_by_role("region", name=name)


def rows(page: Page, name: str) -> Locator:
    return group(page, name).locator("button[aria-pressed]")


def place(page: Page) -> list[float]:
    """x, y, width and height of the chosen object as they stand in the panel."""
    return [float(text) for text in page.get_by_label("Place of the box").locator("dd").all_inner_texts()]


def percent(zoom: Locator) -> int:
    return int(zoom.inner_text().removesuffix(" %"))


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag in the viewer; points are shares of its width and height."""
    frame = page.get_by_role("application").bounding_box()
    assert frame is not None
    (x0, y0), (x1, y1) = [(frame["x"] + u * frame["width"], frame["y"] + v * frame["height"]) for u, v in (start, end)]
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2)
    page.mouse.move(x1, y1)
    page.mouse.up()


def test_shows_what_is_in_the_image(page: Page, server: str) -> None:
    open_image(page, server, 0)
    expect(page.get_by_role("heading", name="toy_00.png")).to_be_visible()
    # One of the three shapes of the first picture was left without a label.
    expect(rows(page, "Labels")).to_have_count(2)
    expect(rows(page, "Predictions")).to_have_count(3)
    expect(rows(page, "Predictions").filter(has_text="no label here")).to_have_count(1)
    expect(page.get_by_role("region", name="File")).to_contain_text("160 × 120")


def test_a_tile_opens_and_escape_leads_back_to_the_same_place(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?q=annotations.count > 1")
    page.get_by_role("option", name="toy_03.png").dblclick()
    expect(page.get_by_role("heading", name="toy_03.png")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Open image")).to_have_count(0)
    assert "annotations.count" in page.url
    assert "image=" not in page.url


def test_next_and_previous_by_key(page: Page, server: str) -> None:
    open_image(page, server, 4)
    for key, name in (("j", "toy_05.png"), ("j", "toy_06.png"), ("k", "toy_05.png"), ("ArrowLeft", "toy_04.png")):
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_the_address_restores_object_camera_and_switches(page: Page, server: str) -> None:
    open_image(page, server, 1)
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("p")
    page.keyboard.press("+")
    zoom = page.get_by_title("Fit the whole image")
    expect(zoom).to_contain_text("%")
    page.wait_for_url("**cam=*")
    before, scale = place(page), percent(zoom)
    page.reload()
    expect(page.get_by_label("Place of the box")).to_be_visible()
    assert place(page) == before
    assert percent(zoom) == pytest.approx(scale, abs=1)
    switches = page.get_by_role("group", name="What is drawn")
    expect(switches.get_by_role("button", name="Predictions")).to_have_attribute("aria-pressed", "false")
    expect(rows(page, "Predictions")).to_have_count(0)


def test_a_box_is_moved_by_keys_and_undone(page: Page, server: str, project: Path) -> None:
    """A1: arrows move by one pixel, with Shift by ten; many presses in a row are one change."""
    open_image(page, server, 6)
    page.keyboard.press("]")
    x, y, w, h = place(page)
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_label("Place of the box").locator("dd").first).to_have_text(f"{x + 2:g}")
    assert place(page) == [x + 2, y + 10, w + 1, h]
    expect(page.get_by_role("status").filter(has_text="Move 1 box")).to_be_visible()
    with Store.open(project) as store:
        assert [change.kind for change in store.snapshot().changes()][:1] == ["move"]
    page.keyboard.press("u")
    expect(page.get_by_label("Place of the box").locator("dd").first).to_have_text(f"{x:g}")
    assert place(page) == [x, y, w, h]


def test_a_box_is_resized_by_its_handle(page: Page, server: str) -> None:
    open_image(page, server, 6)
    page.keyboard.press("]")
    x, y, w, h = place(page)
    # The viewer shows the 160 x 120 image fitted with 12 pixels around it.
    frame = page.get_by_role("application").bounding_box()
    assert frame is not None
    scale = min((frame["width"] - 24) / 160, (frame["height"] - 24) / 120)
    left, top = (frame["width"] - 160 * scale) / 2, (frame["height"] - 120 * scale) / 2
    corner = ((left + (x + w) * scale) / frame["width"], (top + (y + h) * scale) / frame["height"])
    further = (corner[0] + 6 * scale / frame["width"], corner[1] + 4 * scale / frame["height"])
    drag(page, corner, further)
    expect(page.get_by_role("status").filter(has_text="Move 1 box")).to_be_visible()
    assert place(page) == pytest.approx([x, y, w + 6, h + 4], abs=0.6)


def test_a_box_is_drawn_named_and_undone(page: Page, server: str) -> None:
    open_image(page, server, 5)
    expect(rows(page, "Labels")).to_have_count(3)
    page.keyboard.press("n")
    drag(page, (0.4, 0.6), (0.5, 0.8))
    picker = page.get_by_role("dialog")
    expect(picker).to_contain_text("What is in the new box?")
    page.keyboard.type("squ")
    page.keyboard.press("Enter")
    expect(rows(page, "Labels")).to_have_count(4)
    expect(page.get_by_role("status").filter(has_text="Add 1 label")).to_be_visible()
    # The new label is chosen, so that it can be nudged at once.
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("u")
    expect(rows(page, "Labels")).to_have_count(3)


def test_escape_stops_drawing_before_it_closes_the_image(page: Page, server: str) -> None:
    open_image(page, server, 5)
    page.keyboard.press("n")
    expect(page.get_by_text("Drag to draw a box")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Drag to draw a box")).to_have_count(0)
    expect(page.get_by_role("heading", name="toy_05.png")).to_be_visible()


def test_a_prediction_becomes_a_label_by_key(page: Page, server: str) -> None:
    open_image(page, server, 0)
    rows(page, "Predictions").filter(has_text="no label here").click()
    page.keyboard.press("a")
    expect(rows(page, "Labels")).to_have_count(3)
    expect(rows(page, "Predictions").filter(has_text="no label here")).to_have_count(0)


def test_the_class_is_changed_by_number_and_a_label_deleted(page: Page, server: str) -> None:
    open_image(page, server, 7)
    first = rows(page, "Labels").first
    before = first.inner_text()
    first.click()
    page.keyboard.press("3" if "cone" not in before else "1")
    expect(first).not_to_have_text(before)
    expect(page.get_by_text("Relabel 1 label")).to_be_visible()
    page.keyboard.press("d")
    expect(rows(page, "Labels")).to_have_count(2)
    page.keyboard.press("u")
    expect(rows(page, "Labels")).to_have_count(3)


def test_who_changed_a_label_stands_beside_it(page: Page, server: str) -> None:
    open_image(page, server, 7)
    rows(page, "Labels").first.click()
    page.keyboard.press("3")
    page.keyboard.press("1")
    history = page.get_by_role("region", name="History of this label")
    expect(history.get_by_role("button")).to_have_count(2)
    expect(history.get_by_role("button").first).to_contain_text("just now")


def test_low_predictions_are_hidden_until_asked_for(page: Page, server: str) -> None:
    """A confidence threshold applies to everything that is drawn."""
    open_image(page, server, 11)
    expect(group(page, "Predictions")).to_contain_text("1 hidden")
    page.get_by_label("Confidence", exact=True).last.fill("0.1")
    expect(rows(page, "Predictions")).to_have_count(4)


_IS_DRAWN = """() => {
  const canvas = document.querySelector('[role=application] canvas')
  return canvas?.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)
}"""


def test_a_missing_file_is_told_with_its_reason(page: Page, bundle: Path, tmp_path: Path) -> None:
    """M1: an image that cannot be read is recorded; the page says why, and draws its labels."""
    toy = toy_set(tmp_path / "toy", images=3)
    with Store.create(tmp_path / "broken.assay") as store:
        import_dataset(store, toy.labels, images=toy.images)
    (toy.images / "toy_01.png").unlink()
    for address in serving(tmp_path / "broken.assay", bundle):
        page.goto(f"{address}/explore?image=1")
        expect(page.get_by_role("alert").filter(has_text="toy_01.png cannot be shown")).to_contain_text(
            "There is no file"
        )
        expect(rows(page, "Labels")).to_have_count(3)
        page.wait_for_function(_IS_DRAWN)
