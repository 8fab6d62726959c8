"""The page of segments: the board, one segment's items, insights and work, and combining two (V1.10-V1.12, V5.3)."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def told(page: Page, text: str) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


def keep_all(page: Page, server: str, query: str, name: str, *, kind: str | None = None) -> None:
    """All results of a filter, also those that were never loaded, into a new segment."""
    page.goto(f"{server}/explore?level=annotation&q={query}")
    page.get_by_role("option").first.locator("[data-tick]").click()
    page.get_by_role("button", name=re.compile("^Select all")).click()
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name=re.compile("to a segment"))
    expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(name)
    if kind is not None:
        dialog.get_by_text(kind, exact=True).click()
    page.keyboard.press("Enter")
    expect(told(page, f"to '{name}'")).to_be_visible()


def tiles(page: Page, name: re.Pattern[str] | None = None) -> Locator:
    """The items in the grid; the fields beside it have options too."""
    grid = page.get_by_role("listbox", name="Results")
    return grid.get_by_role("option") if name is None else grid.get_by_role("option", name=name)


def open_segment(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Segments").click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("textbox", name="Name of the segment")).to_have_value(name)


def test_the_work_on_a_segment(page: Page, server: str) -> None:
    """V1.10-V1.12: all results of a filter; states as they may follow; items done; comments; all of it undone by U."""
    keep_all(page, server, "id < 5", "mend", kind="Data quality")
    open_segment(page, "mend")
    expect(tiles(page)).to_have_count(5)
    page.get_by_role("button", name="State: Triage").click()
    expect(page.get_by_role("menuitem", name=re.compile("^Resolved"))).to_have_count(0)
    page.get_by_role("menuitem", name=re.compile("^In progress")).click()
    expect(page.get_by_role("button", name="State: In progress")).to_be_visible()
    for at in (0, 1):
        tiles(page).nth(at).locator("[data-tick]").click()
    page.keyboard.press("d")
    expect(page.get_by_text("2 of 5 items done")).to_be_visible()
    expect(tiles(page, name=re.compile(", done$"))).to_have_count(2)
    page.get_by_role("textbox", name="Comment").fill("gloves first")
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_role("region", name="Comments and activity").get_by_text("gloves first")).to_be_visible()
    page.get_by_role("textbox", name="Who is at it").fill("anna")
    page.keyboard.press("Enter")
    expect(told(page, "Assign 'mend' to anna")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Who is at it")).to_have_value("anna")
    page.get_by_role("link", name="Segments", exact=True).last.click()
    column = page.get_by_role("region", name="In progress, 1")
    expect(column.get_by_role("progressbar", name="2 of 5 items done")).to_be_visible()
    for _ in range(3):
        with page.expect_response("**/api/undo?*"):
            page.keyboard.press("u")
        page.wait_for_timeout(300)
    expect(column.get_by_role("progressbar", name="0 of 5 items done")).to_be_visible()


def test_a_saved_query_has_insights_whose_numbers_are_doors(page: Page, server: str) -> None:
    """V5.2, V5.3: a filter is kept as a segment; its page tells classes and scores, and each opens what it counts."""
    page.goto(f"{server}/explore?q=annotations.count = 3")
    banner = page.get_by_role("banner")
    expect(banner.get_by_text(re.compile(r"^\d+ of "))).to_be_visible()
    listed = (banner.get_by_text(re.compile(r"^\d+ of ")).inner_text()).split(" ")[0]
    save(page, "threes")
    open_segment(page, "threes")
    page.get_by_role("button", name="Insights").click()
    counts = page.get_by_role("list", name="What is in it")
    expect(counts.get_by_role("link", name=f"{listed} images")).to_be_visible()
    expect(page.get_by_role("heading", name="Labels by class")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^All classes"))).to_be_visible()
    expect(page.get_by_role("heading", name="What sets it apart")).to_be_visible()
    counts.get_by_role("link", name=re.compile("labels$")).click()
    expect(page.get_by_role("combobox", name="Query")).to_have_value('segment = "threes"')
    page.go_back()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("menuitem", name=re.compile("^Crops"))).to_have_attribute(
        "href", re.compile("export/crops$")
    )
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile("^CSV")).click()
    assert download.value.suggested_filename == "threes.csv"


def test_two_segments_become_a_third(page: Page, server: str) -> None:
    """C10: the difference of two, counted before it is saved, opens as a segment of its own."""
    keep_all(page, server, "id < 6", "six")
    keep_all(page, server, "id < 2", "two")
    page.goto(f"{server}/segments")
    page.get_by_role("button", name="Combine").click()
    dialog = page.get_by_role("dialog", name="Combine two segments")
    expect(dialog.get_by_text("4 labels", exact=True)).to_be_visible()
    dialog.get_by_role("radio", name="and").click()
    expect(dialog.get_by_text("2 labels", exact=True)).to_be_visible()
    dialog.get_by_role("radio", name="without").click()
    dialog.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.get_by_role("textbox", name="Name of the segment")).to_have_value("six without two")
    expect(tiles(page)).to_have_count(4)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=re.compile("^Freeze")).click()
    expect(page.get_by_text("0 of 4 items done")).to_be_visible()


def save(page: Page, name: str) -> None:
    """Keep the query of the page by name."""
    page.get_by_role("button", name=re.compile("segment", re.IGNORECASE)).first.click()
    page.get_by_role("textbox", name=re.compile("name", re.IGNORECASE)).fill(name)
    page.keyboard.press("Enter")
