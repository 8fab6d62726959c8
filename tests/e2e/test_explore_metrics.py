"""Explore with metrics: sorting, filters in groups, outliers, a scatter with a lasso (V2.2, V2.4, V2.8)."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Request, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.metrics.measure import measure
from tests.e2e.conftest import serving

GREYS = (5, *range(100, 130, 2))
"""How bright each picture is: one is far darker than the others."""

MEASURED = ("brightness", "sharpness")


def write_lit(folder: Path) -> tuple[Path, Path]:
    """Sixteen noisy grey pictures with a small and a large label in each, and a prediction."""
    noise = np.random.default_rng(0).integers(-4, 5, (48, 64, 3))
    for at, grey in enumerate(GREYS):
        Image.fromarray(np.clip(grey + noise, 0, 255).astype(np.uint8)).save(folder / f"{at}.png")
    images = [{"id": at + 1, "file_name": f"{at}.png", "width": 64, "height": 48} for at in range(len(GREYS))]
    boxes = ([2, 2, 4, 4], [10, 10, 30, 30])
    labels = [
        {"id": 2 * at + kind, "image_id": at + 1, "category_id": kind + 1, "bbox": box, "area": box[2] * box[3]}
        for at in range(len(GREYS))
        for kind, box in enumerate(boxes)
    ]
    classes = [{"id": 1, "name": "crumb"}, {"id": 2, "name": "loaf"}]
    (folder / "labels.json").write_text(json.dumps({"images": images, "categories": classes, "annotations": labels}))
    results = [
        {"image_id": at + 1, "category_id": 2, "bbox": [10, 10, 30, 30], "score": 0.5 + at / 40}
        for at in range(len(GREYS))
    ]
    (folder / "predictions.json").write_text(json.dumps(results))
    return folder / "labels.json", folder / "predictions.json"


@pytest.fixture(scope="module")
def unmeasured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lit")
    labels, predictions = write_lit(folder)
    with Store.create(folder / "lit.assay") as store:
        import_dataset(store, labels, dataset="lit", images=folder)
        import_predictions(store, predictions, run="model")
    return folder / "lit.assay"


@pytest.fixture(scope="module")
def measured(unmeasured: Path, tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[str]:
    """The address of a server of the project with two metrics measured; tests only look at it."""
    project = Path(shutil.copytree(unmeasured, tmp_path_factory.mktemp("measured") / "lit.assay"))
    with Store.open(project) as store:
        measure(store, metrics=MEASURED)
    yield from serving(project, bundle)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def headline(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("banner").get_by_text(text, exact=True)).to_be_visible()


def place(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def filters(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Filters")


def facet(page: Page, title: str) -> Locator:
    """The filter under a heading."""
    heading = page.get_by_role("button", name=title, exact=True)
    return filters(page).locator("section[class*=facet]").filter(has=heading)


def of_labels(page: Page) -> Locator:
    """The group of filters of the labels in the images."""
    return page.get_by_role("region", name="Filters of labels")


def drag(page: Page, box: Locator, *stops: tuple[float, float]) -> None:
    """Draw over an element, once it stands still, from stop to stop in shares of its sides."""
    box.hover()
    frame = box.bounding_box()
    assert frame is not None
    points = [(frame["x"] + x * frame["width"], frame["y"] + y * frame["height"]) for x, y in stops]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def sorted_values(page: Page) -> list[float]:
    return [float(text) for text in tiles(page).locator("[class*=sorted]").all_inner_texts()]


def test_images_are_sorted_by_a_metric_both_ways_and_the_histogram_shows_where(page: Page, measured: str) -> None:
    """V2.2: by brightness, up and down; the tile tells the value, the histogram the place."""
    page.goto(f"{measured}/explore")
    headline(page, "16 images")
    page.keyboard.press("s")
    expect(
        page.get_by_role("group", name="Metrics").get_by_role("button", name="Brightness brightness")
    ).to_be_visible()
    page.get_by_role("textbox", name="Find a field").fill("bright")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sort=brightness"))
    expect(tiles(page).first.locator("[class*=sorted]")).to_have_text(re.compile(r"0\.5"))
    down = sorted_values(page)
    assert down == sorted(down, reverse=True)
    page.get_by_role("button", name="Descending: turn the order round").click()
    expect(tiles(page).first.locator("[class*=sorted]")).to_have_text(re.compile(r"0\.0"))
    up = sorted_values(page)
    assert up == down[::-1]
    brightness = facet(page, "Brightness")
    expect(brightness.locator("[data-place=shown]")).to_be_visible()
    tiles(page).nth(15).hover()
    expect(brightness.locator("[data-place=pointed]")).to_have_text(re.compile(r"0\.5"))
    page.reload()
    expect(tiles(page).first.locator("[class*=sorted]")).to_have_text(re.compile(r"0\.0"))


def test_a_brush_over_a_metric_and_the_text_of_the_query_agree(page: Page, measured: str) -> None:
    """V2.4: the bars that are lit hold as many images as are listed."""
    page.goto(f"{measured}/explore")
    plot = facet(page, "Brightness").locator("[class*=plot]")
    expect(plot).to_be_visible()
    drag(page, plot, (0.02, 0.5), (0.3, 0.5))
    headline(page, "1 of 16")
    assert re.fullmatch(r"brightness < 0\.\d+", place(page)["q"])
    page.get_by_role("combobox", name="Query").fill("brightness >= 0.3")
    page.keyboard.press("Enter")
    headline(page, "15 of 16")
    expect(plot.locator("[class*=lit]").first).to_be_visible()
    page.get_by_role("button", name="Clear Brightness").click()
    headline(page, "16 images")


def test_an_outlier_is_marked_on_its_tile_and_listed_by_its_count(page: Page, measured: str) -> None:
    """V2.8, D13: one picture is far too dark; its filter counts it, and a click lists it."""
    page.goto(f"{measured}/explore?sort=brightness")
    tag = tiles(page).first.locator("[data-outlier=severe]")
    expect(tag).to_contain_text("Brightness")
    expect(tiles(page).first).to_have_accessible_name(re.compile("Brightness .*: severe outlier"))
    facet(page, "Brightness").get_by_title("1 severe outlier: list them").click()
    headline(page, "1 of 16")
    assert "brightness" in place(page)["q"]


def test_filters_stand_in_groups_that_fold_and_only_open_ones_are_asked_for(page: Page, measured: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/api/facets"):
            asked.extend(json.loads(request.post_data or "{}")["fields"])

    page.on("request", note)
    page.goto(f"{measured}/explore")
    expect(facet(page, "Brightness").locator("[class*=plot]")).to_be_visible()
    groups = (
        filters(page).get_by_role("button", expanded=True).filter(has_text=re.compile(r"^(Images|Predictions)\d+$"))
    )
    expect(groups).to_have_count(2)
    labels = filters(page).get_by_role("button", name=re.compile(r"^Labels \d+"))
    expect(labels).to_have_attribute("aria-expanded", "false")
    assert "area" not in asked
    labels.click()
    area = of_labels(page).get_by_role("button", name="Area", exact=True)
    area.click()
    expect(of_labels(page).locator("[class*=plot]")).to_be_visible()
    assert "area" in asked
    page.reload()
    expect(of_labels(page).locator("[class*=plot]")).to_be_visible()  # it is remembered
    page.get_by_role("searchbox", name="Find a filter").fill("sharp")
    expect(filters(page).get_by_role("button", name="Sharpness", exact=True).first).to_be_visible()
    expect(area).to_have_count(0)


def test_a_field_of_labels_narrows_images_to_those_with_such_a_label(page: Page, measured: str) -> None:
    page.goto(f"{measured}/explore")
    filters(page).get_by_role("button", name=re.compile(r"^Labels \d+")).click()
    of_labels(page).get_by_role("button", name="Area", exact=True).click()
    plot = of_labels(page).locator("[class*=plot]")
    expect(plot).to_be_visible()
    drag(page, plot, (0.02, 0.5), (0.4, 0.5))
    page.wait_for_url(re.compile("any"))
    assert re.fullmatch(r"any\(annotation: area < \d+\)", place(page)["q"])
    headline(page, "16 of 16")
    page.get_by_role("button", name="Clear Area of labels").click()
    headline(page, "16 images")


def test_labels_are_sorted_and_narrowed_by_their_image(page: Page, measured: str) -> None:
    page.goto(f"{measured}/explore?level=annotation&sort=image.brightness")
    headline(page, "32 labels")
    expect(tiles(page).first.locator("[class*=sorted]")).to_have_text(re.compile(r"0\.0"))
    filters(page).get_by_role("button", name=re.compile(r"^Images \d+")).click()
    images = page.get_by_role("region", name="Filters of images")
    images.get_by_role("button", name="Brightness", exact=True).click()
    plot = images.locator("[class*=plot]")
    expect(plot).to_be_visible()
    drag(page, plot, (0.02, 0.5), (0.3, 0.5))
    headline(page, "2 of 32")
    assert place(page)["q"].startswith("image.brightness <")


def surface(page: Page) -> Locator:
    return (
        page.get_by_role("group", name=re.compile(r"\d points?\b"))
        .locator("rect[class*=lasso], rect[class*=box]")
        .first
    )


def test_points_are_drawn_around_listed_and_kept(page: Page, measured: str) -> None:
    """A lasso selects what lies in it: the verbs of the selection hold, and the grid lists it."""
    page.goto(f"{measured}/explore")
    headline(page, "16 images")
    page.keyboard.press("g")
    expect(page.get_by_role("group", name="Sharpness against Brightness, 16 points")).to_be_visible()
    assert place(page)["view"] == "scatter"
    drag(page, surface(page), (0.01, 0.01), (0.5, 0.01), (0.5, 0.99), (0.01, 0.99), (0.01, 0.3))
    expect(page.get_by_text("1 selected")).to_be_visible()
    expect(page.get_by_role("button", name="Remove 1 image")).to_be_visible()
    page.wait_for_url(re.compile(r"sel=\d"))
    darkest = place(page)["sel"]
    page.reload()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_role("button", name="Add 1 to a segment").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="List 1 in the grid").click()
    headline(page, "1 of 16")
    assert place(page)["q"] == f"id in ({darkest})"
    assert "view" not in place(page)


def test_a_box_becomes_a_query_and_the_plot_is_moved_by_wheel_and_keys(page: Page, measured: str) -> None:
    page.goto(f"{measured}/explore?view=scatter&level=prediction&x=score&y=image.brightness")
    expect(page.get_by_role("group", name="Brightness against Confidence, 16 points")).to_be_visible()
    page.keyboard.press("b")
    drag(page, surface(page), (0.5, 0.01), (0.99, 0.99))
    selected = page.get_by_text(re.compile(r"^\d+ selected$"))
    expect(selected).to_be_visible()
    count = selected.inner_text().split()[0]
    page.get_by_role("button", name="Narrow the query to the box").click()
    headline(page, f"{count} of 16")
    assert re.search(r"<= score <= .* and .* <= image\.brightness <= ", place(page)["q"])
    expect(page.get_by_role("group", name=re.compile(f"{count} points"))).to_be_visible()
    surface(page).hover()
    page.mouse.wheel(0, -300)
    page.wait_for_url(re.compile("area="))
    before = place(page)["area"]
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("area", [before]) != [before])
    page.keyboard.press("0")
    page.wait_for_url(lambda url: "area=" not in url)
    page.keyboard.press("v")
    expect(page.get_by_text(f"{count} selected")).to_be_visible()
    page.keyboard.press("Escape")
    expect(selected).to_be_hidden()


def test_a_point_tells_of_its_picture_and_opens_it(page: Page, measured: str) -> None:
    page.goto(f"{measured}/explore?view=scatter&x=id&y=brightness&q=id = 1")
    expect(page.get_by_role("group", name=re.compile(r"\b1 point$"))).to_be_visible()
    surface(page).hover()  # the only point lies in the middle
    expect(page.locator("[class*=preview]")).to_have_js_property("complete", True)
    surface(page).click()
    page.wait_for_url(re.compile("image=1"))
    expect(page.get_by_role("button", name="Draw a box")).to_be_visible()


def test_what_is_not_measured_is_measured_by_one_button(
    page: Page, unmeasured: Path, tmp_path: Path, bundle: Path
) -> None:
    """The sidebar says that nothing was measured; when the job is done the filters are there, without a reload."""
    project = Path(shutil.copytree(unmeasured, tmp_path / "lit.assay"))
    for server in serving(project, bundle):
        page.goto(f"{server}/explore")
        offer = page.get_by_role("region", name="Metrics")
        expect(offer).to_contain_text("Nothing was measured yet.")
        offer.get_by_role("button", name="Measure").click()
        expect(facet(page, "Brightness").locator("[class*=plot]")).to_be_visible(timeout=90_000)
        expect(page.get_by_role("status", name="Measuring")).to_be_hidden()
        page.goto("about:blank")  # the pools of the server end without a page that asks


def test_of_many_values_the_rare_ones_are_found_by_typing(page: Page, tmp_path: Path, bundle: Path) -> None:
    """Of hundreds of texts the most frequent are shown; the server looks for what is typed among all of them."""
    images = [
        {"id": at, "file_name": f"{at}.png", "width": 4, "height": 4, "metadata": {"place": f"Room {at % 260}"}}
        for at in range(300)
    ]
    classes = [{"id": 1, "name": "cat"}]
    (tmp_path / "labels.json").write_text(json.dumps({"images": images, "categories": classes, "annotations": []}))
    with Store.create(tmp_path / "many.assay") as store:
        import_dataset(store, tmp_path / "labels.json", dataset="many")
    for server in serving(tmp_path / "many.assay", bundle):
        page.goto(f"{server}/explore")
        headline(page, "300 images")
        filters(page).get_by_role("button", name="place", exact=True).click()
        search = page.get_by_role("textbox", name="Find in place")
        expect(search).to_have_attribute("placeholder", "Find in 260")
        expect(page.get_by_role("button", name="250 more")).to_be_visible()
        search.fill("room 259")
        page.get_by_role("checkbox", name="Room 259").check()
        headline(page, "1 of 300")
        assert place(page)["q"] == 'metadata.place = "Room 259"'
        search.fill("")
        expect(page.get_by_role("checkbox", name="Room 259")).to_be_checked()
        page.goto("about:blank")


def test_the_points_of_a_scatter_are_coloured_by_any_field_as_the_map_is(page: Page, measured: str) -> None:
    """Class by class first; then by a number between its ends; the choice stands in the address."""
    page.goto(f"{measured}/explore?view=scatter&level=annotation&x=w&y=h")
    colours = page.get_by_role("group", name="Colours: Class")
    expect(colours).to_contain_text("crumb")
    expect(colours).to_contain_text("loaf")
    page.get_by_role("combobox", name="Colour by").select_option("area")
    page.wait_for_url(re.compile("field=area"))
    expect(page.get_by_role("group", name="Colours: Area")).to_contain_text("900")
    page.get_by_role("radiogroup").get_by_text("Images").first.click()
    expect(page.get_by_role("combobox", name="Colour by")).to_have_value("class")
