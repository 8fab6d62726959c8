"""All results of a query get a class, or go: what changes is told before, and one press of undo takes it back (I2)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, expect

from assay.store.store import Store


def classes(project: Path) -> Counter[int]:
    with Store.open(project) as store:
        return Counter(store.snapshot().rows("annotations", columns=["category_id"])["category_id"].to_pylist())


def select_all(page: Page, address: str) -> None:
    page.goto(f"{address}/explore?level=annotation&q=id < 9")
    page.get_by_role("listbox", name="Results").get_by_role("option").first.locator("[data-tick]").click()
    page.get_by_role("button", name=re.compile("^Select all")).click()


def test_a_class_for_all_results_is_told_by_class_before(page: Page, server: str, project: Path) -> None:
    before = classes(project)
    select_all(page, server)
    page.keyboard.press("1")
    dialog = page.get_by_role("dialog", name="Change class of 9 labels")
    expect(dialog.get_by_role("listitem").first).to_contain_text(re.compile("stay|→"))
    assert classes(project) == before
    page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text=re.compile("Relabel"))
    expect(told).to_be_visible()
    assert classes(project) != before
    told.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Undo")).to_be_visible()
    assert classes(project) == before


def test_escape_deletes_nothing(page: Page, server: str, project: Path) -> None:
    before = classes(project)
    select_all(page, server)
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog", name="Delete 9 labels")
    expect(dialog.get_by_role("listitem").first).to_contain_text("deleted")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("9 selected")).to_be_visible()
    assert classes(project) == before
