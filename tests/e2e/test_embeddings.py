"""Embeddings in the browser: offered where they are lacking, made by one press, listed with what they are (E1, E2)."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

A_WHILE = 60_000


def test_one_press_embeds_and_the_map_draws_itself(page: Page, server: str) -> None:
    page.goto(f"{server}/map")
    page.get_by_role("button", name="Embed images and labels").click()
    expect(page.get_by_role("group", name=re.compile("^Map of 12 images"))).to_be_visible(timeout=A_WHILE)
    expect(page.get_by_role("complementary", name="Clusters")).to_be_visible()
    page.goto(f"{server}/metrics?tab=embeddings")
    rows = page.get_by_role("row").filter(has_text="descriptor")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text=re.compile("mages"))).to_contain_text("12 of 12")
    expect(rows.filter(has_text=re.compile("abels"))).to_contain_text("37 of 37")
