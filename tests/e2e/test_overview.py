"""The first page: what is wrong, how much, and a door behind every number (X1, V1; ui: Overview)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from tests.e2e.conftest import serving


def suspects(page: Page) -> Locator:
    return page.get_by_role("region", name="Suspects").get_by_role("article")


def test_says_what_is_wrong_worst_first(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    expect(page.get_by_role("heading", name="What is wrong with toy")).to_be_visible()
    expect(page.get_by_text("12 images, 37 labels, one run.")).to_be_visible()
    card = suspects(page).filter(has_text="Objects nobody labelled")
    expect(card.get_by_role("link", name="1 open")).to_be_visible()
    # The example is a real crop of a real image.
    expect(card.locator("img").first).to_have_js_property("complete", True)
    assert card.locator("img").first.evaluate("image => image.naturalWidth") > 0


def test_a_card_is_the_door_to_its_suspects(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    suspects(page).filter(has_text="Objects labelled twice").get_by_role("link", name="in Issues").click()
    expect(page.locator('article[aria-current="true"]')).to_contain_text("labelled twice")
    page.go_back()
    suspects(page).filter(has_text="Objects labelled twice").get_by_role("link", name="See the query").click()
    expect(page.get_by_role("option")).to_have_count(1)


def test_every_fact_is_a_door(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    facts = page.get_by_role("region", name="Facts")
    expect(facts.get_by_role("link", name="disc")).to_be_visible()
    facts.get_by_role("link", name="with 2 labels").click()
    expect(page.get_by_role("option")).to_have_count(1)
    page.go_back()
    unseen = facts.get_by_role("link", name="Labels not seen")
    missed = int(unseen.inner_text().split()[-1])
    unseen.click()
    expect(page).to_have_url(re.compile("/models.*cells=fn"))
    expect(page.get_by_role("listbox", name="Results").get_by_role("option")).to_have_count(missed)


def test_other_thresholds_give_other_numbers(page: Page, server: str) -> None:
    """E6: the evaluation is done anew at the thresholds that are shown."""
    page.goto(f"{server}/overview")
    facts = page.get_by_role("region", name="Facts")
    found = facts.get_by_role("link", name="Labels found").locator("b")
    before = found.inner_text()
    facts.get_by_label("Confidence", exact=True).last.fill("0.95")
    facts.get_by_role("button", name="Evaluate at 0.50 and 0.95").click()
    expect(found).not_to_have_text(before)
    assert int(found.inner_text()) < int(before)
    expect(facts.get_by_role("button", name="Evaluate at")).to_have_count(0)


def test_a_missing_evaluation_and_search_are_one_click_away(
    page: Page, toy: ToySet, bundle: Path, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "fresh.assay") as store:
        import_dataset(store, toy.labels, images=toy.images)
        import_predictions(store, toy.predictions, run="model")
    for address in serving(tmp_path / "fresh.assay", bundle):
        page.goto(f"{address}/overview")
        page.get_by_role("button", name="Evaluate model").click()
        expect(page.get_by_role("link", name="Labels found")).to_be_visible()
        page.get_by_role("region", name="Suspects").get_by_role("button", name="Find suspects").click()
        expect(suspects(page).filter(has_text="Objects nobody labelled")).to_be_visible()


def test_without_predictions_it_says_how_to_import_some(page: Page, toy: ToySet, bundle: Path, tmp_path: Path) -> None:
    with Store.create(tmp_path / "bare.assay") as store:
        import_dataset(store, toy.labels, images=toy.images)
    for address in serving(tmp_path / "bare.assay", bundle):
        page.goto(f"{address}/overview")
        expect(page.get_by_text("assay import-predictions").first).to_be_visible()
        expect(page.get_by_role("button", name="Find suspects").first).to_be_visible()


def test_an_empty_project_says_exactly_what_to_run(page: Page, empty_server: str) -> None:
    page.goto(f"{empty_server}/overview")
    expect(page.get_by_role("heading", name="is empty")).to_be_visible()
    expect(page.get_by_text(re.compile(r"assay import \S+empty\.assay"))).to_be_visible()


def test_the_corrected_set_is_exported_after_a_look_at_the_losses(page: Page, server: str) -> None:
    page.goto(f"{server}/overview")
    page.get_by_role("button", name="Export").click()
    coco = page.get_by_role("menuitem", name="COCO").first
    expect(coco).to_be_visible()
    with page.expect_download() as download:
        coco.click()
    assert download.value.failure() is None
    assert Path(download.value.path()).stat().st_size > 0


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_words_stand_out_from_their_ground_in_both_lights(page: Page, server: str, scheme: str) -> None:
    """Text has a contrast of at least 4.5 to 1 against the card it stands on."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{server}/overview")
    expect(suspects(page).first).to_be_visible()
    pale = page.evaluate(_PALE_TEXT)
    assert pale == [], json.dumps(pale, indent=1)


# Leaves of text with their colour against the nearest opaque ground above them, by WCAG's formula.
_PALE_TEXT = """() => {
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(at).backgroundColor)
      if (a === 1) return [r, g, b]
    }
    return [255, 255, 255]
  }
  const pale = []
  for (const element of document.querySelectorAll('main *')) {
    const text = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join('')
    if (text === '' || element.closest('svg, [aria-hidden]')) continue
    const [a, b] = [light(parts(getComputedStyle(element).color).slice(0, 3)), light(ground(element))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) pale.push([text, Math.round(contrast * 100) / 100])
  }
  return pale
}"""
