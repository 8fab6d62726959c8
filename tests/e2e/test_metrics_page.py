"""The Metrics page: how values spread, what stands out, and a door behind every number (D13, V2.2, V2.8)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.workflows.metrics.measure import measure
from tests.e2e.conftest import serving


@pytest.fixture(scope="module")
def measured(_pristine: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the toy set with a few metrics measured; tests only look at it."""
    path = Path(shutil.copytree(_pristine, tmp_path_factory.mktemp("measured") / "toy.assay"))
    with Store.open(path) as store:
        measure(store, metrics=["brightness", "perceived_brightness", "object_area"])
    yield from serving(path, bundle)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


def lines(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Metrics").get_by_role("button")


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def test_a_fresh_project_offers_to_measure_and_fills_when_it_is_done(page: Page, server: str) -> None:
    """V2.1, D1: one press measures; the list and the page of the metric follow by themselves."""
    page.goto(f"{server}/metrics?field=brightness")
    expect(page.get_by_role("heading", name="Nothing is measured yet")).to_be_visible()
    page.get_by_role("button", name="Measure Brightness").click()
    expect(page.get_by_role("heading", name="12 images by brightness")).to_be_visible()
    expect(page.get_by_text("could not be measured")).to_have_count(0)


def test_the_list_groups_metrics_and_the_keys_walk_through_it(page: Page, measured: str) -> None:
    page.goto(f"{measured}/metrics?field=brightness")
    expect(lines(page).filter(has_text=re.compile("^Brightness$")).first).to_have_attribute("aria-current", "true")
    rail = page.get_by_role("navigation", name="Metrics")
    for group in ("Images", "Labels", "Predictions"):
        expect(rail.get_by_role("region", name=group)).to_be_visible()
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("field=brightness_p1"))
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("field=brightness(&|$)"))
    page.get_by_role("searchbox", name="Find a metric").fill("no such metric")
    expect(page.get_by_text("No metric is called that.")).to_be_visible()


def test_a_page_tells_what_a_metric_is_and_shows_both_ends(page: Page, measured: str) -> None:
    """D13: definition, spread, extremes and the contact sheet of one metric."""
    page.goto(f"{measured}/metrics?field=brightness")
    expect(page.get_by_role("heading", name="When it misleads")).to_be_visible()
    ends = [page.get_by_role("article", name=name) for name in ("Lowest", "Highest")]
    values = []
    for end in ends:
        expect(end.get_by_role("button")).to_have_count(12)
        said = end.get_by_role("button").evaluate_all("buttons => buttons.map(b => b.ariaLabel)")
        values.append([float(re.sub(r".*: ", "", text)) for text in said])
    assert values[0] == sorted(values[0])
    assert values[1] == sorted(values[1], reverse=True)
    sheet = page.get_by_role("article", name="What brightness looks like")
    expect(sheet.get_by_role("link").first).to_be_visible()
    ends[1].get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("image="))


def test_a_bar_opens_exactly_the_images_it_counts(page: Page, measured: str) -> None:
    page.goto(f"{measured}/metrics?field=brightness")
    bar = page.get_by_role("group", name="Bars").get_by_role("button", name=re.compile(": [1-9]")).first
    said = bar.get_attribute("aria-label") or ""
    bar.click()
    expect(page).to_have_url(re.compile("/explore.*brightness"))
    expect(tiles(page)).to_have_count(int(said.split(": ")[1].split()[0]))


def test_bar_0_of_a_count_asks_for_exactly_0(page: Page, measured: str) -> None:
    """V5.2: counts are asked for by their number, not by a range."""
    page.goto(f"{measured}/metrics?field=annotations.count")
    bars = page.get_by_role("group", name="Bars").get_by_role("button", name=re.compile(": [1-9]"))
    said = bars.first.get_attribute("aria-label") or ""
    bars.first.click()
    expect(page.get_by_role("combobox", name=re.compile("[Qq]uery"))).to_have_value(
        f"annotations.count = {said.split(':')[0]}"
    )


def test_flags_and_labels_have_pages_too(page: Page, measured: str) -> None:
    page.goto(f"{measured}/metrics?field=dark")
    expect(page.get_by_role("heading", name=re.compile("images?: dark"))).to_be_visible()
    page.goto(f"{measured}/metrics?field=relative_area&level=annotation")
    expect(page.get_by_role("heading", name="37 labels by relative area")).to_be_visible()


def test_a_count_of_outliers_opens_as_many_items(page: Page, measured: str) -> None:
    """V2.8: moderate and severe outliers of every field, worst first; a count is a door."""
    page.goto(f"{measured}/metrics?tab=outliers")
    doors = page.get_by_role("link", name=re.compile("(severe|moderate) outliers of"))
    expect(doors.first).to_be_visible()
    severe = [int(text) for text in page.locator("tbody tr td:nth-child(3)").all_inner_texts()]
    assert severe == sorted(severe, reverse=True)
    count = int(doors.first.inner_text())
    doors.first.click()
    expect(page).to_have_url(re.compile("/explore"))
    expect(tiles(page).first).to_have_attribute("aria-setsize", str(count))
