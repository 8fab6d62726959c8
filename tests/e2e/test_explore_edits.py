"""Explore: verbs for what is listed and selected (H6, I2, I4; ui: Explore)."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.test_explore import choose, headline


def test_labels_change_class_in_bulk_and_back(page: Page, server: str) -> None:
    """I2: at once on screen, then on disk; one undo takes all of it back."""
    page.goto(f"{server}/explore?level=annotation&q=label = 'disc'")
    headline(page, "12 of 37")
    choose(page, 0)
    choose(page, 1)
    page.keyboard.press("c")
    expect(page.get_by_role("combobox", name="Find a class")).to_be_focused()
    page.keyboard.type("con")
    page.keyboard.press("Enter")
    headline(page, "10 of 37")
    expect(page.get_by_role("status").filter(has_text="Relabel 2 labels to cone")).to_be_visible()
    page.keyboard.press("u")
    headline(page, "12 of 37")


def test_all_results_are_selected_by_their_query(page: Page, server: str) -> None:
    """H6: all of the filter, not only what is loaded; here all but one."""
    page.goto(f"{server}/explore?level=annotation&q=label = 'disc'")
    headline(page, "12 of 37")
    page.keyboard.press("Control+a")
    expect(page.get_by_text("12 selected")).to_be_visible()
    choose(page, 0)
    expect(page.get_by_text("11 selected")).to_be_visible()
    page.keyboard.press("d")
    sure = page.get_by_role("dialog", name="Delete 11 labels")
    expect(sure.get_by_role("listitem")).to_contain_text("deleted")
    page.keyboard.press("Enter")
    headline(page, "1 of 26")
    page.keyboard.press("u")
    headline(page, "12 of 37")


def test_predictions_become_labels(page: Page, server: str) -> None:
    """I4: in one click."""
    page.goto(f"{server}/explore?level=prediction&q=score < 0.5")
    headline(page, "1 of 37")
    choose(page, 0)
    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="Accept 1 prediction")).to_be_visible()
    page.goto(f"{server}/explore?level=annotation")
    headline(page, "38 labels")


def test_images_are_removed_and_come_back(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    headline(page, "12 images")
    choose(page, 0)
    page.keyboard.press("x")
    headline(page, "11 images")
    page.get_by_role("button", name="Undo").first.click()
    headline(page, "12 images")
