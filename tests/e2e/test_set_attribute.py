"""An attribute of all results of a query, from Explore, with what changes told before and undo after."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from assay.store.store import Store


def attributes(project: Path) -> list[object]:
    with Store.open(project) as store:
        return [json.loads(text or "{}") for text in store.snapshot().rows("annotations")["attributes"].to_pylist()]


def test_all_results_get_an_attribute_and_undo_takes_it_away(page: Page, server: str, project: Path) -> None:
    before = attributes(project)
    page.goto(f"{server}/explore?level=annotation&q=id < 5")
    page.get_by_role("listbox", name="Results").get_by_role("option").first.locator("[data-tick]").click()
    page.get_by_role("button", name=re.compile("^Select all")).click()
    page.keyboard.press("Shift+A")
    dialog = page.get_by_role("dialog", name="Set an attribute of 5 labels")
    expect(dialog.get_by_role("textbox", name="Attribute")).to_be_focused()
    page.keyboard.type("night")
    dialog.get_by_role("textbox", name="Value").fill("true")
    expect(dialog.get_by_role("status")).to_contain_text("5 labels change.")
    expect(dialog.get_by_role("listitem")).to_have_text("5: none → true")
    page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="Set night of 5 labels")
    expect(told).to_be_visible()
    assert [one for one in attributes(project) if one == {"night": True}] == [{"night": True}] * 5
    told.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Undo")).to_be_visible()
    assert attributes(project) == before
