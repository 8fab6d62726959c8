"""Objects are put into segments, found there again, and taken out by undo (V1.11)."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def told(page: Page, text: str) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


def open_dialog(page: Page, server: str, *, tiles: int) -> Locator:
    """Tick some labels in Explore and press S."""
    page.goto(f"{server}/explore?level=annotation")
    for at in range(tiles):
        page.get_by_role("option").nth(at).locator("[data-tick]").click()
    expect(page.get_by_text(f"{tiles} selected")).to_be_visible()
    page.keyboard.press("s")
    return dialog_of(page)


def dialog_of(page: Page) -> Locator:
    """The open dialog, with the cursor in the field for a name."""
    dialog = page.get_by_role("dialog", name=re.compile("to a segment"))
    expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    return dialog


def test_a_new_segment_with_the_fields_of_its_kind(page: Page, server: str) -> None:
    """V1.11: the kind has template fields; the note leads to the segment; undo takes all of it away."""
    dialog = open_dialog(page, server, tiles=3)
    page.keyboard.type("Unlabelled masks")
    dialog.get_by_text("Data quality", exact=True).click()
    dialog.get_by_label("What is wrong").fill("the mask has no label")
    dialog.get_by_label("Priority").select_option("high")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    note = told(page, "Add 3 labels to 'Unlabelled masks'")
    note.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("banner").get_by_text(re.compile("^3 of "))).to_be_visible()
    expect(page.get_by_role("combobox", name="Query")).to_have_value('segment = "Unlabelled masks"')
    page.get_by_role("option").first.locator("[data-tick]").click()
    page.get_by_role("button", name="Take 1 out of Unlabelled masks").click()
    expect(page.get_by_role("banner").get_by_text(re.compile("^2 of "))).to_be_visible()
    expect(told(page, "Take 1 label out of 'Unlabelled masks'")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("banner").get_by_text(re.compile("^3 of "))).to_be_visible()
    page.keyboard.press("u")
    expect(told(page, "Undo “Add 3 labels to 'Unlabelled masks'”")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("no segment named"))).to_be_visible()


def test_the_same_objects_are_not_added_twice(page: Page, server: str) -> None:
    open_dialog(page, server, tiles=2)
    page.keyboard.type("twice")
    page.keyboard.press("Enter")
    expect(told(page, "Add 2 labels to 'twice'")).to_be_visible()
    dialog = open_dialog(page, server, tiles=3)
    dialog.get_by_role("radio", name="Existing segment (1)").click()
    expect(dialog.get_by_role("option", name=re.compile("twice"))).to_contain_text("2 labels")
    page.keyboard.type("twi")
    page.keyboard.press("Enter")
    expect(told(page, "Add 1 label to 'twice' (2 were there already)")).to_be_visible()
    open_dialog(page, server, tiles=3)
    page.keyboard.type("twice")
    page.keyboard.press("Enter")
    expect(told(page, "All 3 are in 'twice' already")).to_be_visible()


def test_all_results_of_a_query_go_in_by_the_query(page: Page, server: str) -> None:
    page.goto(f'{server}/explore?level=annotation&q=label = "disc"')
    page.get_by_role("option").first.locator("[data-tick]").click()
    page.get_by_role("button", name=re.compile("Select all")).click()
    page.get_by_role("button", name=re.compile("to a segment")).click()
    dialog_of(page)
    page.keyboard.type("discs")
    page.keyboard.press("Enter")
    note = told(page, "to 'discs'")
    expect(note).to_be_visible()
    page.keyboard.press("b")
    expect(page.get_by_role("button", name=re.compile(r"discs\s*\d+ labels"))).to_be_visible()
