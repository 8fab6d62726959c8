"""An address that names what is gone says so and leads on: asking the same again would not help."""

from __future__ import annotations

from playwright.sync_api import Page, expect

# Addresses, what the page says, and the way out.
GONE = [
    ("segments?segment=99", "There is no segment 99.", "All segments"),
    ("issues?kind=gone", 'kind is never "gone".', "All kinds"),
    ("explore?sort=gone", "Sorting by gone: Images have no field gone.", "Show them as imported"),
    ("review?q=gone > 3", "Labels have no field gone.", "Clear the query"),
]


def test_what_is_gone_leads_on(page: Page, server: str) -> None:
    told = page.get_by_role("main").get_by_role("alert")
    for address, words, way_out in GONE:
        page.goto(f"{server}/{address}")
        expect(told.get_by_role("heading")).to_have_text(words)
        told.get_by_role("button", name=way_out).click()
        expect(told).to_be_hidden()
