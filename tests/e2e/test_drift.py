"""Drift: two sets side by side, field by field; every bar opens the items of its side (V2.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.imports.import_dataset import import_dataset
from tests.e2e.conftest import serving


@pytest.fixture
def sides(toy: ToySet, bundle: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server of the toy set without predictions."""
    with Store.create(tmp_path / "sides.assay") as store:
        import_dataset(store, toy.labels, dataset="toy", images=toy.images)
    yield from serving(tmp_path / "sides.assay", bundle)


def type_sides(page: Page, reference: str, current: str) -> None:
    for name, query in (("Reference", reference), ("Current", current)):
        field = page.get_by_role("textbox", name=f"{name}: query")
        field.fill(query)
        field.press("Enter")


def test_two_queries_are_compared_and_a_bar_opens_its_side(page: Page, sides: str) -> None:
    page.goto(f"{sides}/metrics?tab=drift")
    expect(page.get_by_role("heading", name="Choose what to compare")).to_be_visible()
    type_sides(page, "id < 6", "id >= 6")
    expect(page.get_by_role("group", name="Reference").first).to_contain_text("6 images")
    expect(page.locator("tbody tr").first).to_be_visible()
    effects = [float(text) for text in page.locator("tbody tr td:nth-child(3)").all_inner_texts()]
    assert effects == sorted(effects, reverse=True)
    page.get_by_role("button", name="File size", exact=True).click()
    bar = page.get_by_role("button", name=re.compile(r", current: [1-9]\d* images?,")).first
    said = bar.get_attribute("aria-label") or ""
    bar.click()
    expect(page).to_have_url(re.compile("/explore"))
    found = re.search(r"current: (\d+)", said)
    assert found is not None
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(int(found.group(1)))


def test_the_address_brings_the_comparison_back(page: Page, sides: str) -> None:
    page.goto(f"{sides}/metrics?tab=drift&reference=id+%3C+6&compared=id+%3E%3D+6&field=annotations.count")
    expect(page.get_by_role("article", name="Labels")).to_be_visible()
    expect(page.get_by_role("textbox", name="Current: query")).to_have_value("id >= 6")


def test_a_wrong_query_is_told_and_both_sides_alike_are_no_drift(page: Page, sides: str) -> None:
    page.goto(f"{sides}/metrics?tab=drift&reference=id+%3C+6&compared=nonsense+%3E+6")
    expect(page.get_by_role("alert")).to_contain_text("nonsense")
    type_sides(page, "id >= 6", "id >= 6")
    expect(page.get_by_role("heading", name="Both sides are the same")).to_be_visible()


def test_a_project_beside_this_one_is_the_current_side(page: Page, sides: str, toy: ToySet, tmp_path: Path) -> None:
    """V2.9: what was trained on, beside what comes in; bars of the other project tell and open nothing."""
    with Store.create(tmp_path / "production.assay") as store:
        import_dataset(store, toy.labels, dataset="later", images=toy.images)
    page.goto(f"{sides}/metrics?tab=drift")
    page.get_by_role("combobox", name="Where the current side is").select_option("production.assay")
    expect(page).to_have_url(re.compile("against=production.assay"))
    expect(page.get_by_role("group", name="Current").first).to_contain_text("12 images")
    field = page.get_by_role("textbox", name="Current: query")
    field.fill("id >= 6")
    field.press("Enter")
    expect(page.get_by_role("group", name="Current").first).to_contain_text("6 images")
    page.get_by_role("button", name="File size", exact=True).click()
    there = page.get_by_role("button", name=re.compile(r", current: [1-9]"))
    expect(there.first).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name=re.compile(r", reference: [1-9]")).first.click()
    expect(page).to_have_url(re.compile("/explore"))
