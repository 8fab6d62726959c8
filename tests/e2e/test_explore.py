"""Explore: many images, and the few that matter (H1, H2, H6, H7, H10; ui: Explore). No test changes the project."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


@pytest.fixture
def server(standing: str) -> str:
    return standing


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def headline(page: Page, text: str) -> None:
    expect(page.get_by_role("banner").get_by_text(text, exact=True)).to_be_visible()


def place(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def choose(page: Page, index: int) -> None:
    """Tick a tile."""
    tiles(page).nth(index).locator("[data-tick]").click()


def test_every_tile_shows_its_image_with_boxes(page: Page, server: str) -> None:
    """H7: labels are solid, predictions dashed, on the picture itself."""
    page.goto(f"{server}/explore")
    expect(tiles(page)).to_have_count(12)
    headline(page, "12 images")
    first = tiles(page).nth(5)
    expect(first.locator("img")).to_have_js_property("complete", True)
    assert first.locator("img").evaluate("image => image.naturalWidth") > 0
    dashes = first.locator("svg path").evaluate_all(
        "paths => paths.map(path => getComputedStyle(path).strokeDasharray)"
    )
    assert {"none"} < set(dashes)
    expect(first).to_contain_text("3 labels · 3 predictions")


def test_labels_and_predictions_can_be_hidden(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    lines = tiles(page).nth(5).locator("svg path")
    expect(lines).to_have_count(12)  # three classes of labels and of predictions, each with its halo
    page.keyboard.press("p")
    expect(lines).to_have_count(6)
    page.keyboard.press("l")
    expect(lines).to_have_count(0)
    page.reload()
    expect(tiles(page)).to_have_count(12)
    expect(lines).to_have_count(0)  # it is in the URL


def test_the_threshold_holds_for_what_is_drawn(page: Page, server: str) -> None:
    """V2.4: at confidence 1 no prediction is left, and nothing is asked of the server but once."""
    page.goto(f"{server}/explore?labels=0")
    expect(tiles(page).nth(5).locator("svg path")).to_have_count(6)
    page.get_by_role("slider", name="Confidence from which predictions are drawn").fill("1")
    expect(tiles(page).nth(5).locator("svg path")).to_have_count(0)
    expect(tiles(page).nth(5)).to_contain_text("0 predictions")
    assert place(page)["conf"] == "1"


def test_a_class_that_is_ticked_narrows_the_grid_and_stands_in_the_query(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?level=annotation")
    headline(page, "37 labels")
    page.get_by_role("checkbox", name="disc").check()
    expect(page.get_by_role("combobox", name="Query")).to_have_value('label = "disc"')
    headline(page, "12 of 37")
    page.get_by_role("checkbox", name="cone").check()
    expect(page.get_by_role("combobox", name="Query")).to_have_value('label in ("disc", "cone")')
    page.get_by_role("checkbox", name="disc").uncheck()
    page.get_by_role("checkbox", name="cone").uncheck()
    headline(page, "37 labels")


def test_a_histogram_is_brushed_and_cleared(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?level=prediction")
    headline(page, "37 predictions")
    plot = page.get_by_role("complementary", name="Filters").locator("[class*=plot]").first
    page.wait_for_load_state("networkidle")  # filters that come later move it
    plot.hover()
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=4)
    page.mouse.up()
    # The weak false alarm is the only prediction in the lower half.
    headline(page, "1 of 37")
    assert re.fullmatch(r"score < 0\.\d+", place(page)["q"])
    page.get_by_role("button", name="Clear Confidence").click()
    headline(page, "37 predictions")


def test_a_histogram_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?level=prediction")
    headline(page, "37 predictions")
    low = page.get_by_role("slider", name="Confidence, from")
    low.focus()
    page.keyboard.press("ArrowRight")
    headline(page, "36 of 37")
    page.keyboard.press("Delete")
    headline(page, "37 predictions")


def test_any_field_sorts_both_ways(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?level=prediction")
    headline(page, "37 predictions")
    page.keyboard.press("s")
    page.get_by_role("textbox", name="Find a field").fill("confid")
    page.keyboard.press("Enter")
    expect(tiles(page).first).to_contain_text("0.97")
    page.get_by_role("button", name="Descending: turn the order round").click()
    expect(tiles(page).first).to_contain_text("0.12")


def test_the_grid_by_keyboard(page: Page, server: str) -> None:
    """H10: move, select, open, step on and come back without the mouse."""
    page.goto(f"{server}/explore")
    expect(tiles(page)).to_have_count(12)
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Space", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_text("2 selected")).to_be_visible()
    expect(tiles(page).nth(2)).to_have_attribute("aria-selected", "true")
    expect(tiles(page).nth(3)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"image="))
    opened = place(page)["image"]
    expect(page.get_by_role("button", name="Draw a box")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: "image=" in url and f"image={opened}" not in url)
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "image=" not in url)
    # The cursor stands where the open image was left.
    expect(page.get_by_role("listbox", name="Results")).to_have_attribute("aria-activedescendant", "tile-4")
    page.keyboard.press("Escape")
    expect(page.get_by_text("2 selected")).to_be_hidden()


def test_shift_selects_a_range_and_a_drag_a_rectangle(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    expect(tiles(page)).to_have_count(12)
    choose(page, 1)
    tiles(page).nth(3).click(modifiers=["Shift"])
    expect(page.get_by_text("3 selected")).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    start, end = tiles(page).nth(0).bounding_box(), tiles(page).nth(6).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 40, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 40, steps=6)
    page.mouse.up()
    expect(page.get_by_text(re.compile(r"^\d+ selected$"))).to_be_visible()
    assert tiles(page).nth(0).get_attribute("aria-selected") == "true"
    assert tiles(page).nth(6).get_attribute("aria-selected") == "true"


def test_the_selection_is_in_the_url(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    choose(page, 1)
    choose(page, 2)
    page.wait_for_url(re.compile(r"sel=1%2C2"))
    page.reload()
    expect(page.get_by_text("2 selected")).to_be_visible()


@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_no_control_of_the_toolbar_is_cut(page: Page, server: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{server}/explore")
    expect(tiles(page)).to_have_count(12)
    toolbar = page.get_by_role("toolbar", name="Grid")
    for last in ("Size of the tiles", "Clear"):
        control = toolbar.get_by_role("slider" if last.startswith("Size") else "button", name=last)
        expect(control).to_be_in_viewport(ratio=1)
        choose(page, 0)
    expect(page.get_by_role("navigation", name="Pages").get_by_text("Settings")).to_be_in_viewport(ratio=1)


def test_suspects_are_called_as_in_the_inbox(page: Page, server: str) -> None:
    """One word per idea: the filter, the inbox and the overview name a kind alike."""
    page.goto(f"{server}/explore")
    page.get_by_role("checkbox", name="Objects nobody labelled").check()
    assert place(page)["q"] == 'issue = "missing_object"'


def test_an_empty_result_says_what_to_do(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?q=width > 99999")
    expect(page.get_by_role("heading", name="No image answers this query")).to_be_visible()
    page.get_by_role("button", name="Clear the query").last.click()
    expect(tiles(page)).to_have_count(12)


def test_an_empty_project_says_what_to_do(page: Page, empty_server: str) -> None:
    page.goto(f"{empty_server}/explore")
    expect(page.get_by_text(re.compile(r"assay import \S+empty\.assay path/to/dataset"))).to_be_visible()


def test_where_the_server_goes_what_is_shown_stays(page: Page, server: str) -> None:
    """An error says what happened, what is safe, and what to do."""
    page.goto(f"{server}/explore")
    expect(tiles(page)).to_have_count(12)
    page.route("**/api/search", lambda route: route.abort())
    page.get_by_role("checkbox", name="disc").check()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    expect(tiles(page)).to_have_count(12)
    with page.expect_request("**/api/search"):  # before it is let through: a page also goes on by itself
        page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    page.unroute("**/api/search")
    expect(page.get_by_role("alert")).to_be_hidden(timeout=15_000)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_both_schemes_are_readable(page: Page, server: str, scheme: str) -> None:
    """WCAG: text of the frame and of the tiles has a contrast of 4.5 or more against what is behind it."""
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.goto(f"{server}/explore")
    expect(tiles(page)).to_have_count(12)
    for where in (
        page.locator("nav a").first,
        page.locator("[class*=caption]").first,
        page.get_by_role("checkbox").first,
    ):
        assert where.evaluate(_CONTRAST) >= 4.5


_CONTRAST = """element => {
  const number = text => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const light = ([r, g, b]) => {
    const part = value => { const v = value / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 }
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }
  let ground = element
  const solid = node => {
    const colour = number(getComputedStyle(node).backgroundColor)
    return colour.length === 3 || colour[3] === 1
  }
  while (ground.parentElement && !solid(ground)) ground = ground.parentElement
  const ink = light(number(getComputedStyle(element).color))
  const paper = light(number(getComputedStyle(ground).backgroundColor))
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
}"""
