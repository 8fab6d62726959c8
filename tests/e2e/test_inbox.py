"""One inbox in Chromium: evidence drawn, the queue re-ranked, a spot check with its interval (G11, G12)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from assay.schema.tables import ISSUES
from assay.store.store import Store

LOUD, QUIET = "loud@1", "quiet@1"


@pytest.fixture
def project(project: Path) -> Path:
    """The toy project with suspects of two detectors: one claims much, the other little; all evidence there is."""
    with Store.open(project) as store:
        snapshot = store.snapshot()
        labels = snapshot.rows("annotations", columns=("id", "image_id", "category_id", "area")).to_pylist()
        rows = [suspect(label, labels, place) for place, label in enumerate((labels * 3)[:40])]
        with store.writer() as writer:
            first = writer.reserve_ids("issues", len(rows))
            numbered = [row | {"id": first + at} for at, row in enumerate(rows)]
            writer.replace("issues", pa.Table.from_pylist(numbered, schema=ISSUES.arrow), where={"dataset_id": 1})
    return project


def suspect(label: dict[str, Any], labels: list[dict[str, Any]], place: int) -> dict[str, Any]:
    """A suspect about a label; every second one is of the quiet detector."""
    near = labels[:6]
    is_loud = place % 2 == 0
    evidence: dict[str, Any] = {
        "sentence": f"Its look-alikes are labelled otherwise, says number {place}.",
        "neighbours": {
            "level": "annotation",
            "ids": [other["id"] for other in near],
            "category_ids": [other["category_id"] for other in near],
            "distances": np.linspace(0.1, 0.4, len(near)).tolist(),
        },
        "field": {"level": "annotation", "name": "area", "value": label["area"]},
        "other_boxes": [[1, 1, 20, 20]],
        "also": [{"detector": "wrong_class@1", "chance": 0.4, "sentence": "The model says so too."}],
    }
    return {
        "dataset_id": 1,
        "run_id": None,
        "kind": "odd_object" if is_loud else "odd_geometry",
        "image_id": label["image_id"],
        "annotation_id": label["id"],
        "prediction_id": None,
        "category_id": label["category_id"],
        "score": 0.1 + place / 1000 if is_loud else 0.4 + place / 1000,
        "suggestion": None,
        "evidence": json.dumps(evidence),
        "detector": LOUD if is_loud else QUIET,
        "state": "open",
        "changed_by": None,
    }


def cards(page: Page) -> Locator:
    return page.get_by_role("region", name="Suspects", exact=True).get_by_role("article")


def current(page: Page) -> Locator:
    return page.locator('article[aria-current="true"]')


def test_a_card_draws_its_evidence(page: Page, server: str) -> None:
    """G11: look-alikes with their classes, the place among all values, other reasons folded; all by keyboard."""
    page.goto(f"{server}/issues")
    card = current(page)
    expect(card).to_contain_text("likely an error")
    strip = card.get_by_role("list", name="Look-alikes, nearest first")
    expect(strip.get_by_role("listitem")).to_have_count(6)
    expect(strip.get_by_role("img").first).to_be_visible()
    # The sentence counts them; a second count, of those that are drawn, would contradict it.
    expect(card.locator("figcaption").first).to_have_text("The nearest look-alikes, each with the class it has")
    expect(card).to_contain_text(re.compile(r"Area .*(above|below) \d+"))
    expect(card.get_by_text("The model says so too.")).to_be_hidden()
    card.get_by_text("One more reason").press("Enter")
    expect(card.get_by_text("The model says so too.")).to_be_visible()


NEXT_AND_KEEP = """suspects => {
  const next = suspects.querySelectorAll("article")[1].textContent.match(/says number \\d+\\./)[0]
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }))
  return next
}"""
"""Keeps the card one looks at, and says which stood below it: at once, for a new order may come between two steps."""


def test_rejects_sink_the_rest_of_their_detector_and_nothing_jumps_under_the_cursor(page: Page, server: str) -> None:
    """G11: after some rejects the other detector's suspects lead; the card one looks at stays what it was."""
    page.goto(f"{server}/issues")
    expect(cards(page).first).to_contain_text("looks like no other")
    for kept in range(1, 9):
        shown = page.get_by_role("region", name="Suspects", exact=True).evaluate(NEXT_AND_KEEP)
        expect(current(page)).to_contain_text(shown)
        expect(page.get_by_role("radio", name="Kept")).to_have_text(f"Kept {kept}")
    # The two in sight stay; behind them stand those of the detector that was not rejected.
    expect(cards(page).nth(3)).to_contain_text("of an odd size or place")
    page.keyboard.press("u")
    expect(page.get_by_role("radio", name="Kept")).to_have_text("Kept 7")


def test_a_spot_check_ends_with_an_interval(page: Page, server: str) -> None:
    """G12: thirty drawn at random, judged by key without hints how sure the detector is; then what is known."""
    page.goto(f"{server}/issues")
    note = page.get_by_role("region", name="How precise is this list?")
    expect(note).to_contain_text("The detectors claim")
    note.get_by_role("button", name="Judge 30 at random").click()
    expect(page.get_by_text("0 of 30 judged, drawn at random from 40")).to_be_visible()
    expect(cards(page).first).not_to_contain_text("likely an error")
    for place in range(30):
        page.keyboard.press("y" if place % 3 else "k")
        if place < 29:
            expect(page.get_by_text(f"{place + 1} of 30 judged")).to_be_visible()
    done = page.get_by_role("status").filter(has_text="The spot check is done")
    expect(done).to_contain_text("About 67 % of these are real errors, 49 to 81 %.")
    done.get_by_role("button", name="Back to the list").press("Enter")
    expect(note).to_contain_text("30 suspects drawn at random were judged.")
    page.goto(f"{server}/overview")
    expect(page.get_by_role("article").filter(has_text="drawn at random").first).to_be_visible()


def test_the_first_key_judges_the_first_of_the_sample_and_no_card_before_it(page: Page, server: str) -> None:
    """K right when the check opens: while the sample is drawn keys judge nothing, then the first card at once."""
    page.goto(f"{server}/issues")
    expect(page.get_by_role("button", name="Judge 30 at random")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/issues/spot-checks", hold)
    page.get_by_role("button", name="Judge 30 at random").click()
    page.keyboard.press("k")  # the ranked list is still in sight
    expect(page.get_by_role("radio", name="Kept")).to_have_text("Kept 0")
    held[0].continue_()
    page.wait_for_url(re.compile(r"check=\d"))
    page.keyboard.press("k")  # nothing is waited for
    expect(page.get_by_text("1 of 30 judged")).to_be_visible()
    expect(page.get_by_role("radio", name="Kept")).to_have_text("Kept 1")


def test_a_spot_check_can_be_left_and_taken_up_by_its_address(page: Page, server: str) -> None:
    page.goto(f"{server}/issues")
    page.get_by_role("button", name="Judge 30 at random").click()
    expect(page.get_by_text("0 of 30 judged")).to_be_visible()
    expect(cards(page).first).not_to_contain_text("likely an error")
    address = page.url
    page.keyboard.press("k")
    expect(page.get_by_text("1 of 30 judged")).to_be_visible()
    page.get_by_role("button", name="Leave it for now").click()
    expect(page.get_by_role("button", name="Go on with the spot check: 29 left")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("1 of 30 judged")).to_be_visible()
