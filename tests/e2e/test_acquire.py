"""What to label next: measured, chosen under a budget, kept as a campaign and found again (V2.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.curation.acquire import acquire
from assay.workflows.explore.search import ask
from assay.workflows.metrics.measure import measure
from tests.e2e.conftest import serving


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Choose what to label next")


def chosen(page: Page) -> Locator:
    return dialog_of(page).get_by_role("list", name="Chosen images").get_by_role("button")


def told(page: Page) -> list[str]:
    """Name, value and terms of each chosen image, once the choice is that of the settings."""
    expect(dialog_of(page).get_by_role("list", name="Chosen images")).to_have_attribute("aria-busy", "false")
    return [str(tile.get_attribute("aria-label")) for tile in chosen(page).all()]


@pytest.fixture
def measured(project: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of the toy project with an uncertainty and a hash of each image."""
    with Store.open(project) as store:
        measure(store, metrics=["chance_entropy", "mean_object_confidence", "phash"])
    yield from serving(project, bundle)


def test_what_is_missing_is_measured_from_the_dialog(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    page.get_by_role("button", name="Choose what to label next").click()
    expect(dialog_of(page).get_by_role("heading", name="Nothing to choose by yet")).to_be_visible()
    dialog_of(page).get_by_role("button", name=re.compile("^Measure 3 metrics")).click()
    expect(chosen(page)).to_have_count(12)
    expect(dialog_of(page).get_by_text("Not measured yet")).to_have_count(0)


def test_the_choice_is_that_of_the_shell_and_is_kept_shown_and_exported(
    page: Page, measured: str, project: Path
) -> None:
    """V2.10: entropy and diversity under a budget; the same seed chooses the same; exported and tagged."""
    page.goto(f"{measured}/explore?q=annotations.count%20%3E%3D%203")
    expect(page.get_by_role("option")).to_have_count(11)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Find an action")).to_be_visible()
    page.keyboard.type("label next")
    page.keyboard.press("Enter")
    dialog = dialog_of(page)
    expect(dialog.get_by_label("Worth", exact=True)).to_have_value("chance_entropy")
    dialog.get_by_label("Budget").fill("4")
    dialog.get_by_label("Seed").fill("3")
    expect(chosen(page)).to_have_count(4)
    first = told(page)
    page.reload()
    expect(dialog.get_by_label("Budget")).to_have_value("4")
    assert told(page) == first
    with Store.open(project) as store:
        question = ask(store.snapshot(), "annotations.count >= 3", level=Level.IMAGE)
        found = acquire(question, "chance_entropy", budget=4, seed=3)
        rows = {row["id"]: row["file_name"] for row in store.snapshot().rows("images").to_pylist()}
    assert [label.partition(",")[0] for label in first] == [rows[id] for id in found.image_ids.tolist()]

    dialog.get_by_role("radio", name="Low first").click()
    expect(chosen(page).first).not_to_have_attribute("aria-label", first[0])
    dialog.get_by_role("radio", name="High first").click()
    expect(chosen(page).first).to_have_attribute("aria-label", first[0])
    assert told(page) == first

    name = dialog.get_by_role("textbox", name="Name of the segment")
    expect(name).to_have_value("label next")
    name.press("Enter")
    expect(dialog.get_by_text("Kept as label next")).to_be_visible()
    dialog.get_by_role("button", name="Export").click()
    expect(page.get_by_role("menuitem", name=re.compile("COCO")).first).to_have_attribute("href", re.compile("label"))
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Show in Explore").click()
    expect(page.get_by_role("combobox", name="Query")).to_have_value('segment = "label next"')
    expect(page.get_by_role("banner").get_by_text(re.compile("^4 of "))).to_be_visible()


def test_an_image_opens_and_the_settings_are_still_there_after_it(page: Page, measured: str) -> None:
    page.goto(f"{measured}/explore")
    page.get_by_role("button", name="Choose what to label next").click()
    dialog_of(page).get_by_label("Budget").fill("2")
    expect(chosen(page)).to_have_count(2)
    opened = told(page)[1].partition(",")[0]
    chosen(page).nth(1).click()
    expect(page).to_have_url(re.compile(r"[?&]image=\d+"))
    expect(dialog_of(page)).to_have_count(0)
    expect(page.get_by_role("heading", name=opened)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile(r"[?&]image="))
    expect(dialog_of(page).get_by_label("Budget")).to_have_value("2")
    page.keyboard.press("Escape")
    expect(dialog_of(page)).to_have_count(0)


def test_a_choice_that_cannot_be_made_says_why(page: Page, measured: str) -> None:
    page.goto(f"{measured}/explore?q=annotations.count%20%3E%20100")
    page.get_by_role("button", name="Choose what to label next").click()
    expect(dialog_of(page).get_by_role("heading", name="No image has a value to choose by")).to_be_visible()
    expect(dialog_of(page).get_by_text("No image answers the query.")).to_be_visible()
