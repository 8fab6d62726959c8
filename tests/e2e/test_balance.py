"""Balance of classes and edge cases on the Metrics page (V4.2, V4.5)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect


def test_a_goal_says_what_to_draw_again_and_weights_come_as_a_file(page: Page, server: str, tmp_path: Path) -> None:
    """V4.2, J6: share, effective number, what to draw again or leave out, a file of weights; SMOTE with a caution."""
    page.goto(f"{server}/metrics?tab=balance")
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Effective number")).to_be_visible()
    rows = table.get_by_role("row")
    labels = [int(text) for text in rows.locator("td:nth-of-type(2)").all_inner_texts()]
    page.get_by_label("Labels for each class").fill("100")
    for row, count in enumerate(labels, start=1):
        expect(rows.nth(row)).to_contain_text(f"draw {100 - count} again")
    expect(page.get_by_text("They are no pictures")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Weights of labels").click()
    download.value.save_as(tmp_path / "weights.csv")
    weights = list(csv.DictReader((tmp_path / "weights.csv").read_text(encoding="utf-8").splitlines()))
    assert len(weights) == sum(labels)


def test_edge_cases_say_why_and_open_as_a_list(page: Page, server: str) -> None:
    """V4.5, J8: rare and hard at once, ranked, with reasons; one click lists them in Explore."""
    page.goto(f"{server}/metrics?tab=edge")
    cases = page.get_by_role("list", name="Edge cases").locator("> li")
    expect(cases.first).to_be_visible()
    scores = [float(text) for text in cases.locator("[class*=score] b").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    expect(cases.first.get_by_role("listitem").first).to_contain_text(re.compile(r"\d of \d"))
    count = cases.count()
    page.get_by_role("button", name="Open in Explore").click()
    expect(page).to_have_url(re.compile("/explore"))
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(count)
