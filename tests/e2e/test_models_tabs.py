"""Tabs of the Models page: every number is a door to the results behind it (V2.6, V2.7, V4.1; F7-F9, F13-F15, F18)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.e2e.conftest import serving


@pytest.fixture
def two_runs(toy: ToySet, bundle: Path, tmp_path: Path) -> Iterator[str]:
    """A server of the toy set with the run `model`, and with `worse`, which does not see the first six shapes."""
    seen = json.loads(toy.predictions.read_text(encoding="utf-8"))[6:]
    worse = tmp_path / "worse.json"
    worse.write_text(json.dumps(seen), encoding="utf-8")
    with Store.create(tmp_path / "two.assay") as store:
        import_dataset(store, toy.labels, dataset="toy", images=toy.images)
        for name, file in (("worse", worse), ("model", toy.predictions)):
            import_predictions(store, file, run=name)
            evaluate_run(store, run=name)
    yield from serving(tmp_path / "two.assay", bundle)


def mark(page: Page, group: str, name: str | re.Pattern[str]) -> Locator:
    """A point or a bar of a plot."""
    return page.get_by_role("group", name=group, exact=True).get_by_role("button", name=name)


def lists(page: Page, count: int) -> None:
    """The results beneath are so many."""
    expect(page.get_by_text("1 result" if count == 1 else f"{count} results", exact=True).first).to_be_visible()


def number_in(text: str | None, pattern: str) -> int:
    found = re.search(pattern, text or "")
    assert found is not None, text
    return int(found.group(1))


def test_a_bar_of_the_score_histogram_opens_what_it_counts(page: Page, server: str) -> None:
    """F7: also below the present threshold, which then follows."""
    page.goto(f"{server}/models?tab=curves")
    bar = mark(page, "Right predictions", re.compile(r"^Confidence 0\.90 to 0\.95"))
    count = number_in(bar.get_attribute("aria-label"), r": (\d+) right")
    bar.click()
    lists(page, count)
    expect(bar).to_have_attribute("aria-pressed", "true")
    mark(page, "Wrong predictions", "Confidence 0.10 to 0.15: 1 wrong prediction").click()
    lists(page, 1)
    expect(page.get_by_role("group", name="F1 against confidence").get_by_role("slider")).to_have_attribute(
        "aria-valuenow", "0.1"
    )


def test_the_threshold_is_dragged_moved_by_keys_and_set_to_the_best(page: Page, server: str) -> None:
    """F7: it is one for the app, and stands in the address."""
    page.goto(f"{server}/models?tab=curves&conf=0.3")
    plot = page.get_by_role("group", name="F1 against confidence")
    threshold = plot.get_by_role("slider", name="Confidence")
    threshold.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"conf=0\.31"))
    grip = threshold.bounding_box()
    assert grip is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + 60)
    page.mouse.down()
    page.mouse.move(grip["x"] + 100, grip["y"] + 60, steps=5)
    page.mouse.up()
    expect(threshold).not_to_have_attribute("aria-valuenow", "0.31")
    best = page.get_by_role("button", name=re.compile(r"^Use 0\.\d\d$"))
    wished = best.inner_text().removeprefix("Use ")
    best.click()
    expect(threshold).to_have_attribute("aria-valuetext", wished)
    expect(best).to_have_count(0)


def test_curves_of_one_class_stand_in_the_address(page: Page, server: str) -> None:
    page.goto(f"{server}/models?tab=curves")
    page.get_by_role("button", name="All classes").click()
    page.get_by_role("combobox", name="Find a class").fill("disc")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"class=\d"))
    page.reload()
    expect(page.get_by_role("button", name="disc", exact=True)).to_be_visible()


def test_each_kind_of_error_and_each_reason_opens_as_many_results_as_it_says(page: Page, server: str) -> None:
    """F9, E7: in words, with the field's term beside them."""
    page.goto(f"{server}/models?tab=errors")
    for panel in ("Kinds of error", "Reasons"):
        bars = page.get_by_role("list", name=panel).get_by_role("button", disabled=False)
        expect(bars.first).to_be_visible()
        for bar in bars.all():
            counts = [line for line in bar.inner_text().split("\n") if re.fullmatch(r"\d+", line)]
            bar.click()
            lists(page, int(counts[-1]))
            expect(bar).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Right place, wrong class")).to_have_attribute(
        "title", re.compile("Classification error")
    )
    expect(page.get_by_text("Only", exact=False).first).to_be_visible()


def test_a_bin_of_a_field_opens_its_labels(page: Page, server: str) -> None:
    """F13, F14, V2.7: fields by how much they tell; the chosen one in bins."""
    page.goto(f"{server}/models?tab=metric")
    page.get_by_role("list", name="Fields by importance").get_by_role("button", name=re.compile("^Area")).click()
    expect(page).to_have_url(re.compile("field=area"))
    expect(page.get_by_role("heading", name="Area", exact=True)).to_be_visible()  # not still the field before
    bar = page.get_by_role("group", name="Labels", exact=True).get_by_role("button").first
    count = number_in(bar.get_attribute("aria-label"), r": (\d+) label")
    bar.click()
    lists(page, count)
    expect(bar).to_have_attribute("aria-pressed", "true")


def test_calibration_opens_its_bins_and_says_why_there_is_no_roc(page: Page, server: str) -> None:
    """F8: one stop of the tab key, arrows from bin to bin."""
    page.goto(f"{server}/models?tab=calibration")
    expect(page.get_by_text("There is no ROC curve here.")).to_be_visible()
    bins = page.get_by_role("group", name="Bins of confidence").get_by_role("button")
    bins.first.focus()
    page.keyboard.press("ArrowRight")
    expect(bins.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("within=prediction"))


def test_two_runs_are_told_apart_and_their_differences_open(page: Page, two_runs: str) -> None:
    """F15, F18, V2.6: what the better run finds and the worse one does not."""
    page.goto(f"{two_runs}/models?tab=compare")
    expect(page.get_by_label("Compare with")).to_have_value(re.compile(r"\d+"))
    page.get_by_role("button", name="Turn round").click()
    fixed = page.get_by_role("button", name=re.compile("^Fixed: [1-6] labels that model finds and worse does not"))
    count = number_in(fixed.get_attribute("aria-label"), r"Fixed: (\d+)")
    fixed.click()
    lists(page, count)
    expect(page.get_by_role("button", name=re.compile("^Broken: 0 "))).to_be_disabled()
    recall = page.get_by_role("row", name=re.compile("^Recall"))
    expect(recall).to_contain_text("+")
    found = page.get_by_role("button", name=re.compile(r"found: \+")).first
    found.click()
    expect(found).to_have_attribute("aria-pressed", "true")


def test_one_run_alone_says_how_another_comes(page: Page, server: str) -> None:
    page.goto(f"{server}/models?tab=compare")
    expect(page.get_by_text("There is one run")).to_be_visible()
    expect(page.get_by_text("assay import-predictions")).to_be_visible()
