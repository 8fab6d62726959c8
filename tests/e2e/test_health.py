"""Health on the first page: what is wrong with the data by itself, and a door behind every number (V4.10, V5.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.workflows.metrics.measure import measure
from tests.e2e.conftest import serving


@pytest.fixture
def checked(project: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of the toy set, in which one object is labelled twice and that was measured."""
    with Store.open(project) as store:
        measure(store, metrics=["annotation_duplicate"])
    yield from serving(project, bundle)


def health(page: Page) -> Locator:
    return page.get_by_role("region", name="Health")


def test_a_card_opens_exactly_what_it_counts(page: Page, checked: str) -> None:
    page.goto(f"{checked}/overview")
    card = health(page).get_by_role("article", name="Objects labelled twice")
    expect(card.locator("img").first).to_be_visible()
    door = card.get_by_role("link", name=re.compile(r"See [\d,]+ in Explore"))
    count = re.sub(r"\D", "", door.inner_text())
    door.click()
    expect(page).to_have_url(re.compile("/explore"))
    expect(page.get_by_role("listbox").get_by_role("option").first).to_have_attribute("aria-setsize", count)


def test_suspects_come_first_then_health_then_facts(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    expect(health(page).get_by_text("wait to be measured")).to_be_visible()
    tops = [
        (page.get_by_role("region", name=name).bounding_box() or {"y": -1})["y"]
        for name in ("Suspects", "Health", "Facts")
    ]
    assert tops == sorted(tops)


def test_checks_that_nobody_could_make_offer_to_measure(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    expect(health(page).get_by_text("wait to be measured")).to_be_visible()
    expect(health(page).get_by_role("button", name="Measure")).to_be_enabled()
    health(page).get_by_text("checks were not made").click()
    expect(health(page).get_by_text("Exact duplicates", exact=True)).to_be_visible()


def test_the_report_is_a_page_that_opens_offline_and_a_file_for_programs(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    files = {}
    for item in ("HTML", "JSON"):
        health(page).get_by_role("button", name="Download report").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=item).click()
        files[item] = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Health of toy" in files["HTML"]
    assert "http://127.0.0.1" not in files["HTML"]
    assert json.loads(files["JSON"])["facts"]["images"] == 12


def test_the_bar_of_images_without_labels_is_a_door(page: Page, server: str) -> None:
    """V5.2: a bar of labels per image writes the query, and the list is as long as the bar says."""
    page.goto(f"{server}/overview")
    page.get_by_role("region", name="Facts").get_by_role("link", name=re.compile("images? with no label")).click()
    expect(page.get_by_role("combobox", name=re.compile("[Qq]uery"))).to_have_value("annotations.count = 0")
