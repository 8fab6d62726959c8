"""The query bar: colours, ways to go on, carets, counts per clause, and segments (ui: frame)."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Query")


def test_a_query_is_written_by_keyboard_alone(page: Page, server: str) -> None:
    """Slash, a few letters, Tab for the field, a value, Enter."""
    page.goto(f"{server}/explore")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("annotations.cou")
    expect(page.get_by_role("option", name=re.compile("annotations.count"))).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("= 2")
    expect(page.get_by_role("search").get_by_text("1 image", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_text("1 of 12", exact=True)).to_be_visible()
    assert "q=annotations.count" in page.url


def test_words_have_the_colours_of_what_they_are(page: Page, server: str) -> None:
    page.goto(f'{server}/explore?q=any(prediction: label = "disc" and score > 0.8)')
    search = page.get_by_role("search")
    and_colour, name_colour, text_colour = (
        search.get_by_text(word, exact=True).last.evaluate("element => getComputedStyle(element).color")
        for word in ("and", "label", '"disc"')
    )
    assert len({and_colour, name_colour, text_colour}) == 3


def test_what_is_wrong_is_said_with_a_hint(page: Page, server: str) -> None:
    """A wrong query is not applied; the place is underlined and the likely word named."""
    page.goto(f"{server}/explore")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("widht > 9")
    panel = page.get_by_role("search").get_by_role("alert")
    expect(panel).to_contain_text("widht")
    expect(panel).to_contain_text("width")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    assert "q=" not in page.url
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")


def test_a_wrong_link_says_what_is_wrong(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?q=widht > 9")
    expect(page.get_by_role("heading", name=re.compile("widht"))).to_be_visible()
    page.get_by_role("button", name="Clear the query").last.click()
    expect(page.get_by_role("option")).to_have_count(12)


def test_each_clause_tells_how_many_it_lists_on_its_own(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?q=annotations.count = 2 and width > 5")
    page.get_by_role("button", name="Explain the query").click()
    explained = page.get_by_role("dialog", name="Explain the query")
    expect(explained.get_by_role("listitem").filter(has_text="annotations.count = 2")).to_contain_text("1")
    expect(explained.get_by_role("listitem").filter(has_text="width > 5")).to_contain_text("12")


def test_a_query_is_kept_by_name_and_opened_again(page: Page, server: str) -> None:
    page.goto(f"{server}/explore?q=annotations.count = 2")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("b")
    page.get_by_role("textbox", name="Name of the segment").fill("Too few")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved the segment Too few")).to_be_visible()
    page.goto(f"{server}/overview")
    expect(page.get_by_role("heading", name="What is wrong")).to_be_visible()
    page.keyboard.press("b")
    page.get_by_role("button", name=re.compile("Too few")).first.click()
    expect(page.get_by_role("banner").get_by_text("1 of 12", exact=True)).to_be_visible()


def test_the_palette_finds_every_action(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Find an action")).to_be_visible()
    page.keyboard.type("histo")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/history"))


def test_the_keys_of_the_screen_are_told(page: Page, server: str) -> None:
    page.goto(f"{server}/explore")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("?")
    told = page.get_by_role("dialog", name="Keys of this screen")
    for line in ("Move", "Select while moving", "Write a query", "Undo", "Find an action"):
        expect(told.get_by_text(line, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
