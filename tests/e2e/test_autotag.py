"""An autotag from its first examples to its result, in a real browser (V5.5, E6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.plugins import load_plugins
from assay.store.store import Store
from assay.workflows.embeddings.embed import embed
from tests.e2e.conftest import serving


@pytest.fixture
def embedded(project: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of the toy set with its images and labels embedded."""
    load_plugins()
    with Store.open(project) as store:
        embed(store)
    yield from serving(project, bundle)


def test_examples_a_name_rounds_of_yes_and_no_and_the_result_as_a_query(page: Page, embedded: str) -> None:
    """V5.5: pick examples, name them, answer, undo an answer, rename, open the query that lists the result."""
    page.goto(f"{embedded}/explore?level=annotation")
    for index in (0, 3, 6):
        page.locator(f'[data-index="{index}"]').hover()
        page.locator(f'[data-index="{index}"] [data-tick]').click()
    page.keyboard.press("t")
    page.get_by_label("Name of a new one").fill("Round thing")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Is this “Round thing”?")).to_be_visible()
    expect(page.get_by_text("3 yes · 0 no")).to_be_visible()
    expect(page.get_by_role("list", name="Highest scores").get_by_role("listitem")).not_to_have_count(0)

    page.keyboard.press("y")
    expect(page.get_by_text("4 yes · 0 no")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("4 yes · 1 no")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("3 of 12 answered")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("4 yes · 0 no")).to_be_visible()
    expect(page.get_by_text("2 of 12 answered")).to_be_visible()
    for _ in range(10):
        page.keyboard.press("n")
    expect(page.get_by_text("Round done")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Round 2")).to_be_visible()

    page.get_by_label("Name of the autotag").fill("wheel")
    page.keyboard.press("Enter")
    expect(page.get_by_text("autotag.object.wheel")).to_be_visible()
    page.get_by_role("button", name="Done: open").click()
    expect(page).to_have_url(re.compile(r"/explore.*autotag\.object\.wheel"))
    expect(page.locator('[data-index="0"]')).to_be_visible()


def test_without_an_autotag_the_page_leads_to_examples_and_to_the_vectors_it_needs(page: Page, server: str) -> None:
    """E6: the empty page leads to the examples, and where nothing is embedded the dialog offers to do it."""
    page.goto(f"{server}/autotags")
    page.get_by_role("button", name="Choose images").click()
    page.locator('[data-index="0"]').hover()
    page.locator('[data-index="0"] [data-tick]').click()
    page.keyboard.press("t")
    page.get_by_role("button", name="Embed images and labels").click()
    page.get_by_label("Name of a new one").fill("night")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Is this “night”?")).to_be_visible()
