"""Look-alikes and duplicates in a real browser (E5, J5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.plugins import load_plugins
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.embeddings.embed import embed
from assay.workflows.explore.search import count
from assay.workflows.metrics.measure import measure
from tests.e2e.conftest import serving


@pytest.fixture
def embedded(project: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of the toy set with embeddings and what tells duplicates."""
    load_plugins()
    with Store.open(project) as store:
        embed(store)
        measure(store, metrics=["phash", "near_duplicate", "content_hash", "exact_duplicate"])
    yield from serving(project, bundle)


def test_what_looks_like_a_tile_comes_in_order_and_the_address_says_so(page: Page, embedded: str) -> None:
    """E5: one key from a tile; the similarity on every tile; Back to the list with one click."""
    page.goto(f"{embedded}/explore")
    page.locator('[data-index="2"]').wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+L")
    expect(page).to_have_url(re.compile(r"sort=similar%28image%3A"))
    expect(page.get_by_role("group", name="Alike to 1 image")).to_be_visible()
    expect(page.locator('[data-index="0"]').get_by_title("Similarity 1", exact=True)).to_be_visible()
    page.get_by_role("button", name="Stop comparing").click()
    expect(page.get_by_role("group", name="Alike to 1 image")).to_have_count(0)


def test_several_selected_objects_are_compared_at_once(page: Page, embedded: str) -> None:
    """E5: a selection of labels, whose crops are shown in the toolbar."""
    page.goto(f"{embedded}/explore?level=annotation")
    for index in (0, 3):
        page.locator(f'[data-index="{index}"]').hover()
        page.locator(f'[data-index="{index}"] [data-tick]').click()
    page.get_by_role("button", name="Find look-alikes of 2").click()
    alike = page.get_by_role("group", name="Alike to 2 labels")
    expect(alike.get_by_role("img")).to_have_count(2)
    for index in (0, 1):
        expect(page.locator(f'[data-index="{index}"]').get_by_title("Similarity 1", exact=True)).to_be_visible()


def test_the_open_image_leads_to_its_look_alikes(page: Page, embedded: str) -> None:
    page.goto(f"{embedded}/explore?image=3")
    page.get_by_role("button", name="Find look-alikes of this image").click()
    expect(page.get_by_role("group", name="Alike to 1 image")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"image=3(&|$)"))


def test_a_picture_of_ones_own_finds_the_image_that_it_is(page: Page, embedded: str, toy: ToySet) -> None:
    """E5: an upload; the picture itself stands in the toolbar, and what is the same is at 1."""
    page.goto(f"{embedded}/explore")
    page.locator('[data-index="0"]').wait_for()
    picture = sorted(path for path in Path(toy.images).rglob("*") if path.suffix in {".png", ".jpg"})[4]
    page.get_by_label("Picture to find look-alikes of").set_input_files(picture)
    expect(page.get_by_alt_text("given by you")).to_be_visible()
    expect(page.locator('[data-index="0"]').get_by_title("Similarity 1", exact=True)).to_be_visible()
    expect(page.locator('[data-index="0"]')).to_have_accessible_name(re.compile(re.escape(picture.name)))


def test_where_nothing_is_embedded_one_button_does_it(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?sort=similar(image:%201)&desc=1")
    expect(page.get_by_text("Nothing tells yet what looks alike")).to_be_visible()
    expect(page.get_by_role("button", name="Embed images and labels")).to_be_visible()


def test_duplicates_stand_side_by_side_and_one_button_removes_them_until_undo(
    page: Page, embedded: str, project: Path
) -> None:
    """J5: groups with the one that stays, a rule in the address, removal with an undo."""
    page.goto(f"{embedded}/metrics?tab=duplicates")
    page.get_by_role("radio", name="First").click()
    expect(page).to_have_url(re.compile(r"order=first"))
    remove = page.get_by_role("button", name=re.compile(r"^Remove \d+ image"))
    expect(remove).to_be_visible()
    remove.click()
    expect(page.get_by_text("No duplicates")).to_be_visible()
    with Store.open(project) as store:
        assert count(store) < 12
    page.get_by_role("button", name="Undo").first.click()
    expect(remove).to_be_visible()
