"""The wall of a review in Chromium: groups under their headers, strokes, keys, filters (V3.1 to V3.4, V6.12)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def wall(page: Page, server: str) -> Locator:
    """The wall of all labels of the toy set, small crops, nothing said yet."""
    page.goto(f"{server}/review?side=64")
    wall = page.get_by_role("listbox", name="Crops to review")
    expect(wall.get_by_role("option").first).to_be_visible()
    return wall


def _said(wall: Locator) -> dict[str, str]:
    """What was said of the crops in sight, by spot."""
    told: list[list[str]] = wall.locator("[data-verdict]").evaluate_all(
        "crops => crops.map(({ dataset }) => [dataset.spot, dataset.verdict])"
    )
    return dict(told)


def _crop(wall: Locator, spot: int) -> Locator:
    return wall.locator(f"[data-spot='{spot}']")


def _drag(page: Page, first: Locator, last: Locator) -> None:
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()


def test_each_class_has_its_header_its_count_and_the_pictures_of_its_crops(wall: Locator) -> None:
    """V3.1: one class at a time under a header that says how many; crops come as sheets."""
    groups = wall.get_by_role("group")
    assert groups.count() >= 2
    for group in groups.all():
        name = group.get_attribute("aria-label") or ""
        assert re.fullmatch(r"\w+, \d+", name)
        assert group.get_by_role("option").count() == int(name.split(", ")[1])
    expect(_crop(wall, 0)).to_have_css("background-image", re.compile("/media/sheets"))
    expect(_crop(wall, 0)).to_have_attribute("aria-label", re.compile(r"^\w+, label \d+"))


def test_a_header_stays_in_sight_while_its_crops_pass_beneath(page: Page, server: str) -> None:
    """V3.1: sticky class header."""
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(f"{server}/review?side=192")
    wall = page.get_by_role("listbox", name="Crops to review")
    expect(wall.get_by_role("option").first).to_be_visible()
    wall.evaluate("wall => wall.scrollTo(0, 150)")
    stuck = wall.locator("[data-header]").first.evaluate(
        "header => header.getBoundingClientRect().top - header.closest('[role=listbox]').getBoundingClientRect().top"
    )
    assert stuck == pytest.approx(0, abs=1)


def test_a_press_marks_and_a_drag_sets_all_to_the_inverse_of_the_first(page: Page, wall: Locator) -> None:
    """V3.2: red frame, faded; the same with arrows, space and shift; U takes the last step back."""
    _crop(wall, 1).click()
    assert _said(wall) == {"1": "wrong"}
    _drag(page, _crop(wall, 0), _crop(wall, 4))
    assert _said(wall) == {str(spot): "wrong" for spot in range(5)}
    _drag(page, _crop(wall, 1), _crop(wall, 3))
    assert _said(wall) == {"0": "wrong", "4": "wrong"}
    page.keyboard.press("u")
    assert _said(wall) == {str(spot): "wrong" for spot in range(5)}


def test_the_whole_wall_goes_by_keyboard(page: Page, wall: Locator) -> None:
    """V3.2, V6.12: arrows and space mark, shift goes on, N says that a screen is right."""
    for key in ("ArrowRight", "ArrowRight", "Space", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert _said(wall) == {"1": "wrong", "2": "wrong", "3": "wrong"}
    expect(wall).to_have_attribute("aria-activedescendant", "crop-3")
    expect(_crop(wall, 3)).to_have_attribute("aria-selected", "true")
    expect(_crop(wall, 3)).to_have_attribute("aria-label", re.compile("marked wrong$"))
    page.keyboard.press("n")
    total = int(_crop(wall, 0).get_attribute("aria-setsize") or 0)
    expect(page.get_by_role("region", name="Progress")).to_contain_text(f"{total} of {total} looked at")


def test_after_a_drag_the_keyboard_is_on_its_first_crop(page: Page, wall: Locator) -> None:
    """V3.2, V6.12: keys go on where the drag began, though the pointer rests where it ended."""
    _drag(page, _crop(wall, 1), _crop(wall, 4))
    expect(wall).to_have_attribute("aria-activedescendant", "crop-1")
    page.keyboard.press("Space")
    assert _said(wall) == {"2": "wrong", "3": "wrong", "4": "wrong"}
    page.keyboard.press("ArrowRight")
    expect(wall).to_have_attribute("aria-activedescendant", "crop-2")


def test_the_keyboard_is_on_the_wall_again_after_the_list_of_classes(page: Page, wall: Locator) -> None:
    """V3.9, V6.12: Escape, and picking a class, lead back to where the keyboard was."""
    expect(page.get_by_role("region", name="Progress")).to_be_visible()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(wall).to_be_focused()
    for key in ("Escape", "Enter"):
        page.keyboard.press("j")
        expect(page.get_by_role("textbox", name="Find a class or a pair")).to_be_focused()
        page.keyboard.press(key)
        expect(wall).to_be_focused()
    expect(wall).to_have_attribute("aria-activedescendant", "crop-2")


def test_a_digit_gives_a_class_to_the_crop_under_the_pointer_or_to_all_that_are_marked(
    page: Page, wall: Locator
) -> None:
    """V3.3: hover and 1 to 9; the letter of the class stands on the crop; C finds one by typing."""
    _crop(wall, 2).hover()
    page.keyboard.press("2")
    assert _said(wall) == {"2": "relabel"}
    for spot in (4, 5):
        _crop(wall, spot).click()
    page.keyboard.press("3")
    assert _said(wall) == {"2": "relabel", "4": "relabel", "5": "relabel"}
    _crop(wall, 6).click()
    page.keyboard.press("c")
    page.get_by_role("combobox", name="Find a class").press("Enter")
    assert _said(wall)["6"] == "relabel"
    _crop(wall, 7).hover()
    page.keyboard.press("d")
    assert _said(wall)["7"] == "delete"


def test_marks_are_counted_filtered_and_there_again_after_a_reload(page: Page, wall: Locator) -> None:
    """V3.4: "marked x" is right at each step; a filter lists them; nothing is lost by a reload."""
    progress = page.get_by_role("region", name="Progress")
    for count, spot in enumerate((0, 3, 5), start=1):
        _crop(wall, spot).click()
        expect(progress).to_contain_text(re.compile(rf"\b{count}\s+marked"))
    page.keyboard.press("Shift+M")
    expect(wall.get_by_role("option")).to_have_count(3)
    _crop(wall, 1).click()  # taken back; it stays where it is, so that nothing jumps
    expect(wall.get_by_role("option")).to_have_count(3)
    expect(progress).to_contain_text(re.compile(r"\b2\s+marked"))
    page.wait_for_timeout(400)
    page.reload()
    expect(wall.locator("[data-verdict='wrong']")).to_have_count(2)
    page.keyboard.press("Shift+A")
    expect(wall.locator("[data-verdict='wrong']")).to_have_count(2)


def test_a_key_held_shows_the_whole_image(page: Page, wall: Locator) -> None:
    """Z over a crop shows its image with the box for as long as it is held."""
    _crop(wall, 0).hover()
    page.mouse.move(*_beside(_crop(wall, 0)))
    page.keyboard.down("z")
    expect(page.get_by_role("img", name=re.compile("toy_"))).to_be_visible()
    page.keyboard.up("z")
    expect(page.get_by_role("img", name=re.compile("toy_"))).to_have_count(0)


def _beside(crop: Locator) -> tuple[float, float]:
    box = crop.bounding_box()
    assert box is not None
    return box["x"] + 5, box["y"] + 5
