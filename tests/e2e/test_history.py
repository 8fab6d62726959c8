"""The journal: who did what, and the way back to any point (A4)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from assay.model.signature import Signature
from assay.store.store import Store
from assay.workflows.edits.edit_labels import delete, relabel

ADA = Signature(author="Ada", reason="it is round", source="sdk")


def entries(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has=page.locator("time"))


def three_edits(project: Path) -> None:
    with Store.open(project) as store:
        relabel(store, [1], "disc", by=ADA)
        relabel(store, [2], "cone", by=ADA)
        delete(store, [3], by=Signature(author="Bob", source="cli"))


def test_says_who_did_what_and_why(page: Page, server: str, project: Path) -> None:
    three_edits(project)
    page.goto(f"{server}/history")
    expect(entries(page)).to_have_count(5)  # two imports and three edits
    newest = entries(page).first
    expect(newest).to_contain_text("Delete 1 label")
    expect(newest).to_contain_text("Bob shell")
    expect(entries(page).nth(1)).to_contain_text("“it is round”")
    expect(entries(page).nth(1)).to_contain_text("Ada Python")
    expect(entries(page).last).to_contain_text("Import 12 images")


def test_leads_back_to_any_point_and_forward_again(page: Page, server: str, project: Path) -> None:
    three_edits(project)
    page.goto(f"{server}/history")
    relabelled = entries(page).filter(has_text="Relabel 1 label to cone").filter(has_text="Ada")
    relabelled.get_by_role("button", name="Undo 2 up to here").click()
    asked = page.get_by_role("dialog", name="Undo 2 changes, other people’s too?")
    expect(asked.get_by_role("listitem")).to_have_text(["Bob Delete 1 label", "Ada Relabel 1 label to cone"])
    asked.get_by_role("button", name="Undo 2 changes").click()
    expect(entries(page).filter(has_text="undone")).to_have_count(2)
    with Store.open(project) as store:
        assert store.snapshot().count("annotations") == 37
    deleted = entries(page).filter(has_text="Delete 1 label").filter(has_text="Bob")
    deleted.get_by_role("button", name="Redo 2 up to here").click()
    expect(entries(page).filter(has=page.get_by_text("undone", exact=True))).to_have_count(0)
    with Store.open(project) as store:
        assert store.snapshot().count("annotations") == 36


def test_asks_before_the_change_of_another_person_is_undone(page: Page, server: str, project: Path) -> None:
    three_edits(project)
    page.goto(f"{server}/history")
    expect(page.get_by_role("button", name="Undo", exact=False).first).to_have_attribute(
        "title", "Undo the change of Bob: Delete 1 label"
    )
    asked = page.get_by_role("dialog", name="Undo Bob’s change?")
    page.keyboard.press("Control+z")
    expect(asked).to_contain_text("Bob Delete 1 label")
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect(entries(page)).to_have_count(5)
    page.keyboard.press("Control+z")
    expect(asked.get_by_role("button", name="Undo Bob’s change")).to_be_focused()
    page.keyboard.press("Enter")
    expect(entries(page).first).to_contain_text("Undo “Delete 1 label”")
    with Store.open(project) as store:
        assert store.snapshot().count("annotations") == 37


def test_an_edit_in_the_browser_stands_in_the_journal(page: Page, server: str) -> None:
    page.goto(f"{server}/issues")
    expect(page.locator('article[aria-current="true"]')).to_have_count(1)
    page.keyboard.press("k")
    expect(page.get_by_role("status").filter(has_text="not an error")).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(entries(page).first).to_contain_text("not an error")
    expect(entries(page).first).to_contain_text("tester browser")


def test_before_the_first_change_it_says_what_will_stand_here(page: Page, empty_server: str) -> None:
    page.goto(f"{empty_server}/history")
    expect(page.get_by_text(re.compile(r"assay import \S+empty\.assay"))).to_be_visible()
